"""Closing a record: every page of the journey, the pause for RED, and the way back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions import workflow as actions
from actions.models import Action
from consent import workflow as consent
from register.models import Entry, Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def somebody(cast: Cast) -> Person:
    then = timezone.now() - timedelta(days=3)
    person = on_register(
        cast.area, by=cast.team, level=Level.RED, lead=cast.lead, at=then,
        given_name="Juniper", family_name="Fernworthy",
    )  # fmt: skip
    consent.record(person=person, details=decision(), by=cast.team, at=then)
    for words in ("Ask for respite at weekends", "Send the crisis plan"):
        actions.agree(
            person=person, description=words, due_on=then.date() + timedelta(days=20),
            owner=cast.lead, by=cast.team, at=then,
        )  # fmt: skip
    return person


def test_a_record_closes_page_by_page_and_opens_again(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    person, today = somebody(cast), timezone.localdate()
    team = walk(cast.team)
    team.visit(person.get_absolute_url()).follow("Close this record")
    team.answer(reason="moved_away").press("Continue")
    team.answer(left_on=today, words="Moved to Kent with her mother").press("Continue")
    keep, end = (one.pk.hex for one in Action.objects.filter(person=person))
    team.answer(**{f"do_{keep}": "keep", f"do_{end}": "end"}).press("Continue")
    team.sees("Check before you close this record", "2 agreed actions", "Lena Lead keeps it")
    team.press("Close this record").sees("Are you sure you want to close this record?")
    team.press("Yes, close this record").sees("Tara Team closed this record", "Moved to Kent")
    assert not Standing.objects.filter(person=person).exists()
    team.follow("Reopen this record")
    team.answer(how="error", words="It was her sister who moved").press("Reopen this record")
    team.sees("The record is open again", "closed in error, struck out by Tara Team")
    assert Entry.objects.open().filter(person=person).exists()


def test_a_death_is_recorded_without_javascript(cast: Cast, walk: Callable[..., Walker]) -> None:
    person, today = somebody(cast), timezone.localdate()
    team = walk(cast.team, scripts=False)
    team.visit(reverse("register:close", args=[person.pk]))
    team.answer(reason="died").press("Continue").sees("We are sorry")
    team.answer(known="yes", died_on=today - timedelta(days=1)).press("Continue")
    team.press("Back").press("Continue").press("Close this record")
    team.press("Yes, close this record").sees("died on")
