"""The verb that makes a provisional decision final, or overturns it."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events
from meetings.models import Meeting, Outcome, Ratification
from meetings.rules import after as rules
from meetings.rules import check_words
from meetings.rules.after import Ruling
from meetings.workflow.holding import hold_meeting
from meetings.workflow.running import is_quorate
from register import workflow as register
from register.models import Person, Rating, Standing
from register.rules import Level, RatingSource


@events.step
def ratify(
    *,
    outcome: Outcome,
    ruling: Ruling,
    by: User,
    at: datetime,
    reason: str = "",
    level: str = "",
    meeting: Meeting | None = None,
    follows: UUID | None = None,
    against_floor: str = "",
) -> Ratification:
    """Rule on a rating that was agreed without a quorum: it stands, or another is given.

    `meeting` is the later meeting that rules, open and quorate; without it the chair of the
    first one does. Overturning needs a reason, and a rating (`level`, after the one shown as
    `follows`) while the one overturned is still in force.
    """
    person = register.hold(outcome.item.person_id)
    rows = Outcome.objects.select_for_update(of=("self",)).select_related("item__meeting")
    outcome = rows.get(pk=outcome.pk)
    first = outcome.item.meeting
    rules.check_ratifiable(
        over=first.is_over and not outcome.is_struck_out,
        provisional=outcome.provisional,
        agreed=outcome.agreed_level,
        ruled=Ratification.objects.filter(outcome=outcome).exists(),
    )
    later = _later(meeting, first, person)
    rules.check_who_ratifies(is_chair=by.pk == first.chair_id, later_quorate=later is not None)
    rating = None
    if ruling == Ruling.OVERTURNED:
        check_words(reason, missing="Enter why it is overturned", field="reason")
        rating = _instead(
            person, outcome, level, reason, follows, against_floor=against_floor, by=by, at=at
        )  # fmt: skip
    ratification = Ratification.objects.create(
        outcome=outcome, ruling=ruling, reason=reason.strip(), meeting=later, rating=rating,
        by=by, at=at,
    )  # fmt: skip
    events.publish(
        "meetings.ratified", person=person.pk, by=by, at=at, meeting=first.pk,
        at_meeting=later.pk if later else None, item=outcome.item_id, ruling=ruling,
        level=rating.level if rating else outcome.agreed_level,
    )  # fmt: skip
    return ratification


def _later(meeting: Meeting | None, first: Meeting, person: Person) -> Meeting | None:
    """Return the meeting that may rule: later, open and quorate, of the same area.

    Where the person has moved, the area where they are now sees them, and may rule as well.
    """
    if meeting is None:
        return None
    held = hold_meeting(meeting)
    theirs = held.area_id in {first.area_id, person.area_id}
    fits = theirs and held.pk != first.pk and held.is_open
    return held if fits and is_quorate(held) else None


def _instead(
    person: Person,
    outcome: Outcome,
    level: str,
    reason: str,
    follows: UUID | None,
    *,
    against_floor: str,
    by: User,
    at: datetime,
) -> Rating | None:
    """Give the rating that replaces the one overturned; none where it no longer stands."""
    standing = Standing.objects.filter(person=person).first()
    in_force = standing is not None and standing.rating_id == outcome.rating_id
    rules.check_overturned(level=level, agreed=outcome.agreed_level, in_force=in_force)
    if standing is None or not in_force:
        return None
    return register.rate(
        person=person, level=Level(level), reason=reason, source=RatingSource.MEETING,
        follows=follows, against_floor=against_floor, by=by, at=at,
    )  # fmt: skip
