"""One page for each step after a referral was sent."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import PermissionDenied

from accounts.gate import VerbView
from accounts.rules import Permission
from core import keyset
from core.dates import local_day
from core.errors import RuleBroken
from referrals import content, duplicates, rules, workflow
from referrals.forms.triage import (
    AcceptForm,
    AcknowledgeForm,
    AnswerForm,
    AskForm,
    DeclineForm,
    WithdrawForm,
)
from referrals.models import Referral
from referrals.rules import StepKind
from referrals.workflow import basis
from register.models import Standing
from register.rules import Floor, Level
from register.views.floors import AsksAgainstFloor, floor_below


class Step(VerbView):
    """Base: loads the referral through the gate, shows who it is about, returns to its page.

    `step_kind` is the step that the verb takes: where the referral's state does not allow it, the
    page says so before anything is typed.
    """

    abstract = True
    template_name = "referrals/step.html"
    step_kind: ClassVar[StepKind | None] = None

    def load(self) -> None:
        rows = Referral.objects.filter(submitted_at__isnull=False)
        rows = rows.select_related("area", "referrer", "copy", "person__area")
        self.referral = self.find(rows, pk=self.kwargs["pk"])
        if self.referral.person_id:
            self.saw([self.referral.person_id], purpose=type(self).__name__.lower())

    def check_now(self) -> None:
        if self.step_kind is not None:
            rules.next_state(self.step_kind, self.referral.stands)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            "referral": self.referral,
            "person": content.typed_person(self.referral.copy),
        }
        return super().get_context_data(**context | kwargs)

    def get_success_url(self) -> str:
        return self.referral.get_absolute_url()


class Acknowledge(Step):
    """A named person of the team has seen it."""

    permission = Permission.TRIAGE
    form_class = AcknowledgeForm
    step_kind = StepKind.ACKNOWLEDGED
    heading = "Acknowledge this referral"
    intro = "The referrer sees your name and when you looked. Triage still has to follow."
    done = "The referral was acknowledged."

    def perform(self, form: forms.Form) -> Any:
        return workflow.acknowledge(referral=self.referral, by=self.user, at=self.now)


class Ask(Step):
    """More information from the referrer."""

    permission = Permission.TRIAGE
    form_class = AskForm
    step_kind = StepKind.ASKED
    heading = "Ask for more information"
    done = "The referrer was asked."

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.ask(
            referral=self.referral,
            words=typed["words"],
            for_person=typed["for_person"],
            by=self.user,
            at=self.now,
        )


class Decline(Step):
    """Declined, with advice."""

    permission = Permission.TRIAGE
    form_class = DeclineForm
    step_kind = StepKind.DECLINED
    heading = "Decline with advice"
    intro = "Support must not be compromised: say who stays responsible and what they can do now."
    done = "The referral was declined, and the referrer is told."

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.decline(
            referral=self.referral,
            advice=typed["advice"],
            for_person=typed["for_person"],
            by=self.user,
            at=self.now,
        )


class Accept(AsksAgainstFloor, Step):
    """Accepted: on the register, or rated anew; below a floor it is asked why."""

    permission = Permission.TRIAGE
    form_class = AcceptForm
    step_kind = StepKind.ACCEPTED
    template_name = "referrals/accept.html"
    heading = "Accept the referral"
    done = "The referral was accepted."

    def load(self) -> None:
        super().load()
        self.findings = duplicates.find(self.referral, viewer=self.user)
        standings = Standing.objects.select_related("rating__set_by")
        self.standing = standings.filter(person=self.referral.person_id).first()
        if self.findings.matches or self.findings.holder:
            self.saw(self.findings.persons, purpose="possible duplicates")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "duplicates": bool(self.findings.to_look_at) or self.findings.ask_of_holder,
            "on_register": self.standing is not None,
        }

    def get_initial(self) -> dict[str, Any]:
        follows = self.standing.rating_id if self.standing else ""
        return {"level": self.referral.level, "follows": follows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            findings=self.findings,
            standing=self.standing,
            result=self.referral.tool_results.first(),
            basis_problem=self._basis_problem(),
            records_basis=self._records_basis(),
            **kwargs,
        )

    def floor_below(self, form: forms.Form) -> Floor | None:
        person, new = self.referral.person_id, Level(form.cleaned_data["level"])
        if person is None:
            return None
        return floor_below(person, standing=self.standing, new=new, at=self.now)

    def _records_basis(self) -> bool:
        person = self.referral.person
        return person is not None and basis.to_record(self.referral, person) is not None

    def _basis_problem(self) -> str:
        person = self.referral.person
        try:
            if person is not None:
                basis.check(self.referral, person, on=local_day(self.now))
        except RuleBroken as broken:
            return broken.message
        return ""

    def perform(self, form: forms.Form) -> Any:
        answers = cast(AcceptForm, form).cleaned_data
        return workflow.accept(
            referral=self.referral,
            level=Level(answers["level"]),
            reason=answers["reason"],
            follows=keyset.identifier(answers["follows"]),
            against_floor=self.against_floor(),
            by=self.user,
            at=self.now,
        )


class ReferrersStep(Step):
    """Base of the steps that are the referrer's own: for others of the same role, 403."""

    abstract = True
    permission = Permission.REFER

    def load(self) -> None:
        super().load()
        if self.referral.referrer_id != self.user.pk:
            raise PermissionDenied


class Answer(ReferrersStep):
    """The information that the team asked for."""

    form_class = AnswerForm
    step_kind = StepKind.ANSWERED
    heading = "Answer the DSR team"
    done = "Your answer was sent to the DSR team."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.referral.steps.filter(kind="asked").last()
        return super().get_context_data(question=asked, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        words = form.cleaned_data["words"]
        return workflow.answer(referral=self.referral, words=words, by=self.user, at=self.now)


class Withdraw(ReferrersStep):
    """Taken back by who sent it."""

    form_class = WithdrawForm
    step_kind = StepKind.WITHDRAWN
    heading = "Withdraw the referral"
    intro = "The DSR team stops its work on it. You stay responsible for the person's care."
    done = "The referral was withdrawn."

    def perform(self, form: forms.Form) -> Any:
        reason = form.cleaned_data["reason"]
        return workflow.withdraw(referral=self.referral, reason=reason, by=self.user, at=self.now)
