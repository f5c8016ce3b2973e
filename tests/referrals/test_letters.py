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
from register import workflow as register
from register.rules import ClosureReason, Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

LATER = NOW + timedelta(hours=2)
LAST = NOW + timedelta(hours=4)


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


def both_letters(client: Any, referral: Referral) -> list[str]:
    names = ("referrals:letter", "referrals:letter_easy")
    return [client.get(reverse(name, args=[referral.pk])).content.decode() for name in names]


def test_a_letter_has_the_date_of_what_it_tells(cast: Cast, sign_in: Any, clock: Any) -> None:
    referral = standing(cast, LetterAbout.ACCEPTED)
    clock.move_to(NOW + timedelta(days=9))
    for shown in both_letters(sign_in(cast.team), referral):
        assert "23 November 2026" in shown
        assert "2 December 2026" not in shown


def rated_anew(referral: Referral, cast: Cast) -> None:
    register.rate(person=referral.person, level=Level.GREEN, reason="Better", by=cast.team, at=LAST)


def left(referral: Referral, cast: Cast) -> None:
    register.close(person=referral.person, reason=ClosureReason.DIED, by=cast.team, at=LAST)


@pytest.mark.parametrize(
    ("happens", "words"), [(rated_anew, "has been rated again"), (left, "has left the register")]
)
def test_a_letter_that_is_overtaken_is_withheld_and_says_why(
    cast: Cast, sign_in: Any, happens: Any, words: str
) -> None:
    referral = standing(cast, LetterAbout.ACCEPTED, Level.RED)
    happens(referral, cast)
    client = sign_in(cast.team)
    for shown in both_letters(client, referral):
        assert words in shown
        assert "Your rating is" not in shown
        assert "My colour is RED" not in shown
    assert words in client.get(referral.get_absolute_url()).content.decode()
    with pytest.raises(RuleBroken, match=words):
        workflow.give_letter(
            referral=referral, about=LetterAbout.ACCEPTED, easy_read=False,
            way=LetterWay.HANDED, by=cast.team, at=LAST,
        )  # fmt: skip


def test_the_same_rating_given_again_overtakes_nothing(cast: Cast, sign_in: Any) -> None:
    referral = standing(cast, LetterAbout.ACCEPTED, Level.RED)
    register.rate(person=referral.person, level=Level.RED, reason="Still", by=cast.team, at=LAST)
    plain, easy = both_letters(sign_in(cast.team), referral)
    assert "Your rating is <strong>RED" in plain
    assert "My colour is RED." in easy


@pytest.mark.parametrize("about", [LetterAbout.DECLINED, LetterAbout.WITHDRAWN])
def test_another_referral_of_somebody_registered_does_not_tell_them_that_they_are_not(
    cast: Cast, sign_in: Any, about: LetterAbout
) -> None:
    first = standing(cast, LetterAbout.ACCEPTED)
    again = given.sent(cast, level=Level.RED, nhs_number=first.person.nhs_number)
    assert again.person == first.person
    if about is LetterAbout.DECLINED:
        workflow.decline(referral=again, advice="Known already", by=cast.team, at=LAST)
    else:
        workflow.withdraw(referral=again, reason="In error", by=cast.lead, at=LAST)
    plain, easy = both_letters(sign_in(cast.team), again)
    for shown in (plain, easy):
        assert "not the right help" not in shown
        assert "not on the register" not in shown
    assert "that stays as it is" in plain or "stay on the register as before" in plain
    assert "I am on the register already." in easy or "I stay on the register" in easy


def test_a_decline_is_overtaken_when_the_person_comes_onto_the_register(
    cast: Cast, sign_in: Any
) -> None:
    declined = standing(cast, LetterAbout.DECLINED)
    again = given.sent(cast, nhs_number=declined.person.nhs_number, at=LAST)
    workflow.accept(referral=again, level=Level.RED, reason="", by=cast.team, at=LAST)
    for shown in both_letters(sign_in(cast.team), declined):
        assert "has come onto the register since" in shown


def test_easy_lines_are_short_and_one_idea_each() -> None:
    every = [line for lines in letters.EASY.values() for line in lines]
    every += [line for lines in letters.COLOURS.values() for line in lines]
    every += [line for lines in letters.STAYS.values() for line in lines]
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
