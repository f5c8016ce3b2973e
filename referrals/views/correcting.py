"""Taking back a decision on a referral, and putting right what was written with one."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.rules import Permission
from referrals import rules, workflow
from referrals.forms.correcting import CorrectForPersonForm, CorrectWordsForm
from referrals.forms.triage import ReopenForm
from referrals.models import TriageStep
from referrals.rules import State, StepKind
from referrals.views.triage import Step
from register import workflow as register
from register.models import Entry
from register.open_work import OpenWork, open_work


class Reopen(Step):
    """Decided by mistake: back to triage, and what an acceptance did to the record is undone."""

    permission = Permission.TRIAGE
    form_class = ReopenForm
    template_name = "referrals/reopen.html"
    heading = "Put this referral back to triage"
    intro = (
        "For a referral that was decided by mistake. It waits for a decision again, due on the "
        "day on which it was due at first. Whoever sent it is told."
    )
    done = "The referral is back in triage, and whoever sent it is told."

    def load(self) -> None:
        super().load()
        self.accepted = self.referral.stands is State.ACCEPTED
        self.entry = self._entry()

    def _entry(self) -> Entry | None:
        """Return the time on the register that began with the referral, if one did."""
        person, at = self.referral.person_id, self.referral.decided_at
        if not self.accepted or person is None or at is None:
            return None
        return register.came_with(person, at)

    def _work(self) -> list[OpenWork]:
        return open_work(self.entry.person_id, at=self.now) if self.entry is not None else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rating = register.current_rating(self.entry) if self.entry is not None else None
        return super().get_context_data(
            accepted=self.accepted,
            entry=self.entry,
            level=rating.level if rating is not None else "",
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


class CorrectStep(Step):
    """What the team wrote to the referrer, or to the person, was wrong."""

    permission = Permission.TRIAGE
    heading = "Put right what was written"
    intro = (
        "For wrong words. If the decision itself was a mistake, put the referral back to triage "
        "instead. Whoever sent the referral is told."
    )
    done = "The words were put right, and whoever sent the referral is told."
    kinds: tuple[StepKind, ...] = rules.TEAMS_WORDS

    def load(self) -> None:
        super().load()
        rows = TriageStep.recorded.filter(referral=self.referral, kind__in=self.kinds)
        step = rows.filter(pk=self.kwargs["step"]).first()
        if step is None:
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

    def get_initial(self) -> dict[str, Any]:
        return {"words": self.step.words, "for_person": self.step.for_person}

    def perform(self, form: forms.Form) -> Any:
        return workflow.correct_words(
            step=self.step, by=self.user, at=self.now, **form.cleaned_data
        )


class CorrectOwnStep(CorrectStep):
    """What the referrer answered, or wrote when they withdrew the referral, was wrong."""

    permission = Permission.REFER
    intro = "For wrong words. The DSR team is told."
    done = "The words were put right, and the DSR team is told."
    kinds = rules.REFERRERS_WORDS

    def load(self) -> None:
        super().load()
        if self.referral.referrer_id != self.user.pk or self.step.by_id != self.user.pk:
            raise PermissionDenied
