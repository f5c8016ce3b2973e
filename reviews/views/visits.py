"""The commissioner's pages: who and where, when, and nothing of the clinical story."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.gate import PageView, WorkflowView
from accounts.rules import Permission
from actions.querysets import possible_owners
from duties.models import Duty
from register.models import InpatientStay
from reviews import reading, workflow
from reviews.forms import VisitForm
from reviews.models import OversightVisit


def list_address() -> str:
    """Return where a commissioner came from: the BLUE list."""
    try:
        return reverse("oversight:blue")
    except NoReverseMatch:
        return "/oversight/blue/"


class RecordVisit(WorkflowView):
    """An oversight visit to somebody in hospital for whom one's organisation is responsible."""

    permission = Permission.VISIT_RECORD
    form_class = VisitForm
    template_name = "reviews/record_visit.html"

    def load(self) -> None:
        rows = InpatientStay.objects.select_related("person__area", "hospital")
        self.stay = self.find(rows, pk=self.kwargs["stay"])
        self.saw([self.stay.person_id], purpose="RecordVisit")

    def get_initial(self) -> dict[str, Any]:
        return {"token": str(uuid4())}

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = possible_owners(self.stay.person.area_id)
        return super().get_form_kwargs() | {"owners": owners}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        open_stay = self.stay.discharged_on is None
        due = reading.visit_due(self.stay.person_id) if open_stay else None
        return super().get_context_data(
            stay=self.stay,
            person=self.stay.person,
            earlier=reading.visits_of(self.stay),
            due=due,
            late=due is not None and due.is_overdue(on),
            back_url=list_address(),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        typed = cast(VisitForm, form)
        return workflow.record_visit(
            stay=self.stay,
            on=typed.cleaned_data["visited_on"],
            details=typed.details(),
            by=self.user,
            at=self.now,
            key=typed.key(),
        )

    def get_success_url(self) -> str:
        return reverse("reviews:visit", args=[self.result.pk])


class VisitPage(PageView):
    """What was recorded of a visit, when the next one is due, and where its concerns stand."""

    permission = Permission.VISIT_RECORD
    template_name = "reviews/visit.html"

    def load(self) -> None:
        rows = OversightVisit.objects.select_related("person__area", "stay__hospital", "visited_by")
        self.visit = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.visit.person_id])

    def _due(self) -> Duty | None:
        """Return when the next visit is due; none to a stay that has ended."""
        ended = self.visit.stay.discharged_on is not None
        return None if ended else reading.visit_due(self.visit.person_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            visit=self.visit,
            own=self.visit.visited_by_id == self.user.pk,
            person=self.visit.person,
            actions=reading.actions_of(self.visit),
            due=self._due(),
            back_url=list_address(),
            **kwargs,
        )
