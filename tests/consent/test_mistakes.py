"""A decision recorded by mistake is struck out: the one before it stands again, or none does."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent import workflow as consent
from consent.models import Decision
from core.errors import Conflict, RuleBroken
from register import workflow as register
from register.models import Person
from register.rules import Cause
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW, on_register

TODAY = NOW.date()


def record(cast: Cast, person: Person, **changed: Any) -> Decision:
    return consent.record(person=person, details=decision(**changed), by=cast.team, at=NOW)


def strike(cast: Cast, one: Decision) -> None:
    register.strike_out(
        person=one.person, kind="decision", fact_id=one.pk, cause=Cause.MISTAKE,
        reason="Said yes for someone else", by=cast.team, at=NOW + timedelta(hours=1),
    )  # fmt: skip


def test_the_decision_before_it_stands_again(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    first = record(cast, person, cetr=False)
    wrong = record(cast, person, cetr=True)
    strike(cast, wrong)
    assert Decision.objects.standing(person.pk, on=TODAY) == first
    third = record(cast, person, cetr=True, keyworker=True)
    assert Decision.objects.standing(person.pk, on=TODAY) == third
    assert list(Decision.objects.newest_first().filter(person=person)) == [third, first]


def test_where_there_was_none_nobody_is_on_the_register_without_a_basis_unseen(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team)
    strike(cast, record(cast, person))
    assert Decision.objects.standing(person.pk, on=TODAY) is None
    with pytest.raises(RuleBroken, match="no lawful basis"):
        consent.check_basis(person=person, on=TODAY)
    record(cast, person)
    assert Decision.objects.standing(person.pk, on=TODAY) is not None


def test_only_the_decision_in_force_is_struck_out(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    first = record(cast, person, cetr=True)
    record(cast, person, cetr=False)
    with pytest.raises(Conflict):
        strike(cast, first)


def test_the_copy_for_the_person_and_the_erasure_reach_it(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    strike(cast, record(cast, person))
    assert Decision.recorded.filter(person=person).exists()
    assert not Decision.objects.filter(person=person).exists()


def test_the_history_shows_what_was_struck_out_by_whom_when_and_why(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team)
    record(cast, person, cetr=False)
    wrong = record(cast, person, cetr=True)
    strike(cast, wrong)
    client = sign_in(cast.team)
    shown = " ".join(
        client.get(reverse("consent:history", args=[person.pk])).content.decode().split()
    )
    assert shown.count("<s>") == 2
    assert f"Struck out by {cast.team.full_name}, 23 November 2026" in shown
    assert "Said yes for someone else" in shown
    page = client.get(reverse("consent:decision", args=[wrong.pk])).content.decode()
    assert "This decision does not count" in page
    assert "copy this decision as plain text" not in page


def test_without_the_struck_out_decision_none_is_said_to_have_lapsed(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team)
    strike(cast, record(cast, person))
    shown = sign_in(cast.team).get(reverse("consent:history", args=[person.pk]))
    assert b"No lawful basis is in place" in shown.content
    assert b"The decision on record was struck out" in shown.content
    assert b"Struck out by" in shown.content
