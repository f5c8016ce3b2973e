"""Somebody known is their own area's: its team is told and triages; others see no record."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.rules import Permission
from alerts import red
from alerts import workflow as alerts
from alerts.models import Notice
from referrals import workflow
from referrals.models import Referral
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given


def elsewhere(cast: Cast) -> Person:
    """Return somebody RED whom the other area has on its register."""
    return on_register(
        cast.other_area, by=cast.other_area_team, level=Level.RED,
        given_name="Recordname", preferred_name="Typedname", birth_date=given.BIRTH,
    )  # fmt: skip


def referred(cast: Cast, person: Person, level: Level = Level.GREEN) -> Referral:
    """Return what a lead of the cast's area sent about somebody of the other area."""
    return given.sent(
        cast, nhs_number=person.nhs_number, family_name=person.family_name,
        given_name="Typedname", level=level,
    )  # fmt: skip


def told(user: Any) -> set[str]:
    kinds = Notice.objects.filter(user=user).values_list("kind", flat=True)
    return {kind for kind in kinds if "referral" in kind}


def test_only_the_team_of_the_persons_own_area_triages(cast: Cast, sign_in: Any) -> None:
    referral = referred(cast, elsewhere(cast))
    for name in ("accept", "ask", "decline", "acknowledge"):
        page = reverse(f"referrals:{name}", args=[referral.pk])
        assert sign_in(cast.team).get(page).status_code == 404
        assert sign_in(cast.team).post(page, {"level": "GREEN"}).status_code == 404
        assert sign_in(cast.other_area_team).get(page).status_code == 200
    triage = Referral.objects.permitted
    assert not triage(cast.team, Permission.TRIAGE).exists()
    assert triage(cast.other_area_team, Permission.TRIAGE).get() == referral


def test_the_persons_own_team_is_told_and_the_other_is_not(cast: Cast) -> None:
    referred(cast, elsewhere(cast))
    assert told(cast.other_area_team) == {"referral_received"}
    assert told(cast.team) == set()


def test_a_red_referral_is_on_the_list_of_the_persons_own_team_only(cast: Cast) -> None:
    referral = referred(cast, elsewhere(cast), Level.RED)
    for permission in (Permission.ALERT_VIEW, Permission.ALERT_ACKNOWLEDGE):
        assert red.for_user(cast.team, permission) == []
    alert = next(a for a in red.for_user(cast.other_area_team, Permission.ALERT_VIEW)
                 if a.is_referral)  # fmt: skip
    assert (alert.subject_id, alert.area, alert.name.split()[0]) == (
        referral.pk, cast.other_area, "Typedname",
    )  # fmt: skip
    alerts.escalate(at=NOW + timedelta(hours=2))
    unread = Notice.objects.filter(kind="red_unread")
    assert set(unread.values_list("user", flat=True)) == {cast.other_area_team.pk}


@pytest.mark.parametrize("level", [Level.RED, Level.GREEN])
def test_the_team_that_was_asked_reads_what_was_typed_and_no_record(
    cast: Cast, sign_in: Any, level: Level
) -> None:
    referral = referred(cast, elsewhere(cast), level)
    client = sign_in(cast.team)
    for address in (referral.get_absolute_url(), "/referrals/?show=waiting", "/alerts/red/"):
        assert "Recordname" not in client.get(address).content.decode()
    shown = client.get(referral.get_absolute_url()).content.decode()
    assert "Typedname" in shown
    assert "The team of another area triages this referral" in shown
    assert reverse("referrals:accept", args=[referral.pk]) not in shown


def test_the_persons_own_team_sees_that_the_number_is_known(cast: Cast, sign_in: Any) -> None:
    referral = referred(cast, elsewhere(cast))
    shown = sign_in(cast.other_area_team).get(referral.get_absolute_url()).content.decode()
    assert "The register knows this person already: Recordname" in shown


def test_an_answer_goes_to_the_persons_own_team(cast: Cast) -> None:
    referral = referred(cast, elsewhere(cast))
    workflow.ask(referral=referral, words="Which school?", by=cast.other_area_team, at=NOW)
    workflow.answer(referral=referral, words="None", by=cast.lead, at=NOW)
    assert "information_given" in set(
        Notice.objects.filter(user=cast.other_area_team).values_list("kind", flat=True)
    )
    assert not Notice.objects.filter(user=cast.team, kind="information_given").exists()
