"""Records of those who left the register go on their day, through the same door."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent import workflow
from consent.disposition import disposal_day, due
from consent.models import ErasureCertificate, LedgerLine
from consent.rules import HoldReason
from core.errors import RuleBroken
from register import workflow as register
from register.models import Entry, Person
from register.rules import ClosureReason, Level
from tests.conftest import Cast
from tests.factories import NOW, details, on_register

DAY = NOW + timedelta(days=28)


def closed(cast: Cast, reason: ClosureReason = ClosureReason.NOT_ELIGIBLE, **changed: Any) -> Entry:
    person = on_register(cast.area, by=cast.team, **changed)
    return register.close(person=person, reason=reason, by=cast.team, at=NOW)


def test_on_its_day_a_record_is_removed_and_certified(cast: Cast) -> None:
    closed(cast)
    stays = closed(cast, ClosureReason.STEPPED_DOWN)
    assert workflow.dispose_due(at=DAY - timedelta(days=1)) == 0
    assert workflow.dispose_due(at=DAY) == 1
    assert workflow.dispose_due(at=DAY) == 0
    assert set(Person.everyone.all()) == {stays.person}
    certificate = ErasureCertificate.objects.get()
    assert (certificate.legal_basis, certificate.closure_reason) == ("disposed", "not_eligible")
    assert (certificate.withdrawal, certificate.approver_role) == (None, "")
    assert LedgerLine.objects.get().reference == certificate.reference


@pytest.mark.parametrize(
    ("reason", "day"),
    [
        (ClosureReason.STEPPED_DOWN, "2032-11-23"),
        (ClosureReason.DIED, "2027-11-23"),
        (ClosureReason.MOVED_AWAY, "2026-12-21"),
    ],
)
def test_the_reason_says_how_long(cast: Cast, reason: ClosureReason, day: str) -> None:
    entry = closed(cast, reason)
    assert disposal_day(entry).isoformat() == day
    assert due(Entry.objects.all(), on=disposal_day(entry)) == [entry]
    assert due(Entry.objects.all(), on=disposal_day(entry) - timedelta(days=1)) == []


def test_who_came_back_is_kept(cast: Cast) -> None:
    entry = closed(cast)
    register.enter(person=entry.person, level=Level.GREEN, reason="Again", by=cast.team, at=DAY)
    assert workflow.dispose_due(at=DAY) == 0
    with pytest.raises(RuleBroken, match="on the register again"):
        workflow.dispose(entry=entry, by=cast.team, at=DAY)


def test_before_its_day_nobody_disposes_of_a_record(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="kept until 21 December 2026"):
        workflow.dispose(entry=closed(cast), by=cast.team, at=NOW)


def test_a_legal_hold_and_an_open_referral_keep_a_record(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from referrals.keeper import ReferralsKeeper

    entry = closed(cast)
    monkeypatch.setattr(ReferralsKeeper, "in_use", lambda *_: "A referral waits.")
    assert workflow.dispose_due(at=DAY) == 0
    monkeypatch.undo()
    hold = workflow.set_hold(
        person=entry.person, reason=HoldReason.COURT, words="Order", by=cast.team, at=NOW,
        review_on=DAY.date(),
    )  # fmt: skip
    assert workflow.dispose_due(at=DAY) == 0
    workflow.lift_hold(hold=hold, why="Over", by=cast.team, at=DAY)
    assert workflow.dispose_due(at=DAY) == 1


def test_it_is_listed_before_it_happens_and_looked_at_where_it_stops(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    entry = closed(cast, family_name="Quillfeather")
    on_register(cast.area, by=cast.team, communication_needs="Cousin of Robin Quillfeather")
    client = sign_in(cast.auditor)
    listed = client.get(reverse("consent:disposals")).content.decode()
    assert "Quillfeather" in listed
    assert "21 December 2026" in listed
    clock.move_to(DAY)
    assert workflow.dispose_due(at=DAY) == 0
    client = sign_in(cast.auditor)
    address = reverse("consent:dispose", args=[entry.pk])
    assert b"about somebody else" in client.post(address, {"certain": "on"}).content
    done = client.post(address, {"certain": "on", "namesakes": "on"})
    certificate = ErasureCertificate.objects.get()
    assert done.url == reverse("consent:certificate", args=[certificate.pk])
    shown = client.get(done.url).content.decode()
    assert "Not eligible" in shown
    assert "Quillfeather" not in shown


def test_somebody_never_on_the_register_is_not_on_the_list(cast: Cast) -> None:
    register.add_person(details=details(cast.area), lead=None, by=cast.team, at=NOW)
    assert due(Entry.objects.all(), on=DAY.date()) == []
