"""What stood on the days of a stay, however late it is recorded."""

from datetime import timedelta

from register import workflow
from register.models import InpatientStay
from register.rules import ClosureReason, Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import stay_of
from tests.register.test_correct_stay import correct

DAY = timedelta(days=1)


def admitted_late(cast: Cast, *, days_ago: int) -> InpatientStay:
    """Return a stay of somebody rated RED when it began and AMBER five days ago, told today."""
    person = on_register(cast.area, by=cast.team, level=Level.RED, at=NOW - 20 * DAY)
    workflow.rate(person=person, level=Level.AMBER, reason="Calmer", by=cast.team, at=NOW - 5 * DAY)
    return stay_of(cast, person, admitted_on=NOW.date() - days_ago * DAY)


def test_an_admission_recorded_late_keeps_the_rating_of_its_own_day(cast: Cast) -> None:
    assert admitted_late(cast, days_ago=10).level_at_admission == Level.RED
    assert admitted_late(cast, days_ago=5).level_at_admission == Level.AMBER
    assert admitted_late(cast, days_ago=0).level_at_admission == Level.AMBER


def test_nobody_is_given_a_rating_from_before_they_were_on_the_register(cast: Cast) -> None:
    stay = admitted_late(cast, days_ago=30)
    assert (stay.level_at_admission, stay.on_register_before) == ("", False)


def test_a_corrected_day_of_admission_takes_the_rating_of_that_day(cast: Cast) -> None:
    stay = admitted_late(cast, days_ago=3)
    assert correct(cast, stay, admitted_on=NOW.date() - 10 * DAY).level_at_admission == Level.RED


def test_a_rating_from_an_entry_that_had_ended_is_none(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=NOW - 20 * DAY)
    reason = ClosureReason.MOVED_AWAY
    workflow.close(person=person, reason=reason, by=cast.team, at=NOW - 15 * DAY)
    workflow.enter(person=person, level=Level.RED, reason="Back", by=cast.team, at=NOW)
    assert stay_of(cast, person, admitted_on=NOW.date() - 10 * DAY).level_at_admission == ""
