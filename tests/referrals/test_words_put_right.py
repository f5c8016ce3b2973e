"""What was written in a step of triage can be put right by the side that wrote it."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from referrals import letters, workflow
from referrals.codes import LetterAbout, LetterWay
from referrals.models import Referral, TriageStep
from register.models import StrikeOut
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals.given import sent

LATER = NOW + timedelta(days=1)
SOON = NOW + timedelta(hours=1)
RIGHT = {"words": "Ask the SEND team at the council", "for_person": "A teacher can help you."}


def declined(cast: Cast) -> TriageStep:
    workflow.decline(
        referral=sent(cast), advice="Ask the GP", for_person="A doctor can help you.",
        by=cast.team, at=NOW,
    )  # fmt: skip
    return TriageStep.objects.get(kind="declined")


def test_the_right_words_stand_and_the_old_ones_stay_struck_through(
    cast: Cast, sign_in: Any
) -> None:
    step = declined(cast)
    address = reverse("referrals:correct_step", args=[step.referral_id, step.pk])
    client = sign_in(cast.team)
    assert address in client.get(step.referral.get_absolute_url()).content.decode()
    assert "Ask the GP" in client.get(address).content.decode()
    assert client.post(address, RIGHT | {"why": "Wrong letter"}).status_code == 302
    now = TriageStep.objects.get(kind="declined")
    assert (now.words, now.at, now.by) == (RIGHT["words"], step.at, cast.team)
    page = client.get(step.referral.get_absolute_url()).content.decode()
    assert '<s class="dsr-lines">Ask the GP' in page
    assert "Put right on" in page
    assert "Wrong letter" in page
    assert page.index(RIGHT["words"]) < page.index("Ask the GP")
    assert letters.words_for_person(Referral.objects.get()) == RIGHT["for_person"]


def test_whoever_sent_the_referral_is_told(cast: Cast) -> None:
    workflow.correct_words(step=declined(cast), why="Slip", by=cast.team, at=LATER, **RIGHT)
    assert Notice.objects.get(kind="referral_words_corrected").user == cast.lead


def test_the_referrer_puts_their_own_answer_right_and_the_team_is_told(
    cast: Cast, sign_in: Any
) -> None:
    referral = sent(cast)
    workflow.ask(referral=referral, words="Which ward?", by=cast.team, at=NOW)
    workflow.answer(referral=referral, words="Oak", by=cast.lead, at=NOW)
    step = TriageStep.objects.get(kind="answered")
    address = reverse("referrals:correct_own_step", args=[referral.pk, step.pk])
    client = sign_in(cast.lead)
    assert address in client.get(referral.get_absolute_url()).content.decode()
    assert client.post(address, {"words": "Elm", "why": "Slip"}).status_code == 302
    assert TriageStep.objects.get(kind="answered").words == "Elm"
    told = Notice.objects.filter(kind="referral_words_corrected")
    assert cast.team in {one.user for one in told}
    assert cast.lead not in {one.user for one in told}


def test_no_one_puts_right_what_the_other_side_wrote(cast: Cast, sign_in: Any) -> None:
    step = declined(cast)
    client = sign_in(cast.lead)
    for page in ("correct_step", "correct_own_step"):
        address = reverse(f"referrals:{page}", args=[step.referral_id, step.pk])
        assert client.post(address, RIGHT | {"why": "Slip"}).status_code in (403, 404)
    assert not StrikeOut.objects.exists()


def test_two_people_at_once_one_wins_and_the_other_is_told(cast: Cast) -> None:
    step = declined(cast)
    workflow.correct_words(step=step, why="Slip", by=cast.team, at=LATER, **RIGHT)
    again = workflow.correct_words(step=step, why="Slip", by=cast.team, at=LATER, **RIGHT)
    assert again == TriageStep.objects.get(kind="declined")  # the same form, sent twice
    with pytest.raises(Conflict):
        workflow.correct_words(step=step, words="Other", why="Mine", by=cast.second_team, at=LATER)
    assert TriageStep.objects.get(kind="declined").words == RIGHT["words"]


def test_after_a_conflict_the_page_shows_the_words_in_force_and_takes_the_next_answer(
    cast: Cast, sign_in: Any
) -> None:
    step = declined(cast)
    client = sign_in(cast.second_team)
    address = reverse("referrals:correct_step", args=[step.referral_id, step.pk])
    old = {"words": "Other", "for_person": "", "why": "Mine", "fact": str(step.pk)}
    workflow.correct_words(step=step, why="Slip", by=cast.team, at=NOW, **RIGHT)
    shown = client.post(address, old)
    assert f"The record now says: {RIGHT['words']}" in shown.content.decode()
    fact = TriageStep.objects.get(kind="declined").pk
    assert f'value="{fact}"' in shown.content.decode()
    assert client.post(address, old | {"fact": str(fact)}).status_code == 302
    assert TriageStep.objects.get(kind="declined").words == "Other"


def test_a_person_who_was_told_before_is_to_be_told_again(cast: Cast, sign_in: Any) -> None:
    step = declined(cast)
    referral = step.referral
    workflow.give_letter(
        referral=referral, about=LetterAbout.DECLINED, way=LetterWay.POSTED, easy_read=False,
        by=cast.team, at=NOW,
    )  # fmt: skip
    page = referral.get_absolute_url()
    client = sign_in(cast.team)
    assert "Tell the person again" not in client.get(page).content.decode()
    workflow.correct_words(step=step, why="Slip", by=cast.team, at=SOON, **RIGHT)
    assert "Tell the person again" in client.get(page).content.decode()
    workflow.give_letter(
        referral=referral, about=LetterAbout.DECLINED, way=LetterWay.POSTED, easy_read=False,
        by=cast.team, at=SOON + timedelta(minutes=5),
    )  # fmt: skip
    assert "Tell the person again" not in client.get(page).content.decode()
    assert referral.letters.count() == 2


def test_a_letter_is_listed_under_the_heading_that_it_had(cast: Cast, sign_in: Any) -> None:
    person = seen_by_all(cast)
    referral = sent(
        cast, nhs_number=person.nhs_number, family_name=person.family_name,
        given_name=person.given_name, birth_date=person.birth_date.isoformat(),
    )  # fmt: skip
    assert referral.person_id == person.pk
    workflow.decline(referral=referral, advice="Ask the GP", by=cast.team, at=LATER)
    workflow.give_letter(
        referral=referral, about=LetterAbout.DECLINED, way=LetterWay.POSTED, easy_read=False,
        by=cast.team, at=LATER,
    )  # fmt: skip
    page = sign_in(cast.team).get(referral.get_absolute_url()).content.decode()
    assert "You stay on the register as before: " in page
    assert "not the right help" not in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": " "}, "Enter the right words"),
        ({"why": ""}, "what was wrong"),
        ({"words": "Ask the GP", "for_person": "A doctor can help you."}, "recorded now"),
    ],
)
def test_bad_input_writes_nothing(cast: Cast, typed: dict[str, str], says: str) -> None:
    step = declined(cast)
    values: dict[str, Any] = RIGHT | {"why": "Slip"} | typed
    with pytest.raises(RuleBroken, match=says):
        workflow.correct_words(step=step, by=cast.team, at=LATER, **values)
    assert TriageStep.recorded.filter(kind="declined").count() == 1
