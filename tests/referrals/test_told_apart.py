"""Two people whom the team has told apart: it is in the story, and no one is asked again."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from referrals import duplicates, workflow
from referrals.models import Referral
from register.models import IdentityFinding, Person
from register.rules.identity import Verdict
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals.given import BIRTH, found, sent

SignIn = Callable[..., Client]
TYPED = {"family_name": "Alike", "given_name": "Ann"}


def told_apart(cast: Cast) -> tuple[Person, Referral]:
    known = seen_by_all(cast, birth_date=BIRTH, **TYPED)
    referral = sent(cast, **TYPED)
    found(referral, known, Verdict.DIFFERENT, cast=cast, reason="Ann is the cousin")
    return known, referral


def test_the_story_says_who_told_them_apart_and_why(cast: Cast, sign_in: SignIn) -> None:
    known, referral = told_apart(cast)
    page = sign_in(cast.team).get(referral.get_absolute_url()).content.decode()
    assert f"Not the same person as {known.name}, born" in page
    assert "Ann is the cousin" in page
    assert cast.team.full_name in page


def test_the_referrer_hears_nothing_of_the_other_person(cast: Cast, sign_in: SignIn) -> None:
    _, referral = told_apart(cast)
    page = sign_in(cast.lead).get(referral.get_absolute_url()).content.decode()
    assert "Not the same person" not in page
    assert "Ann is the cousin" not in page


def test_they_are_folded_away_and_can_still_be_joined(cast: Cast, sign_in: SignIn) -> None:
    known, referral = told_apart(cast)
    page = sign_in(cast.team).get(referral.get_absolute_url()).content.decode()
    assert "1 person recorded as someone else" in page
    assert "Say whether they are the same person" not in page
    assert reverse("referrals:compare", args=[referral.pk, known.pk]) in page


def test_another_referral_about_either_does_not_ask_again(cast: Cast) -> None:
    known, referral = told_apart(cast)
    mine = Person.objects.get(pk=referral.person_id)
    for one, other in ((mine, known), (known, mine)):
        counterparts = IdentityFinding.objects.counterparts(one.pk)
        assert counterparts == {other.pk: Verdict.DIFFERENT}
    workflow.decline(referral=referral, advice="The GP", by=cast.team, at=NOW)
    again = sent(cast, **TYPED, nhs_number=mine.nhs_number)
    assert again.person_id == mine.pk
    shown = duplicates.find(again, viewer=cast.team)
    assert [one.person for one in shown.settled] == [known]
    assert not shown.undecided
