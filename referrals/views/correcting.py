"""Taking back a decision on a referral, and putting right what was written with one."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.rules import Permission
from core import keyset
from core.errors import RuleBroken
from core.nhsuk import say
from referrals import rules, taking_back, workflow
from referrals.forms.correcting import CorrectForPersonForm, CorrectWordsForm
from referrals.forms.triage import ReopenForm, RestoreForm
from referrals.models import TriageStep
from referrals.rules import State, StepKind
from referrals.views.triage import Step
from register import workflow as register
from register.open_work import OpenWork, open_work


class Reopen(Step):
    """Decided by mistake: back to triage, and what an acceptance did to the record is undone."""

    permission = Permission.TRIAGE
    form_class = ReopenForm
    template_name = "referrals/reopen.html"
    heading = "Put this referral back to triage"
    intro = (
        "Use this for a referral that was decided by mistake. It will go back to triage with its "
        "original due date. We will tell the referrer."
    )
    done = "The referral is back in triage. We will tell the referrer."

    def load(self) -> None:
        super().load()
        self.accepted = self.referral.stands is State.ACCEPTED
        self.entry = workflow.entry_resting_on(self.referral)

    def _work(self) -> list[OpenWork]:
        """Return what ends; what is due goes on by what the referral asks for, as it waits."""
        if self.entry is None:
            return []
        return [one for one in open_work(self.entry.person_id, at=self.now) if not one.only_due]

    def check_now(self) -> None:
        rules.next_state(StepKind.REOPENED, self.referral.stands)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ratings = taking_back.ratings_of(self.entry)
        return super().get_context_data(
            accepted=self.accepted,
            entry=self.entry,
            level=ratings[-1].level if ratings else "",
            ratings=ratings,
            later=ratings[1:],
            basis=taking_back.brought_basis(self.referral),
            refusal=register.refusal_to_take_back(self.entry),
            work=self._work(),
            **kwargs,
        )

    def interruption(self, form: forms.Form) -> str:
        """Ask once more before someone comes off the register."""
        can = self.entry is not None and not register.refusal_to_take_back(self.entry)
        return "referrals/reopen_check.html" if can else ""

    def perform(self, form: forms.Form) -> Any:
        why = form.cleaned_data["why"]
        return workflow.reopen(referral=self.referral, why=why, by=self.user, at=self.now)


class Restore(Step):
    """Put back to triage by mistake: the decision stands again, with all it had done."""

    permission = Permission.TRIAGE
    form_class = RestoreForm
    template_name = "referrals/restore.html"
    heading = "Restore the decision on this referral"
    intro = (
        "Use this if the referral was put back to triage by mistake. The decision will apply "
        "again, unchanged. We will tell the referrer."
    )
    done = "The decision was restored. We will tell the referrer."

    def check_now(self) -> None:
        workflow.taken_back(self.referral)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            found = workflow.taken_back(self.referral)
        except RuleBroken as broken:  # an old page, sent
            return super().get_context_data(refusal=broken.message, **kwargs)
        return super().get_context_data(
            rows=_of_decision(found),
            accepted=found.state is State.ACCEPTED,
            refusal=workflow.refusal_to_restore(self.referral, at=self.now),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        why = form.cleaned_data["why"]
        return workflow.restore(referral=self.referral, why=why, by=self.user, at=self.now)


def _of_decision(found: workflow.TakenBack) -> list[dict[str, Any]]:
    """Return the decision and its taking back as rows of a summary list."""
    put_back = f"{say.moment_words(found.step.at)}, by {found.step.by.full_name}"
    return [
        {"key": "Decision", "value": found.state.label},
        {"key": "Decided on", "value": say.moment_words(found.decided.decided_at)},
        {"key": "Put back to triage on", "value": put_back},
        {"key": "Reason given", "value": found.step.words},
    ]


class CorrectStep(Step):
    """What the team wrote to the referrer, or to the person, was wrong."""

    permission = Permission.TRIAGE
    heading = "Put right what was written"
    intro = (
        "Use this to correct the wording. If the decision was wrong, put the referral back to "
        "triage instead. We will tell the referrer."
    )
    done = "The words were put right. We will tell the referrer."
    kinds: tuple[StepKind, ...] = rules.TEAMS_WORDS
    own = False

    def load(self) -> None:
        super().load()
        rows = TriageStep.recorded.filter(referral=self.referral, kind__in=self.kinds)
        step = rows.select_related("referral").filter(pk=self.kwargs["step"]).first()
        if step is None or step.is_referrers is not self.own:
            raise Http404
        self.step = step

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; from an old link, the referral as it is now."""
        if self.step.struck_out_id is not None:
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        both = self.step.kind in (StepKind.ASKED, StepKind.DECLINED)
        return CorrectForPersonForm if both else CorrectWordsForm

    def in_force(self) -> TriageStep:
        """Return the step whose words stand, for the page of someone who was second."""
        step = self.step
        while (placed := register.placed_for(step.pk)) is not None:
            step = TriageStep.recorded.get(pk=placed)
        return step

    def get_initial(self) -> dict[str, Any]:
        step = self.in_force()
        return {"words": step.words, "for_person": step.for_person, "fact": str(step.pk)}

    def perform(self, form: forms.Form) -> Any:
        shown = keyset.identifier(form.cleaned_data["fact"])
        steps = TriageStep.recorded.filter(referral=self.referral, kind=self.step.kind)
        return workflow.correct_words(
            step=(steps.filter(pk=shown).first() if shown else None) or self.step,
            by=self.user, at=self.now,
            **cast(CorrectWordsForm, form).right(),
        )  # fmt: skip


class CorrectOwnStep(CorrectStep):
    """What the referrer answered, or wrote when they withdrew the referral, was wrong."""

    permission = Permission.REFER
    intro = "Use this to correct the wording. We will tell the DSR team."
    done = "The words were put right. We will tell the DSR team."
    kinds = (*rules.REFERRERS_WORDS, StepKind.REOPENED)
    own = True

    def load(self) -> None:
        super().load()
        if self.referral.referrer_id != self.user.pk or self.step.by_id != self.user.pk:
            raise PermissionDenied
