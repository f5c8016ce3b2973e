"""Two records with two NHS numbers: said to be one person's, confirmed, and parted again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker
from tests.referrals import given

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_colleague_confirms_and_both_are_given_back(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    now = timezone.now()
    names = {"given_name": "Robyn", "family_name": "Testpersson", "birth_date": given.BIRTH}
    other = on_register(
        cast.area, by=cast.team, level=Level.AMBER, at=now - timedelta(days=30), **names
    )
    referral = given.sent(cast, level="RED", at=now)

    team = walk(cast.team).visit(referral.get_absolute_url())
    team.follow("Say whether they are the same person")
    team.sees("Compare two records", "In the referral", "a colleague must confirm it")
    team.answer(verdict="same", reason="The same address", checked="on").go_on()
    team.sees("A colleague must confirm it", "Said to be the same person")
    team.visit(other.get_absolute_url()).sees("a referral is waiting for triage", "RED")

    second = walk(cast.second_team).visit(other.get_absolute_url())
    second.follow("Confirm that they are the same person").answer(checked="on").go_on()
    second.sees("They are confirmed as the same person")

    team.visit(referral.get_absolute_url()).sees("Joined to the record that was there")
    team.follow("Not the same person after all").sees("Take back what was recorded")
    team.answer(reason="She is the cousin").go_on().sees("The two records stand apart")
    team.visit(other.get_absolute_url()).sees_nothing_of("Said to be the same person")
    team.follow("Other records of this person").sees("She is the cousin", "Find another record")
