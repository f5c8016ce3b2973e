"""Whom somebody reaches through being named or being at a meeting, and under which permission."""

from datetime import timedelta

import pytest

from accounts import rules
from accounts.rules import ROLE_PERMISSIONS, Permission, Role
from register import workflow
from register.models import Person
from register.querysets import leads_somebody
from register.rules import ClosureReason
from tests.conftest import Cast
from tests.factories import NOW, on_register

WEEK = timedelta(days=7)


def reaches(user, permission: Permission, person: Person) -> bool:
    return Person.objects.permitted(user, permission).filter(pk=person.pk).exists()


@pytest.mark.parametrize("role", [Role.LEAD, Role.REPRESENTATIVE])
def test_a_meeting_lets_somebody_see_and_change_nothing(cast: Cast, role: Role) -> None:
    user = cast.lead if role is Role.LEAD else cast.rep
    person = on_register(cast.area, by=cast.team)
    workflow.involve_for_meeting(
        person=person, user=user, since=NOW, until=NOW + WEEK, by=cast.team
    )
    for permission in ROLE_PERMISSIONS[role]:
        assert reaches(user, permission, person) is (permission in rules.VIEWING)
    assert reaches(user, Permission.PERSON_VIEW, person)


def test_a_named_partner_works_with_the_record(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.name_partner(
        person=person, name="Lena", part="Nurse", user=cast.lead, by=cast.team, at=NOW
    )
    assert reaches(cast.lead, Permission.PERSON_EDIT, person)
    assert reaches(cast.lead, Permission.CONSENT_RECORD, person)


def test_no_permission_that_writes_counts_as_viewing() -> None:
    words = ("record", "edit", "make", "do", "confirm", "decide", "run", "manage", "approve")
    assert not {one for one in rules.VIEWING if one.value.split(".")[-1] in words}
    assert Permission.RATE not in rules.VIEWING


def test_a_lead_of_somebody_restricted_cannot_leave_yet(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    workflow.restrict(person_id=person.pk, by=cast.team, at=NOW)
    assert leads_somebody(cast.lead) == (
        "They lead 1 person. Name another lead professional first."
    )
    workflow.unrestrict(person_id=person.pk, by=cast.team, at=NOW)
    workflow.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=NOW)
    assert leads_somebody(cast.lead) is None
