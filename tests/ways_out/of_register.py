"""Someone's time on the register, and what is recorded about them in and out of hospital."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from referrals import workflow as referrals
from register import coded_lists, workflow
from register.models import (
    AdultDecision,
    DischargeLine,
    Entry,
    ExtendedLeave,
    InpatientStay,
    Involvement,
)
from register.rules import AdultOutcome, ClosureReason, Level, LineState, Reopening
from register.workflow import LineSaid
from tests.access.people import admitted, seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given
from tests.register.closing import day
from tests.register.test_adulthood import young
from tests.ways_out.model import Machine, State, Way
from tests.ways_out.of_consent import decided

TODAY = NOW.date()
SOON = NOW + timedelta(minutes=1)
IN_HISTORY = "It stays in the history, struck through. The right fact is recorded separately."
STRIKE = {"cause": "mistake", "why": "Slip"}


def record(one: Any) -> str:
    """Return the page of the person."""
    return reverse("register:person", args=[one.person_id])


def _of_stay(one: Any) -> str:
    return reverse("register:person", args=[one.stay.person_id])


def itself(one: Any) -> Any:
    """Return the thing, where an address must name it and not its person."""
    return one


def strike_out(words: str = "strike it out", **changed: Any) -> Way:
    """Return the way on which a fact is struck out."""
    given: dict[str, Any] = {"press": STRIKE, "about": itself} | changed
    return Way("register:strike_out", words, **given)


def _stay_person(one: Any) -> Any:
    return one.stay.person


def _on(cast: Cast) -> Entry:
    return seen_by_all(cast).entries.get()


def _closed(reason: ClosureReason) -> Callable[[Cast], Entry]:
    return lambda cast: workflow.close(
        person=decided(cast).person, reason=reason, by=cast.team, at=NOW
    )


def _opened_again(how: Reopening) -> Callable[[Cast], Entry]:
    def make(cast: Cast) -> Entry:
        entry = _closed(ClosureReason.MOVED_AWAY)(cast)
        return workflow.reopen(entry=entry, how=how, words="Slip", by=cast.team, at=SOON)

    return make


def _taken_back(cast: Cast) -> Entry:
    referral = referrals.accept(
        referral=given.sent(cast), level=Level.RED, reason="", by=cast.team, at=NOW
    )
    referrals.reopen(referral=referral, why="Slip", by=cast.team, at=SOON)
    return Entry.recorded.get(person=referral.person_id)


def _waiting(entry: Any) -> str:
    return reverse("referrals:referral", args=[entry.person.referrals.get().pk])


def _entry_state(entry: Any) -> str:
    if entry.struck_out_id is not None:
        return "struck_out"
    if entry.closed_at is None:
        return entry.reopened or "open"
    return "died" if entry.ended_by_death else "closed"


_reopen = Way("register:reopen", "reopen the record", press={"how": "error", "words": "Slip"})
CLOSING = day("left_on", TODAY) | {"reason": "moved_away", "words": "Moved to York", "sure": "yes"}
_open_ways = (
    Way("register:rate", "rate the person"),
    Way("register:close", "close the record", press=CLOSING),
    Way("consent:withdraw", "record that consent was withdrawn", "lead, team"),
)
ENTRY = Machine(
    "Someone's time on the register", Entry, ("closed_at", "left_on", "reopened", "struck_out"),
    record,
    (
        State("open", "on the register", _on, _open_ways),
        State("error", "on the register, closed in error before",
              _opened_again(Reopening.ERROR), _open_ways),
        State("return", "on the register again", _opened_again(Reopening.RETURN), _open_ways),
        State("closed", "left", _closed(ClosureReason.MOVED_AWAY), (
            _reopen,
            Way("register:correct_closing", "correct why and when they left"),
        ), end="They have left.",
              by_itself="it has been kept long enough: two people agree to erase it"),
        State("died", "died", _closed(ClosureReason.DIED), (
            _reopen,
            Way("register:correct_death", "correct the date of death"),
        ), end="They have died.",
              by_itself="it has been kept long enough: two people agree to erase it"),
        State("struck_out", "struck out: the referral was accepted by mistake", _taken_back, (
            Way("referrals:restore", "restore the acceptance", at=_waiting,
                about=lambda one: one.person.referrals.get(), press={"why": "Slip"}),
            Way("referrals:accept", "accept the referral again", at=_waiting,
                about=lambda one: one.person.referrals.get()),
        ), end=IN_HISTORY, at=SOON),
    ),
    read=_entry_state, also=("register.Person.died_on",),
)  # fmt: skip


def in_hospital(cast: Cast) -> InpatientStay:
    """Return an open stay."""
    stay: InpatientStay = admitted(cast, seen_by_all(cast, level=Level.AMBER))
    return stay


def discharged(cast: Cast) -> InpatientStay:
    """Return a stay that is over."""
    return workflow.discharge(
        stay=in_hospital(cast), discharged_on=TODAY, destination="Home", level=Level.RED,
        reason="Just home", by=cast.team, at=NOW,
    )  # fmt: skip


def struck(made: Callable[[Cast], Any], kind: str, person: Any = None) -> Callable[[Cast], Any]:
    """Return how a fact is reached that was struck out."""

    def make(cast: Cast) -> Any:
        from register.rules import Cause

        one = made(cast)
        workflow.strike_out(
            person=person(one) if person else one.person, kind=kind, fact_id=one.pk,
            cause=Cause.MISTAKE, reason="Slip", by=cast.team, at=NOW,
        )  # fmt: skip
        return one

    return make


def _stay_state(one: Any) -> str:
    if one.struck_out_id:
        return "struck_out"
    return "discharged" if one.discharged_on else "in_hospital"


_correct_stay = Way("register:correct_stay", "correct its dates or its place")
_strike_discharge = {"stays": False, "words": "strike out the discharge: the stay continues"}
STAY = Machine(
    "A stay in a mental health hospital", InpatientStay,
    ("discharged_on", "planned_discharge_on", "struck_out"), record,
    (
        State("in_hospital", "in hospital", in_hospital, (
            Way("register:discharge", "record the discharge"),
            Way("register:plan_discharge", "plan the discharge"),
            _correct_stay,
            strike_out("strike it out, or move it to the right person"),
        )),
        State("discharged", "discharged", discharged, (
            Way("register:strike_out", "strike out the discharge: the stay continues",
                about=itself),
            _correct_stay,
            Way("register:admit", "record another admission"),
        ), end="They are home."),
        State("struck_out", "struck out", struck(in_hospital, "stay"), (
            Way("register:admit", "record the right one"),
            Way("register:earlier_stay", "record an earlier one"),
        ), end=IN_HISTORY),
    ),
    read=_stay_state,
)  # fmt: skip


def _away(cast: Cast) -> ExtendedLeave:
    return workflow.start_leave(
        stay=in_hospital(cast), started_on=date(2026, 11, 12), note="", by=cast.team, at=NOW
    )


def _back(cast: Cast) -> ExtendedLeave:
    leave = _away(cast)
    return workflow.end_leave(stay=leave.stay, ended_on=TODAY, by=cast.team, at=NOW)


def _leave_state(one: Any) -> str:
    if one.struck_out_id:
        return "struck_out"
    return "back" if one.ended_on else "away"


_correct_leave = Way("register:correct_leave", "correct its dates", about=itself)
LEAVE = Machine(
    "Extended leave", ExtendedLeave, ("ended_on", "struck_out"), _of_stay,
    (
        State("away", "away", _away, (
            Way("register:end_leave", "record that it ended", press=day("ended_on", TODAY),
                about=_stay_person),
            _correct_leave, strike_out(),
        )),
        State("back", "back", _back, (
            _correct_leave, strike_out(),
        ), end="They are back in the hospital."),
        State("struck_out", "struck out", struck(_away, "leave", _stay_person), (
            Way("register:start_leave", "record the right one", about=_stay_person),
        ), end=IN_HISTORY),
    ),
    read=_leave_state,
)  # fmt: skip


def _named(cast: Cast) -> Involvement:
    return workflow.name_partner(
        person=seen_by_all(cast), name="Pat", part="Sister", by=cast.team, at=NOW
    )


def _no_more(cast: Cast) -> Involvement:
    return workflow.end_involvement(involvement=_named(cast), by=cast.team, at=SOON)


def _partner_state(one: Any) -> str:
    return "ended" if one.until else "named"


_name = Way("register:name_partner", "name them again", "lead, team")
PARTNER = Machine(
    "Someone named on a record", Involvement, ("until",), record,
    (
        State("named", "named", _named, (
            Way("register:end_involvement", "end it", "lead, team", {}, about=itself),
            Way("register:strike_out", "strike it out, or move it to the right person",
                about=itself),
        )),
        State("ended", "no longer named", _no_more, (_name,),
              end="They can no longer see the record."),
    ),
    read=_partner_state,
)  # fmt: skip


def _line(state: LineState) -> Callable[[Cast], DischargeLine]:
    def make(cast: Cast) -> DischargeLine:
        stay = in_hospital(cast)
        code = min(coded_lists.discharge_checklist().codes())
        for turn, said in enumerate((LineState.DONE, LineState.NOT_NEEDED, state)):
            at = NOW + timedelta(minutes=turn)
            workflow.plan_discharge(
                stay=InpatientStay.objects.get(pk=stay.pk), on=None, barriers="",
                lines={code: LineSaid(said)}, by=cast.team, at=at,
            )  # fmt: skip
        return stay.lines.current().get(code=code)

    return make


def _now(line: Any) -> DischargeLine:
    current: DischargeLine = line.stay.lines.current().get(code=line.code)
    return current


def _otherwise(line: Any) -> dict[str, str]:
    other = LineState.DONE if line.state != LineState.DONE else LineState.NOT_NEEDED
    return {f"line_{line.code}": str(other)}


LINE = Machine(
    "A line of the discharge checklist", DischargeLine, ("state",), _of_stay,
    tuple(
        State(str(one), one.label.lower(), _line(one), (
            Way("register:plan_discharge", "update it", press=_otherwise,
                about=_stay_person),
        ))
        for one in LineState
    ),
    read=lambda one: str(_now(one).state),
)  # fmt: skip


def _decided(outcome: AdultOutcome) -> Callable[[Cast], AdultDecision]:
    return lambda cast: workflow.decide_adulthood(
        person=young(cast), outcome=outcome, reason="Agreed", by=cast.team, at=NOW
    )


ADULTHOOD = Machine(
    "The decision at 18", AdultDecision, ("outcome",),
    lambda one: reverse("register:person", args=[one.entry.person_id]),
    tuple(
        State(str(one), one.label.lower(), _decided(one), (
            Way("register:decide_adulthood", "decide again: the last decision counts",
                about=lambda made: made.entry.person),
        ), end="It does not close anything: leaving is a separate step.")
        for one in AdultOutcome
    ),
)  # fmt: skip

MACHINES = (ENTRY, STAY, LEAVE, PARTNER, LINE, ADULTHOOD)
