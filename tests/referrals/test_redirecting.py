"""Between areas: open in both until taken, returned with a reason, chased when nobody answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from referrals import workflow
from referrals.codes import RedirectState
from referrals.models import Redirect, Referral
from referrals.rules import State
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

LATER = NOW + timedelta(hours=2)


def passed_on(cast: Cast, level: Level = Level.AMBER) -> Redirect:
    return workflow.redirect(
        referral=given.sent(cast, level=level), to_area=cast.other_area, reason="Moved there",
        by=cast.team, at=NOW,
    )  # fmt: skip


def kinds_to(user: Any) -> set[str]:
    return set(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_a_redirected_referral_is_open_in_both_areas_and_the_first_answers(
    cast: Cast, sign_in: Any
) -> None:
    redirect = passed_on(cast)
    page = redirect.referral.get_absolute_url()
    assert "Accept" in sign_in(cast.team).get(page).content.decode()
    asked = sign_in(cast.other_area_team).get(page).content.decode()
    assert "Take this referral" in asked
    accept = reverse("referrals:accept", args=[redirect.referral_id])
    assert sign_in(cast.other_area_team).get(accept).status_code == 404
    assert "redirect_asked" in kinds_to(cast.other_area_team)
    assert "referral_redirected" in kinds_to(cast.lead)


def test_taking_moves_record_duties_and_the_right_to_decide(cast: Cast, sign_in: Any) -> None:
    redirect = workflow.take(redirect=passed_on(cast), by=cast.other_area_team, at=LATER)
    referral = Referral.objects.get(pk=redirect.referral_id)
    person = Person.objects.get(pk=referral.person_id)
    assert (referral.area, person.area) == (cast.other_area, cast.other_area)
    assert person.responsible_icb == cast.other_area.icb
    assert referral.acknowledged_at == LATER
    assert Duty.objects.filter(person=person, area=cast.other_area).exists()
    page = referral.get_absolute_url()
    assert sign_in(cast.team).get(page).status_code == 404
    assert "Accept" in sign_in(cast.other_area_team).get(page).content.decode()
    assert {"redirect_taken"} <= kinds_to(cast.team)
    assert {"referral_taken"} <= kinds_to(cast.lead)


def test_returning_needs_a_reason_and_leaves_it_with_the_first_area(cast: Cast) -> None:
    redirect = passed_on(cast)
    with pytest.raises(RuleBroken, match="why you return"):
        workflow.give_back(redirect=redirect, words=" ", by=cast.other_area_team, at=LATER)
    workflow.give_back(redirect=redirect, words="Lives here", by=cast.other_area_team, at=LATER)
    redirect.refresh_from_db()
    assert redirect.state == RedirectState.RETURNED
    assert Person.objects.get().area == cast.area
    assert "redirect_returned" in kinds_to(cast.team)
    with pytest.raises(RuleBroken, match="answered already"):
        workflow.take(redirect=redirect, by=cast.other_area_team, at=LATER)


def test_a_decision_of_the_first_area_overtakes_the_redirect(cast: Cast) -> None:
    redirect = passed_on(cast)
    workflow.decline(referral=redirect.referral, advice="Ask SEND", by=cast.team, at=LATER)
    redirect.refresh_from_db()
    assert redirect.state == RedirectState.OVERTAKEN
    with pytest.raises(RuleBroken):
        workflow.take(redirect=redirect, by=cast.other_area_team, at=LATER)


def test_only_one_area_is_asked_at_a_time_and_never_ones_own(cast: Cast) -> None:
    redirect = passed_on(cast)
    for area in (cast.area, cast.other_area):
        with pytest.raises(RuleBroken):
            workflow.redirect(
                referral=redirect.referral, to_area=area, reason="x", by=cast.team, at=LATER
            )
    assert Redirect.objects.count() == 1


def test_somebody_on_the_register_is_not_passed_on_with_a_referral(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    referral = given.sent(cast, nhs_number=person.nhs_number, family_name=person.family_name)
    with pytest.raises(RuleBroken, match="on the register of your area"):
        workflow.redirect(
            referral=referral, to_area=cast.other_area, reason="x", by=cast.team, at=LATER
        )


def test_somebody_who_came_onto_the_register_meanwhile_is_not_taken_away(cast: Cast) -> None:
    first = given.sent(cast, level="AMBER")
    number = first.copy.nhs_number
    second = given.sent(cast, level="AMBER", nhs_number=number)
    redirect = workflow.redirect(
        referral=first, to_area=cast.other_area, reason="Moved there", by=cast.team, at=NOW
    )
    workflow.accept(referral=second, level=Level.AMBER, reason="", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="now on the other area's register"):
        workflow.take(redirect=redirect, by=cast.other_area_team, at=LATER)
    redirect.refresh_from_db()
    assert redirect.is_open
    assert Person.objects.get(pk=first.person_id).area == cast.area
    workflow.give_back(redirect=redirect, words="Theirs", by=cast.other_area_team, at=LATER)


def test_a_referral_that_was_passed_on_is_neither_joined_nor_parted(cast: Cast) -> None:
    other = on_register(cast.area, by=cast.team, level=Level.GREEN)
    redirect = passed_on(cast)
    with pytest.raises(RuleBroken, match="Another area is asked"):
        given.found(redirect.referral, other, cast=cast, at=LATER)


def test_a_red_redirect_is_due_the_same_day_and_leaves_the_alert_standing(cast: Cast) -> None:
    redirect = passed_on(cast, Level.RED)
    assert redirect.due_on == NOW.date()
    assert passed_on(cast).due_on == date(2026, 11, 24)
    assert redirect.referral.acknowledged_at is None
    urgent = Notice.objects.get(user=cast.other_area_team, kind="redirect_red")
    assert urgent.urgent


def test_nobody_answers_so_both_are_chased_once_a_working_day_and_then_commissioners(
    cast: Cast,
) -> None:
    redirect = passed_on(cast)
    for day, expected in ((24, 0), (25, 1), (25, 0), (26, 1), (28, 0)):
        at = NOW.replace(day=day)
        assert workflow.remind(on=at.date(), at=at) == expected, day
    redirect.refresh_from_db()
    assert redirect.reminders == 2
    assert redirect.is_open
    for team in (cast.team, cast.other_area_team):
        assert Notice.objects.filter(user=team, kind="redirect_waits").count() == 2
    for board in (cast.commissioner, cast.other_commissioner):
        assert Notice.objects.filter(user=board, kind="redirect_waits_board").count() == 1
    assert redirect.referral.state == State.SUBMITTED


def test_nothing_is_chased_about_somebody_restricted(cast: Cast) -> None:
    redirect = passed_on(cast)
    assert redirect.referral.person_id is not None
    register.restrict(person_id=redirect.referral.person_id, by=cast.team, at=NOW)
    at = NOW + timedelta(days=4)
    assert workflow.remind(on=at.date(), at=at) == 0


def test_the_facts_of_a_redirect_hold_ids_alone(cast: Cast) -> None:
    passed_on(cast)
    facts = AuditEvent.objects.get(kind="referrals.redirected").facts
    assert "Moved" not in str(facts)


def test_a_redirect_goes_from_asking_to_taking_by_its_pages(cast: Cast, sign_in: Any) -> None:
    referral = given.sent(cast, level=Level.AMBER)
    page = reverse("referrals:redirect", args=[referral.pk])
    answer = sign_in(cast.team).post(page, {"to_area": cast.other_area.pk, "reason": "Moved"})
    assert answer.status_code == 302
    redirect = Redirect.objects.get()
    client = sign_in(cast.other_area_team)
    listed = client.get(reverse("referrals:redirects")).content.decode()
    assert referral.reference in listed
    assert "Robin" not in listed
    assert client.post(reverse("referrals:take", args=[redirect.pk])).status_code == 302
    assert "Taken" in sign_in(cast.team).get(reverse("referrals:redirects")).content.decode()
