"""Meetings, their lines and minutes, who is invited, series, and the weekly sample."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from meetings import rules, workflow
from meetings.models import (
    AgendaItem,
    Attendee,
    Meeting,
    MovedMinutes,
    Outcome,
)
from meetings.rules import Presence
from meetings.rules.after import Ruling
from register.rules import Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW, attended, decide, item_of
from tests.ways_out.model import Machine, State, Way, moves
from tests.ways_out.of_register import itself, record

WHY = {"reason": "Slip"}


def planned(cast: Cast, *, quorum: int = 1) -> Meeting:
    """Return a meeting of the cast's area, tomorrow."""
    return workflow.plan(
        area=cast.area, starts_at=TOMORROW, place="Room 4", chair=cast.team, quorum=quorum,
        invite=[cast.rep, cast.lead], by=cast.team, at=NOW,
    )  # fmt: skip


def opened(cast: Cast, *, quorum: int = 1) -> Meeting:
    """Return it open, its chair there."""
    meeting = workflow.open(meeting=planned(cast, quorum=quorum), by=cast.team, at=TOMORROW)
    return attended(meeting, cast.team)


def _held(cast: Cast) -> Meeting:
    return workflow.close(meeting=opened(cast), by=cast.team, at=TOMORROW)


def _off(cast: Cast) -> Meeting:
    return workflow.cancel(meeting=planned(cast), reason="Snow", by=cast.team, at=NOW)


def _not_held(cast: Cast) -> Meeting:
    return workflow.abandon(meeting=opened(cast), reason="Fire", by=cast.team, at=TOMORROW)


def _meeting(one: Any) -> str:
    return reverse("meetings:meeting", args=[getattr(one, "meeting_id", one.pk)])


_open = Way("meetings:open", "open it")
_close = Way("meetings:close", "close it")
_abandon = Way("meetings:abandon", "end it as not held", press=WHY)
_put_back = Way("meetings:put_back", "put it back to planned", press=WHY)
_attendance = Way("meetings:correct_attendance", "correct the attendance")
_reopen = Way("meetings:reopen", "open it again: it was ended by mistake", press=WHY)
_plan = Way("meetings:plan", "plan another one", at=lambda one: reverse("meetings:list"))
MEETING = Machine(
    "A meeting", Meeting, ("state", "opened_at", "closed_at"), _meeting,
    (
        State("planned", "planned", planned, (
            _open,
            Way("meetings:cancel", "cancel it", press=WHY),
            Way("meetings:move", "change its time, place or chair"),
        )),
        State("open", "open", opened, (_close, _abandon, _put_back), at=TOMORROW),
        State("held", "held", _held, (
            Way("meetings:approve", "approve the minutes", press={}, stays=True),
            _attendance, _reopen,
        ), end="Its minutes can be struck out, put right, or corrected once approved.",
            at=TOMORROW),
        State("not_held", "not held", _not_held, (_attendance, _reopen, _plan),
              end="Its people are on the next agenda.", at=TOMORROW),
        State("cancelled", "cancelled", _off, (_put_back, _plan), end="It does not take place."),
    ),
    rules=moves("meetings", rules.MOVES),
)  # fmt: skip


def _line(cast: Cast, *, quorum: int = 1) -> AgendaItem:
    person = seen_by_all(cast, level=Level.AMBER)
    return item_of(opened(cast, quorum=quorum), person)


def _words_only(cast: Cast) -> AgendaItem:
    item = _line(cast)
    decide(item.meeting, item.person, by=cast.team, agreed_level="", reason="")
    return item


def _discussed(cast: Cast, *, quorum: int = 1) -> AgendaItem:
    item = _line(cast, quorum=quorum)
    decide(item.meeting, item.person, by=cast.team)
    return item


def _struck(cast: Cast) -> AgendaItem:
    item = _discussed(cast)
    workflow.strike_out(
        outcome=Outcome.objects.get(item=item), version=1, reason="Slip", by=cast.team, at=TOMORROW
    )
    return item


def _carried(cast: Cast) -> AgendaItem:
    item = _line(cast)
    workflow.close(meeting=item.meeting, by=cast.team, at=TOMORROW)
    return item


def _agenda_off(cast: Cast) -> AgendaItem:
    item = _line(cast)
    workflow.put_back(meeting=item.meeting, reason="Slip", by=cast.team, at=TOMORROW)
    return item


def _removed(cast: Cast) -> AgendaItem:
    item = _line(cast)
    workflow.remove_person(
        meeting=item.meeting, person=item.person, reason="Asked", by=cast.team, at=TOMORROW
    )
    return item


def _moved(cast: Cast) -> MovedMinutes:
    """Return minutes struck out on the wrong person and moved to the right one's line."""
    item = _line(cast)
    right = seen_by_all(cast, level=Level.AMBER)
    decide(item.meeting, item.person, by=cast.team)
    workflow.close(meeting=item.meeting, by=cast.team, at=TOMORROW)
    outcome = Outcome.objects.get(item=item)
    outcome = workflow.strike_out(
        outcome=outcome, version=outcome.version, reason="Slip", by=cast.team, at=TOMORROW
    )
    return workflow.move_minutes(outcome=outcome, to=right, by=cast.team, at=TOMORROW)


def _moved_open(cast: Cast) -> MovedMinutes:
    """Return the same at a meeting that is open again."""
    moved = _moved(cast)
    _open_again(cast, moved.item.meeting)
    return moved


def _open_again(cast: Cast, meeting: Meeting) -> None:
    times = meeting.put_backs.count()
    workflow.reopen(meeting=meeting, version=times, reason="Slip", by=cast.team, at=TOMORROW)


def _taken_up(cast: Cast) -> AgendaItem:
    """Return a line carried over, at a meeting opened again once another had the person."""
    item = _carried(cast)
    opened(cast)
    _open_again(cast, item.meeting)
    return item


def _used(cast: Cast) -> MovedMinutes:
    moved = _moved(cast)
    workflow.check_moved(
        moved=moved, minutes=workflow.Minutes(headline="Settled", discussion="Sleeps well"),
        version=0, by=cast.team, at=TOMORROW,
    )  # fmt: skip
    return moved


def _aside(cast: Cast) -> MovedMinutes:
    return workflow.set_aside(moved=_moved(cast), by=cast.team, at=TOMORROW)


def _check_page(one: Any) -> str:
    moved = one if isinstance(one, MovedMinutes) else one.moved_here.get()
    place = [moved.item.meeting_id, moved.item.person_id, moved.pk]
    return reverse("meetings:check_moved", args=place)


def _person(one: Any) -> Any:
    return one.person


def _minutes(one: Any) -> str:
    item = getattr(one, "item", one)
    return reverse("meetings:minutes", args=[item.meeting_id, item.person_id])


_take = Way("meetings:record_outcome", "take its minutes", about=_person)
_undo = Way("meetings:strike_out", "strike out its minutes", at=_minutes, about=_person, press=WHY)
_add = Way("meetings:add_person", "put the person on an agenda", at=record, about=_person)
_NEXT = "The person is on the next agenda, with a new line."
LINE = Machine(
    "A line of an agenda", AgendaItem, ("state", "feedback_at"), _meeting,
    (
        State("waiting", "not discussed yet", _line, (
            _take, _put_back, _close, _abandon,
            Way("meetings:remove_person", "remove it", press=WHY, about=_person),
        ), at=TOMORROW),
        State("waiting", "with words, without a decision", _words_only, (_take, _undo),
              at=TOMORROW),
        State("discussed", "discussed", _discussed, (_take, _undo), at=TOMORROW),
        State("carried", "carried over", _carried, (_add, _reopen), end=_NEXT, at=TOMORROW),
        State("carried", "carried over, with minutes that were moved here",
              lambda cast: _moved(cast).item, (
            Way("meetings:check_moved", "check them and save them", at=_minutes, about=_person),
            Way("meetings:set_aside", "set them aside", at=_check_page, about=_person, press={}),
        ), at=TOMORROW),
        State("carried", "carried over, and taken up by another meeting", _taken_up,
              (_put_back,), end="The other meeting discusses the person.", at=TOMORROW),
        State("waiting", "not discussed yet, with minutes that were moved here",
              lambda cast: _moved_open(cast).item, (
            _take,
            Way("meetings:set_aside", "set them aside", at=_check_page, about=_person, press={}),
        ), at=TOMORROW),
        State("removed", "removed from the agenda", _removed, (_add, _put_back), at=TOMORROW,
              end="Nothing was discussed."),
        State("struck", "struck out", _struck, (
            Way("meetings:record_outcome", "take new minutes about the person", about=_person),
        ), end="It stays in the minutes, struck through. " + _NEXT, at=TOMORROW),
        State("withdrawn", "withdrawn: the meeting is planned again", _agenda_off, (_open, _add),
              end=_NEXT, at=TOMORROW),
    ),
    rules=moves("meetings", rules.LINE_MOVES),
)  # fmt: skip


def _invited(cast: Cast) -> Attendee:
    return planned(cast).attendees.get(user=cast.rep)


def _excused(cast: Cast) -> Attendee:
    return workflow.apologise(meeting=_invited(cast).meeting, by=cast.rep, at=NOW)


def _uninvited(cast: Cast) -> Attendee:
    return workflow.uninvite(attendee=_invited(cast), by=cast.team, at=NOW)


def _was(presence: Presence, *, held: bool = False) -> Callable[[Cast], Attendee]:
    def make(cast: Cast) -> Attendee:
        meeting = opened(cast)
        one = meeting.attendees.get(user=cast.rep)
        workflow.record_attendance(
            meeting=meeting, presences={one.pk: presence}, by=cast.team, at=TOMORROW
        )
        if held:
            workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
        return one

    return make


def _correction(now: Presence) -> Callable[[Any], dict[str, str]]:
    return lambda one: {f"presence_{one.pk}": str(now), "reason": "Slip"}


_record = Way("meetings:record_attendance", "record who attended",
              press=lambda one: {f"presence_{one.pk}": "apologies"})  # fmt: skip
_take_off = Way("meetings:uninvite", "withdraw the invitation", press={}, about=itself)
PRESENCE = Machine(
    "Someone invited to a meeting", Attendee, ("presence",), _meeting,
    (
        State("invited", "invited", _invited, (
            Way("meetings:apologise", "send apologies", "rep", {}), _take_off,
        )),
        State("apologies", "has sent apologies", _excused, (
            Way("meetings:come", "come after all", "rep", {}), _take_off,
        )),
        State("attended", "attended", _was(Presence.ATTENDED), (_record,), at=TOMORROW),
        State("absent", "did not attend", _was(Presence.ABSENT), (_record,), at=TOMORROW),
        State("attended", "attended, and the meeting has been held",
              _was(Presence.ATTENDED, held=True), (
            Way("meetings:correct_attendance", "correct it", press=_correction(Presence.ABSENT)),
        ), at=TOMORROW),
        State("absent", "did not attend, and the meeting has been held",
              _was(Presence.ABSENT, held=True), (
            Way("meetings:correct_attendance", "correct it", press=_correction(Presence.ATTENDED)),
        ), at=TOMORROW),
        State("removed", "no longer invited", _uninvited, (
            Way("meetings:invite_again", "invite them again", press={}, about=itself),
        ), end="They were told."),
    ),
)  # fmt: skip


def _stands(cast: Cast) -> Outcome:
    return Outcome.objects.get(item=_discussed(cast))


def _approved(cast: Cast) -> Outcome:
    one = _stands(cast)
    workflow.close(meeting=one.item.meeting, by=cast.team, at=TOMORROW)
    workflow.approve(meeting=one.item.meeting, by=cast.team, at=TOMORROW)
    return one


def _provisional(cast: Cast) -> Outcome:
    item = _discussed(cast, quorum=3)
    workflow.close(meeting=item.meeting, by=cast.team, at=TOMORROW)
    return Outcome.objects.get(item=item)


def _ruled(ruling: Ruling) -> Callable[[Cast], Outcome]:
    def make(cast: Cast) -> Outcome:
        one = _provisional(cast)
        workflow.ratify(
            outcome=one, ruling=ruling, reason="So", level="GREEN", follows=one.rating_id,
            by=cast.team, at=TOMORROW,
        )  # fmt: skip
        return one

    return make


def _ruling(one: Any) -> str:
    if one.struck_out_at:
        return "struck_out"
    if hasattr(one, "ratification"):
        return str(one.ratification.ruling)
    return "provisional" if one.provisional else "stands"


def _of_item(one: Any) -> Any:
    return one.item.person


_strike = Way("meetings:strike_out", "strike them out", press=WHY, about=_of_item)
_amend = Way("meetings:amend", "correct the words", about=_of_item)
OUTCOME = Machine(
    "Minutes about someone", Outcome, ("struck_out_at", "provisional"), _minutes,
    (
        State("stands", "taken", _stands, (
            Way("meetings:record_outcome", "carry on with them", about=_of_item), _strike,
        ), at=TOMORROW),
        State("stands", "approved", _approved, (
            Way("meetings:add_correction", "add a correction", about=_of_item), _strike,
        ), at=TOMORROW),
        State("provisional", "taken without a quorum", _provisional, (
            Way("meetings:ratify", "ratify or overturn the rating", about=_of_item),
            _amend, _strike,
        ), at=TOMORROW),
        State("ratified", "ratified", _ruled(Ruling.RATIFIED), (_amend, _strike), at=TOMORROW),
        State("overturned", "overturned", _ruled(Ruling.OVERTURNED), (_amend, _strike),
              at=TOMORROW),
        State("struck_out", "struck out", lambda cast: Outcome.objects.get(item=_struck(cast)), (
            Way("meetings:record_outcome", "take new minutes about the person", about=_of_item),
        ), end="They stay in the minutes, struck through.", at=TOMORROW),
    ),
    read=_ruling,
)  # fmt: skip


MOVED = Machine(
    "Minutes moved to the right person", MovedMinutes, ("checked_at", "used"), _minutes,
    (
        State("waiting", "not checked yet", _moved, (
            Way("meetings:check_moved", "check them and save them", about=_of_item),
            Way("meetings:set_aside", "set them aside", at=_check_page, about=_of_item, press={}),
        ), at=TOMORROW),
        State("used", "saved", _used, (
            Way("meetings:strike_out", "strike the minutes out", about=_of_item),
            Way("meetings:amend", "put the words right", about=_of_item),
        ), end="They are the minutes about this person.", at=TOMORROW),
        State("aside", "set aside", _aside, (
            Way("meetings:move_minutes", "move them to someone else",
                at=lambda one: _minutes(one.outcome), about=lambda one: one.outcome.item.person),
        ), end="They are not about this person.", at=TOMORROW),
    ),
    read=lambda one: "used" if one.used else "aside" if one.checked_at else "waiting",
)  # fmt: skip
MACHINES = (MEETING, LINE, PRESENCE, OUTCOME, MOVED)
