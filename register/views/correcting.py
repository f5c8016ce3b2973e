"""Putting right and striking out what was recorded by mistake, and what was recorded too late."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.rules import Permission
from core import keyset
from core.errors import RuleBroken
from register import rules, workflow
from register.forms.correcting import (
    CorrectConcernForm,
    Correction,
    CorrectLeaveForm,
    CorrectPartnerForm,
    CorrectRatingForm,
    CorrectStatusForm,
    CorrectTransferForm,
    EarlierStayForm,
    StrikeOutForm,
)
from register.models import (
    ExtendedLeave,
    Involvement,
    Person,
    Rating,
    Standing,
    StatusChange,
    StayConcern,
    Transfer,
)
from register.views.floors import AsksAgainstFloor, floor_below
from register.views.verbs import AboutPerson
from register.workflow.mistakes import meanwhile


class StrikeOut(AboutPerson):
    """A fact that was recorded by mistake, or on the wrong person."""

    permission = Permission.FACT_CORRECT
    form_class = StrikeOutForm
    template_name = "register/strike_out.html"
    heading = "Strike out what was recorded by mistake"
    done = "It was struck out. What followed from it was put right."

    def load(self) -> None:
        super().load()
        kind = workflow.kinds().get(self.kwargs["kind"])
        if kind is None:
            raise Http404
        self.kind = kind
        self.fact = kind.rows(self.person).filter(pk=self.kwargs["fact"]).first()
        if self.fact is None and self.request.method == "GET" and not self._was_struck():
            raise Http404

    def _was_struck(self) -> bool:
        rows = self.person.struck_out.filter(kind=self.kind.code)
        return bool(rows.filter(fact_id=self.kwargs["fact"]).exists())

    def check_now(self) -> None:
        """Say who was first, to someone who opens an old link."""
        if self.fact is None:
            raise RuleBroken(meanwhile.of_fact(self.kwargs["fact"], "that record"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "find": self._find, "can_move": self.kind.move is not None,
        }  # fmt: skip

    def _find(self, named: dict[str, Any]) -> Person | None:
        rows = Person.objects.permitted(self.user, self.permission).exclude(pk=self.person.pk)
        found: Person | None = rows.filter(**named).first()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.kind.says(self.fact) if self.fact else ""
        return super().get_context_data(kind=self.kind, said=said, fact=self.fact, **kwargs)

    def interruption(self, form: forms.Form) -> str:
        return "register/strike_out_check.html"

    def perform(self, form: forms.Form) -> Any:
        sent = cast(StrikeOutForm, form)
        if sent.other is not None:
            self.done = (  # type: ignore[misc]
                f"It was struck out here and recorded for {sent.other.name} instead. What "
                "followed from it was put right on both records."
            )
        return workflow.strike_out(
            person=self.person,
            kind=self.kind.code,
            fact_id=self.kwargs["fact"],
            cause=rules.Cause(form.cleaned_data["cause"]),
            reason=form.cleaned_data["why"],
            moved_to=sent.other,
            by=self.user,
            at=self.now,
        )


class Correct(AboutPerson):
    """Base of the pages that put a fact right: its form shows what is recorded.

    A page names the form, the verb with the name of its fact, and the model with its way to the
    person. What the form says goes to the verb.
    """

    abstract = True
    permission = Permission.FACT_CORRECT
    verb: ClassVar[Callable[..., Any]]
    named: ClassVar[str]
    model: ClassVar[Any]
    of: ClassVar[str] = "person"

    def load(self) -> None:
        super().load()
        self.fact = self.find(self.recorded(), pk=self.kwargs["fact"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; from an old link, say on the record who was first.

        Someone who sends an old page is told as well, with what they typed kept.
        """
        if self.stands():
            return super().get(request, *args, **kwargs)
        messages.info(request, workflow.who_was_first(self.fact))
        return HttpResponseRedirect(self.get_success_url())

    def recorded(self) -> Any:
        """Return all facts of the kind about the person, struck out or not."""
        return self.model.recorded.filter(**{self.of: self.person})

    def stands(self) -> bool:
        """Say whether the fact has not been struck out or put right."""
        return self.fact.struck_by is None

    def get_initial(self) -> dict[str, Any]:
        fact = self.in_force()
        shown: dict[str, Any] = cast(Any, self.form_class).initial_of(fact)
        return shown | {"fact": str(fact.pk)}

    def in_force(self) -> Any:
        """Return what stands in the place of the fact, for the page of someone who was second."""
        fact, rows = self.fact, self.recorded()
        while (placed := workflow.placed_for(fact.pk)) is not None:
            following = rows.filter(pk=placed).first()
            if following is None or following.pk == fact.pk:
                break
            fact = following
        return fact

    def perform(self, form: forms.Form) -> Any:
        right = cast(Correction, form).right()
        return type(self).verb(**{self.named: self.seen(form)}, by=self.user, at=self.now, **right)

    def seen(self, form: forms.Form) -> Any:
        """Return the fact that the page had shown: after a conflict the one in force by then."""
        key = keyset.identifier(form.cleaned_data["fact"])
        return self.recorded().filter(pk=key).first() or self.fact if key else self.fact


class CorrectRating(AsksAgainstFloor, Correct):
    """A rating that was recorded wrongly."""

    form_class = CorrectRatingForm
    verb = workflow.correct_rating
    named = "rating"
    model, of = Rating, "entry__person"
    heading = "Put a rating right"
    intro = (
        "For a rating that was recorded wrongly. If the risk has changed since, record a new "
        "rating instead. The right rating applies from the day of the wrong one, and what is due "
        "will be worked out again."
    )
    done = "The rating was put right."

    def load(self) -> None:
        super().load()
        self.standing = Standing.objects.filter(person=self.person).first()

    def floor_below(self, form: forms.Form) -> rules.Floor | None:
        if self.standing is None or self.standing.rating_id != self.fact.pk:
            return None
        level = rules.Level(form.cleaned_data["level"])
        return floor_below(self.person.pk, standing=self.standing, new=level, at=self.now)

    def interruption(self, form: forms.Form) -> str:
        new, old = rules.Level(form.cleaned_data["level"]), rules.Level(self.fact.level)
        return "register/rate_check.html" if rules.is_unusual(current=old, new=new) else ""

    def perform(self, form: forms.Form) -> Any:
        right = cast(CorrectRatingForm, form).right()
        return workflow.correct_rating(
            rating=self.seen(form),
            against_floor=self.against_floor(),
            by=self.user,
            at=self.now,
            **right,
        )


class CorrectStatus(Correct):
    """A change of legal status that was recorded wrongly."""

    form_class = CorrectStatusForm
    verb = workflow.correct_status
    named = "change"
    model, of = StatusChange, "stay__person"
    heading = "Put a legal status right"
    intro = "What is due under the Mental Health Act will be worked out again from the right day."
    done = "The legal status was put right."


class CorrectLeave(Correct):
    """Extended leave that was recorded with wrong days."""

    form_class = CorrectLeaveForm
    verb = workflow.correct_leave
    named = "leave"
    model, of = ExtendedLeave, "stay__person"
    heading = "Put extended leave right"
    done = "The leave was put right."


class CorrectTransfer(Correct):
    """A move to another ward or hospital that was recorded wrongly."""

    form_class = CorrectTransferForm
    verb = workflow.correct_transfer
    named = "move"
    model, of = Transfer, "stay__person"
    heading = "Put a move right"
    intro = "The person's place, and what is due, will follow the right move."
    done = "The move was put right."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"last": workflow.is_last_move(self.fact)}


class CorrectConcern(Correct):
    """A concern about someone's treatment that was recorded wrongly."""

    form_class = CorrectConcernForm
    verb = workflow.correct_concern
    named = "concern"
    model, of = StayConcern, "stay__person"
    heading = "Put a concern right"
    done = "The concern was put right."


class CorrectPartner(Correct):
    """Someone named with a wrong name, part, contact or account."""

    form_class = CorrectPartnerForm
    verb = workflow.correct_partner
    named = "partner"
    model = Involvement
    heading = "Put a named partner right"
    intro = (
        "For what was wrong from the start. If someone else has taken over, end this involvement "
        "and name the new partner."
    )
    done = "The partner was put right."

    def recorded(self) -> Any:
        return self.model.objects.named().filter(person=self.person)

    def stands(self) -> bool:
        return self.fact.until is None or self.fact.until > self.now

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.colleagues()}


class EarlierStay(AboutPerson):
    """A stay that no one here knew of and that has ended."""

    permission = Permission.STAY_RECORD
    form_class = EarlierStayForm
    heading = "Record an earlier stay"
    intro = (
        "For a stay that has ended and was not on the register. It counts in readmissions and in "
        "looking back. It changes neither the rating nor, where it ended more than 28 days ago, "
        "what is due."
    )
    done = "The earlier stay was recorded."

    def get_initial(self) -> dict[str, Any]:
        return {"commissioner": self.person.responsible_icb_id}

    def perform(self, form: forms.Form) -> Any:
        return workflow.record_earlier_stay(
            person=self.person,
            details=cast(EarlierStayForm, form).details(),
            discharged_on=form.cleaned_data["discharged_on"],
            destination=form.cleaned_data["destination"],
            by=self.user,
            at=self.now,
        )
