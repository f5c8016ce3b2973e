"""Figures over time and look-backs, as a commissioner and the DSR team see them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions import workflow as actions
from core import history
from core.models import ReadLog
from duties.models import Duty
from duties.rules import DutyStatus
from oversight.look_back import look_back
from oversight.measures import Share
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import Level
from reviews import workflow as reviews
from reviews.details import VisitDetails
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register


def _admit(cast: Cast, person: Person, on: date, *, at: datetime = NOW) -> InpatientStay:
    details = register.AdmissionDetails(
        hospital=OrganisationFactory(kind="hospital"),
        commissioner=cast.commissioning,
        admitted_on=on,
        security="non_secure",
        legal_status="s3",
        planned=False,
    )
    return register.admit(person=person, details=details, by=cast.team, at=at)


def _charts(page: Any) -> dict[str, Any]:
    return {one.ident: one for one in page.context["found"].charts}


def test_the_figures_count_admissions_and_discharges_of_ones_own_only(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    stay = _admit(cast, person, date(2026, 11, 2))
    register.discharge(
        stay=stay, discharged_on=date(2026, 11, 20), destination="Home", level=Level.RED,
        reason="Home again", by=cast.team, at=NOW,
    )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        mine = _charts(sign_in(cast.commissioner).get("/oversight/figures/"))
        theirs = _charts(sign_in(cast.other_commissioner).get("/oversight/figures/"))
        teams = _charts(sign_in(cast.team).get("/oversight/figures/"))
    assert [one.values[-1] for one in mine["movements"].series] == [1, 1]
    assert mine["length"].series[0].values[-1] == 18
    assert [one.values[-1] for one in theirs["movements"].series] == [0, 0]
    assert [one.values[-1] for one in teams["movements"].series] == [1, 1]


def test_small_numbers_can_be_hidden_before_figures_leave(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    _admit(cast, person, date(2026, 11, 2))
    page = sign_in(cast.commissioner).get("/oversight/figures/?numbers=hidden")
    assert all(one.is_empty for one in _charts(page).values())
    assert "fewer than 5" in page.content.decode()


def test_a_visit_recorded_late_but_held_by_its_date_counts_as_on_time(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    stay = _admit(cast, person, date(2026, 8, 3), at=NOW - timedelta(days=100))
    seen = VisitDetails(saw_person=True, account="Seen on the ward.")
    with time_machine.travel(NOW, tick=False):
        client = sign_in(cast.commissioner)
        before = _charts(client.get("/oversight/figures/"))["on-time"].series[0]
        assert [one for one in before.values if one is not None] == [0]
        reviews.record_visit(
            stay=stay, on=date(2026, 9, 10), details=seen, by=cast.commissioner, at=NOW
        )
        after = _charts(client.get("/oversight/figures/"))["on-time"].series[0]
    assert 100 in after.values


def test_the_words_for_a_median_are_true_where_stays_are_equally_long(
    cast: Cast, sign_in: Any
) -> None:
    left = date(2026, 11, 20)
    for days in (132, 198, 198):
        person = on_register(cast.area, by=cast.team, level=Level.AMBER)
        stay = _admit(cast, person, left - timedelta(days=days))
        register.discharge(
            stay=stay, discharged_on=left, destination="Home", level=Level.AMBER,
            reason="Home again", by=cast.team, at=NOW,
        )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        page = sign_in(cast.commissioner).get("/oversight/figures/")
    chart = _charts(page)["length"]
    assert chart.reading == (
        "The longest median was 198 days, in Oct-Dec 26. Of the 3 stays that ended in it, at least "
        "half were 198 days or shorter."
    )
    assert chart.rows[-1] == ["Oct-Dec 26", "198 (3 stays)"]
    assert "longer than" not in page.content.decode()


def test_every_figure_says_what_it_counts(cast: Cast, sign_in: Any) -> None:
    page = sign_in(cast.commissioner).get("/oversight/figures/")
    for chart in _charts(page).values():
        assert chart.definition
        assert chart.definition.split(".")[0] in page.content.decode()


def test_a_look_back_says_what_was_known_and_what_was_due_and_not_done(cast: Cast) -> None:
    long_ago = NOW - timedelta(days=90)
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=long_ago)
    actions.agree(
        person=person, description="Ring the family", owner=cast.lead,
        due_on=(NOW - timedelta(days=60)).date(), by=cast.team, at=long_ago,
    )  # fmt: skip
    register.rate(
        person=person, level=Level.RED, reason="Much worse", by=cast.team,
        at=NOW - timedelta(days=10),
    )  # fmt: skip
    stay = _admit(cast, person, NOW.date())
    [found] = look_back([stay])
    assert found.on_register
    assert found.level == Level.GREEN
    assert found.rating_age == 62
    assert found.level_at_admission == Level.RED
    assert found.discussed_on is None
    assert found.review_on is None
    assert "Ring the family" in [one.words for one in found.missed]
    assert all(one.due_on < stay.admitted_on for one in found.missed)


def _overdue(missed: Any) -> list[str]:
    return [one.words for one in missed]


def test_what_was_overdue_28_days_before_is_not_what_was_overdue_when_admitted(
    cast: Cast, sign_in: Any
) -> None:
    long_ago = NOW - timedelta(days=90)
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=long_ago)
    for words, days in (("Overdue then", 29), ("Due on the day", 28), ("Overdue since", 1)):
        actions.agree(
            person=person, description=words, owner=cast.lead,
            due_on=(NOW - timedelta(days=days)).date(), by=cast.team, at=long_ago,
        )  # fmt: skip
    actions.agree(
        person=person, description="Due that day", owner=cast.lead, due_on=NOW.date(),
        by=cast.team, at=long_ago,
    )  # fmt: skip
    [found] = look_back([_admit(cast, person, NOW.date())])
    then, admitted = _overdue(found.overdue_then), _overdue(found.missed)
    assert "Overdue then" in then
    assert not {"Due on the day", "Overdue since"} & set(then)
    assert {"Overdue then", "Due on the day", "Overdue since"} <= set(admitted)
    assert "Due that day" not in admitted


def test_what_was_agreed_or_done_later_does_not_change_what_was_overdue_then(cast: Cast) -> None:
    long_ago, then = NOW - timedelta(days=90), NOW - timedelta(days=28)
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=long_ago)
    before = (then - timedelta(days=5)).date()
    moved, done, sooner = (
        actions.agree(
            person=person, description=words, owner=cast.lead, due_on=before, by=cast.team,
            at=long_ago,
        )
        for words in ("Moved since", "Done since", "Done before")
    )  # fmt: skip
    actions.mark_done(
        action=sooner, evidence="Rung", by=cast.lead, at=then - timedelta(days=6)
    )  # fmt: skip
    actions.mark_done(action=done, evidence="Rung", by=cast.lead, at=then + timedelta(days=3))
    actions.extend(
        action=moved, due_on=(NOW + timedelta(days=30)).date(), reason="Not yet", by=cast.team,
        at=then + timedelta(days=3),
    )  # fmt: skip
    [found] = look_back([_admit(cast, person, NOW.date())])
    assert {"Moved since", "Done since"} <= set(_overdue(found.overdue_then))
    assert "Done before" not in _overdue(found.overdue_then)
    assert not {"Moved since", "Done since", "Done before"} & set(_overdue(found.missed))


def test_a_duty_counts_as_done_from_the_day_on_which_it_was_done(cast: Cast) -> None:
    long_ago = NOW - timedelta(days=90)
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=long_ago)
    duty = Duty.objects.open().filter(person=person, due_on__isnull=False).earliest("due_on")
    assert duty.due_on is not None
    stay = _admit(cast, person, NOW.date())
    duty.due_on, duty.late_from = NOW.date() - timedelta(days=60), NOW.date() - timedelta(days=59)
    duty.status, duty.reason, duty.ended_at = DutyStatus.MET, "", NOW
    duty.ended_on = NOW.date() - timedelta(days=28)
    history.save(duty, by=None, at=NOW)
    [found] = look_back([stay])
    assert duty.title not in _overdue(found.overdue_then)
    duty.ended_on = NOW.date() - timedelta(days=27)
    history.save(duty, by=None, at=NOW)
    [found] = look_back([stay])
    assert duty.title in _overdue(found.overdue_then)
    assert duty.title not in _overdue(found.missed)


def test_the_look_backs_say_of_both_days_how_many_had_something_overdue(
    cast: Cast, sign_in: Any
) -> None:
    long_ago = NOW - timedelta(days=50)
    for days in (40, 20):
        person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=long_ago)
        Duty.objects.filter(person=person).delete()
        actions.agree(
            person=person, description="Ring the family", owner=cast.lead,
            due_on=(NOW - timedelta(days=days)).date(), by=cast.team, at=long_ago,
        )  # fmt: skip
        _admit(cast, person, NOW.date())
    Duty.objects.all().delete()
    with time_machine.travel(NOW, tick=False):
        page = sign_in(cast.commissioner).get("/oversight/look-back/")
    found = page.context["summary"]
    assert (found.overdue_then, found.something_missed) == (Share(1, 2), Share(2, 2))
    words = page.content.decode()
    assert "something was overdue on the day 28 days before" in words
    assert "something was overdue when admitted" in words


def test_somebody_who_came_to_the_register_later_was_not_known_then(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, at=NOW - timedelta(days=3))
    [found] = look_back([_admit(cast, person, NOW.date())])
    assert not found.on_register
    assert found.level is None


def test_what_was_done_in_time_was_not_missed(cast: Cast) -> None:
    long_ago = NOW - timedelta(days=90)
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=long_ago)
    action = actions.agree(
        person=person, description="Ring the family", owner=cast.lead,
        due_on=(NOW - timedelta(days=60)).date(), by=cast.team, at=long_ago,
    )  # fmt: skip
    actions.mark_done(action=action, evidence="Rung", by=cast.lead, at=NOW - timedelta(days=61))
    [found] = look_back([_admit(cast, person, NOW.date())])
    assert "Ring the family" not in [one.words for one in found.missed]


def test_looking_back_is_logged_for_whom_it_names_and_no_action_is_read_by_a_commissioner(
    cast: Cast, sign_in: Any
) -> None:
    long_ago = NOW - timedelta(days=90)
    person = on_register(
        cast.area, by=cast.team, level=Level.GREEN, at=long_ago, family_name="Alderbeck"
    )
    actions.agree(
        person=person, description="Canary action", owner=cast.lead,
        due_on=(NOW - timedelta(days=60)).date(), by=cast.team, at=long_ago,
    )  # fmt: skip
    _admit(cast, person, NOW.date())
    with time_machine.travel(NOW, tick=False):
        page = sign_in(cast.commissioner).get("/oversight/look-back/").content.decode()
        assert "Alderbeck" in page
        assert "An action that was agreed" in page
        assert "Canary" not in page
        assert ReadLog.objects.latest("id").persons == [person.pk]
        assert "Canary action" in sign_in(cast.team).get("/oversight/look-back/").content.decode()
        other = sign_in(cast.other_commissioner).get("/oversight/look-back/").content.decode()
    assert "Alderbeck" not in other
    assert "No admission in this period" in other


@pytest.mark.parametrize("address", ["/oversight/figures/", "/oversight/look-back/"])
def test_figures_take_as_many_queries_for_many_as_for_few(
    cast: Cast, sign_in: Any, address: str
) -> None:
    def count() -> int:
        client = sign_in(cast.commissioner)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    _admit(cast, on_register(cast.area, by=cast.team, level=Level.AMBER), date(2026, 11, 1))
    few = count()
    for _ in range(6):
        _admit(cast, on_register(cast.area, by=cast.team, level=Level.AMBER), date(2026, 11, 1))
    assert count() == few <= 20


def test_somebody_on_extended_leave_is_left_out_of_those_in_hospital(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    stay = _admit(cast, person, date(2026, 11, 2))
    register.start_leave(stay=stay, started_on=date(2026, 11, 10), note="", by=cast.team, at=NOW)
    with time_machine.travel(NOW, tick=False):
        page = sign_in(cast.commissioner).get("/oversight/figures/")
    assert _charts(page)["inpatients"].series[0].values[-1] == 0


def test_a_visit_missed_before_the_discharge_stays_missed(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    stay = _admit(cast, person, date(2026, 8, 3), at=NOW - timedelta(days=100))
    register.discharge(
        stay=stay, discharged_on=date(2026, 11, 20), destination="Home", level=Level.RED,
        reason="Home again", by=cast.team, at=NOW,
    )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        page = sign_in(cast.commissioner).get("/oversight/figures/")
    visits = _charts(page)["on-time"].series[0]
    assert [one for one in visits.values if one is not None] == [0]
