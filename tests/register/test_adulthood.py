"""Turning 18 ends nothing by itself, and partners are confirmed while there are some."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.errors import RuleBroken
from core.models import AuditEvent
from register import rules, workflow
from register.models import AdultDecision, Entry, Person
from register.rules import AdultOutcome, ClosureReason, Level
from tests.conftest import Cast
from tests.factories import NOW, on_register

CHILDHOOD = datetime(2025, 3, 3, 10, tzinfo=UTC)


def young(cast: Cast, birth_date: date = date(2008, 5, 17)) -> Person:
    return on_register(
        cast.area, by=cast.team, level=Level.GREEN, at=CHILDHOOD, birth_date=birth_date
    )


def close(cast: Cast, person: Person, reason: ClosureReason) -> Entry:
    return workflow.close(person=person, reason=reason, by=cast.team, at=NOW)


def decide(
    cast: Cast, person: Person, outcome: AdultOutcome, reason: str = "Agreed", at: datetime = NOW
) -> Any:
    return workflow.decide_adulthood(
        person=person, outcome=outcome, reason=reason, by=cast.team, at=at
    )


@pytest.mark.parametrize(
    "reason", [ClosureReason.AGED_OUT, ClosureReason.STEPPED_DOWN, ClosureReason.NOT_ELIGIBLE]
)
def test_somebody_who_turned_18_leaves_only_by_the_adult_decision(
    cast: Cast, reason: ClosureReason
) -> None:
    person = young(cast)
    with pytest.raises(RuleBroken, match="Record the adult decision first"):
        close(cast, person, reason)
    decide(cast, person, AdultOutcome.STAYS)
    with pytest.raises(RuleBroken, match="Record the adult decision first"):
        close(cast, person, reason)
    later = NOW + timedelta(minutes=5)
    decide(cast, person, AdultOutcome.LEAVES, "Adult services took over", at=later)
    assert close(cast, person, reason).closure_reason == reason


def test_nobody_under_18_ages_out(cast: Cast) -> None:
    person = young(cast, birth_date=date(2008, 11, 24))  # 18 tomorrow
    decide(cast, person, AdultOutcome.LEAVES)
    with pytest.raises(RuleBroken, match="not 18 yet") as broken:
        close(cast, person, ClosureReason.AGED_OUT)
    assert broken.value.field == "reason"
    assert Entry.objects.open().exists()


def test_somebody_who_came_as_an_adult_neither_ages_out_nor_waits_for_a_decision(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    with pytest.raises(RuleBroken, match="as an adult"):
        close(cast, person, ClosureReason.AGED_OUT)
    with pytest.raises(RuleBroken, match="as an adult"):
        decide(cast, person, AdultOutcome.LEAVES)
    assert close(cast, person, ClosureReason.STEPPED_DOWN).closed_at


def test_moving_away_and_dying_wait_for_no_decision(cast: Cast) -> None:
    assert close(cast, young(cast), ClosureReason.MOVED_AWAY).closed_at
    assert close(cast, young(cast), ClosureReason.DIED).closed_at


def test_the_decision_waits_for_the_17th_birthday_and_a_reason(cast: Cast) -> None:
    person = young(cast, birth_date=date(2009, 11, 24))  # 17 tomorrow
    with pytest.raises(RuleBroken, match="17th birthday"):
        decide(cast, person, AdultOutcome.STAYS)
    person = young(cast, birth_date=date(2009, 11, 23))
    with pytest.raises(RuleBroken, match="reason"):
        decide(cast, person, AdultOutcome.STAYS, " ")
    decide(cast, person, AdultOutcome.STAYS)
    decide(cast, person, AdultOutcome.STAYS)
    assert AdultDecision.objects.count() == 1
    assert AuditEvent.objects.filter(kind="register.adulthood_decided").count() == 1


def test_born_on_29_february_somebody_is_18_on_1_march() -> None:
    asked = {
        "reason": ClosureReason.AGED_OUT,
        "birth_date": date(2008, 2, 29),
        "opened_on": date(2025, 1, 1),
        "decided": AdultOutcome.LEAVES,
    }
    with pytest.raises(RuleBroken, match="not 18 yet"):
        rules.check_closure_at_18(**asked, on=date(2026, 2, 28))
    rules.check_closure_at_18(**asked, on=date(2026, 3, 1))


def test_partners_are_confirmed_only_where_somebody_would_come(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken, match="No one is named"):
        workflow.confirm_partners(person=person, by=cast.team, at=NOW)
    workflow.name_partner(
        person=person, name="Una", part="Nurse", attends_cetr=True, by=cast.team, at=NOW
    )
    assert (
        workflow.confirm_partners(person=person, by=cast.lead, at=NOW).partners_confirmed_at == NOW
    )
    told = AuditEvent.objects.get(kind="register.partners_confirmed").facts
    assert told["partners"] == 1
