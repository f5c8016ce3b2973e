"""Holding meetings and people: the people first, always, so that no two verbs deadlock."""

from collections.abc import Iterable
from uuid import UUID

from core.errors import RuleBroken
from meetings.models import AgendaItem, Meeting
from referrals.models import Referral
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level


def hold_meeting(meeting: Meeting) -> Meeting:
    """Lock the meeting's row until the transaction ends and return it as it is now.

    The person of an urgent meeting is held first: raises `NotAvailable` when restricted.
    """
    if meeting.person_id is not None:
        register.hold(meeting.person_id)
    held = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("area")
        .filter(pk=meeting.pk)
        .first()
    )
    if held is None:
        raise register.NotAvailable
    return held


def hold_people(person_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Lock these people, always in one order, and return those who are not restricted."""
    rows = (
        Person.everyone.select_for_update(of=("self",))
        .select_related("area")
        .filter(pk__in=set(person_ids), restricted_at__isnull=True)
        .order_by("pk")
    )
    return {person.pk: person for person in rows}


def hold_item(meeting: Meeting, person_id: UUID) -> AgendaItem:
    """Lock and return the person's line of an agenda; the meeting is held already."""
    item = (
        AgendaItem.objects.select_for_update()
        .on_agenda()
        .filter(meeting=meeting, person=person_id)
        .first()
    )
    if item is None:
        raise RuleBroken("This person is not on the agenda any more.")
    return item


def levels_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the rating, or BLUE, of each person; RED for a RED referral that waits for triage."""
    wanted = set(person_ids)
    red = Referral.objects.awaiting_triage().filter(person__in=wanted, level=Level.RED)
    found = dict.fromkeys(red.values_list("person_id", flat=True), Level.RED.value)
    shown = Standing.objects.filter(person__in=wanted).values_list("person_id", "shown")
    return found | dict(shown)
