"""Why and when someone left is put right without opening the record."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent import disposition
from consent import workflow as consent
from core.errors import Conflict, RuleBroken
from duties import workflow as duties
from register import workflow
from register.models import Departure, Entry, Person, StrikeOut
from register.rules import Cause, ClosureReason, Level, Reopening
from tests.conftest import Cast
from tests.consent import details as decisions
from tests.factories import NOW, on_register
from tests.register.stays import stay_of

BEFORE = NOW - timedelta(days=60)
LATER = NOW + timedelta(days=3)


def left(cast: Cast, reason: ClosureReason = ClosureReason.MOVED_AWAY, **changed: Any) -> Entry:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=BEFORE, **changed)
    return workflow.close(
        person=person, reason=reason, words="Moved to Kent", left_on=NOW.date(), by=cast.team,
        at=NOW,
    )  # fmt: skip


def correct(cast: Cast, entry: Entry, **changed: Any) -> Entry:
    given: dict[str, Any] = {
        "reason": ClosureReason(entry.closure_reason), "left_on": entry.left_on,
        "words": entry.closure_words, "why": "Read the letter wrong",
        "version": entry.history.first().pk, "by": cast.team, "at": LATER,
    }  # fmt: skip
    return workflow.correct_closing(entry=entry, **given | changed)


def test_the_list_and_how_long_the_record_is_kept_follow(cast: Cast) -> None:
    entry = left(cast)
    truly = left(cast, ClosureReason.STEPPED_DOWN)
    correct(cast, entry, reason=ClosureReason.STEPPED_DOWN)
    row = Departure.objects.get(person=entry.person_id)
    assert row.reason == ClosureReason.STEPPED_DOWN
    assert row.left_on == NOW.date()
    mine, theirs = (disposition.clock_of(one.person_id) for one in (entry, truly))
    assert mine is not None
    assert theirs is not None
    assert (mine.due_on, mine.closure_reason) == (theirs.due_on, theirs.closure_reason)
    assert not Entry.objects.open().filter(person=entry.person_id).exists()
    assert workflow.reconcile(mend=False).sound


def test_what_was_said_is_kept_struck_through(cast: Cast, sign_in: Any) -> None:
    entry = left(cast)
    day = NOW.date() - timedelta(days=5)
    correct(cast, entry, left_on=day, words="Moved to Devon")
    row = StrikeOut.objects.get(person=entry.person_id)
    assert (row.kind, row.cause) == ("closing", Cause.CORRECTED)
    page = sign_in(cast.team).get(reverse("register:person", args=[entry.person_id]))
    text = page.content.decode()
    assert "left the register on 18 November 2026" in text
    assert "Moved to Devon" in text
    assert row.said.endswith("left on 23 November 2026. Moved to Kent")
    assert f"<s>{row.said}</s>" in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"left_on": BEFORE.date() - timedelta(days=1)}, "on or after 24 September 2026"),
        ({"left_on": LATER.date()}, "today or in the past"),
        ({"reason": ClosureReason.DIED}, "Reopen the record"),
        ({"why": "  "}, "Enter what was wrong"),
        ({}, "This is what is recorded now"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    cast: Cast, changed: dict[str, Any], said: str
) -> None:
    entry = left(cast)
    with pytest.raises(RuleBroken, match=said):
        correct(cast, entry, **changed)
    entry.refresh_from_db()
    assert (entry.closure_reason, entry.left_on) == (ClosureReason.MOVED_AWAY, NOW.date())
    assert not StrikeOut.objects.exists()


def test_two_who_put_it_right_do_not_overwrite_each_other(cast: Cast) -> None:
    entry = left(cast)
    seen = entry.history.first().pk
    first = correct(cast, entry, reason=ClosureReason.STEPPED_DOWN, version=seen)
    with pytest.raises(Conflict, match="Tara Team has changed this"):
        correct(cast, entry, left_on=date(2026, 11, 20), version=seen, by=cast.second_team)
    again = correct(cast, entry, reason=ClosureReason.STEPPED_DOWN, version=seen)
    assert again == first
    assert StrikeOut.objects.count() == 1


def test_a_record_that_is_open_has_no_leaving_to_put_right(cast: Cast, sign_in: Any) -> None:
    entry = left(cast)
    person = Person.objects.get(pk=entry.person_id)
    consent.record(person=person, details=decisions.decision(), by=cast.team, at=NOW)
    workflow.reopen(entry=entry, how=Reopening.ERROR, words="Slip", by=cast.team, at=LATER)
    address = reverse("register:correct_closing", args=[person.pk])
    answer = sign_in(cast.team).get(address)
    assert answer.headers["Location"] == reverse("register:person", args=[person.pk])
    with pytest.raises(RuleBroken, match="not closed now"):
        correct(cast, entry)


def test_the_page_shows_what_is_recorded_and_puts_it_right(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    entry = left(cast)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    address = reverse("register:correct_closing", args=[entry.person_id])
    page = client.get(address)
    shown = page.context["form"].initial
    assert (shown["reason"], shown["words"]) == (ClosureReason.MOVED_AWAY, "Moved to Kent")
    sent = {
        "reason": "stepped_down", "left_on_day": "20", "left_on_month": "11",
        "left_on_year": "2026", "words": "Settled", "why": "Wrong box", "version": shown["version"],
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    entry.refresh_from_db()
    assert (entry.closure_reason, entry.left_on) == ("stepped_down", date(2026, 11, 20))


def test_a_stay_that_ended_with_a_death_ends_on_the_right_day(cast: Cast) -> None:
    stay, other = stay_of(cast), stay_of(cast)
    wrong, right = date(2026, 11, 20), date(2026, 11, 15)
    for one, day in ((stay, wrong), (other, right)):
        workflow.close(
            person=one.person, reason=ClosureReason.DIED, died_on=day, by=cast.team, at=NOW
        )
    workflow.correct_death(
        person=Person.objects.get(pk=stay.person_id), died_on=right, was=wrong,
        why="Read the letter wrong", by=cast.team, at=LATER,
    )  # fmt: skip
    for one in (stay, other):
        one.refresh_from_db()
    assert stay.discharged_on == other.discharged_on == right
    row = StrikeOut.objects.get(person=stay.person_id)
    assert row.said == "Died on 20 November 2026"
    assert duties.compare(at=LATER) == []
