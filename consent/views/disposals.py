"""Records whose time is over: what comes, what waits for a first and a second person."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from accounts.gate import GateView, PageView, WorkflowView
from accounts.rules import Permission
from consent import disposition, policy, presenting, workflow
from consent.disposition import Clock
from consent.forms import ApproveForm, KeepForm, ProposeForm
from consent.models import Disposal, ErasureCertificate, LegalHold
from consent.rules import ON_THE_LIST, DisposalState
from core.dates import local_day
from register.models import Person

SHOWN = 100
"""How many rows of each list a page shows; the rest comes up as these are decided."""
COMING = 500
"""How many records that will be due a page shows."""


class Disposals(PageView):
    """What waits for a decision, and whose record will be due by the end of next month."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/disposals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Disposal.objects.permitted(self.user, self.permission)
        rows = rows.select_related("person", "area", "proposed_by", "decided_by")
        found = {
            "proposed": list(rows.proposed().order_by("proposed_at", "pk")[:SHOWN]),
            "waiting": list(rows.waiting().order_by("due_on", "pk")[:SHOWN]),
            "kept": list(rows.kept().order_by("kept_until", "pk")[:SHOWN]),
        }
        shown = [one.person_id for many in found.values() for one in many if one.person_id]
        clocks = disposition.clocks(shown)
        lists = {
            name: [(one, clocks.get(one.person_id or one.pk, one)) for one in many]
            for name, many in found.items()
        }
        coming, names = self._coming()
        self.saw([*shown, *names], purpose="disposal")
        figures = policy.current().disposition
        given = {
            "coming": coming,
            "many": len(names) >= COMING,
            "until": disposition.next_month_ends(local_day(self.now)),
            "held": self._held([*shown, *names]),
            "erased": list(rows.filter(state=DisposalState.ERASED).order_by("-decided_at")[:20]),
            "kept_for": [(one.label, kept) for one, kept in _kept(figures)],
            "drafts": policy.current().drafts,
            "draft_days": policy.draft_days()[0],
            "grace_days": figures.grace_days,
            "shown": SHOWN,
            "as_at": self.now,
        }
        return super().get_context_data(**lists | given | kwargs)

    def _coming(self) -> tuple[list[tuple[Any, list[Any]]], dict[Any, Person]]:
        """Return the records that will be due, by month: (month, rows), and the people by id."""
        today = local_day(self.now)
        until = disposition.next_month_ends(today)
        clocks = disposition.due(self.user, on=until, most=COMING)
        people = Person.objects.permitted(self.user, self.permission).select_related("area")
        names = people.in_bulk([clock.person_id for clock in clocks])
        rows = [(names[one.person_id], one) for one in clocks if one.person_id in names]
        months = groupby(rows, key=lambda row: max(row[1].due_on, today).replace(day=1))
        return [(month, list(found)) for month, found in months], names

    def _held(self, people: list[Any]) -> set[Any]:
        """Return those among `people` whose record a legal hold keeps."""
        holds = LegalHold.objects.permitted(self.user, self.permission).standing()
        return set(holds.filter(person__in=people).values_list("person_id", flat=True))


def _kept(figures: policy.Disposition) -> list[tuple[Any, policy.Kept]]:
    return [*figures.kept.items(), *figures.referrals.items()]


class _AboutDisposal(GateView):
    """Base of the pages about one record whose time is over."""

    abstract = True
    permission = Permission.ERASURE_APPROVE

    def load(self) -> None:
        rows = Disposal.objects.select_related(
            "person", "area", "proposed_by", "decided_by", "certificate"
        )
        self.disposal: Disposal = self.find(rows, pk=self.kwargs["pk"])
        self.person: Person | None = self.disposal.person
        self.clock: Clock | None = None
        if self.person is not None:
            self.clock = disposition.clock_of(self.person.pk)
            self.saw([self.person.pk], purpose="disposal")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        disposal = self.disposal
        mine = disposal.proposed_by_id == self.user.pk
        proposed = disposal.stands is DisposalState.PROPOSED
        there = self.person is not None and self.clock is not None
        return super().get_context_data(  # type: ignore[misc,no-any-return]
            disposal=disposal,
            person=self.person,
            clock=self.clock,
            backup_days=policy.current().erasure.backup_days,
            may_propose=there and disposal.stands in (DisposalState.DUE, DisposalState.KEPT),
            may_agree=there and proposed and not mine,
            may_keep=there and disposal.stands in ON_THE_LIST,
            is_mine=proposed and mine,
            **kwargs,
        )


class DisposalPage(_AboutDisposal, PageView):
    """One record: since when and why its time is over, what would be removed, who decided."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/disposal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts, hold, needed = {}, None, ""
        if self.person is not None:
            counts = workflow.preview_disposal(disposal=self.disposal)
            hold = LegalHold.objects.on(self.person.pk).first()
            needed = workflow.in_use(self.person.pk)
        return super().get_context_data(
            impact=presenting.impact(counts),
            columns=presenting.IMPACT_COLUMNS,
            rows=sum(counts.values()),
            hold=hold,
            needed=needed,
            back_url=reverse("consent:disposals"),
            **kwargs,
        )


class _Decide(_AboutDisposal, WorkflowView):
    """Base of the steps that one person or the other takes."""

    abstract = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self._page(), **kwargs)

    def _page(self) -> str:
        return reverse("consent:disposal", args=[self.disposal.pk])


class ProposeDisposal(_Decide):
    """The first person says that nothing in the record is needed any more."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/propose_disposal.html"
    form_class = ProposeForm

    def perform(self, form: forms.Form) -> Disposal:
        return workflow.propose_disposal(disposal=self.disposal, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        messages.success(
            self.request, "You have proposed to erase this record. A different person must agree."
        )
        return self._page()


class AgreeDisposal(_Decide):
    """The second person agrees, and the record is erased."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/agree_disposal.html"
    form_class = ApproveForm

    def perform(self, form: forms.Form) -> ErasureCertificate:
        return workflow.agree_disposal(
            disposal=self.disposal,
            by=self.user,
            at=self.now,
            namesakes_seen=form.cleaned_data["namesakes"],
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "Everything about this person was erased.")
        return reverse("consent:certificate", args=[self.result.pk])


class KeepRecord(_Decide):
    """The record is kept for now: a second person's refusal, or a first one's decision."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/keep_record.html"
    form_class = KeepForm

    def get_initial(self) -> dict[str, Any]:
        """Return what was decided before, so that it can be put right."""
        return {"why": self.disposal.kept_why, "until": self.disposal.kept_until}

    def perform(self, form: forms.Form) -> Disposal:
        return workflow.keep_record(
            disposal=self.disposal,
            why=form.cleaned_data["why"],
            until=form.cleaned_data["until"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "This record is kept, and will be listed again on its day.")
        return reverse("consent:disposals")
