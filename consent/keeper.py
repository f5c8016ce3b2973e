"""What consent keeps about a person, for their page, their copy and their erasure."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.rules import Permission
from consent.copies import copy_of
from consent.keeping import kept_moments, kept_panels
from consent.models import (
    BestInterestsDecision,
    CapacityAssessment,
    ChildDecision,
    Decision,
    Disposal,
    LegalHold,
    RemovalRequest,
    ScopeWithdrawal,
    Withdrawal,
)
from consent.workflow.scopes import open_scopes
from core.copies import Told
from core.dates import local_day
from core.records import Erased, Keeper, Moment, Panel, Viewing, remove
from register.models import Person


class ConsentKeeper(Keeper):
    """Decisions and their parts; withdrawals, which erasure severs rather than removes."""

    name = "consent"
    floor = 3
    models = (
        Decision,
        CapacityAssessment,
        BestInterestsDecision,
        ChildDecision,
        Withdrawal,
        Disposal,
        LegalHold,
        RemovalRequest,
        ScopeWithdrawal,
    )

    def panels(self, viewing: Viewing) -> list[Panel]:
        """Return what stands, until when, for what, and what came before."""
        decisions, viewer = viewing.once(_decisions), viewing.viewer
        current = decisions[0] if decisions else None
        context = {
            "person_id": viewing.person.pk,
            "current": current,
            "stands": current is not None and current.stands,
            "earlier": decisions[1:],
            "may_record": viewer.holds(Permission.CONSENT_RECORD),
            "may_copy": viewer.holds(Permission.RECORD_COPY),
            "may_withdraw": viewer.holds(Permission.WITHDRAWAL_RECORD),
            "parts_open": current is not None and bool(open_scopes(current)),
        }
        basis = Panel("consent", "Consent and lawful basis", "consent/panels/basis.html", context)
        return [basis, *kept_panels(viewing)]

    def timeline(self, viewing: Viewing) -> list[Moment]:
        """Return each decision about consent, and about keeping the record."""
        return [
            Moment(
                when=decision.recorded_at,
                title=_title(decision),
                words=parts.words if (parts := _parts(decision)) else "",
                by=decision.recorded_by.full_name,
            )
            for decision in viewing.once(_decisions)
        ] + kept_moments(viewing.person.pk)

    def export(self, person_id: UUID) -> Told:
        """Return every decision with its parts, and every withdrawal."""
        return copy_of(person_id)

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove decisions and their parts; leave of a withdrawal what names nobody."""
        remove(ScopeWithdrawal.objects.filter(person=person_id), erased)
        remove(Decision.recorded.filter(person=person_id), erased)
        remove(CapacityAssessment.objects.filter(person=person_id), erased)
        remove(BestInterestsDecision.objects.filter(person=person_id), erased)
        remove(ChildDecision.objects.filter(person=person_id), erased)
        remove(Disposal.objects.filter(person=person_id), erased)
        remove(LegalHold.objects.filter(person=person_id), erased)
        person = Person.everyone.filter(pk=person_id).first()
        if person is not None:
            remove(RemovalRequest.objects.about(person), erased)
        withdrawals = Withdrawal.objects.filter(person=person_id)
        past = Withdrawal.history.model.objects.filter(
            id__in=list(withdrawals.values_list("pk", flat=True))
        )
        erased.add(past.model, past._raw_delete(past.db))
        withdrawals.update(
            person=None, note="", identity_evidence="", decision_reason="", stopped_by=""
        )


def _parts(decision: Any) -> ScopeWithdrawal | None:
    """Return what a decision took back of the one before it, if it did."""
    return getattr(decision, "withdrawn_parts", None)


def _title(decision: Any) -> str:
    parts = _parts(decision)
    if parts is not None:
        return f"Part of what was agreed withdrawn: {', '.join(parts.parts)}"
    return f"Lawful basis recorded: {decision.get_basis_display()}"


def _decisions(viewing: Viewing) -> list[Any]:
    """Return the decisions that no one has struck out, the current one first, each with whether
    it makes it lawful to keep the person today."""
    rows = Decision.objects.newest_first().filter(person=viewing.person)
    stands = Decision.objects.standing_on(local_day(viewing.at)).filter(pk=OuterRef("pk"))
    return list(
        rows.select_related("recorded_by", "withdrawn_parts").annotate(stands=Exists(stands))[:50]
    )
