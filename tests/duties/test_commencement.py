"""Part 8A on, off or from another day: one administrator proposes, a second one confirms."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alerts.mail import compose
from alerts.models import Notice
from core import history
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from duties import policy, reading, rules, transition, workflow
from duties.models import Commencement, CommencementProposal, Duty
from register import workflow as register
from register.rules import LegalStatus
from tests.conftest import Cast
from tests.duties.commencing import BEGINS, commence, detained, propose, second_administrator
from tests.factories import NOW, on_register

SignIn = Callable[..., Client]
TYPED = {
    "switch": "on", "begins_on_day": "16", "begins_on_month": "11", "begins_on_year": "2026",
    "authority": "SI 2026/1",
}  # fmt: skip


def kinds_told(user: User) -> list[str]:
    return sorted(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_a_proposal_changes_nothing_until_it_is_confirmed(cast: Cast) -> None:
    propose(cast)
    assert reading.commenced_on() is None
    assert not Commencement.objects.exists()
    stay = detained(cast, admitted_on=BEGINS)
    assert not Duty.objects.filter(person=stay.person, jurisdiction="statute").exists()


def test_a_confirmed_day_is_in_force_and_names_both(cast: Cast) -> None:
    second = second_administrator()
    made = commence(cast, confirmed_by=second)
    assert reading.commenced_on() == BEGINS
    assert (made.proposal.proposed_by, made.set_by) == (cast.administrator, second)
    event = AuditEvent.objects.get(kind="duties.commencement_set")
    assert event.actor == second
    assert event.facts["begins_on"] == "2026-11-16"
    assert event.facts["proposed_by"] == str(cast.administrator.pk)
    stay = detained(cast, admitted_on=BEGINS)
    assert Duty.objects.get(person=stay.person, jurisdiction="statute").rule == "s125b-ctr"


def test_whoever_proposed_it_cannot_confirm_or_reject_it(cast: Cast) -> None:
    proposal = propose(cast)
    with pytest.raises(RuleBroken, match="Another administrator"):
        workflow.confirm_commencement(proposal=proposal, by=cast.administrator, at=NOW)
    with pytest.raises(RuleBroken, match="Another administrator"):
        workflow.reject_commencement(proposal=proposal, reason="No", by=cast.administrator, at=NOW)
    proposal.refresh_from_db()
    assert proposal.is_open
    assert not Commencement.objects.exists()


def test_the_database_too_refuses_a_proposer_who_confirms(cast: Cast) -> None:
    proposal = propose(cast)
    proposal.status, proposal.ended_by, proposal.ended_at = "confirmed", cast.administrator, NOW
    with pytest.raises(IntegrityError, match="commencement_second_person"), transaction.atomic():
        history.save(proposal, by=cast.administrator, at=NOW)


def test_a_rejected_proposal_changes_nothing_and_keeps_its_reason(cast: Cast) -> None:
    proposal, second = propose(cast), second_administrator()
    with pytest.raises(RuleBroken) as broken:
        workflow.reject_commencement(proposal=proposal, reason=" ", by=second, at=NOW)
    assert broken.value.field == "reason"
    workflow.reject_commencement(proposal=proposal, reason="Wrong day", by=second, at=NOW)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.reason) == ("rejected", "Wrong day")
    assert reading.commenced_on() is None
    assert AuditEvent.objects.filter(kind="duties.commencement_rejected").exists()
    assert "part8a_rejected" in kinds_told(cast.administrator)
    propose(cast)  # another can be made


def test_only_whoever_made_a_proposal_withdraws_it(cast: Cast) -> None:
    proposal, second = propose(cast), second_administrator()
    with pytest.raises(RuleBroken, match="Only the administrator who made"):
        workflow.withdraw_commencement(proposal=proposal, by=second, at=NOW)
    workflow.withdraw_commencement(proposal=proposal, by=cast.administrator, at=NOW)
    proposal.refresh_from_db()
    assert proposal.status == "withdrawn"
    assert AuditEvent.objects.filter(kind="duties.commencement_withdrawn").exists()
    with pytest.raises(Conflict, match="already been withdrawn"):
        workflow.confirm_commencement(proposal=proposal, by=second, at=NOW)
    assert not Commencement.objects.exists()


def test_switching_off_needs_a_second_administrator_too(cast: Cast) -> None:
    commence(cast)
    proposal = propose(cast, None)
    assert reading.commenced_on() == BEGINS
    workflow.confirm_commencement(proposal=proposal, by=second_administrator(), at=NOW)
    assert reading.commenced_on() == policy.NEVER
    stay = detained(cast, admitted_on=BEGINS)
    assert not Duty.objects.filter(person=stay.person, jurisdiction="statute").exists()


def test_where_no_one_has_set_a_day_the_setting_of_the_deployment_counts(
    cast: Cast, settings: object
) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-10-01"  # type: ignore[attr-defined]
    propose(cast)
    assert reading.commenced_on() == date(2026, 10, 1)


def test_a_second_proposal_while_one_waits_is_told_of_it(cast: Cast) -> None:
    propose(cast)
    with pytest.raises(Conflict, match="Another day has been"):
        propose(cast, by=second_administrator())
    assert CommencementProposal.objects.count() == 1


def test_a_proposal_made_from_a_page_that_is_out_of_date_is_refused(cast: Cast) -> None:
    commence(cast)
    with pytest.raises(Conflict, match="Another day has been"):
        workflow.propose_commencement(
            begins_on=None, authority="Put back", follows=None, by=cast.administrator, at=NOW
        )
    assert not CommencementProposal.objects.open().exists()


def test_a_day_without_its_authority_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="regulations"):
        workflow.propose_commencement(
            begins_on=BEGINS, authority=" ", follows=None, by=cast.administrator, at=NOW
        )
    assert not CommencementProposal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_told_that_it_was_confirmed(cast: Cast) -> None:
    with transaction.atomic():
        proposal = propose(cast)
        seconds = [second_administrator(), second_administrator()]
    start = Barrier(2)

    def confirm(by: User) -> str:
        try:
            start.wait()
            workflow.confirm_commencement(proposal=proposal, by=by, at=NOW)
        except Conflict as conflict:
            return conflict.message
        finally:
            connection.close()
        return "set"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(confirm, seconds))
    assert answers == ["This proposal has already been confirmed. Nothing was changed.", "set"]
    assert Commencement.objects.count() == 1


def test_the_check_page_says_what_it_means_before_anything_is_proposed(
    cast: Cast, sign_in: SignIn
) -> None:
    detained(cast)
    detained(cast, admitted_on=BEGINS)
    client, address = sign_in(cast.administrator), reverse("actions:propose_commencement")
    page = client.post(address, TYPED).content.decode()
    assert not CommencementProposal.objects.exists()
    assert "2 people" in page
    assert "1 person will be on the list" in page
    assert "section 125B" in page
    assert "A second administrator must confirm this" in page
    answer = client.post(address, TYPED | {"checked": "yes"})
    assert answer.status_code == 302
    assert CommencementProposal.objects.get().begins_on == BEGINS
    again = client.post(address, TYPED | {"checked": "yes"})
    assert "Another day has been proposed" in again.content.decode()


def test_the_second_administrator_reads_the_same_and_confirms(cast: Cast, sign_in: SignIn) -> None:
    detained(cast)
    proposal, second = propose(cast), second_administrator()
    client = sign_in(second)
    page = client.get(reverse("actions:propose_commencement")).content.decode()
    address = reverse("actions:confirm_commencement", args=[proposal.pk])
    assert address in page
    shown = client.get(address).content.decode()
    assert "Adam Administrator" in shown
    assert "1 person will be on the list" in shown
    assert client.post(address).status_code == 200  # nothing was ticked
    assert not Commencement.objects.exists()
    assert client.post(address, {"checked": "on"}).status_code == 302
    assert reading.commenced_on() == BEGINS
    late = client.post(address, {"checked": "on"}).content.decode()
    assert "Confirmed by Ben Second" in late
    settings = client.get(reverse("actions:propose_commencement")).content.decode()
    assert "Proposed by Adam Administrator, confirmed by Ben Second" in settings


def test_the_proposer_is_offered_to_withdraw_and_not_to_confirm(
    cast: Cast, sign_in: SignIn
) -> None:
    proposal = propose(cast)
    client = sign_in(cast.administrator)
    page = client.get(reverse("actions:propose_commencement")).content.decode()
    assert reverse("actions:withdraw_commencement", args=[proposal.pk]) in page
    assert reverse("actions:confirm_commencement", args=[proposal.pk]) not in page
    refused = client.post(
        reverse("actions:confirm_commencement", args=[proposal.pk]), {"checked": "on"}
    )
    assert "Another administrator must confirm" in refused.content.decode()
    client.post(reverse("actions:withdraw_commencement", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.status == "withdrawn"


@pytest.mark.parametrize("member", ["team", "auditor", "commissioner"])
def test_no_one_but_an_administrator_proposes(cast: Cast, sign_in: SignIn, member: str) -> None:
    page = sign_in(getattr(cast, member)).get(reverse("actions:propose_commencement"))
    assert page.status_code == 403


def test_both_administrators_and_the_teams_concerned_are_told_once(cast: Cast) -> None:
    detained(cast)
    detained(cast)
    second = second_administrator()
    proposal = propose(cast)
    assert kinds_told(second) == ["part8a_proposed"]
    assert kinds_told(cast.administrator) == []
    workflow.confirm_commencement(proposal=proposal, by=second, at=NOW)
    assert kinds_told(cast.administrator) == ["part8a_set"]
    assert kinds_told(second) == ["part8a_proposed", "part8a_set"]
    assert kinds_told(cast.team) == kinds_told(cast.second_team) == ["part8a_list"]
    assert kinds_told(cast.other_area_team) == []


def test_the_team_reads_numbers_and_areas_and_no_name(cast: Cast, sign_in: SignIn) -> None:
    stay = detained(cast)
    detained(cast, on_register(cast.other_area, by=cast.other_area_team))
    commence(cast)
    mail = str(compose(Notice.objects.get(user=cast.team, kind="part8a_list")).body)
    assert f"{cast.area.name}: 1 person" in mail
    assert cast.other_area.name not in mail
    assert stay.person.family_name not in mail
    assert reverse("actions:already_detained") in mail
    set_by = str(compose(Notice.objects.get(user=cast.administrator, kind="part8a_set")).body)
    assert f"{cast.other_area.name}: 1 person" in set_by
    assert reverse("actions:policy") in set_by
    page = sign_in(cast.team).get(reverse("alerts:notices")).content.decode()
    assert f"{cast.area.name}: 1 person" in page


def test_a_team_with_someone_detained_is_told_that_it_is_switched_off(cast: Cast) -> None:
    detained(cast)
    commence(cast)
    commence(cast, None, at=NOW + timedelta(hours=1))
    assert kinds_told(cast.team) == ["part8a_list", "part8a_off"]


@pytest.mark.parametrize(
    ("since", "applicable", "listed"),
    [
        (date(2026, 11, 15), date(2026, 11, 15), True),
        (date(2026, 11, 15), None, True),
        (date(2026, 11, 16), date(2026, 11, 16), False),
        (date(2026, 11, 15), date(2026, 11, 16), False),
        (None, None, False),
    ],
)
def test_who_was_already_detained(since: date, applicable: date, listed: bool) -> None:
    assert listed is rules.is_already_detained(
        detained_since=since, applicable_on=applicable, begins_on=BEGINS
    )


def test_only_those_still_detained_are_counted_as_detained_now(cast: Cast) -> None:
    stay = detained(cast)
    detained(cast, legal_status=LegalStatus.INFORMAL)
    assert transition.effect_of(BEGINS).detained == 1
    register.record_status(
        stay=stay, changed_on=BEGINS, legal_status=LegalStatus.INFORMAL, by=cast.team, at=NOW
    )
    assert transition.effect_of(BEGINS).detained == 0
