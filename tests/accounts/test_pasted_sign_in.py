"""What is pasted into the pages of signing in is read as it was meant (B15)."""

from collections.abc import Iterator
from datetime import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

from accounts import workflow
from accounts.models import User
from alerts.models import Notice
from core import nhsuk
from tests.accounts.asking import approved
from tests.accounts.test_sign_in import GOOD, code_of, enter
from tests.conftest import Cast
from tests.factories import NOW

CLEAN = "o'brien.jo@nhs.net"
PASTED = [
    "o\u2019brien.jo@nhs.net",
    "o'brien.jo\u200b@nhs.net",
    "\u00a0O\u2019Brien.\u00adJo@nhs.net\u202f",
    "o\u02bcbrien.\u2060jo@nhs.net\ufeff",
]


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def obrien(cast: Cast) -> User:
    user = approved(cast, email=CLEAN)
    return workflow.set_password(user=user, password=GOOD, by=None, at=NOW)


@pytest.mark.parametrize("typed", PASTED)
def test_a_pasted_address_signs_in(obrien: User, client: Client, typed: str) -> None:
    assert enter(client, typed, GOOD)["Location"] == "/home/"


@pytest.mark.parametrize("typed", PASTED)
def test_a_pasted_address_gets_the_link_to_a_new_password(
    obrien: User, client: Client, typed: str
) -> None:
    assert client.post("/account/password/reset/", {"email": typed}).status_code == 302
    assert Notice.objects.filter(kind="password_reset", user=obrien).count() == 1


def test_a_password_is_judged_as_it_was_typed(obrien: User, client: Client) -> None:
    page = enter(client, CLEAN, GOOD + "\u200b")
    assert b"The email address or password is not right" in page.content


@pytest.mark.parametrize("between", [" ", "\u00a0", "\u202f", "\u200b", "-"])
def test_a_security_code_may_be_pasted_with_a_space_in_it(
    obrien: User, client: Client, between: str
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(obrien, secret)
    enter(client, CLEAN, GOOD)
    code = code_of(secret)
    typed = f"\u200b{code[:3]}{between}{code[3:]} "
    answer = client.post("/account/second-step/code/", {"code": typed})
    assert answer.status_code == 302, answer.content


def test_a_recovery_code_may_be_pasted_with_what_stood_around_it(
    obrien: User, client: Client
) -> None:
    TOTP.activate(obrien, generate_totp_secret())
    codes = RecoveryCodes.activate(obrien).get_unused_codes()
    enter(client, CLEAN, GOOD)
    answer = client.post("/account/second-step/code/", {"code": f"\u00a0{codes[0]}\u200b"})
    assert answer.status_code == 302, answer.content


class _Form(nhsuk.Form):
    day = nhsuk.DateField("Day", required=False)
    when = nhsuk.TimeField("Time", required=False)
    count = nhsuk.WholeNumberField("Count", required=False)


@pytest.mark.parametrize("mark", ["\u200b", "\u00a0", "\u202f", "\u2060", "\u200e"])
def test_dates_times_and_numbers_may_be_pasted_with_what_cannot_be_seen(mark: str) -> None:
    form = _Form(
        {
            "day_day": f"{mark}3", "day_month": f"March{mark}", "day_year": f"1984{mark}",
            "when": f"{mark}9:30{mark}AM", "count": f"{mark}30{mark}",
        }
    )  # fmt: skip
    assert form.is_valid(), form.errors
    assert str(form.cleaned_data["day"]) == "1984-03-03"
    assert form.cleaned_data["when"] == time(9, 30)
    assert form.cleaned_data["count"] == 30
