"""What ends a duty: admission, discharge, somebody who says that it was done; and asking once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core import events
from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason, Level
from tests.conftest import Cast
from tests.duties.test_duties import CHILD, admit, of, open_rules, rate
from tests.factories import NOW, handed_over, on_register

SignIn = Callable[..., Client]


def happened(kind: str, person: Person, cast: Cast, at=NOW, **facts: Any) -> None:
    with transaction.atomic():
        events.publish(kind, person=person.pk, by=cast.team, at=at, **facts)


def test_admission_ends_what_was_to_prevent_it_and_says_why(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, birth_date=CHILD)
    admit(cast, person, at=NOW + timedelta(hours=1))
    ended = Duty.objects.get(rule="red-cetr")
    assert ended.status == "cancelled"
    assert ended.reason == "In hospital: the review after admission takes its place."
    assert "red-urgent-meeting" not in open_rules(person)
    assert {"red-keyworker", "post-admission-cetr", "blue-review"} <= open_rules(person)


def test_a_rating_during_a_stay_asks_for_nothing_that_only_the_community_needs(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    admit(cast, person)
    rate(cast, person, Level.RED, NOW + timedelta(hours=1))
    assert "red-cetr" not in open_rules(person)
    assert duties.compare(at=NOW + timedelta(hours=2)) == []


def test_discharge_ends_the_clocks_of_the_stay_and_begins_those_after_it(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    later = NOW + timedelta(hours=3)
    register.discharge(
        stay=person.stays.get(), discharged_on=NOW.date(), destination="Home", level=Level.RED,
        reason="High risk", by=cast.team, at=later,
    )  # fmt: skip
    assert Duty.objects.get(rule="blue-review").reason == "Discharged from hospital."
    asked = {"discharge-community-review", "discharge-contact", "red-cetr", "discharge-red-floor"}
    assert asked <= open_rules(person)
    assert Duty.objects.get(rule="discharge-contact").due_on == date(2026, 11, 26)
    assert duties.compare(at=later + timedelta(hours=1)) == []
    admit(cast, person, at=later + timedelta(hours=2))
    assert not asked & open_rules(person)
    assert Duty.objects.get(rule="discharge-contact").reason == "Admitted again."


def inadequate(cast: Cast) -> Duty:
    person = on_register(cast.area, by=cast.team)
    happened("register.transferred", person, cast, unit_inadequate=True, inpatient=True)
    return Duty.objects.get(rule="inadequate-unit")


def test_a_unit_rated_inadequate_is_reported_as_an_exception(cast: Cast) -> None:
    duty = inadequate(cast)
    assert duty.due_on == date(2026, 11, 24)
    assert "Quality Board" in duty.title
    assert (duty.certainty, duty.duty_certainty) == ("U", "H")


def test_what_only_a_person_can_tell_is_recorded_as_done(cast: Cast) -> None:
    duty = inadequate(cast)
    done = duties.record_done(
        duty=duty, done="Told the chief executive", on=NOW.date(), by=cast.team, at=NOW
    )
    assert (done.status, done.ended_by) == ("met", cast.team)
    assert done.reason == "23 November 2026: Told the chief executive"
    with pytest.raises(RuleBroken, match="already ended"):
        duties.record_done(duty=duty, done="Again", on=NOW.date(), by=cast.team, at=NOW)


@pytest.mark.parametrize(
    ("done", "days", "words"),
    [(" ", 0, "what was done"), ("Told", 1, "until today"), ("Told", -1, "until today")],
)
def test_recording_it_as_done_without_words_or_on_another_day_is_refused(
    cast: Cast, done: str, days: int, words: str
) -> None:
    duty = inadequate(cast)
    with pytest.raises(RuleBroken, match=words):
        duties.record_done(
            duty=duty, done=done, on=NOW.date() + timedelta(days=days), by=cast.team, at=NOW
        )
    duty.refresh_from_db()
    assert duty.is_open


def test_a_duty_that_an_event_meets_is_not_recorded_by_hand(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    duty = Duty.objects.get(rule="red-cetr")
    with pytest.raises(RuleBroken, match="as done here"):
        duties.record_done(duty=duty, done="Held", on=NOW.date(), by=cast.team, at=NOW)


def test_at_sixteen_the_birthdays_to_come_are_asked_for_once(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, birth_date=date(2010, 2, 28))
    assert Duty.objects.get(rule="turning-18-17").due_on == date(2027, 2, 28)
    assert Duty.objects.get(rule="turning-18-17-6").due_on == date(2027, 8, 28)
    assert Duty.objects.get(rule="turning-18-17-9").due_on == date(2027, 11, 28)
    assert Duty.objects.get(rule="adult-decision-18").due_on == date(2028, 2, 28)
    duty = Duty.objects.get(rule="turning-18-17")
    duties.record_done(duty=duty, done="Planned", on=NOW.date(), by=cast.team, at=NOW)
    rate(cast, person, Level.GREEN, NOW + timedelta(days=1))
    assert of(person, "turning-18-17") == ["met"]
    assert of(person, "adult-decision-18") == ["open"]
    assert duties.compare(at=NOW + timedelta(days=2)) == []


def test_a_newcomer_of_nearly_eighteen_is_asked_for_a_plan_at_once(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=date(2008, 12, 24))
    asked = {rule for rule in open_rules(person) if rule.startswith(("turning", "adult"))}
    assert asked == {"turning-18-17-6", "turning-18-17-9", "adult-decision-18"}
    duty = Duty.objects.get(rule="turning-18-17-6")
    assert duty.due_on == NOW.date()
    assert "24 June 2026" in duty.basis


def test_partners_looked_at_again_are_asked_for_again_in_six_months(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    register.name_partner(
        person=person, name="Sam", part="Nurse", by=cast.team, at=NOW, attends_cetr=True
    )
    assert Duty.objects.get(rule="green-partners-refresh").due_on == date(2027, 5, 23)
    happened("register.partners_confirmed", person, cast, at=NOW + timedelta(days=30))
    assert of(person, "green-partners-refresh") == ["met", "open"]
    rate(cast, person, Level.AMBER, NOW + timedelta(days=31))
    assert of(person, "green-partners-refresh") == ["met", "cancelled"]


def test_autism_recognised_later_moves_the_statutory_clock_to_that_day(
    cast: Cast, settings: Any
) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-11-01"
    person = on_register(cast.area, by=cast.team)
    happened(
        "register.detained", person, cast, detained=True, inpatient=True, admitted_on="2026-11-02"
    )
    assert Duty.objects.get(rule="s125b-ctr").due_on == date(2026, 11, 29)
    happened(
        "register.recognised", person, cast, at=NOW + timedelta(hours=1), detained=True,
        inpatient=True, admitted_on="2026-11-02", applicable_on="2026-11-20",
    )  # fmt: skip
    duty = Duty.objects.get(rule="s125b-ctr")
    assert (duty.due_on, duty.counted_from) == (date(2026, 12, 17), date(2026, 11, 20))


def test_duties_follow_the_persons_area_and_leave_the_worklist_when_restricted(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    assert set(Duty.objects.values_list("area", flat=True)) == {cast.area.pk}
    handed_over(person, to=cast.other_area, by=cast.team)
    assert set(Duty.objects.open().values_list("area", flat=True)) == {cast.other_area.pk}
    register.restrict(person_id=person.pk, by=cast.team, at=NOW)
    assert not Duty.objects.on_worklist([cast.other_area.pk]).exists()
    register.unrestrict(person_id=person.pk, by=cast.team, at=NOW)
    assert Duty.objects.on_worklist([cast.other_area.pk]).exists()


def test_the_page_of_a_duty_says_what_why_and_under_which_version(
    cast: Cast, sign_in: SignIn
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.RED)
    duty = Duty.objects.get(rule="red-cetr")
    page = sign_in(cast.lead).get(reverse("actions:duty", args=[duty.pk])).content.decode()
    assert duty.title in page
    assert duty.rule_version in page
    assert "a rating is given" in page
    assert "No reminders have been sent" in page
    assert "Waive this duty" not in page
    assert person.family_name in page


def test_the_team_records_on_the_page_that_a_duty_was_met(cast: Cast, sign_in: SignIn) -> None:
    duty = inadequate(cast)
    client, address = sign_in(cast.team), reverse("actions:record_done", args=[duty.pk])
    assert b"Enter what was done" in client.post(address, {"done": ""}).content
    typed = {"on_day": "23", "on_month": "11", "on_year": "2026", "done": "Told everyone"}
    assert client.post(address, typed).status_code == 302
    duty.refresh_from_db()
    assert duty.status == "met"
    page = client.get(reverse("actions:duty", args=[duty.pk])).content.decode()
    assert "Told everyone" in page


def test_a_waiver_by_a_slip_is_struck_out_on_the_page_and_stays_to_be_read(
    cast: Cast, sign_in: SignIn
) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    duty = Duty.objects.get(rule="red-cetr")
    due = duty.due_on
    duties.waive(duty=duty, reason="Held elsewhere", by=cast.team, at=NOW)
    client, address = sign_in(cast.team), f"/actions/duties/{duty.pk}/"
    strike_out = f"/actions/duties/decisions/{duty.decisions.get().pk}/strike-out/"
    assert strike_out in client.get(address).content.decode()
    assert b"Enter why this decision was a mistake" in client.post(strike_out, {}).content
    client.post(strike_out, {"reason": "The wrong person"})
    duty.refresh_from_db()
    assert (duty.status, duty.due_on) == ("open", due)
    page = client.get(address).content.decode()
    assert "Held elsewhere" in page
    assert "The wrong person" in page
    again = client.get(strike_out, follow=True).content.decode()
    assert "This decision has already been struck out" in again
    assert (
        f"{cast.team.full_name} struck this out on"
        in client.post(strike_out, {"reason": "The wrong person"}).content.decode()
    )


def test_what_fell_due_after_someone_had_died_was_not_missed(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    died_on, typed = NOW.date(), NOW + timedelta(days=40)
    register.close(
        person=person, reason=ClosureReason.DIED, died_on=died_on, by=cast.team, at=typed
    )
    ended = Duty.objects.get(rule="red-urgent-meeting")
    assert (ended.status, ended.ended_on, ended.ended_at) == ("cancelled", died_on, typed)
    later = died_on + timedelta(days=2)
    register.correct_death(
        person=person,
        died_on=later,
        was=died_on,
        by=cast.team,
        at=typed + timedelta(hours=1),
        why="Heard it wrong",
    )
    ended.refresh_from_db()
    assert (ended.status, ended.ended_on) == ("cancelled", later)
    assert duties.compare(at=typed + timedelta(hours=2)) == []
