"""What policy asks for: the worklist, one duty with its story, and recording that it was done."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from accounts.gate import PageView, VerbView
from accounts.rules import Permission
from actions import duty_listing, listing
from actions.duty_forms import CorrectDecisionForm, RecordDoneForm, StrikeOutForm
from duties import policy, transition, workflow
from duties.models import Duty, DutyDecision
from duties.rules import DecisionKind
from duties.workflow import deciding


class Duties(PageView):
    """What policy asks for and has not been met, for the team that answers for it."""

    permission = Permission.DUTY_DECIDE
    template_name = "actions/duties.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        shows = duty_listing.SHOWS
        filters = listing.Filters.read(self.request.GET, tabs=["duties"], shows=list(shows))
        rows, found, total = duty_listing.duties(self.user, filters, on=on)
        self.saw([row.person_id for row in rows])
        only_overdue = filters.show == "overdue"
        return super().get_context_data(
            rows=rows,
            drawn=mark_safe(_drawn(rows)),  # noqa: S308 - drawn by a template that escapes
            page=found,
            total=total,
            filters=filters,
            tabs=listing.tabs_of(self.user, on=on),
            shows=shows,
            show_words=shows[filters.show],
            overdue=total if only_overdue else duty_listing.overdue(self.user, on),
            already_detained=transition.waiting(self.user.grants(self.permission).areas),
            as_at=self.now,
            **kwargs,
        )


def _drawn(rows: list[duty_listing.Row]) -> str:
    return render_to_string("actions/duties.html", {"rows": rows}, using="rows")


class DutyPage(PageView):
    """One duty: what, why, by when, under which version of the policy, and what became of it."""

    permission = Permission.PERSON_VIEW
    template_name = "actions/duty.html"

    def load(self) -> None:
        rows = Duty.objects.select_related("person__area", "ended_by")
        self.duty = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.duty.person_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        duty, words = self.duty, policy.EVENT_WORDS
        rule = policy.current().rule(duty.rule, duty.counted_from)
        causes = duty_listing.causes(duty)
        may_decide = self.user.holds(Permission.DUTY_DECIDE)
        return super().get_context_data(
            duty=duty,
            person=duty.person,
            late=duty.is_overdue(timezone.localdate(self.now)),
            raised_by=words.get(causes["raised"], ""),
            ended_by_event=words.get(causes["ended"], ""),
            met_by=[one.in_words() for one in duty.outcomes if one.event in words],
            not_met_by=duty_listing.not_met_by(duty),
            rule_now=rule,
            same_version=rule is not None and duty.rule_version == rule.version,
            story=duty_listing.story(duty),
            chases=duty_listing.chases(duty),
            may_decide=may_decide and duty.is_open,
            decisions=list(duty.decisions.select_related("by", "struck_out_by")),
            may_strike_out=may_decide,
            back_url=reverse("register:person", args=[duty.person_id]),
            back_label=duty.person.name,
            **kwargs,
        )


class RecordDone(VerbView):
    """A duty that was met, where nothing else in the register can tell."""

    permission = Permission.DUTY_DECIDE
    form_class = RecordDoneForm
    template_name = "actions/duty_verb.html"
    heading = "Record that a duty was met"
    done = "The duty is recorded as met."

    def load(self) -> None:
        rows = Duty.objects.select_related("person__area")
        self.duty = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.duty.person_id], purpose="RecordDone")

    def check_now(self) -> None:
        deciding.check_by_hand(self.duty)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(duty=self.duty, person=self.duty.person, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        return workflow.record_done(duty=self.duty, by=self.user, at=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("actions:duty", args=[self.duty.pk])


class AboutDecision(VerbView):
    """Base of the pages that take a decision about a duty back, or put it right."""

    abstract = True

    def load(self) -> None:
        rows = DutyDecision.objects.select_related("person__area", "duty", "by", "struck_out_by")
        self.decision = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.decision.person_id], purpose=type(self).__name__)

    def check_now(self) -> None:
        deciding.check_in_force(self.decision)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = self.decision
        return super().get_context_data(
            decision=decision, duty=decision.duty, person=decision.person, **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("actions:duty", args=[self.decision.duty_id])


class CorrectDecision(AboutDecision):
    """A waiver, or a record that a duty was done, with the wrong words or the wrong day."""

    permission = Permission.DUTY_DECIDE
    form_class = CorrectDecisionForm
    template_name = "actions/decision_correct.html"
    heading = "Put a decision about a duty right"
    done = "The decision was put right."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"asks_day": self.decision.kind == DecisionKind.DONE}

    def get_initial(self) -> dict[str, Any]:
        return {"words": self.decision.words, "on": self.decision.on}

    def perform(self, form: forms.Form) -> Any:
        typed = dict(form.cleaned_data)
        return workflow.correct(
            decision=self.decision, why=typed.pop("reason"), by=self.user, at=self.now, **typed
        )


class StrikeOutDecision(AboutDecision):
    """A waiver, or a record that a duty was done, which was a slip: struck out, with the reason."""

    permission = Permission.DUTY_DECIDE
    form_class = StrikeOutForm
    template_name = "actions/decision_strike_out.html"
    heading = "Strike out a decision about a duty"
    done = "The decision is struck out. The duty is what it was before."

    def perform(self, form: forms.Form) -> Any:
        return workflow.strike_out(
            decision=self.decision, by=self.user, at=self.now, **form.cleaned_data
        )
