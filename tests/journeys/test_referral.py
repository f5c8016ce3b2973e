"""A RED referral from the first question to the register, with a script and without."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from alerts import workflow as alerts
from meetings.models import Meeting
from referrals.models import Referral
from referrals.rules import SectionKey
from register.models import Standing
from tests.conftest import Cast
from tests.journeys.walker import Walker
from tests.referrals.test_journey import pages, start_answers

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME = {"given_name": "Juniper", "family_name": "Fernworthy"}


def _refers(lead: Walker, cast: Cast) -> Referral:
    """Given a lead, when they fill in every section and send, then a referral has been sent."""
    lead.visit("/referrals/new/")
    lead.answer(**{k: v for k, v in start_answers(cast).items() if k != "key"}).press("Continue")
    draft = Referral.objects.get()
    for key, typed in pages():
        lead.visit(reverse("referrals:section", args=[draft.pk, key.value]))
        lead.answer(**_today(typed | (NAME if key is SectionKey.PERSON else {})))
        lead.go_on()
    lead.sees("10 of 10").visit(reverse("referrals:check", args=[draft.pk]))
    lead.sees("Fernworthy", "Sam Social").answer(declared="on").press("Send the referral")
    draft.refresh_from_db()
    return draft


def _today(typed: dict[str, Any]) -> dict[str, Any]:
    """Return the answers with every decision made today; the clock of a browser runs."""
    if "decided_on_day" not in typed:
        return typed
    kept = {name: value for name, value in typed.items() if not name.startswith("decided_on")}
    return kept | {"decided_on": timezone.localdate()}


def test_a_red_referral_is_sent_seen_met_about_and_accepted(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    lead, team = walk(cast.lead), walk(cast.team)
    referral = _refers(lead, cast)
    lead.sees(referral.reference, "Referral received, not yet reviewed", "999")

    alerts.relay(at=timezone.now())
    told = [one for one in mail.outbox if cast.team.email in one.to]
    assert any("RED alert" in one.subject for one in told)
    assert not any("Fernworthy" in one.body + one.subject for one in told)

    team.visit("/alerts/red/").sees("Juniper Fernworthy", "No one yet")
    team.follow("Acknowledge").press("I have seen this alert and will act")
    team.sees("Tara Team").follow("Arrange")
    tomorrow = timezone.localdate() + timedelta(days=1)
    team.answer(reason="Nowhere to sleep", starts_on=tomorrow, starts_time="2pm", place="Room 4")
    team.answer(chair=cast.team.pk, quorum="1").press("Convene the urgent meeting")
    assert Meeting.objects.get().is_urgent

    team.visit(reverse("referrals:referral", args=[referral.pk])).follow("Accept")
    team.press("Accept and put on the register")
    assert Standing.objects.get().level == "RED"
    team.visit("/people/").sees("Fernworthy")
    lead.visit("/people/").sees("Fernworthy")


def test_a_referral_needs_no_script(cast: Cast, walk: Callable[..., Walker]) -> None:
    lead = walk(cast.lead, scripts=False)
    referral = _refers(lead, cast)
    lead.sees(referral.reference, "Referral received, not yet reviewed")
