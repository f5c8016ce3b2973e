"""A lawful basis is asked for again in time: at 16, at 18, on its own day, after twelve months."""

from datetime import date, timedelta

import pytest

from consent import workflow
from consent.details import BasisDetails
from consent.rules import Basis
from duties.models import Duty
from tests.conftest import Cast
from tests.consent import details as a
from tests.factories import NOW, on_register

ADULT = date(1990, 5, 17)


@pytest.mark.parametrize(
    ("born", "details", "due"),
    [
        (ADULT, a.decision(), date(2027, 11, 20)),
        (date(2011, 1, 5), a.decision(basis=Basis.GILLICK, child=a.child()), date(2027, 1, 5)),
        (date(2009, 2, 28), a.decision(), date(2027, 2, 28)),
        (
            ADULT,
            a.in_best_interests(capacity=a.capacity(fluctuating=True)),
            date(2027, 2, 20),
        ),
        (ADULT, a.decision(review_on=date(2027, 1, 11)), date(2027, 1, 11)),
    ],
)
def test_the_duty_to_ask_again_falls_due_on_the_day_that_the_decision_lapses(
    cast: Cast, born: date, details: BasisDetails, due: date
) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=born)
    made = workflow.record(person=person, details=details, by=cast.lead, at=NOW)
    duty = Duty.objects.open().get(person=person, rule="consent-refresh")
    assert duty.due_on == due == made.review_on
    assert not duty.is_overdue(due)
    assert duty.is_overdue(due + timedelta(days=1))


def test_asking_again_meets_the_duty_and_raises_the_next(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    again = a.decision(decided_on=date(2027, 6, 1))
    at = NOW.replace(year=2027, month=6, day=1)
    workflow.record(person=person, details=again, by=cast.lead, at=at)
    duties = Duty.objects.filter(person=person, rule="consent-refresh")
    assert [one.due_on for one in duties.open()] == [date(2028, 6, 1)]
    assert duties.get(status="met").due_on == date(2027, 11, 20)
