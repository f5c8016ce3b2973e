"""Holding meetings and people: the people first, always, so that no two verbs deadlock."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction

from core.errors import Conflict, RuleBroken
from meetings.models import AgendaItem, Meeting
from meetings.rules import ItemState
from referrals.models import Referral
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level

ATTEMPTS = 5


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


def hold_people(person_ids: Iterable[UUID], *, hidden: bool = False) -> dict[UUID, Person]:
    """Lock these people, always in one order, and return those who are not restricted.

    With `hidden` those too: what was recorded wrongly about them is put right as well.
    """
    rows = (
        Person.everyone.select_for_update(of=("self",))
        .select_related("area")
        .filter(pk__in=set(person_ids))
        .order_by("pk")
    )
    rows = rows if hidden else rows.filter(restricted_at__isnull=True)
    return {person.pk: person for person in rows}


def hold_agenda(
    meeting: Meeting, listed: Callable[[], Iterable[UUID]] | None = None, *, hidden: bool = False
) -> tuple[Meeting, dict[UUID, Person]]:
    """Lock everyone on an agenda and then the meeting; return both as they are now.

    `listed` reads who that is; the frozen agenda when left out. Someone may be added between
    the two locks: then everything is let go and held again. `hidden` as for `hold_people`.
    """
    read = listed or meeting.items.on_agenda().unrestricted().people
    for _ in range(ATTEMPTS):
        before = transaction.savepoint()
        people = hold_people(read(), hidden=hidden)
        held = hold_meeting(meeting)
        if set(read()) <= set(people):
            transaction.savepoint_commit(before)
            return held, people
        transaction.savepoint_rollback(before)
    raise Conflict("Someone else has just changed the agenda. Try again.")


def hold_item(meeting: Meeting, person_id: UUID) -> AgendaItem:
    """Lock and return the person's line of an agenda; the meeting is held already."""
    rows = AgendaItem.objects.select_for_update().filter(meeting=meeting, person=person_id)
    item = rows.on_agenda().first()
    if item is not None and meeting.is_open and item.state == ItemState.CARRIED:
        raise RuleBroken(
            "This person is on the agenda of a later meeting. Record what was said there, or add "
            "them to this agenda first."
        )
    if item is None:
        raise RuleBroken("This person is not on the agenda any more.")
    return item


def levels_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the rating, or BLUE, of each person; RED for a RED referral that waits for triage.

    The referral that waits wins over any rating: no one has said yet that it is wrong (H13).
    """
    wanted = set(person_ids)
    shown = Standing.objects.filter(person__in=wanted).values_list("person_id", "shown")
    red = Referral.objects.red_waiting().filter(person__in=wanted)
    return dict(shown) | dict.fromkeys(red.values_list("person_id", flat=True), Level.RED.value)
