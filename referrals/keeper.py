"""What referrals keep about a person, for their page, their copy and their erasure."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.rules import Permission
from core.copies import Told
from core.records import Erased, Keeper, Moment, Panel, Viewing, remove
from referrals.copies import copy_of
from referrals.copies_team import copy_around
from referrals.erasing import erase_around
from referrals.models import (
    InclusionRequest,
    LetterGiven,
    NamingRequest,
    Redirect,
    Referral,
    ReferralSection,
    SearchRow,
    SubmittedCopy,
    ToolResult,
    TriageStep,
    Update,
    UpdateDraft,
    UpdateOutcome,
)
from referrals.querysets import ReferralQuerySet
from referrals.rules import AWAITING_TRIAGE
from register.models import Person
from register.person_page import standing


class ReferralsKeeper(Keeper):
    """Referrals with their copies and steps, tool results, and drafts that name the person."""

    name = "referrals"
    floor = 7
    models = (
        InclusionRequest,
        LetterGiven,
        NamingRequest,
        Redirect,
        Referral,
        ReferralSection,
        SearchRow,
        SubmittedCopy,
        ToolResult,
        TriageStep,
        Update,
        UpdateDraft,
        UpdateOutcome,
    )

    def panels(self, viewing: Viewing) -> list[Panel]:
        """Return referrals and tool results, each result with the version it was made with."""
        person, results = viewing.person, viewing.once(_results)
        referrals = viewing.once(_referrals)
        updates = viewing.once(_updates)[:10]
        return [
            Panel(
                "referrals",
                "Referrals and tool results",
                "referrals/panels/referrals.html",
                {
                    "referrals": referrals,
                    "readable": {one.pk for one in referrals if one.readable},
                    "results": results[:20],
                    "updates": updates,
                    "asking": {one.update.pk for one in results if one.waits},
                    "person_id": person.pk,
                    "may_refer": Person.objects.reaches(viewing.viewer, Permission.REFER, person),
                    "on_register": viewing.once(standing) is not None,
                },
            )
        ]

    def timeline(self, viewing: Viewing) -> list[Moment]:
        """Return when referrals were sent and what triage did with them."""
        moments = [
            Moment(
                when=one.submitted_at,
                title=f"Referral sent, rated {one.level} by the clinician",
                by=one.referrer.full_name,
            )
            for one in viewing.once(_referrals)
            if one.submitted_at is not None
        ]
        moments += [
            Moment(
                when=one.sent_at,
                title=f"Update sent, rated {one.result.level} by the clinician",
                words="\n".join(f"{row['question']} {row['answer']}" for row in one.content),
                by=one.sent_by.full_name,
            )
            for one in viewing.once(_updates)
        ]
        steps = TriageStep.objects.filter(referral__person=viewing.person)
        steps = steps.select_related("by", "referral")
        return moments + [
            Moment(
                when=one.at,
                title=f"Referral: {one.label.lower()}",
                words=one.words,
                by=one.by.full_name,
            )
            for one in steps.order_by("-at")[:50]
        ]

    def export(self, person_id: UUID) -> Told:
        """Return all that was sent, decided and assessed, and drafts that name the person."""
        return copy_of(person_id, drafts=drafts_naming(person_id)) | copy_around(person_id)

    def in_use(self, person_id: UUID) -> str:
        """Say that a referral waits for triage, or is being written: erasure would remove both."""
        waiting = Referral.objects.filter(person=person_id, state__in=AWAITING_TRIAGE)
        if waiting.exists():
            return "A referral about this person is waiting for triage."
        drafts = drafts_naming(person_id).drafts()
        return "Someone is writing a referral about this person." if drafts.exists() else ""

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove it all, drafts that name the person by NHS number or name and birth date too."""
        erase_around(person_id, erased)
        drafts = list(drafts_naming(person_id).values_list("pk", flat=True))
        remove(TriageStep.recorded.filter(referral__person=person_id), erased)
        remove(UpdateDraft.objects.filter(person=person_id), erased)
        remove(UpdateOutcome.objects.filter(update_sent__person=person_id), erased)
        remove(Update.objects.filter(person=person_id), erased)
        remove(ToolResult.objects.filter(person=person_id), erased)
        remove(SearchRow.objects.filter(referral__person=person_id), erased)
        remove(SubmittedCopy.objects.filter(person=person_id), erased)
        remove(ReferralSection.objects.filter(referral__person=person_id), erased)
        remove(ReferralSection.objects.filter(referral__in=drafts), erased)
        remove(InclusionRequest.objects.filter(referral__in=drafts), erased)
        remove(Referral.objects.filter(person=person_id), erased)
        remove(Referral.objects.filter(pk__in=drafts), erased)
        # A referral begun from this person's page that turned out to be about somebody else.
        for rows in (Referral.objects.all(), Referral.history.all()):
            rows.filter(about=person_id).update(about=None)


def drafts_naming(person_id: UUID) -> ReferralQuerySet:
    """Return the drafts that name the person, though they are not linked to anybody yet."""
    person = Person.everyone.get(pk=person_id)
    sections = ReferralSection.objects.naming(
        nhs_number=person.nhs_number,
        family_name=person.family_name,
        given_name=person.given_name,
        birth_date=person.birth_date.isoformat(),
    )
    return Referral.objects.filter(
        Q(pk__in=sections.values("referral")) | Q(about=person_id), submitted_at__isnull=True
    )


def _referrals(viewing: Viewing) -> list[Any]:
    """Return the referrals about the person, each with whether the viewer may read it."""
    rows = Referral.objects.filter(person=viewing.person).select_related("referrer", "area")
    rows = rows.with_what_was_answered()
    mine = Referral.objects.permitted(viewing.viewer, Permission.REFERRAL_VIEW)
    readable = Exists(mine.filter(pk=OuterRef("pk")))
    return list(rows.annotate(readable=readable).newest_first())


def _results(viewing: Viewing) -> list[Any]:
    """Return the results of tools, the latest first, each with its update where it came with one,
    and whether that waits for a rating decision."""
    waits = Exists(Update.objects.waiting().filter(result=OuterRef("pk")))
    rows = ToolResult.objects.about(viewing.person.pk).annotate(waits=waits)
    rows = rows.select_related("completed_by", "update__sent_by", "update__outcome")
    return list(rows.newest_first()[:50])


def _updates(viewing: Viewing) -> list[Update]:
    """Return the updates about the person, the latest first."""
    sent = [one.update for one in viewing.once(_results) if hasattr(one, "update")]
    return sorted(sent, key=lambda one: one.sent_at, reverse=True)
