"""What duties follow during a stay: a view put right, a unit found Inadequate, another ward."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from duties import policy
from duties import workflow as duties
from duties.models import Duty
from duties.policy.model import Policy
from duties.rules import CORRECTED
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import Diagnosis, LegalStatus, Security
from reviews import workflow as reviews
from tests.conftest import Cast
from tests.duties.commencing import commence
from tests.duties.test_duties import of, open_rules
from tests.factories import NOW, OrganisationFactory, on_register
from tests.register.stays import stay_of
from tests.reviews.test_record_review import HELD

LATER = NOW + timedelta(hours=1)


def put_right(cast: Cast, stay: InpatientStay, *, hours: int = 1, **changed: Any) -> None:
    stay.refresh_from_db()
    given: dict[str, Any] = {
        "hospital": stay.hospital,
        "admitted_on": stay.admitted_on,
        "security": stay.security,
        "planned": stay.planned,
        "commissioner": stay.commissioner,
        "ward": stay.ward,
        "unit_inadequate": stay.unit_inadequate,
    }
    register.correct_stay(
        why="Read wrong", stay=stay,
        details=register.StayCorrection(**given | changed), version=stay.version,
        by=cast.team, at=NOW + timedelta(hours=hours),
    )  # fmt: skip


def move(cast: Cast, stay: InpatientStay, security: Security, *, hours: int = 2) -> None:
    stay.refresh_from_db()
    register.transfer(
        stay=stay,
        details=register.TransferDetails(
            moved_on=NOW.date(), hospital=OrganisationFactory(), security=security,
            unit_inadequate=False,
        ),
        by=cast.team, at=NOW + timedelta(hours=hours),
    )  # fmt: skip


def reviewed(cast: Cast, security: Security) -> tuple[Person, InpatientStay]:
    person = on_register(cast.area, by=cast.team)
    stay = stay_of(cast, person, security=security)
    reviews.record_review(
        person=person, details=replace(HELD, held_on=NOW.date()), by=cast.team, at=LATER
    )
    return person, stay


def test_a_view_put_right_moves_the_statutory_clock_either_way(cast: Cast, settings: Any) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-11-01"
    person = on_register(
        cast.area, by=cast.team, autism=Diagnosis.UNKNOWN, learning_disability=Diagnosis.NO
    )
    stay_of(cast, person, legal_status=LegalStatus.SECTION_3)
    for hours, day, due in [(1, 16, (12, 13)), (2, 9, (12, 6)), (3, 12, (12, 9))]:
        register.recognise(
            person=person, formed_on=date(2026, 11, day), by=cast.team,
            at=NOW + timedelta(hours=hours),
        )  # fmt: skip
        duty = Duty.objects.open().get(rule="s125b-ctr")
        assert duty.due_on == date(2026, *due)
        assert duty.counted_from == date(2026, 11, day)
        assert duties.compare(at=NOW + timedelta(hours=4)) == []


def test_a_view_put_right_to_childhood_changes_which_section_asks(
    cast: Cast, settings: Any
) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-11-01"
    person = on_register(
        cast.area, by=cast.team, autism=Diagnosis.UNKNOWN, learning_disability=Diagnosis.NO,
        birth_date=date(2008, 11, 12), ehc_plan=False,
    )  # fmt: skip
    stay_of(cast, person, legal_status=LegalStatus.SECTION_3)
    for hours, day, rule in [(1, 16, "s125b-ctr"), (2, 9, "s125a-cetr")]:
        register.recognise(
            person=person, formed_on=date(2026, 11, day), by=cast.team,
            at=NOW + timedelta(hours=hours),
        )  # fmt: skip
        assert {one for one in open_rules(person) if one.startswith("s125")} == {rule}
    assert Duty.objects.open().get(rule="s125a-cetr").due_on == date(2026, 11, 22)


def test_a_unit_found_inadequate_by_correction_is_reported(cast: Cast) -> None:
    stay = stay_of(cast)
    put_right(cast, stay, unit_inadequate=True)
    assert of(stay.person, "inadequate-unit") == ["open"]
    assert duties.compare(at=NOW + timedelta(hours=2)) == []
    put_right(cast, stay, hours=3, unit_inadequate=False)
    duty = Duty.objects.get(rule="inadequate-unit")
    assert (duty.status, duty.reason) == ("cancelled", CORRECTED)


def test_an_admission_before_a_move_keeps_what_it_said(cast: Cast) -> None:
    stay = stay_of(cast, unit_inadequate=True)
    move(cast, stay, Security.LOW)
    put_right(cast, stay, hours=3, ward="Ash")
    assert of(stay.person, "inadequate-unit") == ["open"]


def test_a_ward_put_right_puts_right_when_the_next_ctr_is(cast: Cast) -> None:
    person, stay = reviewed(cast, Security.MEDIUM)
    assert "repeat-ctr-secure" in open_rules(person)
    put_right(cast, stay, hours=2, security=Security.NON_SECURE)
    assert "repeat-ctr-secure" not in open_rules(person)
    assert Duty.objects.open().get(rule="repeat-ctr-not-secure").due_on == date(2027, 5, 23)
    assert duties.compare(at=NOW + timedelta(hours=3)) == []


def test_leaving_a_secure_ward_brings_the_next_ctr_forward(cast: Cast) -> None:
    person, stay = reviewed(cast, Security.MEDIUM)
    assert Duty.objects.open().get(rule="repeat-ctr-secure").due_on == date(2027, 11, 23)
    move(cast, stay, Security.NON_SECURE)
    assert Duty.objects.open().get(rule="repeat-ctr-not-secure").due_on == date(2027, 5, 23)
    move(cast, stay, Security.LOW, hours=3)
    put_right(cast, stay, hours=4, ward="Ash")
    assert of(person, "repeat-ctr-not-secure") == ["open"]
    assert "repeat-ctr-secure" not in open_rules(person)
    assert duties.compare(at=NOW + timedelta(hours=5)) == []


def test_a_secure_ward_puts_no_ctr_off(cast: Cast) -> None:
    person, stay = reviewed(cast, Security.NON_SECURE)
    move(cast, stay, Security.HIGH)
    assert Duty.objects.open().get(rule="repeat-ctr-not-secure").due_on == date(2027, 5, 23)
    assert "repeat-ctr-secure" not in open_rules(person)
    assert duties.compare(at=NOW + timedelta(hours=3)) == []


@pytest.mark.parametrize("since", ["deployment", "file"])
def test_switched_off_by_an_administrator_is_off(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, since: str
) -> None:
    if since == "deployment":
        settings.DSR_STATUTE_COMMENCED_ON = "2026-11-01"
    else:
        rules = tuple(
            replace(rule, commenced_on=date(2026, 11, 1)) if rule.id.startswith("s125") else rule
            for rule in policy.current().rules
        )
        begun = Policy.of(rules, policy.current().version)
        monkeypatch.setattr(policy, "current", lambda: begun)
    detained = stay_of(cast, legal_status=LegalStatus.SECTION_3).person
    assert "s125b-ctr" in open_rules(detained)
    commence(cast, None)
    later = stay_of(cast, legal_status=LegalStatus.SECTION_3).person
    assert "s125b-ctr" not in open_rules(later)


def _with_a_longer_date(monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the file ask for the CTR after admission in 30 days; return the rule's new version."""
    rules = tuple(
        replace(rule, due=replace(rule.due, amount=30), version="anotherwords")
        if rule.id == "post-admission-ctr"
        else rule
        for rule in policy.current().rules
    )
    changed = Policy.of(rules, "a-later-one")
    monkeypatch.setattr(policy, "current", lambda: changed)
    return "anotherwords"


def test_an_open_duty_follows_the_policy_in_force(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stay = stay_of(cast)
    version = _with_a_longer_date(monkeypatch)
    put_right(cast, stay, admitted_on=stay.admitted_on - timedelta(days=1))
    duty = Duty.objects.open().get(rule="post-admission-ctr")
    assert "1 November 2026" in duty.basis
    assert (duty.rule_version, duty.due_on) == (version, date(2026, 11, 30))


def test_a_duty_that_ended_keeps_what_its_rule_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, _ = reviewed(cast, Security.NON_SECURE)
    before = Duty.objects.get(rule="post-admission-ctr", status="met")
    _with_a_longer_date(monkeypatch)
    duties.sync_everyone(at=LATER)
    assert Duty.objects.get(pk=before.pk).due_on == before.due_on
    assert duties.compare(at=LATER) == []
    assert of(person, "post-admission-ctr") == ["met"]
