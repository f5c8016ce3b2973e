"""What the pages of a meeting show, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from actions.models import Action
from actions.rules import Origin
from meetings.agenda import Line
from meetings.models import AgendaEdit, AgendaItem, Attendee, Meeting, Outcome
from meetings.rules import Edit, Presence, is_quorate
from referrals.models import Referral
from register.models import Person, Standing


@dataclass(slots=True)
class Sheet:
    """One person's sheet of paper."""

    line: Line
    person: Person
    outcome: Outcome | None = None
    before: Outcome | None = None
    actions: list[Action] = field(default_factory=list)


def attendees(meeting: Meeting) -> list[Attendee]:
    """Return those invited, the chair first."""
    rows = list(meeting.attendees.select_related("user__organisation", "organisation"))
    return sorted(rows, key=lambda one: (one.user_id != meeting.chair_id, one.shown_name))


def taken_off(meeting: Meeting) -> list[AgendaEdit]:
    """Return whom somebody took off the agenda by hand, and why; the last word counts."""
    last = AgendaEdit.objects.filter(meeting=meeting).unrestricted().standing()
    return [one for one in last.select_related("person", "by") if one.edit == Edit.REMOVE]


def neighbours(item: AgendaItem, *, user: User) -> tuple[UUID | None, UUID | None, int, int]:
    """Return the person before, the person after, the place of this one, and how many there are."""
    rows = AgendaItem.objects.permitted(user, Permission.MEETING_VIEW)
    people = list(
        rows.filter(meeting=item.meeting_id).on_agenda().values_list("person_id", flat=True)
    )
    at = people.index(item.person_id)
    before = people[at - 1] if at else None
    after = people[at + 1] if at + 1 < len(people) else None
    return before, after, at + 1, len(people)


def about(item: AgendaItem, *, user: User) -> dict[str, Any]:
    """Return all that the page of one person at a meeting shows beside the form."""
    meeting = item.meeting
    before, after, place, of = neighbours(item, user=user)
    present = meeting.attendees.filter(presence=Presence.ATTENDED).count()
    agreed = Action.objects.from_origin(Origin.MEETING, item.pk).select_related("owner")
    others = Action.objects.unfinished().filter(person=item.person_id).exclude(origin_id=item.pk)
    return {
        "meeting": meeting,
        "item": item,
        "person": item.person,
        "outcome": Outcome.objects.filter(item=item).select_related("minuted_by").first(),
        "standing": Standing.objects.filter(person=item.person_id)
        .select_related("rating__set_by")
        .first(),
        "last": Outcome.objects.filter(item__person=item.person_id)
        .before(meeting)
        .select_related("item__meeting")
        .first(),
        "agreed": list(agreed),
        "actions": list(others.select_related("owner").order_by("due_on")[:20]),
        "referral": Referral.objects.permitted(user, Permission.TRIAGE)
        .awaiting_triage()
        .filter(person=item.person_id)
        .red_first()
        .first(),
        "quorate": is_quorate(attended=present, quorum=meeting.quorum),
        "before": before,
        "after": after,
        "place": place,
        "of": of,
    }


def sheets(meeting: Meeting, lines: Sequence[Line]) -> list[Sheet]:
    """Return a sheet for each line, in order, with minutes, the last ones and open actions."""
    ids = [line.person_id for line in lines]
    people = Person.objects.select_related("lead_professional").in_bulk(ids)
    made = {
        line.person_id: Sheet(line, people[line.person_id])
        for line in lines
        if line.person_id in people
    }
    minuted = Outcome.objects.filter(item__meeting=meeting, item__person__in=ids)
    for outcome in minuted.select_related("item"):
        made[outcome.item.person_id].outcome = outcome
    earlier = Outcome.objects.filter(item__person__in=ids).before(meeting)
    latest = earlier.order_by("item__person", "-item__meeting__starts_at").distinct("item__person")
    for outcome in latest.select_related("item__meeting"):
        made[outcome.item.person_id].before = outcome
    open_ones = Action.objects.unfinished().filter(person__in=ids).select_related("owner")
    for action in open_ones.order_by("due_on"):
        made[action.person_id].actions.append(action)
    return list(made.values())
