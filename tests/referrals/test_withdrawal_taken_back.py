"""The referrer who withdrew a referral by mistake takes the withdrawal back themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.rules import Role
from alerts.models import Notice
from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from referrals import workflow
from referrals.models import Referral
from referrals.rules import State
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason, Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW, give
from tests.referrals.given import sent

LATER = NOW + timedelta(days=2)
WHY = "I meant the other one"


def withdrawn(cast: Cast, **changed: Any) -> Referral:
    return workflow.withdraw(
        referral=sent(cast, **changed), reason="Sent twice", by=cast.lead, at=NOW
    )


def take_back(cast: Cast, referral: Referral, **changed: Any) -> Referral:
    given: dict[str, Any] = {"why": WHY, "by": cast.lead, "at": LATER} | changed
    return workflow.take_back_withdrawal(referral=referral, **given)


def address(referral: Referral) -> str:
    return reverse("referrals:take_back_withdrawal", args=[referral.pk])


def test_it_waits_for_triage_again_with_its_first_date(cast: Cast) -> None:
    referral = sent(cast)
    open_before = set(Duty.objects.open().values_list("rule", "due_on"))
    due = referral.triage_due_on
    workflow.withdraw(referral=referral, reason="Sent twice", by=cast.lead, at=NOW)
    again = take_back(cast, referral)
    assert (again.state, again.decided_at, again.triage_due_on) == (State.SUBMITTED, None, due)
    assert set(Duty.objects.open().values_list("rule", "due_on")) == open_before
    assert duties.compare(at=LATER) == []


def test_one_that_waited_for_an_answer_waits_for_it_again(cast: Cast) -> None:
    referral = sent(cast)
    workflow.ask(referral=referral, words="Which ward?", by=cast.team, at=NOW)
    workflow.withdraw(referral=referral, reason="Sent twice", by=cast.lead, at=NOW)
    assert take_back(cast, referral).state == State.INFORMATION_ASKED


def test_the_team_is_told_and_not_the_referrer(cast: Cast) -> None:
    take_back(cast, withdrawn(cast, level=Level.AMBER))
    told = Notice.objects.filter(made_at=LATER)
    assert {(one.kind, one.user) for one in told} == {
        ("referral_not_withdrawn", cast.team), ("referral_not_withdrawn", cast.second_team),
    }  # fmt: skip


def test_a_red_one_is_red_again_and_alerts_the_team_at_once(cast: Cast, sign_in: Any) -> None:
    referral = withdrawn(cast)
    assert referral.copy.name not in sign_in(cast.team).get("/alerts/red/").content.decode()
    take_back(cast, referral)
    assert referral.copy.name in sign_in(cast.team).get(reverse("alerts:red")).content.decode()
    told = Notice.objects.filter(made_at=LATER)
    assert {one.kind for one in told} == {"red_referral_again"}


def test_the_page_is_one_click_from_the_referral_and_says_what_will_happen(
    cast: Cast, sign_in: Any
) -> None:
    referral = withdrawn(cast)
    client = sign_in(cast.lead)
    assert address(referral) in client.get(referral.get_absolute_url()).content.decode()
    asked = client.get(address(referral)).content.decode()
    assert "Sent twice" in asked
    assert "on the RED list again" in asked
    assert (
        "Enter why you are undoing" in client.post(address(referral), {"why": " "}).content.decode()
    )
    page = client.post(address(referral), {"why": WHY}, follow=True).content.decode()
    assert "Your withdrawal was undone" in page
    assert "Withdrawal undone by the referrer" in page
    assert "decided by mistake" not in page
    assert address(referral) not in page


def test_no_one_else_sees_the_link(cast: Cast, sign_in: Any) -> None:
    referral = withdrawn(cast)
    page = sign_in(cast.team).get(referral.get_absolute_url()).content.decode()
    assert address(referral) not in page


@pytest.mark.parametrize("verb", ["decline", "accept"])
def test_what_was_decided_since_is_not_taken_back_with_it(
    cast: Cast, sign_in: Any, verb: str
) -> None:
    referral = withdrawn(cast)
    client = sign_in(cast.lead)
    assert client.get(address(referral)).status_code == 200
    workflow.reopen(referral=referral, why="Slip", by=cast.team, at=NOW)
    if verb == "decline":
        workflow.decline(referral=referral, advice="See the GP", by=cast.team, at=NOW)
    else:
        workflow.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="has decided this referral"):
        take_back(cast, referral)
    page = client.post(address(referral), {"why": WHY}).content.decode()
    assert "has decided this referral" in page
    assert WHY in page
    page = client.get(address(referral), follow=True).content.decode()
    assert "has decided this referral" in page


def test_one_that_waits_has_nothing_to_take_back(cast: Cast, sign_in: Any) -> None:
    referral = withdrawn(cast)
    client = sign_in(cast.lead)
    client.post(address(referral), {"why": WHY})
    page = client.post(address(referral), {"why": WHY}).content.decode()  # a double click
    assert "no withdrawal to undo" in page
    assert [step.kind for step in referral.steps.all()] == ["withdrawn", "reopened"]


def test_one_withdrawn_with_a_death_stays_withdrawn(cast: Cast) -> None:
    person = seen_by_all(cast)
    referral = withdrawn(
        cast, about=person, nhs_number=person.nhs_number, family_name=person.family_name,
        given_name=person.given_name, birth_date=person.birth_date.isoformat(),
    )  # fmt: skip
    assert referral.person_id == person.pk
    register.close(
        person=person, reason=ClosureReason.DIED, died_on=NOW.date(), by=cast.team, at=LATER
    )
    with pytest.raises(RuleBroken, match="they have died"):
        take_back(cast, Referral.objects.get(pk=referral.pk))


def test_a_withdrawal_by_someone_else_is_theirs_to_take_back(cast: Cast) -> None:
    referral = sent(cast)
    workflow.withdraw(referral=referral, reason="Sent twice", by=cast.second_team, at=NOW)
    with pytest.raises(RuleBroken, match="did not withdraw this referral"):
        take_back(cast, referral)


def test_one_that_was_sent_again_stays_withdrawn(cast: Cast) -> None:
    referral = withdrawn(cast)
    person = Person.objects.get(pk=referral.person_id)
    again = sent(cast, at=LATER, about=person, nhs_number=person.nhs_number)
    assert again.person_id == referral.person_id
    with pytest.raises(RuleBroken, match=again.reference):
        take_back(cast, referral)


def test_its_reason_is_put_right_by_the_referrer_and_the_team_is_told(
    cast: Cast, sign_in: Any
) -> None:
    referral = take_back(cast, withdrawn(cast))
    step = referral.steps.get(kind="reopened")
    right = reverse("referrals:correct_own_step", args=[referral.pk, step.pk])
    teams = reverse("referrals:correct_step", args=[referral.pk, step.pk])
    assert sign_in(cast.team).get(teams).status_code == 404
    typed = {"words": "It is the right one", "why": "A slip", "fact": str(step.pk)}
    assert sign_in(cast.lead).post(right, typed).status_code == 302
    told = Notice.objects.filter(kind="referral_words_corrected")
    assert {one.user for one in told} == {cast.team, cast.second_team}


def test_a_referrer_in_the_team_puts_a_decision_back_as_the_team(cast: Cast) -> None:
    give(cast.lead, Role.TEAM, area=cast.area)
    referral = sent(cast)
    workflow.decline(referral=referral, advice="See the GP", by=cast.team, at=NOW)
    workflow.reopen(referral=referral, why="Slip", by=cast.lead, at=LATER)
    assert not Notice.objects.filter(kind="red_referral_again").exists()
