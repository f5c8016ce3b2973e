"""What a referral obliges to: until it is triaged, and no longer."""

from datetime import timedelta
from typing import Any

import pytest

from duties import workflow as duties
from duties.models import Duty
from referrals import workflow
from referrals.models import Referral
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

LATER = NOW + timedelta(hours=3)
URGENT = "red-urgent-meeting"


def open_rules(person: Person | None) -> set[str]:
    return set(Duty.objects.open().filter(person=person).values_list("rule", flat=True))


def known(cast: Cast, level: Level = Level.GREEN) -> Person:
    return on_register(cast.area, by=cast.team, level=level)


def referred(cast: Cast, person: Person, level: Level = Level.RED) -> Referral:
    return given.sent(
        cast, level=level, nhs_number=person.nhs_number, family_name=person.family_name
    )


@pytest.mark.parametrize("before", [Level.GREEN, Level.RED])
def test_another_rating_ends_no_duty_that_a_waiting_red_referral_asks_for(
    cast: Cast, before: Level
) -> None:
    person = known(cast, before)
    referred(cast, person)
    register.rate(person=person, level=Level.GREEN, reason="Routine", by=cast.team, at=LATER)
    assert URGENT in open_rules(person)
    assert "red-cetr" not in open_rules(person)
    assert duties.compare(at=LATER) == []


@pytest.mark.parametrize("decision", ["accept", "decline", "withdraw"])
def test_triage_ends_what_only_the_referral_asked_for(cast: Cast, decision: str) -> None:
    person = known(cast)
    referral = referred(cast, person)
    verbs: dict[str, Any] = {
        "accept": lambda: workflow.accept(
            referral=referral, level=Level.GREEN, reason="Safe", by=cast.team, at=LATER
        ),
        "decline": lambda: workflow.decline(
            referral=referral, advice="Ask again", by=cast.team, at=LATER
        ),
        "withdraw": lambda: workflow.withdraw(
            referral=referral, reason="In error", by=cast.lead, at=LATER
        ),
    }
    verbs[decision]()
    assert URGENT not in open_rules(person)
    assert "rating-review-green" in open_rules(person)
    ended = Duty.objects.get(person=person, rule=URGENT)
    assert (ended.status, ended.reason) == ("cancelled", "The referral has been decided.")
    assert duties.compare(at=LATER) == []


def test_accepting_as_red_keeps_the_duty(cast: Cast) -> None:
    referral = given.sent(cast, level=Level.RED)
    due = Duty.objects.get(rule=URGENT).due_on
    workflow.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    assert Duty.objects.open().get(rule=URGENT).due_on == due


def test_declining_one_referral_ends_nothing_that_another_asks_for(cast: Cast) -> None:
    number = next(given.NUMBERS)
    red = given.sent(cast, nhs_number=number, level=Level.RED)
    green = given.sent(cast, nhs_number=number, level=Level.GREEN)
    workflow.decline(referral=green, advice="Ask again", by=cast.team, at=LATER)
    assert URGENT in open_rules(red.person)
    workflow.decline(referral=red, advice="Ask again", by=cast.team, at=LATER)
    assert open_rules(red.person) == {"referral-outcome", "referral-outcome-red"}
