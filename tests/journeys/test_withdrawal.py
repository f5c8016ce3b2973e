"""Somebody withdraws: hidden at once, erased by a second person, gone."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from consent import policy
from consent.models import ErasureCertificate, Withdrawal
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_withdrawal_hides_at_once_and_a_second_person_erases(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    assert policy.current().erasure.cooling_off_hours == 0
    person = on_register(
        cast.area, by=cast.team, lead=cast.lead, level=Level.RED, at=timezone.now(),
        given_name="Juniper", family_name="Fernworthy",
    )  # fmt: skip
    team, second, lead = walk(cast.team), walk(cast.second_team), walk(cast.lead)
    lead.visit("/people/").sees("Fernworthy")

    team.visit(reverse("consent:withdraw", args=[person.pk])).answer(
        channel="phone", requester="person", identity_checked="on",
        identity_evidence="Called back on the known number",
    ).press("Restrict the record now")  # fmt: skip
    for somebody in (team, lead):
        somebody.visit("/people/").sees_nothing_of("Fernworthy")
    team.visit("/alerts/red/").sees_nothing_of("Fernworthy")

    withdrawal = Withdrawal.objects.get()
    second.visit("/consent/withdrawals/").sees(withdrawal.reference)
    second.visit(reverse("consent:approve_erasure", args=[withdrawal.pk]))
    second.answer(certain="on").press("Erase this record for ever")
    certificate = ErasureCertificate.objects.get()
    second.sees(certificate.reference).sees_nothing_of("Fernworthy", "Juniper")
    assert not Person.everyone.exists()
