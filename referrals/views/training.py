"""Training: the public page, and the sessions and places that the team manages."""

from typing import Any
from uuid import uuid4

from allauth.core import ratelimit
from django import forms
from django.urls import reverse, reverse_lazy

from accounts.gate import PageView, VerbView, WorkflowView
from accounts.rules import Permission
from core import nhsuk
from core.errors import RuleBroken
from referrals import team_policy, workflow
from referrals.codes import TrainingKind
from referrals.forms.training import (
    AskForPlaceForm,
    CancelPlaceForm,
    CancelTrainingForm,
    GivePlaceForm,
    PlanTrainingForm,
)
from referrals.models import TrainingPlace, TrainingSession
from referrals.workflow.training import check_has_no_place, check_to_come


class AskForPlace(WorkflowView):
    """The public page of training: what there is, when, and a place."""

    permission = Permission.PUBLIC
    template_name = "pages/training.html"
    form_class = AskForPlaceForm
    success_url = reverse_lazy("pages:training_asked")

    def get_initial(self) -> dict[str, Any]:
        return {"token": str(uuid4())}

    def get_form_kwargs(self) -> dict[str, Any]:
        to_come = TrainingSession.objects.to_come(at=self.now).counted()[:50]
        return super().get_form_kwargs() | {"sessions": to_come}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(title="Training", **kwargs)
        days = team_policy.current().training.keep_days
        return context | {"sessions": list(context["form"].sessions.values()), "keep_days": days}

    def perform(self, form: forms.Form) -> Any:
        if not ratelimit.consume(self.request, action="ask_for_training"):
            raise RuleBroken("Too many requests came from your network. Try again in an hour")
        assert isinstance(form, AskForPlaceForm)  # noqa: S101 - the form_class
        typed = form.cleaned_data
        return workflow.ask_for_place(
            key=form.key(),
            kind=TrainingKind(typed["kind"]),
            session=form.chosen(),
            name=typed["name"],
            email=typed["email"],
            job=typed["job"],
            at=self.now,
        )


class PlaceAsked(PageView):
    """What happens next."""

    permission = Permission.PUBLIC
    template_name = "pages/training_asked.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="We have your request", **kwargs)


class Training(PageView):
    """Sessions to come and past, and who asks for a date."""

    permission = Permission.TRAINING_MANAGE
    template_name = "referrals/training.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = TrainingSession.objects.permitted(self.user, self.permission).counted()
        places = TrainingPlace.objects.permitted(self.user, self.permission)
        return super().get_context_data(
            to_come=list(sessions.to_come(at=self.now)[:100]),
            past=list(sessions.past(at=self.now)[:20]),
            undated=list(places.undated()[:200]),
            cancelled=list(places.cancelled()[:20]),
            keep_days=team_policy.current().training.keep_days,
            as_at=self.now,
            **kwargs,
        )


class PlanTraining(VerbView):
    """A new session."""

    permission = Permission.TRAINING_MANAGE
    form_class = PlanTrainingForm
    template_name = "referrals/verb.html"
    heading = "Plan a training session"
    done = "The session is on the public page."
    success_url = reverse_lazy("referrals:training")

    def get_success_url(self) -> str:
        return reverse("referrals:training")

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.plan_training(
            kind=TrainingKind(typed["kind"]),
            starts_at=nhsuk.combine(typed["day"], typed["time"]),
            place=typed["place"],
            seats=typed["seats"],
            by=self.user,
            at=self.now,
        )


class OneTraining(PageView):
    """One session with those who have a place or wait."""

    permission = Permission.TRAINING_MANAGE
    template_name = "referrals/training_session.html"

    def load(self) -> None:
        rows = TrainingSession.objects.counted()
        self.session: TrainingSession = self.find(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            session=self.session,
            places=list(self.session.places.exclude(state="cancelled")),
            is_to_come=self.session.cancelled_at is None and self.session.starts_at > self.now,
            back_url=reverse("referrals:training"),
            as_at=self.now,
            **kwargs,
        )


class CancelTraining(VerbView):
    """Called off: everybody is told."""

    permission = Permission.TRAINING_MANAGE
    form_class = CancelTrainingForm
    template_name = "referrals/verb.html"
    heading = "Cancel the session"
    intro = (
        "We will tell everyone who has a place or is waiting, and list them again as asking for a "
        "date."
    )
    done = "The session is cancelled. We will tell everyone."

    def load(self) -> None:
        self.session: TrainingSession = self.find(
            TrainingSession.objects.all(), pk=self.kwargs["pk"]
        )

    def check_now(self) -> None:
        check_to_come(self.session, at=self.now)

    def perform(self, form: forms.Form) -> Any:
        return workflow.cancel_training(session=self.session, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        return reverse("referrals:training_session", args=[self.session.pk])


class _Place(VerbView):
    """Base of what is done with one wish for a place."""

    abstract = True
    permission = Permission.TRAINING_MANAGE
    template_name = "referrals/verb.html"

    def load(self) -> None:
        rows = TrainingPlace.objects.select_related("session")
        self.place: TrainingPlace = self.find(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = f"{self.place.name}, {self.place.what.label}. {self.intro}"
        return super().get_context_data(**{"intro": intro} | kwargs)

    def get_success_url(self) -> str:
        if self.place.session_id:
            return reverse("referrals:training_session", args=[self.place.session_id])
        return reverse("referrals:training")


class GivePlace(_Place):
    """A seat in a session, or its waiting list."""

    permission = Permission.TRAINING_MANAGE
    form_class = GivePlaceForm
    heading = "Offer a session"
    intro = "They are told by email. When all seats are taken they are on the waiting list."
    done = "They are told."

    def check_now(self) -> None:
        check_has_no_place(self.place)

    def get_form_kwargs(self) -> dict[str, Any]:
        sessions = TrainingSession.objects.permitted(self.user, self.permission)
        same = sessions.to_come(at=self.now).counted().filter(kind=self.place.kind)
        return super().get_form_kwargs() | {"sessions": same}

    def perform(self, form: forms.Form) -> Any:
        assert isinstance(form, GivePlaceForm)  # noqa: S101 - the form_class
        session = form.sessions[form.cleaned_data["session"]]
        return workflow.give_place(place=self.place, session=session, by=self.user, at=self.now)


class CancelPlace(_Place):
    """Not coming: the first who waits moves up."""

    permission = Permission.TRAINING_MANAGE
    form_class = CancelPlaceForm
    heading = "Cancel a place"
    intro = "They are told by email, and so is the first on the waiting list, who moves up."
    done = "The place was cancelled."

    def perform(self, form: forms.Form) -> Any:
        return workflow.cancel_place(place=self.place, by=self.user, at=self.now)
