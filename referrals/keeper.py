"""What referrals keep about a person, for their page, their copy and their erasure."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from accounts.rules import Permission
from core.copies import Told
from core.records import Erased, Keeper, Moment, Panel, remove
from referrals.copies import copy_of
from referrals.copies_team import copy_around
from referrals.erasing import erase_around
from referrals.models import (
    IdentityFinding,
    InclusionRequest,
    LetterGiven,
    NamingRequest,
    Redirect,
    Referral,
    ReferralSection,
    SubmittedCopy,
    ToolResult,
    TriageStep,
    Update,
    UpdateDraft,
    UpdateOutcome,
)
from referrals.querysets import ReferralQuerySet
from referrals.rules import AWAITING_TRIAGE
from register.models import Entry, Person


class ReferralsKeeper(Keeper):
    """Referrals with their copies and steps, tool results, and drafts that name the person."""

    name = "referrals"
    floor = 7
    models = (
        IdentityFinding,
        InclusionRequest,
        LetterGiven,
        NamingRequest,
        Redirect,
        Referral,
        ReferralSection,
        SubmittedCopy,
        ToolResult,
        TriageStep,
        Update,
        UpdateDraft,
        UpdateOutcome,
    )

    def panels(self, person_id: UUID, *, viewer: User, at: datetime) -> list[Panel]:
        """Return referrals and tool results, each result with the version it was made with."""
        referrals = Referral.objects.filter(person=person_id).select_related("referrer", "area")
        readable = set(
            referrals.permitted(viewer, Permission.REFERRAL_VIEW).values_list("pk", flat=True)
        )
        results = ToolResult.objects.about(person_id).select_related("completed_by")
        updates = Update.objects.filter(person=person_id).select_related("sent_by", "outcome")
        people = Person.objects.permitted(viewer, Permission.REFER)
        return [
            Panel(
                "referrals",
                "Referrals and tool results",
                "referrals/panels/referrals.html",
                {
                    "referrals": list(referrals.newest_first()),
                    "readable": readable,
                    "results": list(results.newest_first()[:20]),
                    "updates": list(updates.newest_first()[:10]),
                    "asking": set(updates.waiting().values_list("pk", flat=True)),
                    "person_id": person_id,
                    "may_refer": people.filter(pk=person_id).exists(),
                    "on_register": Entry.objects.open().filter(person=person_id).exists(),
                },
            )
        ]

    def timeline(self, person_id: UUID, *, viewer: User) -> list[Moment]:
        """Return when referrals were sent and what triage did with them."""
        sent = Referral.objects.filter(person=person_id).select_related("referrer")
        steps = TriageStep.objects.filter(referral__person=person_id).select_related("by")
        moments = [
            Moment(
                when=one.submitted_at,
                title=f"Referral sent, rated {one.level} by the clinician",
                by=one.referrer.full_name,
            )
            for one in sent
            if one.submitted_at is not None
        ]
        updates = Update.objects.filter(person=person_id).select_related("sent_by", "result")
        moments += [
            Moment(
                when=one.sent_at,
                title=f"Update sent, rated {one.result.level} by the clinician",
                words="\n".join(f"{row['question']} {row['answer']}" for row in one.content),
                by=one.sent_by.full_name,
            )
            for one in updates.newest_first()[:50]
        ]
        return moments + [
            Moment(
                when=one.at,
                title=f"Referral: {one.get_kind_display().lower()}",
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
        remove(TriageStep.objects.filter(referral__person=person_id), erased)
        remove(UpdateDraft.objects.filter(person=person_id), erased)
        remove(UpdateOutcome.objects.filter(update_sent__person=person_id), erased)
        remove(Update.objects.filter(person=person_id), erased)
        remove(ToolResult.objects.filter(person=person_id), erased)
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
