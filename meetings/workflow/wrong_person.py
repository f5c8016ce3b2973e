"""Verbs for minutes that were recorded on the wrong person: moved, checked there, or set aside."""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from core import events, history
from core.errors import Conflict, RuleBroken
from duties.workflow import check_still_here
from meetings import rules
from meetings.models import AgendaItem, Meeting, MovedMinutes, Outcome
from meetings.rules import ItemState, Reason, Why, after
from meetings.workflow.after import is_approved
from meetings.workflow.holding import hold_meeting, hold_people, levels_of
from meetings.workflow.minutes import WORDS, Minutes
from meetings.workflow.running import is_quorate, publish_held, put_on, took_part_in
from meetings.workflow.settling import settle_moved
from register import workflow as register
from register.models import Person
from register.rules import Level


@events.step
def move_minutes(*, outcome: Outcome, to: Person, by: User, at: datetime) -> MovedMinutes:
    """Offer minutes that were struck out on the line of the person whom they are about.

    What a minute-taker expects: the words go along, and nothing is decided by moving them. A
    rating is a decision about one person, so none is given: what was agreed is offered as
    proposed. Actions stay with the person they were agreed for until they are cancelled, and are
    agreed anew. Until a colleague has checked the words on the right person's line they are no
    minutes: at an open meeting they fill the form, after its end they have a page of their own,
    and meanwhile that person counts as not reached. Without a line on that agenda they get one.

    The same move sent twice is made once; where someone else has moved them, `Conflict` is raised.
    """
    people = hold_people({outcome.item.person_id, to.pk}, hidden=True)
    to = people.get(to.pk, to)
    if to.restricted_at is not None or to.pk not in people:
        raise register.NotAvailable
    meeting = hold_meeting(outcome.item.meeting)
    outcome = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    _check_movable(meeting, outcome, to)
    live = outcome.moves.filter(Q(checked_at__isnull=True) | Q(used=True))
    known = live.select_related("item").first()
    if known is not None:
        if known.item.person_id == to.pk:
            return known
        raise Conflict("Someone else has moved these minutes since you opened the page.")
    moved = _offer(meeting, outcome, to, by=by, at=at)
    events.publish(
        "meetings.minutes_moved", person=outcome.item.person_id, by=by, at=at, meeting=meeting.pk,
        moved=moved.pk,
    )  # fmt: skip
    events.publish(
        "meetings.minutes_offered", person=to.pk, by=by, at=at, meeting=meeting.pk,
        item=moved.item_id, moved=moved.pk,
    )  # fmt: skip
    return moved


def _check_movable(meeting: Meeting, outcome: Outcome, to: Person) -> None:
    """Refuse what is not struck out, the same person, and where the words have no place."""
    if not outcome.is_struck_out:
        raise RuleBroken("Strike these minutes out before you move them.")
    if to.pk == outcome.item.person_id:
        raise RuleBroken("That is the same person", field="record")
    if not (meeting.is_open or meeting.is_over):
        raise RuleBroken("Only minutes of a meeting that is open or has ended can be moved.")
    if meeting.is_urgent:
        raise RuleBroken(
            "An urgent meeting is about one person. Record these minutes at a meeting about the "
            "right person."
        )
    check_still_here(to)
    if to.area_id != meeting.area_id:
        raise RuleBroken(
            "That person belongs to another area, whose own meeting discusses them.",
            field="record",
        )
    minuted = Outcome.objects.in_force().filter(item__meeting=meeting, item__person=to)
    if is_approved(meeting) and minuted.exists():
        raise RuleBroken(
            "The minutes about that person are approved. Add a correction beside them instead.",
            field="record",
        )


def _offer(
    meeting: Meeting, outcome: Outcome, to: Person, *, by: User, at: datetime
) -> MovedMinutes:
    """Write the offer and then the line: approved minutes take a line in no other order."""
    lines = AgendaItem.objects.select_for_update().filter(meeting=meeting, person=to)
    line = lines.exclude(state__in=rules.REPLACED).first()
    made_line = line is None or line.state == ItemState.REMOVED
    if meeting.is_open:
        line = put_on(meeting, to, verb="move_minutes", by=by, at=at)
    elif line is None:
        last = AgendaItem.objects.filter(meeting=meeting).order_by("-position").first()
        line = AgendaItem(
            meeting=meeting, person=to, position=last.position + 1 if last else 1,
            shown=levels_of([to.pk]).get(to.pk, ""), whys=[Why(Reason.ADDED).as_dict()],
        )  # fmt: skip
    moved = MovedMinutes(outcome=outcome, item_id=line.pk, made_line=made_line, by=by, at=at)
    history.save(moved, by=by, at=at, reason="move_minutes")
    if meeting.is_over and made_line:
        line.state = ItemState.CARRIED
        history.save(line, by=by, at=at, reason="move_minutes")
        for struck in lines.to_carry().filter(state=ItemState.STRUCK):
            struck.carried_into = line
            history.save(struck, by=by, at=at, reason="move_minutes")
    return moved


@events.step
def check_moved(
    *, moved: MovedMinutes, minutes: Minutes, version: int, by: User, at: datetime
) -> Outcome:
    """Let words that were moved be the minutes about the right person, after the meeting has ended.

    The person counts as discussed at the meeting, from its day, and the duties that follow are
    worked out. No rating is given: what was agreed is noted as proposed. Beside approved minutes
    they stand with who checked them and when, and the lead professional is told of the outcome.
    `version` as for `amend`. The same check sent twice is one.
    """
    person, meeting, moved, item = _hold(moved)
    outcome = Outcome.objects.in_force().filter(item=item).first()
    typed = {name: getattr(minutes, name) for name in WORDS}
    if not moved.waits:
        if moved.used and outcome is not None and _says(outcome, typed):
            return outcome
        raise Conflict("Someone else has dealt with these minutes since you opened the page.")
    if not meeting.is_over:
        raise RuleBroken("This meeting is open. Save these minutes where you take the others.")
    after.check_not_approved(approved=outcome is not None and is_approved(meeting))
    if version != (outcome.version if outcome else 0):
        raise Conflict(
            "Someone else has changed the minutes about this person since you opened the page. "
            "What you typed is kept: compare it with what they saved, and save again."
        )
    rules.check_said(said=typed.values())
    outcome = _take_in(moved, outcome, typed, meeting, by=by, at=at)
    _discuss(item, meeting, person, by=by, at=at)
    settle_moved(moved, used=True, by=by, at=at)
    return outcome


def _says(outcome: Outcome, typed: dict[str, str]) -> bool:
    return all(getattr(outcome, name) == words for name, words in typed.items())


def _take_in(
    moved: MovedMinutes, outcome: Outcome | None, typed: dict[str, str], meeting: Meeting, *,
    by: User, at: datetime,
) -> Outcome:  # fmt: skip
    """Save the words; of minutes that are new the rating proposed and the next review as well."""
    if outcome is None:
        wrong = moved.outcome
        outcome = Outcome(
            item_id=moved.item_id, version=0, next_review_on=wrong.next_review_on,
            proposed_level=wrong.agreed_level or wrong.proposed_level,
        )  # fmt: skip
    for name, words in typed.items():
        setattr(outcome, name, words)
    outcome.provisional = not is_quorate(meeting)
    outcome.version += 1
    outcome.minuted_by, outcome.minuted_at = by, at
    history.save(outcome, by=by, at=at, reason="check_moved")
    return outcome


def _discuss(item: AgendaItem, meeting: Meeting, person: Person, *, by: User, at: datetime) -> None:
    """Note that the meeting has discussed the person, who was not among those discussed before."""
    if item.is_discussed:
        return
    item.state, item.carried_into = ItemState.DISCUSSED, None
    history.save(item, by=by, at=at, reason="check_moved")
    if meeting.is_held:
        levels = levels_of([person.pk])
        publish_held(item, meeting, person, levels, took_part_in(meeting), by=by, at=at)
    if is_approved(meeting):
        events.publish(
            "meetings.outcome_approved", person=person.pk, by=by, at=at, meeting=meeting.pk,
            item=item.pk, lead=person.lead_professional_id,
        )  # fmt: skip


@events.step
def set_aside(*, moved: MovedMinutes, by: User, at: datetime) -> MovedMinutes:
    """Say that words which were moved here are not about this person after all.

    A line that was made for them goes; the minutes can be moved to someone else.
    """
    person, meeting, moved, item = _hold(moved)
    if not moved.waits:
        if moved.used:
            raise Conflict("Someone else has saved these minutes since you opened the page.")
        return moved
    minuted = Outcome.objects.in_force().filter(item=item).exists()
    red = levels_of([person.pk]).get(person.pk) == Level.RED
    if moved.made_line and not minuted and not (meeting.is_open and red):
        item.state, item.carried_into = ItemState.REMOVED, None
        history.save(item, by=by, at=at, reason="set_aside")
        for struck in AgendaItem.objects.filter(carried_into=item):
            struck.carried_into = None
            history.save(struck, by=by, at=at, reason="set_aside")
    settle_moved(moved, used=False, by=by, at=at)
    return moved


def _hold(moved: MovedMinutes) -> tuple[Person, Meeting, MovedMinutes, AgendaItem]:
    """Lock the person, the meeting, the offer and its line, in this order."""
    person = register.hold(moved.item.person_id)
    meeting = hold_meeting(moved.item.meeting)
    moved = MovedMinutes.objects.select_for_update(of=("self",)).get(pk=moved.pk)
    item = AgendaItem.objects.select_for_update().get(pk=moved.item_id)
    return person, meeting, moved, item
