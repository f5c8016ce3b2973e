"""Deciding about a keyworker, for people up to their 26th birthday."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.rules import Level
from reviews import reading, workflow
from reviews.details import KeyworkerNews
from reviews.models import KeyworkerReferral
from reviews.rules import KeyworkerOutcome, KeyworkerState
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.reviews.given import consents

CHILD = date(2012, 3, 1)
TURNS_26_TODAY = date(2000, 11, 23)
STILL_25 = date(2000, 11, 24)


def test_a_referral_meets_the_duty_of_red_and_is_not_asked_for_again(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, birth_date=CHILD)
    consents(cast, person, keyworker=True)
    workflow.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.REFERRED, by=cast.team, at=NOW
    )
    assert Duty.objects.get(rule="red-keyworker").status == "met"
    register.rate(person=person, level=Level.RED, reason="Still", by=cast.team, at=NOW)
    assert not Duty.objects.open().filter(rule="red-keyworker").exists()


def test_not_referring_needs_a_reason(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=CHILD)
    with pytest.raises(RuleBroken, match="why"):
        workflow.decide_keyworker(
            person=person, outcome=KeyworkerOutcome.DECLINED, by=cast.team, at=NOW
        )
    assert not KeyworkerReferral.objects.exists()


def test_the_service_ends_on_the_26th_birthday(cast: Cast) -> None:
    grown = on_register(cast.area, by=cast.team, birth_date=TURNS_26_TODAY)
    with pytest.raises(RuleBroken, match="26th birthday"):
        workflow.decide_keyworker(
            person=grown, outcome=KeyworkerOutcome.REFERRED, by=cast.team, at=NOW
        )
    young = on_register(cast.area, by=cast.team, birth_date=STILL_25)
    consents(cast, young, keyworker=True)
    workflow.decide_keyworker(person=young, outcome=KeyworkerOutcome.REFERRED, by=cast.team, at=NOW)


def test_an_earlier_decision_stays_beside_the_later_one(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=CHILD)
    consents(cast, person, keyworker=True)
    outcome = KeyworkerOutcome
    workflow.decide_keyworker(
        person=person, outcome=outcome.DECLINED, reason="Family says no", by=cast.team, at=NOW
    )
    workflow.decide_keyworker(
        person=person, outcome=outcome.REFERRED, by=cast.team, at=NOW + timedelta(days=3)
    )
    assert KeyworkerReferral.objects.count() == 2


@pytest.mark.parametrize("asked", [None, False])
def test_nobody_is_referred_without_consent_to_it(cast: Cast, asked: bool | None) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=CHILD)
    if asked is not None:
        consents(cast, person, keyworker=asked, cetr=True)
    with pytest.raises(RuleBroken, match="does not cover") as refused:
        workflow.decide_keyworker(
            person=person, outcome=KeyworkerOutcome.REFERRED, by=cast.team, at=NOW
        )
    assert refused.value.field == "outcome"
    assert not KeyworkerReferral.objects.exists()
    workflow.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.ALREADY_KNOWN, by=cast.team, at=NOW
    )


def known(cast: Cast) -> KeyworkerReferral:
    person = on_register(cast.area, by=cast.team, birth_date=CHILD)
    consents(cast, person, keyworker=True)
    return workflow.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.REFERRED, by=cast.team, at=NOW
    )


def news(state: KeyworkerState, **changed: Any) -> KeyworkerNews:
    values: dict[str, Any] = {"state": state, "happened_on": NOW.date()} | changed
    return KeyworkerNews(**values)


def test_what_the_service_said_is_followed_until_it_is_settled(cast: Cast) -> None:
    referral = known(cast)
    assert reading.ask_again(referral) == NOW.date() + timedelta(days=28)
    asked = NOW.date() + timedelta(days=7)
    workflow.follow_up_keyworker(
        referral=referral, news=news(KeyworkerState.WAITING, next_on=asked), by=cast.team, at=NOW
    )
    assert reading.ask_again(referral) == asked
    later = NOW + timedelta(days=8)
    workflow.follow_up_keyworker(
        referral=referral,
        news=news(KeyworkerState.NOT_ACCEPTED, reason="Not in their area"),
        by=cast.team,
        at=later,
    )
    assert reading.ask_again(referral) is None
    assert referral.follow_ups.count() == 2


def test_the_same_news_sent_twice_is_kept_once(cast: Cast) -> None:
    referral = known(cast)
    said = news(KeyworkerState.ALLOCATED, service="Keyworkers North")
    first, again = (
        workflow.follow_up_keyworker(referral=referral, news=said, by=cast.team, at=NOW)
        for _ in range(2)
    )
    assert first == again


def test_nothing_is_followed_up_where_nobody_was_referred(cast: Cast) -> None:
    referral = known(cast)
    declined = workflow.decide_keyworker(
        person=referral.person, outcome=KeyworkerOutcome.DECLINED, reason="Family says no",
        by=cast.team, at=NOW + timedelta(days=1),
    )  # fmt: skip
    for one in (referral, declined):
        with pytest.raises(RuleBroken):
            workflow.follow_up_keyworker(
                referral=one, news=news(KeyworkerState.WAITING), by=cast.team, at=NOW
            )


@pytest.mark.parametrize("state", [KeyworkerState.NOT_ACCEPTED, KeyworkerState.ENDED])
def test_a_child_whom_the_service_no_longer_has_is_asked_about_again(
    cast: Cast, state: KeyworkerState
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, birth_date=CHILD)
    consents(cast, person, keyworker=True)
    referral = workflow.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.REFERRED, by=cast.team, at=NOW
    )
    assert not Duty.objects.open().filter(rule="amber-keyworker").exists()
    workflow.follow_up_keyworker(
        referral=referral, news=news(state, reason="Not in their area"), by=cast.team, at=NOW
    )
    assert Duty.objects.open().filter(rule="amber-keyworker").count() == 1
    assert not duties.compare(at=NOW)
    register.rate(person=person, level=Level.RED, reason="Worse", by=cast.team, at=NOW)
    assert Duty.objects.open().filter(rule="red-keyworker").count() == 1


def test_news_that_the_service_works_on_asks_nobody_again(cast: Cast) -> None:
    referral = known(cast)
    workflow.follow_up_keyworker(
        referral=referral, news=news(KeyworkerState.WAITING), by=cast.team, at=NOW
    )
    register.rate(person=referral.person, level=Level.RED, reason="Worse", by=cast.team, at=NOW)
    assert not Duty.objects.open().filter(rule="red-keyworker").exists()


def test_a_keyworker_known_before_the_rating_and_recorded_after_it_meets_the_duty(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, birth_date=CHILD)
    workflow.decide_keyworker(
        person=person,
        outcome=KeyworkerOutcome.ALREADY_KNOWN,
        decided_on=NOW.date() - timedelta(days=30),
        by=cast.team,
        at=NOW,
    )
    assert Duty.objects.get(rule="red-keyworker").status == "met"
