"""Asking on the public page to be removed, and what the team does with it."""

from typing import Any, cast
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts.gate import PageView, WorkflowView
from accounts.rules import Permission
from consent import workflow
from consent.forms import AskForRemovalForm, HandleRequestForm
from consent.forms.removal import NOBODY, OTHER
from consent.models import RemovalRequest
from consent.querysets import people_meant
from consent.rules import Requester, RequestState
from core import nhs_number
from core.dates import in_words
from core.errors import RuleBroken
from register.models import Person


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AskForRemoval(WorkflowView):
    """Ask to be removed, without signing in. The answer is the same for everybody."""

    permission = Permission.PUBLIC
    template_name = "pages/ask_for_removal.html"
    form_class = AskForRemovalForm
    success_url = reverse_lazy("pages:removal_asked")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Ask for my information to be removed", **kwargs)

    def perform(self, form: forms.Form) -> RemovalRequest:
        if not ratelimit.consume(self.request, action="ask_for_removal"):
            raise RuleBroken(
                "Too many requests came from your network. Try again in an hour, or phone the team"
            )
        typed = dict(form.cleaned_data)
        requester = Requester(typed.pop("requester"))
        return workflow.ask_for_removal(**typed, requester=requester, at=self.now)


class RemovalAsked(PageView):
    """What happens next, in the same words whoever was named."""

    permission = Permission.PUBLIC
    template_name = "pages/removal_asked.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="We have your request", **kwargs)


class RemovalRequests(PageView):
    """Requests that wait, by date alone, and how many were handled."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/removal_requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = RemovalRequest.objects.permitted(self.user, self.permission)
        return super().get_context_data(
            waiting=list(rows.waiting()),
            handled=[
                (state.label, rows.filter(state=state).count())
                for state in RequestState
                if state is not RequestState.WAITING
            ],
            handled_columns=["Outcome", {"label": "How many", "numeric": True}],
            may_handle=self.user.holds(Permission.REMOVAL_HANDLE),
            **kwargs,
        )


class HandleRequest(WorkflowView):
    """One request: whom it means, if anybody; then it is wiped."""

    permission = Permission.REMOVAL_HANDLE
    template_name = "consent/removal_request.html"
    form_class = HandleRequestForm

    def load(self) -> None:
        self.asked: RemovalRequest = self.find(RemovalRequest.objects.all(), pk=self.kwargs["pk"])
        meant = people_meant(self.asked).values("pk")
        mine = Person.objects.permitted(self.user, self.permission)
        self.people: list[Person] = list(mine.filter(pk__in=meant))
        self.saw([person.pk for person in self.people], purpose="withdrawal")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "people": {person.pk: _described(person) for person in self.people}
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            asked=self.asked,
            is_waiting=self.asked.state == RequestState.WAITING,
            back_url=reverse("consent:removal_requests"),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        if typed["outcome"] == NOBODY:
            messages.success(self.request, "The request was closed and its words were wiped.")
            return workflow.nothing_to_remove(request=self.asked, by=self.user, at=self.now)
        made = workflow.match_request(
            request=self.asked,
            person=self._chosen(typed["outcome"], typed["number"]),
            identity_checked=typed["identity_checked"],
            identity_evidence=typed["identity_evidence"],
            by=self.user,
            at=self.now,
        )
        messages.success(
            self.request,
            f"The record is hidden everywhere. Withdrawal {made.reference} now waits for a "
            "second person. The words of the request were wiped.",
        )
        return made

    def get_success_url(self) -> str:
        return reverse("consent:removal_requests")

    def _chosen(self, outcome: str, number: str) -> Person:
        """Return the person whom the reader chose or named, from their own areas only."""
        people = Person.objects.permitted(self.user, self.permission)
        found = (
            people.filter(nhs_number=number)
            if outcome == OTHER
            else people.filter(pk=UUID(outcome))
        )
        person = found.first()
        if person is None:
            raise RuleBroken("No one in your areas has this NHS number", field="number")
        return cast(Person, person)


def _described(person: Person) -> str:
    number = nhs_number.show(person.nhs_number) if person.nhs_number else "not known"
    return f"{person.name}, born {in_words(person.birth_date)}, NHS number {number}"
