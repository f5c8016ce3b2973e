"""A month that was over says so when a stay of it was put right afterwards."""

from datetime import date, timedelta
from typing import Any

import time_machine

from register import workflow
from register.models import InpatientStay
from register.rules import Cause
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission

LATER = NOW + timedelta(days=20)


def figures(sign_in: Any, cast: Cast, query: str = "") -> Any:
    return sign_in(cast.commissioner).get(f"/oversight/figures/{query}")


def admitted(cast: Cast, on: date) -> InpatientStay:
    person = on_register(cast.area, by=cast.team)
    details = admission(cast, admitted_on=on)
    return workflow.admit(person=person, details=details, by=cast.team, at=NOW)


def strike(cast: Cast, stay: InpatientStay) -> None:
    workflow.strike_out(
        person=stay.person, kind="stay", fact_id=stay.pk, cause=Cause.MISTAKE,
        reason="Recorded on the wrong person", by=cast.team, at=LATER,
    )  # fmt: skip


def test_a_month_that_lost_a_stay_after_it_was_over_says_so(
    cast: Cast, sign_in: Any, clock: time_machine.Traveller
) -> None:
    first, _, third = (admitted(cast, date(2026, month, 5)) for month in (9, 10, 11))
    strike(cast, first)
    strike(cast, third)
    clock.move_to(LATER)
    page = figures(sign_in, cast)
    assert page.context["found"].corrected == (("September 2026", 1), ("November 2026", 1))
    assert "September 2026 (1 stay)" in page.content.decode()
    hidden = figures(sign_in, cast, "?numbers=hidden").content.decode()
    assert "September 2026" in hidden
    assert "(1 stay)" not in hidden


def test_a_stay_put_right_within_its_month_changes_nothing_that_was_reported(
    cast: Cast, sign_in: Any
) -> None:
    stay = admitted(cast, date(2026, 11, 5))
    workflow.strike_out(
        person=stay.person, kind="stay", fact_id=stay.pk, cause=Cause.MISTAKE, reason="Twice",
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert figures(sign_in, cast).context["found"].corrected == ()
