"""Letters: one for each place where a referral can stand, plain and in easy read."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import letters, workflow
from referrals.codes import LetterAbout, LetterWay
from referrals.models import LetterGiven, Referral
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

LATER = NOW + timedelta(hours=2)


def standing(cast: Cast, about: LetterAbout, level: Level = Level.AMBER) -> Referral:
    """Return a referral that a letter of that kind is about."""
    referral = given.sent(cast, level=level)
    steps: dict[LetterAbout, Any] = {
        LetterAbout.RECEIVED: lambda: None,
        LetterAbout.MORE_INFORMATION: lambda: workflow.ask(
            referral=referral, words="Which ward?", for_person="We want to know about school.",
            by=cast.team, at=LATER,
        ),
        LetterAbout.ACCEPTED: lambda: workflow.accept(
            referral=referral, level=level, reason="", by=cast.team, at=LATER
        ),
        LetterAbout.DECLINED: lambda: workflow.decline(
            referral=referral, advice="Ask the SEND team", by=cast.team, at=LATER,
            for_person="The school can help you.",
        ),
        LetterAbout.REDIRECTED: lambda: workflow.redirect(
            referral=referral, to_area=cast.other_area, reason="Moved", by=cast.team, at=LATER
        ),
        LetterAbout.WITHDRAWN: lambda: workflow.withdraw(
            referral=referral, reason="In error", by=cast.lead, at=LATER
        ),
    }  # fmt: skip
    steps[about]()
    return Referral.objects.get(pk=referral.pk)


@pytest.mark.parametrize("about", list(LetterAbout))
def test_each_outcome_has_its_letters(cast: Cast, sign_in: Any, about: LetterAbout) -> None:
    referral = standing(cast, about)
    assert letters.about(referral) == about
    client = sign_in(cast.team)
    for name in ("letter", "letter_easy"):
        page = client.get(reverse(f"referrals:{name}", args=[referral.pk]))
        shown = page.content.decode()
        assert page.status_code == 200
        assert "Robin" in shown or name == "letter_easy"
        assert about.label in shown
        assert "999" in shown
        assert "SEND team" not in shown, "advice for the referrer is not for the person"
        for word in ("case", "challenging", "cleanse"):
            assert f" {word} " not in shown.lower()


@pytest.mark.parametrize("level", list(Level))
def test_being_accepted_is_told_by_rating(cast: Cast, sign_in: Any, level: Level) -> None:
    referral = standing(cast, LetterAbout.ACCEPTED, level)
    client = sign_in(cast.lead)
    plain = client.get(reverse("referrals:letter", args=[referral.pk])).content.decode()
    assert f"Your rating is <strong>{level}</strong>" in plain
    easy = client.get(reverse("referrals:letter_easy", args=[referral.pk])).content.decode()
    assert f"My colour is {level}." in easy


def test_what_the_team_wrote_for_the_person_is_in_both_letters(cast: Cast, sign_in: Any) -> None:
    referral = standing(cast, LetterAbout.DECLINED)
    for name in ("letter", "letter_easy"):
        page = sign_in(cast.team).get(reverse(f"referrals:{name}", args=[referral.pk]))
        assert "The school can help you." in page.content.decode()


def test_easy_lines_are_short_and_one_idea_each() -> None:
    every = [line for lines in letters.EASY.values() for line in lines]
    every += [line for lines in letters.COLOURS.values() for line in lines]
    for line in every:
        assert len(line.words.split()) <= 12, line.words
        assert line.words.count(".") == 1, line.words


@pytest.mark.parametrize(
    ("about", "told"), [(LetterAbout.DECLINED, True), (LetterAbout.RECEIVED, False)]
)
def test_giving_the_letter_of_an_outcome_tells_the_outcome(
    cast: Cast, sign_in: Any, about: LetterAbout, told: bool
) -> None:
    referral = standing(cast, about)
    page = reverse("referrals:give_letter", args=[referral.pk])
    data = {"easy_read": "yes", "way": "read", "about": about.value}
    for _ in range(2):
        assert sign_in(cast.lead).post(page, data).status_code == 302
    one = LetterGiven.objects.get()
    assert (one.about, one.easy_read, one.way) == (about, True, LetterWay.READ)
    events = AuditEvent.objects.filter(kind="referrals.outcome_told")
    assert events.exists() == told
    shown = sign_in(cast.team).get(referral.get_absolute_url()).content.decode()
    assert "read or talked through with the person" in shown


def test_a_letter_that_is_out_of_date_is_not_given(cast: Cast) -> None:
    referral = standing(cast, LetterAbout.RECEIVED)
    workflow.decline(referral=referral, advice="x", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="moved on"):
        workflow.give_letter(
            referral=referral, about=LetterAbout.RECEIVED, easy_read=False,
            way=LetterWay.HANDED, by=cast.team, at=LATER,
        )  # fmt: skip
    assert not LetterGiven.objects.exists()


def test_a_letter_is_for_those_who_see_the_referral(cast: Cast, sign_in: Any) -> None:
    referral = given.sent(cast)
    page = reverse("referrals:letter", args=[referral.pk])
    for user, status in (
        (cast.lead, 200), (cast.team, 200), (cast.other_lead, 404),
        (cast.other_area_team, 404), (cast.commissioner, 403),
    ):  # fmt: skip
        assert sign_in(user).get(page).status_code == status


def test_whoever_took_it_says_so_in_its_own_name(cast: Cast, sign_in: Any) -> None:
    referral = standing(cast, LetterAbout.REDIRECTED)
    redirect = referral.redirects.get()
    workflow.take(redirect=redirect, by=cast.other_area_team, at=LATER)
    client = sign_in(cast.other_area_team)
    plain = client.get(reverse("referrals:letter", args=[referral.pk])).content.decode()
    assert "We have the referral now" in plain
    easy = client.get(reverse("referrals:letter_easy", args=[referral.pk])).content.decode()
    assert "has the letter about me now" in easy
