"""The meetings about someone who leaves the register, for the person who closes it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.nhsuk import say
from meetings.models import AgendaEdit, AgendaItem, Meeting
from meetings.rules import Edit, ItemState, State
from referrals.models import Referral
from referrals.rules import AWAITING_TRIAGE
from referrals.rules import State as ReferralState
from register.open_work import OpenLine, OpenWork
from register.rules import Level


def open_meetings(person_id: UUID, at: datetime) -> Sequence[OpenWork]:
    """Return the urgent meeting about the person, and the agendas that they are on."""
    return [*_urgent(person_id), *_agendas(person_id)]


def _urgent(person_id: UUID) -> list[OpenWork]:
    meeting = Meeting.objects.urgent_about(person_id).select_related("chair").first()
    if meeting is None:
        return []
    words = f"1 urgent meeting, {say.moment_words(meeting.starts_at)}"
    if meeting.is_open:
        becomes = "The meeting is open. We will take the person off its agenda. Close it as usual."
    else:
        becomes = "We will cancel the meeting and tell everyone invited."
    kept = red_referral_stands(person_id)
    along = OpenLine(
        id=meeting.pk, words=f"Urgent meeting, {say.moment_words(meeting.starts_at)}",
        owner=meeting.chair.full_name, due=f"chaired by {meeting.chair.full_name}",
        keeps="Your area holds it as planned", ends="Cancel it and tell everyone invited",
    )  # fmt: skip
    return [
        OpenWork(
            count=1, words=words, becomes=becomes, order=20, only_due=kept,
            along=[along] if meeting.is_planned else [],
        )
    ]  # fmt: skip


def red_referral_stands(person_id: UUID) -> bool:
    """Whether a RED referral about the person was accepted or waits: it asks for the meeting."""
    rows = Referral.objects.filter(person=person_id, level=Level.RED)
    return bool(rows.filter(state__in=[ReferralState.ACCEPTED, *AWAITING_TRIAGE]).exists())


def _agendas(person_id: UUID) -> list[OpenWork]:
    added = AgendaEdit.objects.filter(person=person_id, meeting__state=State.PLANNED).standing()
    waiting = AgendaItem.objects.filter(
        person=person_id, meeting__state=State.OPEN, state=ItemState.WAITING,
        meeting__person__isnull=True,
    )  # fmt: skip
    count = sum(one.edit == Edit.ADD for one in added) + waiting.count()
    words = "1 agenda" if count == 1 else f"{count} agendas"
    becomes = "We will take the person off the agenda."
    return [OpenWork(count=count, words=words, becomes=becomes, order=25)]
