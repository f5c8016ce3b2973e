"""A request for a review: asked for, arranged, its papers, declined or cancelled."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView
from accounts.rules import Permission
from reviews import reading, rules, workflow
from reviews.forms import ArrangeForm, CancelForm, DeclineForm, PapersForm, RequestForm
from reviews.forms.request import version_typed
from reviews.models import ReviewRequest
from reviews.views.common import AboutPerson, AboutRequest
from reviews.workflow.requests import check_may_be_asked

VERBS = {
    "arrange": "Arrange the review",
    "record_papers": "Papers",
    "hold": "Record that it was held",
    "decline": "Decline the request",
    "cancel": "Cancel the review",
}


class RequestReview(AboutPerson):
    """Somebody entitled asks for a C(E)TR."""

    permission = Permission.REVIEW_REQUEST
    form_class = RequestForm
    heading = "Ask for a C(E)TR"
    intro = (
        "The DSR team arranges the review. What policy asks for stays due until a review is held. "
        "This does not replace an urgent call: in a crisis use the crisis line or 999."
    )
    done = "The request was recorded. We will tell the DSR team."

    def get_initial(self) -> dict[str, Any]:
        return {"token": str(uuid4()), "asked_on": timezone.localdate(self.now)}

    def get_form_kwargs(self) -> dict[str, Any]:
        asks = rules.asks_for_ehc_plan(
            birth_date=self.person.birth_date,
            ehc_plan=self.person.ehc_plan,
            on=timezone.localdate(self.now),
        )
        return super().get_form_kwargs() | {"asks_plan": asks}

    def back_url(self) -> str:
        return reverse("register:person", args=[self.person.pk])

    def check_now(self) -> None:
        check_may_be_asked(self.person)

    def perform(self, form: forms.Form) -> Any:
        typed = cast(RequestForm, form)
        return workflow.request_review(
            person=self.person, details=typed.details(), by=self.user, at=self.now, key=typed.key()
        )

    def get_success_url(self) -> str:
        return reverse("reviews:request", args=[self.result.pk])


class RequestPage(PageView):
    """One request: its clock, its panel, its papers, and what may be done now."""

    permission = Permission.REVIEW_VIEW
    template_name = "reviews/request.html"

    def load(self) -> None:
        rows = ReviewRequest.objects.select_related("person__area", "stay__hospital", "recorded_by")
        self.request_for = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.request_for.person_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, request = timezone.localdate(self.now), self.request_for
        consent = reading.covers(request.person_id, "cetr", on=on)
        due = reading.review_due(request.person_id) if request.is_open else None
        return super().get_context_data(
            request_for=request,
            person=request.person,
            consent=consent,
            due=due,
            late=due is not None and due.is_overdue(on),
            meeting_will_do=due is not None and due.is_met_through("meetings.held"),
            advice=reading.advice_about(request, consent=consent, on=on) if request.is_open else [],
            papers=reading.papers_of(request),
            review=reading.review_of(request),
            verbs=self._verbs(),
            back_url=reverse("register:person", args=[request.person_id]),
            **kwargs,
        )

    def _verbs(self) -> list[dict[str, str]]:
        """Return what this user may do with the request as it stands."""
        if not self.user.holds(Permission.REVIEW_RECORD):
            return []
        state = rules.RequestState(self.request_for.state)
        changed = {"arrange": "Change the arrangements"} if self.request_for.planned_on else {}
        return [
            {
                "words": changed.get(verb, words),
                "url": reverse(f"reviews:{verb}", args=[self.request_for.pk]),
            }
            for verb, words in VERBS.items()
            if state in rules.TRANSITIONS[verb]
        ]


class Arrange(AboutRequest):
    """Date, place, organiser and panel."""

    form_class = ArrangeForm
    verb = "arrange"
    heading = "Arrange the review"
    done = "The arrangements were saved."

    def get_initial(self) -> dict[str, Any]:
        same = ("planned_on", "place", "organiser", "others", "version", *rules.PANEL)
        given = {name: getattr(self.request_for, name) for name in same}
        named = {"chair_is_delegate": self.request_for.chair_is_delegate or None}
        return given | (named if self.request_for.chair else {})

    def get_form_kwargs(self) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        child = reading.is_child(self.request_for.person, on=on)
        return super().get_form_kwargs() | {"child": child}

    def perform(self, form: forms.Form) -> Any:
        typed = cast(ArrangeForm, form)
        return workflow.arrange(
            request=self.request_for,
            details=typed.details(),
            version=version_typed(typed),
            by=self.user,
            at=self.now,
        )


class RecordPapers(AboutRequest):
    """Papers that came, and papers that the panel was sent."""

    form_class = PapersForm
    verb = "record_papers"
    heading = "Papers for the panel"
    done = "The papers were saved."

    def load(self) -> None:
        super().load()
        self.papers = reading.papers_of(self.request_for)

    def get_initial(self) -> dict[str, Any]:
        rows = [one.row for one in self.papers]
        return {
            "received": [row.code for row in rows if row.received_on],
            "circulated": [row.code for row in rows if row.circulated_on],
            "version": self.request_for.version,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        return super().get_form_kwargs() | {
            "papers": [
                (one.row.code, f"{one.title} (core paper)" if one.core else one.title)
                for one in self.papers
            ],
            "consent": reading.covers(self.request_for.person_id, "cetr", on=on),
        }

    def perform(self, form: forms.Form) -> Any:
        return workflow.record_papers(
            request=self.request_for,
            received=form.cleaned_data["received"],
            circulated=form.cleaned_data["circulated"],
            version=version_typed(cast(PapersForm, form)),
            by=self.user,
            at=self.now,
        )


class Decline(AboutRequest):
    """A request that does not lead to a review."""

    form_class = DeclineForm
    verb = "decline"
    heading = "Decline the request"
    intro = "What policy asks for stays due. If it need not happen, waive the duty with its reason."
    done = "The request was declined."

    def perform(self, form: forms.Form) -> Any:
        reason = form.cleaned_data["reason"]
        return workflow.decline(request=self.request_for, reason=reason, by=self.user, at=self.now)


class Cancel(AboutRequest):
    """A review that was arranged and is called off."""

    form_class = CancelForm
    verb = "cancel"
    heading = "Cancel the review"
    intro = "What policy asks for stays due. If it need not happen, waive the duty with its reason."
    done = "The review was cancelled."

    def perform(self, form: forms.Form) -> Any:
        reason = form.cleaned_data["reason"]
        return workflow.cancel(request=self.request_for, reason=reason, by=self.user, at=self.now)
