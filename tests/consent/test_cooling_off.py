"""A second person agrees, the cooling-off passes, beat erases; a legal hold stops it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent import policy, workflow
from consent.models import ErasureCertificate, LegalHold, Withdrawal
from consent.rules import HoldReason, WithdrawalState
from consent.scan import identifiers_of, scan
from core.errors import RuleBroken
from core.models import AuditEvent
from register.models import Person
from tests.conftest import Cast
from tests.consent.test_erasure import withdrawn
from tests.factories import NOW, on_register

SOON, NEXT_DAY = NOW + timedelta(hours=1), NOW + timedelta(hours=24)


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = policy.read(policy.FILE)
    assert shipped.erasure.cooling_off_hours == 24
    monkeypatch.setattr(policy, "current", lambda: shipped)


def held(cast: Cast, person: Person, **changed: Any) -> LegalHold:
    values: dict[str, Any] = {
        "reason": HoldReason.INQUEST, "words": "The coroner asked", "by": cast.auditor, "at": NOW,
        "review_on": date(2027, 3, 1),
    } | changed  # fmt: skip
    return workflow.set_hold(person=person, **values)


def test_an_approval_waits_for_the_cooling_off_and_beat_carries_it_out(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    looked_for = identifiers_of(person)
    withdrawal = withdrawn(cast, person)
    assert workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=SOON) is None
    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.APPROVED
    assert Person.everyone.filter(pk=person.pk).exists()
    assert workflow.carry_out(at=NEXT_DAY - timedelta(seconds=1)) == 0
    assert workflow.carry_out(at=NEXT_DAY) == 1
    assert workflow.carry_out(at=NEXT_DAY) == 0
    certificate = ErasureCertificate.objects.get()
    assert (certificate.approved_at, certificate.erased_at) == (SOON, NEXT_DAY)
    assert (certificate.recorder_role, certificate.approver_role) == ("team", "auditor")
    assert scan(looked_for).clean
    withdrawal.refresh_from_db()
    assert (withdrawal.state, withdrawal.decided_by) == ("erased", cast.auditor)


def test_an_approval_after_the_cooling_off_erases_at_once(cast: Cast) -> None:
    withdrawal = withdrawn(cast, on_register(cast.area, by=cast.team))
    assert workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=NEXT_DAY)
    assert not Person.everyone.exists()


def test_approving_twice_is_refused_and_nothing_is_changed(cast: Cast) -> None:
    withdrawal = withdrawn(cast, on_register(cast.area, by=cast.team))
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=SOON)
    events = AuditEvent.objects.count()
    for by in (cast.auditor, cast.second_team):
        with pytest.raises(RuleBroken, match="has been approved"):
            workflow.approve_erasure(withdrawal=withdrawal, by=by, at=NEXT_DAY)
    with pytest.raises(RuleBroken, match="different person"):
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.team, at=NEXT_DAY)
    assert AuditEvent.objects.count() == events
    assert Person.everyone.exists()


def test_what_was_approved_can_be_restored_until_it_is_carried_out(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawal = withdrawn(cast, person)
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=SOON)
    workflow.restore(withdrawal=withdrawal, reason="A change of mind", by=cast.second_team, at=SOON)
    assert workflow.carry_out(at=NEXT_DAY) == 0
    assert Person.objects.filter(pk=person.pk).exists()


def test_the_approver_hears_at_once_of_what_would_remain(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quill")
    on_register(cast.area, by=cast.team, reasonable_adjustments="Lives with Robin Quill")
    withdrawal = withdrawn(cast, person)
    with pytest.raises(workflow.ErasureIncomplete, match="someone else"):
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=SOON)
    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.RESTRICTED
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=SOON, namesakes_seen=True)
    assert workflow.carry_out(at=NEXT_DAY) == 1


def test_one_that_would_leave_something_is_marked_and_stops_no_other(cast: Cast) -> None:
    first, second = (on_register(cast.area, by=cast.team) for _ in range(2))
    for person in (first, second):
        one = withdrawn(cast, person)
        workflow.approve_erasure(withdrawal=one, by=cast.auditor, at=SOON)
    other = on_register(cast.area, by=cast.team, communication_needs=f"See {first.nhs_number}")
    assert workflow.carry_out(at=NEXT_DAY) == 1
    stopped = Withdrawal.objects.get(person=first)
    assert "register_person.communication_needs" in stopped.stopped_by
    assert stopped.state == WithdrawalState.APPROVED
    assert set(Person.everyone.all()) == {first, other}


def test_a_legal_hold_refuses_the_approval_with_its_reason(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawal = withdrawn(cast, person)
    hold = held(cast, person)
    with pytest.raises(RuleBroken, match=r"legal hold keeps this record.*1 March 2027"):
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=NEXT_DAY)
    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.RESTRICTED
    workflow.lift_hold(hold=hold, why="The inquest is over", by=cast.team, at=NEXT_DAY)
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=NEXT_DAY)
    assert not LegalHold.objects.exists()
    assert not LegalHold.history.model.objects.exists()


def test_a_hold_set_during_the_cooling_off_keeps_what_was_approved(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawal = withdrawn(cast, person)
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=SOON)
    hold = held(cast, person)
    assert workflow.carry_out(at=NEXT_DAY) == 0
    assert Person.everyone.exists()
    workflow.lift_hold(hold=hold, why="Over", by=cast.auditor, at=NEXT_DAY)
    assert workflow.carry_out(at=NEXT_DAY) == 1


def test_a_hold_has_a_review_within_a_year_and_stands_once(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    for day in (NOW.date(), date(2028, 1, 1)):
        with pytest.raises(RuleBroken, match="within a year"):
            held(cast, person, review_on=day)
    with pytest.raises(RuleBroken, match="what exactly"):
        held(cast, person, words=" ")
    with pytest.raises(RuleBroken, match="do not act in this area"):
        held(cast, person, by=cast.other_area_team)
    hold = held(cast, person)
    with pytest.raises(RuleBroken, match="already"):
        held(cast, person)
    workflow.lift_hold(hold=hold, why="Over", by=cast.team, at=SOON)
    with pytest.raises(RuleBroken, match="lifted already"):
        workflow.lift_hold(hold=hold, why="Over", by=cast.team, at=SOON)


def test_the_pages_show_the_cooling_off_and_the_hold(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quillfeather")
    withdrawal = withdrawn(cast, person)
    client = sign_in(cast.auditor)
    opened = client.get(reverse("consent:approve_erasure", args=[withdrawal.pk]))
    assert b"24 November 2026" in opened.content
    address = reverse("consent:hold_withdrawn", args=[withdrawal.pk])
    typed = {"reason": "inquest", "words": "Coroner 17", "review_on_day": "1",
             "review_on_month": "3", "review_on_year": "2027"}  # fmt: skip
    assert client.post(address, typed).status_code == 302
    hold = LegalHold.objects.get()
    listed = client.get(reverse("consent:holds")).content.decode()
    assert "1 March 2027" in listed
    assert "Quillfeather" not in listed
    refused = client.post(
        reverse("consent:approve_erasure", args=[withdrawal.pk]), {"certain": "on"}
    )
    assert b"legal hold keeps this record" in refused.content
    lifted = client.post(reverse("consent:lift_hold", args=[hold.pk]), {"why": "Over"})
    assert lifted.status_code == 302
    done = client.post(reverse("consent:approve_erasure", args=[withdrawal.pk]), {"certain": "on"})
    assert done.url == reverse("consent:withdrawal", args=[withdrawal.pk])
    assert b"Approved" in client.get(done.url).content
    assert withdrawal.reference in client.get(reverse("consent:withdrawals")).content.decode()


def test_a_hold_whose_review_is_due_is_told(cast: Cast, sign_in: Any, clock: Any) -> None:
    held(cast, on_register(cast.area, by=cast.team))
    address = reverse("consent:holds")
    assert b"Review is due" not in sign_in(cast.team).get(address).content
    clock.move_to(NOW + timedelta(days=120))
    assert b"Review is due" in sign_in(cast.team).get(address).content


def test_the_cooling_off_can_be_set_where_it_runs(settings: Any) -> None:
    settings.DSR_COOLING_OFF_HOURS = 5
    read = policy.read(policy.FILE)
    assert replace(read.erasure, cooling_off_hours=5).cooling_off_hours == 5
