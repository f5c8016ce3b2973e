"""Erased with the person: what the team wrote around referrals, and the record left behind."""

from consent.workflow.door import remove_everything
from core.models import AuditEvent, ReadLog
from core.records import Erased
from referrals.copies_team import copy_around
from referrals.models import (
    InclusionRequest,
    LetterGiven,
    NamingRequest,
    Redirect,
    Referral,
)
from register.models import IdentityFinding, Person
from tests.canaries import referrals_team
from tests.canary import WORD, hatch
from tests.conftest import Cast

TABLES = (IdentityFinding, InclusionRequest, LetterGiven, NamingRequest, Redirect, Referral)


def test_everything_around_referrals_and_what_was_left_behind_goes_with_the_person(
    cast: Cast,
) -> None:
    person = hatch(cast)
    referrals_team.fill(person, cast)
    behind = IdentityFinding.objects.same().get().person_id
    for model in TABLES:
        assert model._default_manager.exists(), model
    erased = remove_everything(person.pk)
    assert isinstance(erased, Erased)
    for model in TABLES:
        assert not model._default_manager.exists(), model
    assert not Person.everyone.filter(pk__in=[person.pk, behind]).exists()
    assert not AuditEvent.objects.filter(person_id=behind).exists()
    assert not ReadLog.objects.filter(persons__contains=[behind]).exists()


def test_a_copy_of_the_record_tells_it_all(cast: Cast) -> None:
    person = hatch(cast)
    referrals_team.fill(person, cast)
    told = copy_around(person.pk)
    words = str(told)
    for text in ("redirect", "returned", "naming", "not named", "worried", "asker"):
        assert f"{WORD} {text} {WORD}" in words, text
    assert "In easy read" in words
