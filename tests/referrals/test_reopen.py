"""A referral declined or withdrawn by mistake goes back to triage as if it had not been decided."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from alerts.models import Notice
from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from referrals import workflow
from referrals.models import Referral
from referrals.rules import State
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals.given import sent

LATER = NOW + timedelta(days=2)
WHY = "It was the wrong Smith"


def open_duties(referral: Referral) -> set[tuple[str, Any]]:
    rows = Duty.objects.open().filter(person=referral.person_id)
    return set(rows.values_list("rule", "due_on"))


@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_it_waits_for_triage_again_with_its_first_date(cast: Cast, verb: str) -> None:
    referral = sent(cast)
    before = open_duties(referral)
    assert before
    if verb == "decline":
        workflow.decline(referral=referral, advice="See the GP", by=cast.team, at=NOW)
    else:
        workflow.withdraw(referral=referral, reason="Sent twice", by=cast.lead, at=NOW)
    again = workflow.reopen(referral=referral, why=WHY, by=cast.team, at=LATER)
    assert (again.state, again.decided_at) == (State.SUBMITTED, None)
    seen = {one for one in before if one[0] == "referral-acknowledge"}
    assert open_duties(referral) == (before - seen if verb == "decline" else before)
    assert duties.compare(at=LATER) == []
    assert [step.kind for step in again.steps.all()][-1] == "reopened"


def test_a_red_one_is_on_the_red_list_again_and_whoever_sent_it_is_told(
    cast: Cast, sign_in: Any
) -> None:
    referral = sent(cast)
    workflow.decline(referral=referral, advice="See the GP", by=cast.team, at=NOW)
    client = sign_in(cast.team)
    assert referral.copy.name not in client.get(reverse("alerts:red")).content.decode()
    address = f"/referrals/{referral.pk}/reopen/"
    assert "Enter what was wrong" in client.post(address, {"why": ""}).content.decode()
    assert client.post(address, {"why": WHY}).status_code == 302
    assert referral.copy.name in client.get(reverse("alerts:red")).content.decode()
    told = Notice.objects.get(kind="referral_reopened")
    assert told.user == cast.lead
    assert (
        "Put back to triage: decided by mistake"
        in client.get(f"/referrals/{referral.pk}/").content.decode()
    )


def test_what_waits_is_not_reopened(cast: Cast) -> None:
    referral = sent(cast)
    with pytest.raises(RuleBroken, match="no decision to undo"):
        workflow.reopen(referral=referral, why=WHY, by=cast.team, at=NOW)
