"""Verbs that put right what a meeting recorded in error: minutes struck out, attendance corrected.

Each holds approved minutes too: what was approved stays as it was, and this stands beside it.
Duties are worked out again from the `meetings.held` events, in the same transaction.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from meetings import rules
from meetings.models import (
    AgendaItem,
    AttendanceCorrection,
    Attendee,
    Meeting,
    MovedMinutes,
    Outcome,
)
from meetings.rules import ItemState, Presence
from meetings.workflow.after import is_approved
from meetings.workflow.drafting import drop_drafts, move_drafts
from meetings.workflow.holding import hold_meeting, hold_people
from meetings.workflow.planning import Guest
from meetings.workflow.running import settle_quorum, took_part_in
from register import workflow as register
from register.models import Person

HELD, CORRECTED = "meetings.held", "meetings.fact_corrected"
NO_LONGER = "meetings.no_longer_held"


@events.step
def strike_out(*, outcome: Outcome, version: int, reason: str, by: User, at: datetime) -> Outcome:
    """Strike out minutes that were recorded by mistake or about the wrong person, and say why.

    They stay, struck through, on their line, and the person is still to be discussed: at once
    with a line of their own while the meeting is open, at the next one when it is over. The duties
    that the discussion met are open again. A rating given and actions agreed with it stand until
    they are put right where they are. `version` as for `record_outcome`; sent twice it is done
    once.
    """
    person = register.hold(outcome.item.person_id)
    meeting = hold_meeting(outcome.item.meeting)
    outcome = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    item = AgendaItem.objects.select_for_update().get(pk=outcome.item_id)
    rules.check_words(reason, missing="Enter why it is struck out", field="reason")
    if outcome.is_struck_out:
        if outcome.struck_out_by_id == by.pk and outcome.struck_out_reason == reason.strip():
            return outcome
        raise Conflict("Someone else has struck this out since you opened the page.")
    if version != outcome.version:
        raise Conflict(
            "Someone else has changed these minutes since you opened the page. Read them again "
            "before you strike them out."
        )
    if not (meeting.is_open or meeting.is_over):
        raise RuleBroken("Only minutes of a meeting that was opened can be struck out.")
    outcome.struck_out_at, outcome.struck_out_by = at, by
    outcome.struck_out_reason = reason.strip()
    history.save(outcome, by=by, at=at, reason="strike_out")
    drop_drafts(items=[item], by=by)
    was, item.state = item.state, ItemState.STRUCK
    history.save(item, by=by, at=at, reason="strike_out")
    if meeting.is_open:
        put_again(item, verb="strike_out", by=by, at=at)
    elif MovedMinutes.objects.waiting().filter(item=item).exists():
        put_again(item, verb="strike_out", by=by, at=at, state=ItemState.CARRIED)
    events.publish(
        "meetings.struck_out",
        person=person.pk,
        by=by,
        at=at,
        meeting=meeting.pk,
        item=item.pk,
        of=sorted(held_events([item]).values()),
        was=was,
        rating=outcome.rating_id,
        lead=person.lead_professional_id if is_approved(meeting) else None,
    )
    return outcome


def put_again(
    struck: AgendaItem, *, verb: str, by: User, at: datetime, state: ItemState = ItemState.WAITING
) -> AgendaItem:
    """Give someone whose minutes were struck out a line of their own at the same meeting.

    What is typed, or was moved there from the wrong person and waits, goes on at that line.
    """
    again = AgendaItem(
        meeting_id=struck.meeting_id, person_id=struck.person_id, position=struck.position,
        shown=struck.shown, whys=struck.whys, state=state,
    )  # fmt: skip
    for moved in MovedMinutes.objects.waiting().filter(item=struck):
        moved.item_id, moved.made_line = again.pk, True  # before the line: see migration 0010
        history.save(moved, by=by, at=at, reason=verb)
    history.save(again, by=by, at=at, reason=verb)
    move_drafts(of=struck, to=again)
    earlier = AgendaItem.objects.filter(carried_into=struck)
    for carried in [*earlier, struck]:
        carried.carried_into = again
        history.save(carried, by=by, at=at, reason=verb)
    return again


def held_events(items: Collection[AgendaItem]) -> dict[UUID, int]:
    """Return the event by which each line's person was discussed at a meeting that was held.

    Of a meeting that was closed, opened again and closed, the last; none where that was taken
    back.
    """
    ids = {str(one.pk): one.pk for one in items}
    told = AuditEvent.objects.filter(
        kind__in=[HELD, NO_LONGER], person_id__in={one.person_id for one in items},
        facts__item__in=list(ids),
    )  # fmt: skip
    found: dict[UUID, int] = {}
    for number, kind, facts in told.order_by("id").values_list("id", "kind", "facts"):
        if kind == HELD:
            found[ids[facts["item"]]] = number
        else:
            found.pop(ids[facts["item"]], None)
    return found


@events.step
def correct_attendance(
    *, meeting: Meeting, presences: Mapping[UUID, Presence], version: int, reason: str, by: User,
    at: datetime, came: Guest | None = None, colleague: User | None = None,
) -> Meeting:  # fmt: skip
    """Put right who was at a meeting now over, and say why.

    `came` and `colleague` were there and are not on the list, without an account and with one.

    What was recorded before stays beside it. Whether there was a quorum, how many organisations
    took part, what is provisional and which duties were met follow. `version` is how many
    corrections the writer had in front of them: when someone else has made one since, `Conflict`
    is raised and nothing is written. Sent twice it is corrected once.
    """
    ids = list(AgendaItem.objects.filter(meeting=meeting).values_list("person_id", flat=True))
    people = hold_people(ids, hidden=True)
    meeting = hold_meeting(meeting)
    rules.check_words(reason, missing="Enter why it is corrected", field="reason")
    if not meeting.is_over:
        raise RuleBroken("Attendance is corrected after the meeting has ended.")
    wrong = _wrong(meeting, presences, came, colleague)
    made = AttendanceCorrection.objects.filter(attendee__meeting=meeting).count()
    if not wrong:
        if version != made:
            return meeting
        raise RuleBroken("Change what is recorded about at least one person.")
    if version != made:
        raise Conflict(
            "Someone else has corrected the attendance since you opened the page. Your answers "
            "are kept: compare them and save again."
        )
    for attendee, presence in wrong:
        _correct(attendee, presence, reason.strip(), by=by, at=at)
    attended = meeting.attendees.attended().count()
    if meeting.is_held:
        rules.check_corrected_attendance(attended=attended)
    quorate = settle_quorum(meeting, verb="correct_attendance", by=by, at=at)
    _correct_held(meeting, people, by=by, at=at)
    events.publish(
        "meetings.attendance_corrected",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        corrected=len(wrong),
        quorate=quorate,
    )
    return meeting


def _wrong(
    meeting: Meeting,
    presences: Mapping[UUID, Presence],
    came: Guest | None,
    colleague: User | None,
) -> list[tuple[Attendee, Presence]]:
    """Return those of whom something else is recorded than what is right now."""
    listed = list(meeting.attendees.select_for_update(of=("self",)).order_by("pk"))
    wrong = [
        (one, presences[one.pk])
        for one in listed
        if one.pk in presences and presences[one.pk] != one.presence
    ]
    for one in _unlisted(meeting, listed, came, colleague):
        if one.presence != Presence.ATTENDED:
            wrong = [given for given in wrong if given[0].pk != one.pk]
            wrong.append((one, Presence.ATTENDED))
    return wrong


def _unlisted(
    meeting: Meeting, listed: Sequence[Attendee], came: Guest | None, colleague: User | None
) -> Iterator[Attendee]:
    """Yield whoever was there and is not on the list; where they are on it after all, that row."""
    if came is not None:
        given = (came.name.strip(), came.organisation.pk if came.organisation else None)
        known = next((one for one in listed if (one.name, one.organisation_id) == given), None)
        yield known or Attendee(
            meeting=meeting, name=given[0], organisation=came.organisation, part=came.part.strip(),
            presence="",
        )  # fmt: skip
    if colleague is not None:
        known = next((one for one in listed if one.user_id == colleague.pk), None)
        yield known or Attendee(
            meeting=meeting, user=colleague, organisation=colleague.organisation,
            part=colleague.job_title, presence="",
        )  # fmt: skip


def _correct(
    attendee: Attendee, presence: Presence, reason: str, *, by: User, at: datetime
) -> None:
    """Write the correction and then the attendance: approved minutes take it in no other order."""
    AttendanceCorrection.objects.create(
        attendee_id=attendee.pk, was=attendee.presence, presence=presence, reason=reason, by=by,
        at=at,
    )  # fmt: skip
    attendee.presence = presence
    history.save(attendee, by=by, at=at, reason="correct_attendance")


def _correct_held(
    meeting: Meeting, people: Mapping[UUID, Person], *, by: User, at: datetime
) -> None:
    """Say of everyone discussed at the meeting what is right now of quorum and organisations."""
    items = list(meeting.items.filter(state=ItemState.DISCUSSED))
    held = held_events(items)
    now = took_part_in(meeting)
    told = {"quorate": now.quorate, "organisations": now.organisations}
    known = _told_of(held.values())
    approved = is_approved(meeting)
    for item in items:
        number = held.get(item.pk)
        if number is None or known.get(number) == told:
            continue
        lead = people[item.person_id].lead_professional_id
        again = approved and known[number]["quorate"] != now.quorate
        events.publish(
            CORRECTED,
            person=item.person_id,
            by=by,
            at=at,
            of=number,
            meeting=meeting.pk,
            item=item.pk,
            lead=lead if again else None,
            **told,
        )


def _told_of(numbers: Collection[int]) -> dict[int, dict[str, object]]:
    """Return what each of these events tells of who took part, as it was last corrected."""
    first = AuditEvent.objects.filter(pk__in=list(numbers))
    people = set(first.values_list("person_id", flat=True))
    later = AuditEvent.objects.filter(kind=CORRECTED, person_id__in=people).order_by("id")
    told = dict(first.values_list("id", "facts"))
    told |= {
        facts["of"]: facts for facts in later.values_list("facts", flat=True) if facts["of"] in told
    }
    return {
        number: {"quorate": facts.get("quorate"), "organisations": facts.get("organisations")}
        for number, facts in told.items()
    }
