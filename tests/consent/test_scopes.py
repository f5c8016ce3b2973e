"""A part of what was agreed is withdrawn alone, at once, and by someone who may decide it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.rules import Permission
from consent import workflow
from consent.models import Decision, ScopeWithdrawal
from consent.rules import Channel, Requester, Scope
from core.errors import RuleBroken
from duties.models import Duty
from register import workflow as register
from register.models import Person
from register.rules import Cause
from reviews.workflow.common import consented
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW

SignIn = Callable[..., Client]
LATER = NOW + timedelta(days=30)


def agreed(cast: Cast, **changed: Any) -> Person:
    """Return someone who has agreed to everything, with the representative named."""
    person = seen_by_all(cast)
    everything = decision(share_partners=True, cetr=True, keyworker=True, **changed)
    workflow.record(person=person, details=everything, by=cast.team, at=NOW)
    return person


def withdraw(cast: Cast, person: Person, *scopes: Scope, **changed: Any) -> Decision:
    values: dict[str, Any] = {
        "requester": Requester.PERSON, "channel": Channel.PHONE, "words": "Not my neighbours",
        "by": cast.team, "at": LATER,
    } | changed  # fmt: skip
    return workflow.withdraw_scopes(person=person, scopes=scopes, **values)


def test_sharing_is_closed_at_once_and_the_rest_goes_on(cast: Cast) -> None:
    person = agreed(cast)
    partners = Person.objects.permitted(cast.rep, Permission.PERSON_VIEW).filter(pk=person.pk)
    assert partners.exists()
    left = withdraw(cast, person, Scope.PARTNERS)
    assert not partners.exists()
    assert (left.share_partners, left.cetr, left.keyworker) == (False, True, True)
    assert consented(person, "cetr", on=LATER.date())
    assert Person.objects.permitted(cast.lead, Permission.PERSON_VIEW).filter(pk=person.pk).exists()


def test_withdrawing_a_part_is_no_renewal(cast: Cast) -> None:
    person = agreed(cast)
    before = Decision.objects.newest(person.pk)
    refresh = Duty.objects.open().get(person=person, rule="consent-refresh")
    left = withdraw(cast, person, Scope.CETR, Scope.KEYWORKER)
    assert before is not None
    assert (left.decided_on, left.review_on) == (before.decided_on, before.review_on)
    now = Duty.objects.open().get(person=person, rule="consent-refresh")
    assert (now.pk, now.due_on) == (refresh.pk, refresh.due_on)


def test_one_withdrawn_by_mistake_is_struck_out_and_the_whole_stands_again(cast: Cast) -> None:
    person = agreed(cast)
    left = withdraw(cast, person, Scope.PARTNERS)
    register.strike_out(
        person=person, kind="decision", fact_id=left.pk, cause=Cause.MISTAKE, reason="Misheard",
        by=cast.team, at=LATER,
    )  # fmt: skip
    standing = Decision.objects.newest(person.pk)
    assert standing is not None
    assert standing.share_partners
    partners = Person.objects.permitted(cast.rep, Permission.PERSON_VIEW)
    assert partners.filter(pk=person.pk).exists()


def test_a_parent_cannot_withdraw_a_part_for_an_adult(cast: Cast) -> None:
    person = agreed(cast)
    with pytest.raises(RuleBroken, match="Nothing was withdrawn"):
        withdraw(cast, person, Scope.PARTNERS, requester=Requester.PARENT)
    assert not ScopeWithdrawal.objects.exists()


def test_what_is_withdrawn_is_not_withdrawn_twice(cast: Cast) -> None:
    person = agreed(cast)
    withdraw(cast, person, Scope.PARTNERS)
    with pytest.raises(RuleBroken, match="says no to this already"):
        withdraw(cast, person, Scope.PARTNERS)
    withdraw(cast, person, Scope.CETR, Scope.KEYWORKER)
    with pytest.raises(RuleBroken, match="says no to every part already"):
        withdraw(cast, person, Scope.PARTNERS)
    with pytest.raises(RuleBroken, match="No decision has been recorded"):
        withdraw(cast, seen_by_all(cast), Scope.PARTNERS)


def test_a_decision_in_best_interests_keeps_its_parts(cast: Cast) -> None:
    from tests.consent.details import in_best_interests

    person = seen_by_all(cast, birth_date=date(1980, 1, 1))
    workflow.record(
        person=person, details=in_best_interests(share_partners=True), by=cast.team, at=NOW
    )
    left = withdraw(cast, person, Scope.PARTNERS, requester=Requester.PROFESSIONAL)
    assert left.capacity is not None
    assert left.best_interests is not None


def test_the_page_withdraws_a_part_and_the_history_tells_it(cast: Cast, sign_in: SignIn) -> None:
    person = agreed(cast)
    client, address = sign_in(cast.team), reverse("consent:withdraw_part", args=[person.pk])
    history = reverse("consent:history", args=[person.pk])
    assert address in client.get(history).content.decode()
    refused = client.post(address, {}).content.decode()
    assert "Select what was withdrawn" in refused
    typed = {
        "scopes": ["share_partners"], "requester": "person", "channel": "in_person",
        "words": "Not my neighbours",
    }  # fmt: skip
    shown = client.post(address, typed, follow=True).content.decode()
    assert "Withdrawn: Sharing with named partners" in shown
    page = client.get(reverse("register:person", args=[person.pk])).content.decode()
    assert "Do not share this record" in page
    assert "Part of what was agreed withdrawn: Sharing with named partners" in page
