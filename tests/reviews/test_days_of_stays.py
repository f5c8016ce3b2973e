"""Visits and reviews lie within their stay, whatever is corrected about it afterwards."""

from datetime import date
from typing import Any

import pytest

from core.errors import RuleBroken
from register import workflow as register
from register.models import InpatientStay
from register.rules import Level
from reviews import workflow
from reviews.details import VisitDetails
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.test_correct_stay import correct
from tests.reviews.given import held
from tests.reviews.test_record_review import admit

ADMITTED, HAPPENED = date(2026, 11, 2), date(2026, 11, 12)


def stay_with(cast: Cast, what: str) -> InpatientStay:
    """Return a stay during which a "visit" or a "review" took place on the day `HAPPENED`."""
    person = on_register(cast.area, by=cast.team)
    admit(cast, person, on=ADMITTED)
    stay = person.stays.get()
    if what == "review":
        held(cast, person, held_on=HAPPENED)
    else:
        details = VisitDetails(saw_person=True, account="Spoke with him")
        workflow.record_visit(stay=stay, on=HAPPENED, details=details, by=cast.commissioner, at=NOW)
    return stay


def discharge(cast: Cast, stay: InpatientStay, day: date) -> Any:
    return register.discharge(
        stay=stay, discharged_on=day, destination="Home", level=Level.RED, reason="Out",
        by=cast.team, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("what", ["visit", "review"])
def test_nobody_is_discharged_before_a_visit_or_a_review(cast: Cast, what: str) -> None:
    stay = stay_with(cast, what)
    with pytest.raises(RuleBroken, match="before something") as refused:
        discharge(cast, stay, date(2026, 11, 11))
    assert refused.value.field == "discharged_on"
    assert discharge(cast, stay, HAPPENED).discharged_on == HAPPENED


@pytest.mark.parametrize("what", ["visit", "review"])
def test_nobody_is_admitted_after_a_visit_or_a_review_of_the_stay(cast: Cast, what: str) -> None:
    stay = stay_with(cast, what)
    with pytest.raises(RuleBroken, match="after something") as refused:
        correct(cast, stay, admitted_on=date(2026, 11, 13))
    assert refused.value.field == "admitted_on"
    assert correct(cast, stay, admitted_on=HAPPENED).admitted_on == HAPPENED
