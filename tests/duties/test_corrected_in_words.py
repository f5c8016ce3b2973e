"""A duty that ended because a fact was put right says which kind of fact, once for a step."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from core.records import Viewing
from duties.keeper import DutiesKeeper
from duties.models import Duty
from duties.rules import CORRECTED
from register import workflow
from register.models import Person
from register.rules import Cause
from tests.access.people import admitted, seen_by_all
from tests.conftest import Cast
from tests.factories import NOW

SignIn = Callable[..., Client]
LATER = NOW + timedelta(hours=1)


def struck_out_stay(cast: Cast) -> Person:
    person = seen_by_all(cast)
    stay = admitted(cast, person)
    workflow.strike_out(
        person=person, kind="stay", fact_id=stay.pk, cause=Cause.MISTAKE, reason="Slip",
        by=cast.team, at=LATER,
    )  # fmt: skip
    return person


def test_the_timeline_has_one_line_for_all_that_ended_with_it(cast: Cast) -> None:
    person = struck_out_stay(cast)
    gone = Duty.objects.filter(person=person, reason=CORRECTED)
    assert gone.count() > 1
    viewing = Viewing(person=person, viewer=cast.team, at=LATER)
    lines = [one for one in DutiesKeeper().timeline(viewing) if "no longer appl" in one.title]
    [line] = [one for one in lines if "struck out" in one.words]
    assert line.title == f"{gone.count()} duties no longer apply"
    assert line.words.startswith("A stay in hospital was struck out.\n")
    assert all(one.title in line.words for one in gone)
    assert not any(CORRECTED in one.words for one in lines)


def test_the_page_of_the_person_says_which_kind_of_fact(cast: Cast, sign_in: SignIn) -> None:
    person = struck_out_stay(cast)
    page = sign_in(cast.team).get(reverse("register:person", args=[person.pk]))
    words = page.content.decode()
    assert CORRECTED not in words
    assert "A stay in hospital was struck out." in words
