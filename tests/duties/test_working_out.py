"""The promises of the pure function, over generated lives.

The order of recording makes no difference; a fact corrected is a fact recorded right at first;
what is struck out leaves what was there without it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.dates import in_words
from duties.happenings import Happening, in_order
from duties.life import Worked
from tests.duties.lives import (
    admitted,
    an_id,
    detained,
    discharged,
    happened,
    held,
    later,
    met,
    rated,
    visited,
    worked,
)

STARTS = [
    date(2026, 3, 20),  # the clocks go forward on 29 March
    date(2026, 10, 12),  # and back on 25 October
    date(2027, 12, 20),  # a leap day follows, and Christmas
    date(2026, 2, 20),
]
BIRTHS = [
    date(2008, 2, 29), date(2009, 4, 1), date(2000, 11, 1), date(2001, 3, 1), date(1960, 12, 31),
    date(2016, 8, 31), None,
]  # fmt: skip
REFERRAL = an_id("the referral")
STEPS = [
    "RED", "AMBER", "GREEN", "submit", "acknowledge", "accept", "decline", "ask", "answer", "tell",
    "admit", "detain", "transfer", "inform", "recognise", "discharge", "leave", "review", "laep",
    "report", "visit", "meet", "urgent", "inquorate", "feedback", "keyworker", "follow_up",
    "consent", "tool", "partner", "sister", "confirm", "asked", "kept", "close", "adult",
]  # fmt: skip


def _step(what: str, on: date, hour: int, late: int) -> list[Happening]:
    """Return what a step tells; `late` is how many days after it was recorded."""
    recorded = later(on, late)
    timed: dict[str, Any] = {"hour": hour}
    dated: dict[str, Any] = {"hour": hour, "recorded": recorded}
    referral = {"referral": REFERRAL, "level": "AMBER"}
    told: dict[str, list[Happening]] = {
        "submit": [happened("referrals.submitted", on, **referral, **timed)],
        "acknowledge": [happened("referrals.acknowledged", on, **referral, **timed)],
        "accept": [happened("referrals.accepted", on, **referral, **timed)],
        "decline": [happened("referrals.declined", on, **referral, **timed)],
        "ask": [happened("referrals.information_asked", on, **referral, **timed)],
        "answer": [happened("referrals.information_given", on, **referral, **timed)],
        "tell": [happened("referrals.outcome_told", on, **referral, **timed)],
        "admit": admitted(on, **dated),
        "detain": detained(on, **dated),
        "transfer": [happened("register.transferred", on, security="low", unit_inadequate=False,
                              **dated)],
        "inform": [happened("register.status_recorded", on, legal_status="informal",
                            detained=False, **dated)],
        "recognise": [happened("register.recognised", on, **dated)],
        "discharge": discharged(on, **dated),
        "leave": [happened("register.stay_ended", on, **dated)],
        "review": held(on, **dated),
        "laep": held(on, "LAEP", **dated),
        "report": [happened("reviews.report_sent", on, review_kind="CTR", **dated)],
        "visit": visited(on, **dated),
        "meet": met(on),
        "urgent": met(on, "urgent"),
        "inquorate": met(on, quorate=False, organisations=1),
        "feedback": [happened("meetings.feedback_given", on, **timed)],
        "keyworker": [happened("reviews.keyworker_recorded", on, keyworker_known=True, **dated)],
        "follow_up": [happened("reviews.keyworker_followed_up", on, keyworker_known=False,
                               **dated)],
        "consent": [happened("consent.recorded", on, **timed)],
        "tool": [happened("referrals.tool_completed", on, **timed)],
        "partner": [happened("register.partner_named", on, attends_cetr=True, **timed)],
        "sister": [happened("register.partner_named", on, attends_cetr=False, **timed)],
        "confirm": [happened("register.partners_confirmed", on, **timed)],
        "asked": [happened("referrals.rating_asked", on, level="RED", **timed)],
        "kept": [happened("referrals.rating_kept", on, **timed)],
        "close": [happened("register.closed", on, **timed)],
        "adult": [happened("register.adulthood_decided", on, **timed)],
    }  # fmt: skip
    return rated(what, on, **timed) if what in {"RED", "AMBER", "GREEN"} else told[what]


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Happening], dict[str, Any]]:
    """Generate a life of up to twelve steps, dates around birthdays, leap days, clock changes."""
    start = draw(st.sampled_from(STARTS))
    events: list[Happening] = []
    on = start
    for what in draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=12)):
        on = later(on, draw(st.sampled_from([0, 0, 1, 2, 7, 14, 28, 60])))
        events += _step(what, on, draw(st.integers(0, 23)), draw(st.sampled_from([0, 0, 0, 1, 9])))
    known = {
        "born": draw(st.sampled_from(BIRTHS)),
        "ehc_plan": draw(st.sampled_from([None, True, False])),
        "region": draw(st.sampled_from(["kent", "lincolnshire", "staffordshire"])),
        "commenced_on": draw(st.sampled_from([None, start])),
        "meetings": [later(start, 9), later(start, 37)],
        "today": later(on, draw(st.sampled_from([0, 1, 30, 400]))),
    }
    return events, known


def plainly(found: Sequence[Worked]) -> list[tuple[Any, ...]]:
    """Return all that tells one result from another."""
    return [
        (
            one.key, one.spec, one.due_on, one.basis, one.status, one.reason, one.paused_on,
            one.end and (one.end.id, one.end.day), one.not_met_by,
        )
        for one in found
    ]  # fmt: skip


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_recorded_makes_no_difference(
    life: tuple[list[Happening], dict[str, Any]], chance: Random
) -> None:
    events, known = life
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert plainly(worked(shuffled, **known)) == plainly(worked(events, **known))


@given(lives(), st.integers(0, 50))
def test_a_fact_struck_out_leaves_what_was_there_without_it(
    life: tuple[list[Happening], dict[str, Any]], which: int
) -> None:
    events, known = life
    gone = events[which % len(events)]
    struck = happened("register.struck_out", known["today"], of=gone.id)
    without = [one for one in events if one is not gone]
    assert plainly(worked(events, [struck], **known)) == plainly(worked(without, **known))


@given(lives(), st.integers(0, 50), st.sampled_from([-3, -1, 1, 5]))
def test_a_fact_corrected_is_a_fact_recorded_right_at_first(
    life: tuple[list[Happening], dict[str, Any]], which: int, days: int
) -> None:
    events, known = life
    dated = [one for one in events if one.kind in ("register.admitted", "reviews.visited")]
    if not dated:
        return
    wrong = dated[which % len(dated)]
    name = {"register.admitted": "admitted_on", "reviews.visited": "visited_on"}[wrong.kind]
    on = (wrong.day + timedelta(days=days)).isoformat()
    correction = happened("register.fact_corrected", known["today"], of=wrong.id, **{name: on})
    right = _replaced(wrong, name, on)
    others = [one for one in events if one is not wrong]
    assert plainly(worked(events, [correction], **known)) == plainly(
        worked(others, [right], **known)
    )


def test_of_a_fact_corrected_twice_each_correction_holds() -> None:
    review = held("2026-11-20", inside=True, stay="S")[0]
    day = happened("register.fact_corrected", "2026-11-21", of=review.id, held_on="2026-11-12")
    where = happened(
        "register.fact_corrected", "2026-11-22", of=review.id, setting="community", stay=None
    )
    found = in_order([review, day, where])
    assert [one.day for one in found] == [date(2026, 11, 12)]
    assert found[0].facts["setting"] == "community"
    assert "stay" not in found[0].facts


def _replaced(one: Happening, name: str, value: str) -> Happening:
    from duties.happenings import happening

    return happening(
        number=one.id, kind=one.kind, at=one.at, by=one.by, facts={**one.facts, name: value}
    )


@given(lives())
def test_every_duty_that_ended_says_why_or_by_what_and_every_open_one_has_its_day(
    life: tuple[list[Happening], dict[str, Any]],
) -> None:
    events, known = life
    found = worked(events, **known)
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert (one.end is None) is (one.status == "open")
        assert one.reason or one.status in ("open", "met", "waived")
        if one.due_on is not None:
            assert in_words(one.due_on) in one.basis
        if one.end is not None and one.status == "met":
            # The C(E)TR in which a rating was given meets what that rating asks for.
            given_by = one.end.kind == "reviews.held" and one.cause.kind == "register.rated"
            assert one.end.day >= one.spec.counted_from or given_by
            assert one.end.kind in {outcome.event for outcome in one.spec.met_by} | {
                "referrals.accepted", "referrals.declined",
            }  # fmt: skip


@given(lives())
def test_one_duty_of_a_branch_and_subject_is_open_at_a_time(
    life: tuple[list[Happening], dict[str, Any]],
) -> None:
    events, known = life
    still = [(one.spec.branch, one.subject) for one in worked(events, **known) if not one.end]
    assert len(set(still)) == len(still)


@given(lives())
def test_what_has_a_day_can_turn_overdue_without_anybody_doing_anything(
    life: tuple[list[Happening], dict[str, Any]],
) -> None:
    events, known = life
    before = {one.key: one.due_on for one in worked(events, **known) if not one.end}
    known["today"] = later(known["today"], 90)
    after = {one.key: one.due_on for one in worked(events, **known) if not one.end}
    assert before.items() <= after.items()
