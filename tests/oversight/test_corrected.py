"""A month that was over says so when a stay of it was put right afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import time_machine

from register import workflow
from register.models import InpatientStay
from register.rules import Cause, ClosureReason, Level, Reopening
from reviews import workflow as reviews
from reviews.details import VisitDetails
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission
from tests.register.test_correct_stay import as_it_is
from tests.reviews.given import consents

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
    assert "September 2026 (1 record)" in page.content.decode()
    hidden = figures(sign_in, cast, "?numbers=hidden").content.decode()
    assert "September 2026" in hidden
    assert "(1 record)" not in hidden


def test_a_stay_put_right_within_its_month_changes_nothing_that_was_reported(
    cast: Cast, sign_in: Any
) -> None:
    stay = admitted(cast, date(2026, 11, 5))
    workflow.strike_out(
        person=stay.person, kind="stay", fact_id=stay.pk, cause=Cause.MISTAKE, reason="Twice",
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert figures(sign_in, cast).context["found"].corrected == ()


def test_a_month_whose_stay_was_put_right_in_its_days_says_so(
    cast: Cast, sign_in: Any, clock: time_machine.Traveller
) -> None:
    stay = admitted(cast, date(2026, 9, 5))
    details = replace(as_it_is(stay), admitted_on=date(2026, 10, 5))
    workflow.correct_stay(
        why="Read wrong", stay=stay, details=details, version=stay.version, by=cast.team, at=LATER
    )
    clock.move_to(LATER)
    assert figures(sign_in, cast).context["found"].corrected == (
        ("September 2026", 1), ("October 2026", 1),
    )  # fmt: skip


def test_a_month_in_which_a_closing_in_error_had_ended_a_stay_says_so(
    cast: Cast, sign_in: Any, clock: time_machine.Traveller
) -> None:
    stay = admitted(cast, date(2026, 9, 5))
    consents(cast, stay.person)
    died_on = date(2026, 10, 20)
    entry = workflow.close(
        person=stay.person, reason=ClosureReason.DIED, died_on=died_on, by=cast.team, at=NOW
    )
    workflow.reopen(entry=entry, how=Reopening.ERROR, words="Another Robin", by=cast.team, at=LATER)
    clock.move_to(LATER)
    assert figures(sign_in, cast).context["found"].corrected[-1] == ("October 2026", 1)


def test_a_month_whose_visit_or_review_was_struck_out_says_so(
    cast: Cast, sign_in: Any, clock: time_machine.Traveller
) -> None:
    stay = admitted(cast, date(2026, 9, 5))
    visit = reviews.record_visit(
        stay=stay, on=date(2026, 10, 1), by=cast.commissioner, at=NOW,
        details=VisitDetails(saw_person=True, account="Seen on the ward."),
    )  # fmt: skip
    workflow.strike_out(
        person=stay.person, kind="visit", fact_id=visit.pk, cause=Cause.MISTAKE,
        reason="Another ward", by=cast.team, at=LATER,
    )  # fmt: skip
    clock.move_to(LATER)
    page = figures(sign_in, cast)
    assert page.context["found"].corrected == (("October 2026", 1),)
    assert "October 2026 (1 record)" in page.content.decode()


def test_months_of_a_stay_that_nobody_had_known_of_say_so(
    cast: Cast, sign_in: Any, clock: time_machine.Traveller
) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.record_earlier_stay(
        person=person, details=admission(cast, admitted_on=date(2026, 8, 5)), by=cast.team,
        discharged_on=date(2026, 9, 20), destination="Home", at=LATER,
    )  # fmt: skip
    clock.move_to(LATER)
    assert figures(sign_in, cast).context["found"].corrected == (
        ("August 2026", 1), ("September 2026", 1),
    )  # fmt: skip


def test_a_look_back_says_that_a_rating_known_before_the_admission_was_put_right_since(
    cast: Cast, sign_in: Any, clock: time_machine.Traveller
) -> None:
    person = on_register(cast.area, by=cast.team, at=NOW - timedelta(days=90))
    wrong = workflow.rate(
        person=person, level=Level.RED, reason="Slip", by=cast.team, at=NOW - timedelta(days=60)
    )
    details = admission(cast, admitted_on=NOW.date() - timedelta(days=10))
    workflow.admit(person=person, details=details, by=cast.team, at=NOW)
    address = "/oversight/look-back/"
    clock.move_to(LATER)
    assert "Corrected since" not in sign_in(cast.team).get(address).content.decode()
    workflow.strike_out(
        person=person, kind="rating", fact_id=wrong.pk, cause=Cause.MISTAKE, reason="A slip",
        by=cast.team, at=LATER,
    )  # fmt: skip
    page = sign_in(cast.team).get(address).content.decode()
    assert "For 1 admission, something recorded before" in page
    assert page.count("Corrected since") == 1
