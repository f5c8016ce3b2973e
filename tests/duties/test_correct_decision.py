"""What was decided about a duty is put right: its words and, where it was done, its day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.errors import Conflict, RuleBroken
from duties import workflow
from duties.models import Duty, DutyDecision
from duties.rules import DutyStatus
from register import workflow as register
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission

BEFORE = NOW - timedelta(days=10)
LATER = NOW + timedelta(hours=1)


def waived(cast: Cast) -> DutyDecision:
    person = on_register(cast.area, by=cast.team, level=Level.RED, at=BEFORE)
    duty = Duty.objects.open().filter(person=person, floor=False).first()
    assert duty is not None
    workflow.waive(duty=duty, reason="Held elswhere", by=cast.team, at=NOW)
    return DutyDecision.objects.get()


def done(cast: Cast) -> DutyDecision:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, at=BEFORE)
    details = admission(cast, unit_inadequate=True)
    register.admit(person=person, details=details, by=cast.team, at=NOW - timedelta(days=2))
    duty = next(one for one in Duty.objects.open() if one.is_met_by_hand)
    workflow.record_done(duty=duty, done="Told them", on=NOW.date(), by=cast.team, at=NOW)
    return DutyDecision.objects.get()


def test_the_words_of_a_waiver_are_put_right_and_the_duty_stays_waived(cast: Cast) -> None:
    wrong = waived(cast)
    right = workflow.correct(
        decision=wrong, words="Held elsewhere", why="Misspelt", by=cast.second_team, at=LATER
    )
    wrong.refresh_from_db()
    assert (wrong.struck_out_by, wrong.struck_out_reason) == (cast.second_team, "Misspelt")
    assert (right.words, right.on, right.kind) == ("Held elsewhere", wrong.on, wrong.kind)
    assert Duty.objects.get(pk=wrong.duty_id).status == DutyStatus.WAIVED
    assert workflow.compare(at=LATER) == []


def test_the_day_on_which_it_was_done_is_put_right(cast: Cast) -> None:
    wrong = done(cast)
    day = NOW.date() - timedelta(days=1)
    workflow.correct(
        decision=wrong, words="Told them", on=day, why="A day out", by=cast.team, at=LATER
    )
    duty = Duty.objects.get(pk=wrong.duty_id)
    assert (duty.status, duty.ended_on) == (DutyStatus.MET, day)
    assert workflow.compare(at=LATER) == []


def test_what_cannot_be_is_refused_and_nothing_is_written(cast: Cast) -> None:
    wrong = done(cast)
    for changed, said in (
        ({"on": LATER.date() + timedelta(days=1)}, "The day must be from"),
        ({"on": date(2020, 1, 1)}, "The day must be from"),
        ({"words": "  "}, "Enter what should stand"),
        ({"words": "Told her", "why": " "}, "why this decision was a mistake"),
        ({}, "This is what is recorded now"),
    ):
        given: dict[str, Any] = {"words": "Told them", "why": "Slip"} | changed
        with pytest.raises(RuleBroken, match=said):
            workflow.correct(decision=wrong, by=cast.team, at=LATER, **given)
    assert DutyDecision.objects.get().struck_out_at is None


def test_of_two_one_is_told_and_twice_is_once(cast: Cast) -> None:
    wrong = waived(cast)
    given: dict[str, Any] = {"decision": wrong, "why": "Misspelt", "at": LATER}
    made = workflow.correct(words="Held elsewhere", by=cast.team, **given)
    assert workflow.correct(words="Held elsewhere", by=cast.team, **given) == made
    with pytest.raises(Conflict, match="Tara Team struck this decision out"):
        workflow.correct(words="Held at home", by=cast.second_team, **given)
    assert DutyDecision.objects.count() == 2


def test_the_page_shows_what_was_said_and_puts_it_right(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    wrong = waived(cast)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    address = reverse("actions:correct_decision", args=[wrong.pk])
    duty = reverse("actions:duty", args=[wrong.duty_id])
    assert address in client.get(duty).content.decode()
    page = client.get(address).content.decode()
    assert "Held elswhere" in page
    assert "When was it done?" not in page
    answer = client.post(address, {"words": "Held elsewhere", "reason": "Misspelt"})
    assert answer.headers["Location"] == duty
    text = client.get(duty).content.decode()
    assert "Held elsewhere" in text
    assert "<s>Waived" in text
