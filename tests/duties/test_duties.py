"""Duties: what an event raises, meets and ends, and what stays as it was."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from core import events
from core.errors import RuleBroken
from core.models import AuditEvent
from duties import hooks
from duties import workflow as duties
from duties.life import MeetingDay
from duties.models import Duty
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason, LegalStatus, Level, Security
from reviews import workflow as reviews
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register
from tests.reviews.test_record_review import HELD

CHILD = date(2012, 3, 1)


def open_rules(person: Person) -> set[str]:
    return set(Duty.objects.open().filter(person=person).values_list("rule", flat=True))


def rate(cast: Cast, person: Person, level: Level, at: datetime) -> None:
    register.rate(person=person, level=level, reason="As discussed", by=cast.team, at=at)


def admit(cast: Cast, person: Person, at: datetime = NOW) -> None:
    details = register.AdmissionDetails(
        hospital=OrganisationFactory(),
        commissioner=cast.commissioning,
        admitted_on=at.date(),
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_3,
        planned=False,
    )
    register.admit(person=person, details=details, by=cast.team, at=at)


def test_red_asks_for_a_meeting_a_review_and_for_the_young_a_keyworker(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, birth_date=CHILD)
    assert open_rules(person) >= {"red-urgent-meeting", "red-cetr", "red-keyworker"}
    duty = Duty.objects.get(rule="red-cetr")
    assert duty.title == "A CETR must take place"
    assert duty.due_on == date(2026, 12, 7)
    assert duty.certainty == "U"
    assert len(duty.rule_version) == 12


def test_an_adult_of_40_gets_no_keyworker_duty(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, birth_date=date(1986, 1, 1))
    assert "red-keyworker" not in open_rules(person)


def test_a_duty_is_in_the_audit_trail_with_its_rule_and_date(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    told = AuditEvent.objects.filter(kind="duties.worked_out").last()
    assert told is not None
    assert told.facts["because_of"] == "register.rated"
    assert "red-cetr:2026-12-07" in told.facts["raise"]


def test_red_again_keeps_the_earlier_date(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    rate(cast, person, Level.RED, NOW + timedelta(days=3))
    assert Duty.objects.get(rule="red-cetr").due_on == date(2026, 12, 7)


def test_a_new_rating_meets_the_review_of_the_one_before(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    rate(cast, person, Level.RED, NOW + timedelta(days=3))
    statuses = list(
        Duty.objects.filter(rule="rating-review-red").order_by("raised_at").values_list("status")
    )
    assert statuses == [("met",), ("open",)]


def test_what_only_red_asks_for_ends_with_red_and_says_why(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    rate(cast, person, Level.GREEN, NOW + timedelta(hours=1))
    duty = Duty.objects.get(rule="red-urgent-meeting")
    assert (duty.status, duty.reason) == ("cancelled", "The rating is now GREEN.")
    assert open_rules(person) == {"green-partners", "rating-review-green"}


def test_naming_a_partner_meets_the_duty_of_green(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    register.name_partner(
        person=person, name="Sam", part="Nurse", by=cast.team, at=NOW, attends_cetr=True
    )
    assert Duty.objects.get(rule="green-partners").status == "met"


def test_an_adult_in_hospital_is_visited_in_56_days_and_reviewed_in_28(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    visit = Duty.objects.get(rule="oversight-visit-adult")
    assert visit.due_on == date(2027, 1, 18)
    assert Duty.objects.get(rule="post-admission-ctr").due_on == date(2026, 12, 20)
    assert list(Duty.objects.visits()) == [visit]


def test_a_child_in_hospital_is_visited_in_42_days_and_reviewed_in_14(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=CHILD)
    admit(cast, person)
    assert Duty.objects.get(rule="oversight-visit-child").due_on == date(2027, 1, 4)
    assert Duty.objects.get(rule="post-admission-cetr").due_on == date(2026, 12, 6)


def test_discharge_ends_what_only_hospital_asks_for(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    later = NOW + timedelta(days=2)
    with time_machine.travel(later, tick=False):
        register.discharge(
            stay=person.stays.get(),
            discharged_on=later.date(),
            destination="Home",
            level=Level.RED,
            reason="High risk after discharge",
            by=cast.team,
            at=later,
        )
    assert not Duty.objects.visits().open().exists()
    assert Duty.objects.get(rule="post-admission-ctr").reason == "Discharged from hospital."
    assert not Duty.objects.filter(rule="discharge-new-rating").exists()
    assert "discharge-red-floor" in open_rules(person)


def test_a_floor_is_never_overdue(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    register.discharge(
        stay=person.stays.get(), discharged_on=NOW.date(), destination="Home", level=Level.RED,
        reason="High risk", by=cast.team, at=NOW,
    )  # fmt: skip
    overdue = Duty.objects.overdue(date(2027, 12, 1)).values_list("rule", flat=True)
    assert "discharge-red-floor" not in overdue
    assert "discharge-contact" in overdue


def test_leaving_the_register_ends_every_duty(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    register.close(person=person, reason=ClosureReason.STEPPED_DOWN, by=cast.team, at=NOW)
    assert open_rules(person) == set()


def test_statute_sleeps_until_it_is_commenced(cast: Cast, settings: object) -> None:
    admit(cast, on_register(cast.area, by=cast.team))
    assert not Duty.objects.filter(jurisdiction="statute").exists()
    settings.DSR_STATUTE_COMMENCED_ON = "2026-11-01"  # type: ignore[attr-defined]
    admit(cast, on_register(cast.area, by=cast.team))
    duty = Duty.objects.get(jurisdiction="statute")
    assert (duty.rule, duty.due_on) == ("s125b-ctr", date(2026, 12, 20))


def test_a_duty_is_waived_with_a_reason_by_a_named_person(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    duty = Duty.objects.get(rule="red-cetr")
    with pytest.raises(RuleBroken, match="why"):
        duties.waive(duty=duty, reason=" ", by=cast.team, at=NOW)
    duty = duties.waive(duty=duty, reason="Held last week elsewhere", by=cast.team, at=NOW)
    assert (duty.status, duty.ended_by) == ("waived", cast.team)
    with pytest.raises(RuleBroken, match="already ended"):
        duties.waive(duty=duty, reason="Again", by=cast.team, at=NOW)


def test_amber_waits_for_the_areas_next_meeting_once_one_is_planned(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    assert Duty.objects.get(rule="amber-tracking-meeting").due_on is None
    days = [MeetingDay(date(2026, 12, 1), None)]
    monkeypatch.setattr(hooks._registered, "meetings", lambda area: days)
    with transaction.atomic():
        events.publish("meetings.planned", by=cast.team, at=NOW, area=cast.area.pk)
    duty = Duty.objects.get(rule="amber-tracking-meeting", person=person)
    assert (duty.due_on, duty.late_from) == (date(2026, 12, 1), date(2026, 12, 2))


def test_reconciling_finds_nothing_when_nothing_is_missing(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    admit(cast, person)
    rate(cast, person, Level.GREEN, NOW + timedelta(hours=1))
    assert duties.compare(at=NOW) == []


def test_a_sync_of_everyone_raises_what_is_missing_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as quiet:
        for kind in ("register.entered", "register.rated"):
            quiet.setitem(events._subscribers, kind, [])
        person = on_register(cast.area, by=cast.team, level=Level.RED)
    assert open_rules(person) == set()
    found = duties.compare(at=NOW)
    assert open_rules(person) == set()
    assert duties.sync_everyone(at=NOW) == 1
    assert {one.rule for one in found} == open_rules(person) != set()
    assert duties.compare(at=NOW) == []


def of(person: Person, rule: str) -> list[str]:
    rows = Duty.objects.filter(person=person, rule=rule).order_by("raised_at")
    return list(rows.values_list("status", flat=True))


def test_a_review_that_stays_red_does_not_ask_again_for_what_was_done(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    held = NOW + timedelta(days=1)
    reviews.record_review(
        person=person, details=replace(HELD, held_on=held.date()), by=cast.team, at=held
    )
    assert of(person, "red-cetr") == ["met"]
    rate(cast, person, Level.RED, held + timedelta(minutes=5))
    assert of(person, "red-cetr") == ["met"]
    assert of(person, "rating-review-red") == ["met", "open"]
    assert duties.compare(at=held + timedelta(hours=1)) == []


def test_a_green_review_does_not_ask_again_for_partners_already_named(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    register.name_partner(
        person=person, name="Sam", part="Nurse", by=cast.team, at=NOW, attends_cetr=True
    )
    rate(cast, person, Level.GREEN, NOW + timedelta(days=1))
    assert of(person, "green-partners") == ["met"]


def test_a_level_that_comes_back_asks_again(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    rate(cast, person, Level.GREEN, NOW + timedelta(hours=1))
    rate(cast, person, Level.RED, NOW + timedelta(hours=2))
    assert of(person, "red-urgent-meeting") == ["cancelled", "open"]


def test_red_on_discharge_asks_afresh_though_it_was_red_before_hospital(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    duties.waive(
        duty=Duty.objects.get(rule="red-urgent-meeting"), reason="Met by phone", by=cast.team,
        at=NOW,
    )  # fmt: skip
    admit(cast, person, at=NOW + timedelta(minutes=30))
    register.discharge(
        stay=person.stays.get(), discharged_on=NOW.date(), destination="Home", level=Level.RED,
        reason="High risk", by=cast.team, at=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert of(person, "red-urgent-meeting") == ["waived", "open"]
