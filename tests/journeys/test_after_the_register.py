"""After the register: someone who left is found, and two people decide to erase the record."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consent import workflow as consent
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_someone_who_left_is_found_and_erased_once_two_people_agree(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    now = timezone.now()
    came, left = now - timedelta(days=60), now - timedelta(days=40)
    for name in ("Fernworthy", "Staverton"):
        person = on_register(
            cast.area, by=cast.team, at=came, given_name="Juniper", family_name=name
        )
        moved = ClosureReason.MOVED_AWAY if name == "Fernworthy" else ClosureReason.DIED
        register.close(person=person, reason=moved, by=cast.team, at=left)
    consent.list_due(at=now)
    team, auditor = walk(cast.team), walk(cast.auditor)

    team.visit(reverse("register:people")).follow("People who have left the register")
    team.sees("Fernworthy, Juniper", "Moved to another area", "Staverton, Juniper")
    team.answer(words="fernworty").press("Search").sees("Fernworthy, Juniper")
    team.sees_nothing_of("Staverton")

    team.visit("/home/").sees("records to decide whether to erase")
    team.visit(reverse("consent:disposals")).sees("Waiting for a first person")
    team.follow("Juniper Fernworthy").follow("Propose to erase this record")
    team.answer(checked="on").press("Propose to erase this record")
    team.sees("A different person must agree", "Take back the proposal and keep this record")

    auditor.visit(reverse("consent:disposals")).sees("Waiting for a second person", "Tara Team")
    auditor.follow("Juniper Fernworthy").follow("Agree to erase this record")
    auditor.answer(certain="on").press("Erase this record for ever").sees("Certificate of erasure")
    auditor.sees_nothing_of("Fernworthy")
    assert not Person.everyone.filter(family_name="Fernworthy").exists()
    team.visit(reverse("register:departures")).sees_nothing_of("Fernworthy")
