"""From asking for an account to the first page behind both factors."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.utils import timezone

from accounts.models import AccountRequest
from alerts import workflow as alerts
from tests.conftest import Cast
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ADDRESS = "nia.newcomer@example.nhs.uk"
PASSWORD = "violet kettle under seven bridges"


def _link_in_the_last_mail() -> str:
    mail.outbox.clear()
    alerts.relay(at=timezone.now())
    [told] = [one for one in mail.outbox if one.to == [ADDRESS]]
    found = re.search(r"http://\S+", told.body)
    assert found is not None
    return found[0]


def test_somebody_asks_is_approved_and_signs_in(cast: Cast, walk: Callable[..., Walker]) -> None:
    newcomer, team = walk(), walk(cast.team)
    newcomer.visit("/register-for-an-account/").answer(
        full_name="Nia Newcomer", email=ADDRESS, job_title="Nurse",
        organisation=cast.commissioning.pk, role="lead", areas=[cast.area.pk], reason="New here",
    ).press("Ask for an account")  # fmt: skip
    newcomer.visit(_link_in_the_last_mail()).press("Confirm my email address")

    asked = AccountRequest.objects.get()
    team.visit("/accounts/requests/").sees("Nia Newcomer")
    team.visit(f"/accounts/requests/{asked.pk}/approve/")
    team.answer(role="lead", organisation=cast.commissioning.pk, areas=[cast.area.pk])
    team.go_on().sees("approved")

    newcomer.visit(_link_in_the_last_mail()).answer(password=PASSWORD).press("Save password")
    newcomer.visit("/sign-in/").answer(login=ADDRESS, password=PASSWORD).press("Sign in")
    newcomer.visit("/people/")
    assert "second-step" in newcomer.page.url, "no one sees anything without a second factor"
    newcomer.answer(code=_code(newcomer)).go_on()
    newcomer.visit("/home/").sees("Nia Newcomer")
    newcomer.visit("/referrals/new/").sees("lawful")


def _code(walker: Walker) -> str:
    """Return what the newcomer's phone would show now for the secret on the page."""
    shown = walker.page.locator("body").inner_text()
    [secret] = {one.replace(" ", "") for one in re.findall(r"\b(?:[A-Z2-7]{4} ?){8}\b", shown)}
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))
