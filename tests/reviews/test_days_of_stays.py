"""Visits lie within their stay, whatever is corrected about it afterwards.

Reviews hold no stay to its days: they follow it (`test_follow_stays`).
"""

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
from tests.reviews.test_record_review import admit

ADMITTED, HAPPENED = date(2026, 11, 2), date(2026, 11, 12)


def stay_with_visit(cast: Cast) -> InpatientStay:
    """Return a stay with a visit on the day `HAPPENED`."""
    person = on_register(cast.area, by=cast.team)
    admit(cast, person, on=ADMITTED)
    stay = person.stays.get()
    details = VisitDetails(saw_person=True, account="Spoke with him")
    workflow.record_visit(stay=stay, on=HAPPENED, details=details, by=cast.commissioner, at=NOW)
    return stay


def discharge(cast: Cast, stay: InpatientStay, day: date) -> Any:
    return register.discharge(
        stay=stay, discharged_on=day, destination="Home", level=Level.RED, reason="Out",
        by=cast.team, at=NOW,
    )  # fmt: skip


def test_nobody_is_discharged_before_a_visit(cast: Cast) -> None:
    stay = stay_with_visit(cast)
    with pytest.raises(RuleBroken, match="before something") as refused:
        discharge(cast, stay, date(2026, 11, 11))
    assert refused.value.field == "discharged_on"
    assert discharge(cast, stay, HAPPENED).discharged_on == HAPPENED


def test_nobody_is_admitted_after_a_visit_of_the_stay(cast: Cast) -> None:
    stay = stay_with_visit(cast)
    with pytest.raises(RuleBroken, match="after something") as refused:
        correct(cast, stay, admitted_on=date(2026, 11, 13))
    assert refused.value.field == "admitted_on"
    assert correct(cast, stay, admitted_on=HAPPENED).admitted_on == HAPPENED


def test_a_discharge_is_not_put_right_to_a_day_before_a_visit(cast: Cast) -> None:
    stay = discharge(cast, stay_with_visit(cast), date(2026, 11, 20))
    with pytest.raises(RuleBroken, match="before something") as refused:
        correct(cast, stay, discharged_on=date(2026, 11, 11))
    assert refused.value.field == "discharged_on"
    assert correct(cast, stay, discharged_on=HAPPENED).discharged_on == HAPPENED
