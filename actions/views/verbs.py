"""One action, and one page for each verb. What was typed is kept when a rule refuses it."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView, VerbView, WorkflowView
from accounts.rules import Permission
from actions import listing, rules, workflow
from actions.forms import (
    AgreeForm,
    CancelForm,
    ConfirmForm,
    ExtendForm,
    MarkDoneForm,
    ReassignForm,
    ReopenForm,
    SendBackForm,
    WaiveForm,
)
from actions.models import Action, Chase
from actions.querysets import possible_owners
from duties import workflow as duties
from duties.models import Duty
from duties.workflow import deciding
from register.models import Person

_ABOUT = ("person__area", "owner", "organisation", "agreed_by", "done_by", "ended_by")
VERBS = {
    "mark_done": "Mark as done",
    "confirm": "Confirm and close",
    "send_back": "Send back to the owner",
    "extend": "Give more time",
    "reassign": "Change the owner",
    "cancel": "Cancel",
    "reopen": "Open again",
}
OWNERS_VERBS = frozenset({"mark_done", "extend"})


class ActionPage(PageView):
    """One action: where it stands, its evidence, who was chased, and what may be done now."""

    permission = Permission.ACTION_VIEW
    template_name = "actions/action.html"

    def load(self) -> None:
        rows = Action.objects.select_related(*_ABOUT)
        self.action = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.action.person_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action=self.action,
            **listing.as_shown(self.user, self.action),
            late=self.action.is_overdue(timezone.localdate(self.now)),
            verbs=self._verbs(),
            chases=list(Chase.objects.filter(action=self.action)[:20]),
            answers=list(self.action.answers.all()[:20]),
            cover=listing.standing_in(self.action, on=timezone.localdate(self.now)),
            back_url=reverse("actions:actions"),
            back_label="Actions",
            **kwargs,
        )

    def _verbs(self) -> list[dict[str, str]]:
        """Return what this user may do with the action as it stands."""
        status = rules.ActionStatus(self.action.status)
        mine = Action.objects.permitted(self.user, Permission.ACTION_DO).doable_by(self.user)
        may_do = mine.filter(pk=self.action.pk).exists()
        teams = Action.objects.permitted(self.user, Permission.ACTION_CONFIRM)
        may_decide = teams.filter(pk=self.action.pk).exists()
        return [
            {"words": words, "url": reverse(f"actions:{verb}", args=[self.action.pk])}
            for verb, words in VERBS.items()
            if status in rules.TRANSITIONS[verb]
            and (may_do if verb in OWNERS_VERBS else may_decide)
            and (verb != "reopen" or workflow.ended_by_itself(self.action))
        ]


class AboutAction(VerbView):
    """Base of the verbs of one action: loads it through the gate, returns to it."""

    abstract = True
    template_name = "actions/verb.html"
    verb: ClassVar[str]

    def load(self) -> None:
        rows = Action.objects.select_related(*_ABOUT)
        if self.permission is Permission.ACTION_DO:
            rows = rows.doable_by(self.user)
        self.action = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.action.person_id], purpose=type(self).__name__)

    def check_now(self) -> None:
        rules.check_transition(self.verb, rules.ActionStatus(self.action.status))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action=self.action,
            **listing.as_shown(self.user, self.action),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return reverse("actions:action", args=[self.action.pk])


class MarkDone(AboutAction):
    """Done by its owner; the DSR team still confirms."""

    permission = Permission.ACTION_DO
    form_class = MarkDoneForm
    verb = "mark_done"
    heading = "Mark an action as done"
    done = "The action is marked as done. The DSR team will confirm it or send it back."

    def perform(self, form: forms.Form) -> Any:
        return workflow.mark_done(
            action=self.action, by=self.user, at=self.now, **form.cleaned_data
        )


class Confirm(AboutAction):
    """Closed by the DSR team."""

    permission = Permission.ACTION_CONFIRM
    form_class = ConfirmForm
    verb = "confirm"
    heading = "Confirm that an action is done"
    done = "The action is closed."

    def perform(self, form: forms.Form) -> Any:
        return workflow.confirm(action=self.action, by=self.user, at=self.now)


class SendBack(AboutAction):
    """Not done yet."""

    permission = Permission.ACTION_CONFIRM
    form_class = SendBackForm
    verb = "send_back"
    heading = "Send an action back"
    done = "The action is with its owner again."

    def perform(self, form: forms.Form) -> Any:
        return workflow.send_back(
            action=self.action, by=self.user, at=self.now, **form.cleaned_data
        )


class Extend(AboutAction):
    """More time."""

    permission = Permission.ACTION_DO
    form_class = ExtendForm
    verb = "extend"
    heading = "Give an action more time"
    done = "The new due date is recorded."

    def perform(self, form: forms.Form) -> Any:
        return workflow.extend(action=self.action, by=self.user, at=self.now, **form.cleaned_data)


class Reassign(AboutAction):
    """Another owner."""

    permission = Permission.ACTION_CONFIRM
    form_class = ReassignForm
    verb = "reassign"
    heading = "Change the owner of an action"
    done = "The action has a new owner."

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = possible_owners(self.action.person.area_id)
        if self.action.owner is not None:
            owners = owners.exclude(pk=self.action.owner.pk)
        return super().get_form_kwargs() | {"owners": owners}

    def perform(self, form: forms.Form) -> Any:
        assert isinstance(form, ReassignForm)  # noqa: S101 - for the type checker
        values = {name: form.cleaned_data[name] for name in ("reason", "due_on")}
        return workflow.reassign(
            action=self.action, by=self.user, at=self.now, **values, **form.owned_by()
        )


class Cancel(AboutAction):
    """Not needed any more."""

    permission = Permission.ACTION_CONFIRM
    form_class = CancelForm
    verb = "cancel"
    heading = "Cancel an action"
    done = "The action is cancelled."

    def perform(self, form: forms.Form) -> Any:
        return workflow.cancel(action=self.action, by=self.user, at=self.now, **form.cleaned_data)


class Reopen(AboutAction):
    """Closed or cancelled by mistake."""

    permission = Permission.ACTION_CONFIRM
    form_class = ReopenForm
    verb = "reopen"
    heading = "Open an action again"
    done = "The action is open again."

    def check_now(self) -> None:
        workflow.check_reopen(self.action)

    def perform(self, form: forms.Form) -> Any:
        return workflow.reopen(action=self.action, by=self.user, at=self.now, **form.cleaned_data)


class Agree(WorkflowView):
    """A new action about a person, agreed outside a meeting."""

    permission = Permission.ACTION_DO
    form_class = AgreeForm
    template_name = "actions/agree.html"

    def load(self) -> None:
        rows = Person.objects.select_related("area")
        self.person = self.find(rows, pk=self.kwargs["person"])
        self.saw([self.person.pk], purpose="Agree")

    def get_initial(self) -> dict[str, Any]:
        return {"token": str(uuid4())}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owners": possible_owners(self.person.area_id)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.person, back_url=reverse("register:person", args=[self.person.pk]), **kwargs
        )

    def perform(self, form: forms.Form) -> Any:
        assert isinstance(form, AgreeForm)  # noqa: S101 - for the type checker
        values = {name: form.cleaned_data[name] for name in ("description", "due_on")}
        return workflow.agree(
            person=self.person, by=self.user, at=self.now, key=form.key(),
            **values, **form.owned_by(),
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("actions:action", args=[self.result.pk])


class Waive(VerbView):
    """A duty that need not be met: a named person says why."""

    permission = Permission.DUTY_DECIDE
    form_class = WaiveForm
    template_name = "actions/waive.html"

    def load(self) -> None:
        rows = Duty.objects.select_related("person__area")
        self.duty = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.duty.person_id], purpose="Waive")

    def check_now(self) -> None:
        deciding.check_open(self.duty)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(duty=self.duty, person=self.duty.person, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        reason = form.cleaned_data["reason"]
        return duties.waive(duty=self.duty, reason=reason, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        return reverse("register:person", args=[self.duty.person_id])
