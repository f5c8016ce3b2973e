"""Passwords, sign-in, second factor and sessions."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts import links, workflow
from accounts.models import User
from core.models import AuditEvent
from tests.accounts.asking import approved
from tests.conftest import Cast
from tests.factories import NOW

GOOD = "purple heron sails quietly"


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    cache.clear()


def path_of(user: User) -> str:
    return links.set_password_url(user).replace("http://localhost:8000", "")


def with_password(cast: Cast) -> User:
    return workflow.set_password(user=approved(cast), password=GOOD, by=None, at=NOW)


def enter(client: Client, email: str, password: str, query: str = "") -> Any:
    return client.post(f"/sign-in/{query}", {"login": email, "password": password})


def test_the_mailed_link_sets_the_first_password_which_then_signs_in(
    cast: Cast, client: Client
) -> None:
    user = approved(cast)
    link = path_of(user)
    assert client.get(link).status_code == 200
    response = client.post(link, {"password": GOOD})
    assert response["Location"] == "/sign-in/"
    assert client.get(link).status_code == 410
    response = enter(client, user.email.upper(), GOOD)
    assert response["Location"] == "/home/"
    assert AuditEvent.objects.filter(kind="accounts.signed_in", actor=user).count() == 1


def test_a_link_to_a_password_dies_when_old_altered_or_used(
    cast: Cast, client: Client, clock: Any
) -> None:
    user = approved(cast)
    first = path_of(user)
    assert client.get(first[:-3] + "aa/").status_code == 410
    clock.shift(timedelta(days=6))
    assert client.get(first).status_code == 200
    workflow.set_password(user=user, password=GOOD, by=None, at=NOW)
    again = path_of(user)
    assert client.get(first).status_code == 410
    clock.shift(timedelta(hours=2, minutes=1))
    assert client.get(again).status_code == 410


def test_a_link_to_a_password_dies_with_the_account(cast: Cast, client: Client) -> None:
    user = approved(cast)
    link = path_of(user)
    workflow.deactivate(user=user, by=cast.administrator, at=NOW)
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    "weak", ["short", "password1234", "LearningDisability1", "nadia.newcomer@example"]
)
def test_a_weak_password_is_refused_with_a_reason(cast: Cast, client: Client, weak: str) -> None:
    user = approved(cast)
    page = client.post(path_of(user), {"password": weak})
    assert page.status_code == 200
    assert b"There is a problem" in page.content
    assert f'value="{weak}"' not in page.content.decode()
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_a_pass_phrase_of_64_characters_with_spaces_works(cast: Cast, client: Client) -> None:
    phrase = ("quiet river under seven bridges " * 2)[:63] + "x"
    user = approved(cast)
    assert client.post(path_of(user), {"password": phrase}).status_code == 302
    assert enter(client, user.email, phrase)["Location"] == "/home/"


def test_wrong_password_and_unknown_address_get_the_same_answer(cast: Cast) -> None:
    user = with_password(cast)
    known = enter(Client(), user.email, "wrong words entirely")
    unknown = enter(Client(), "nobody@example.nhs.uk", "wrong words entirely")
    assert known.status_code == unknown.status_code == 200
    sentence = b"The email address or password is not right"
    assert sentence in known.content
    assert sentence in unknown.content
    failed = AuditEvent.objects.filter(kind="accounts.sign_in_failed").order_by("id")
    assert [event.facts["user"] for event in failed] == [str(user.pk), None]


def test_too_many_wrong_passwords_are_stopped_even_when_the_last_is_right(cast: Cast) -> None:
    user = with_password(cast)
    for _ in range(5):
        enter(Client(), user.email, "wrong words entirely")
    page = enter(Client(), user.email, GOOD)
    assert b"Too many tries" in page.content


def test_a_deactivated_account_does_not_sign_in(cast: Cast, client: Client) -> None:
    user = with_password(cast)
    workflow.deactivate(user=user, by=cast.administrator, at=NOW)
    enter(client, user.email, GOOD)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_signing_in_never_leads_to_another_host(cast: Cast, client: Client, target: str) -> None:
    user = with_password(cast)
    response = client.post("/sign-in/", {"login": user.email, "password": GOOD, "next": target})
    assert response["Location"] == "/home/"


def test_signing_in_leads_back_to_where_one_was(cast: Cast, client: Client) -> None:
    user = with_password(cast)
    response = client.post("/sign-in/", {"login": user.email, "password": GOOD, "next": "/people/"})
    assert response["Location"] == "/people/"


def test_the_session_key_changes_at_sign_in_and_dies_at_sign_out(
    cast: Cast, client: Client
) -> None:
    user = with_password(cast)
    client.get("/sign-in/")
    before = client.session.session_key
    enter(client, user.email, GOOD)
    during = client.session.session_key
    assert during not in (None, before)
    client.post("/sign-out/")
    assert not Session.objects.filter(session_key=during).exists()
    assert client.get("/account/").status_code == 302


def test_looking_at_sign_out_signs_nobody_out(cast: Cast, sign_in: Callable[..., Client]) -> None:
    client = sign_in(cast.team)
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/account/").status_code == 200


def test_asking_for_a_new_password_says_the_same_and_mails_nothing_itself(cast: Cast) -> None:
    user = with_password(cast)
    known = Client().post("/account/password/reset/", {"email": user.email})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.nhs.uk"})
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"] == "/account/password/reset/asked/"
    assert mail.outbox == []
    event = AuditEvent.objects.get(kind="accounts.reset_asked")
    assert event.facts == {"user": str(user.pk)}


def test_changing_the_password_ends_every_session_and_tells_the_holder(cast: Cast) -> None:
    user = with_password(cast)
    here, there = Client(), Client()
    enter(here, user.email, GOOD)
    enter(there, user.email, GOOD)
    answers = {"oldpassword": GOOD, "password1": "three other long words"}
    for client in (here, there):
        session = client.session
        session["second_factor"] = True
        session.save()
    response = here.post("/account/password/", answers | {"password2": answers["password1"]})
    assert response.status_code == 302
    assert here.get("/account/").status_code == 302
    assert there.get("/account/").status_code == 302
    event = AuditEvent.objects.get(kind="accounts.security_notice")
    assert event.facts["code"] == "password_changed"


def test_an_idle_session_ends_after_15_minutes_and_polling_does_not_keep_it(
    cast: Cast, sign_in: Callable[..., Client], clock: Any
) -> None:
    client = sign_in(cast.team)
    client.get("/account/")
    answers = []
    for _ in range(3):
        clock.shift(timedelta(minutes=5, seconds=1))
        answers.append(client.get("/account/", headers={"X-Polling": "1"}))
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert answers[-1]["Location"] == "/sign-in/?next=/account/"


def test_staying_signed_in_keeps_a_session_but_not_beyond_12_hours(
    cast: Cast, sign_in: Callable[..., Client], clock: Any
) -> None:
    client = sign_in(cast.team)
    client.get("/account/")
    for _ in range(51):
        clock.shift(timedelta(minutes=14))
        assert client.post("/account/stay-signed-in/").status_code == 204
    clock.shift(timedelta(minutes=14))
    assert client.post("/account/stay-signed-in/").status_code == 302


def test_without_a_second_factor_only_enrolment_is_reached(cast: Cast, client: Client) -> None:
    client.force_login(cast.team)
    for address in ("/people/", "/accounts/requests/", "/account/", "/account/sessions/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (
            302,
            "/account/second-step/app/activate/",
        )
    assert client.get("/about/").status_code == 200


def test_enrolling_an_app_opens_the_register_and_keeps_its_secret_unreadable(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    user = with_password(cast)
    enter(client, user.email, GOOD)
    page = client.get("/account/second-step/app/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    code = code_of(secret)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/account/second-step/app/activate/", {"code": code})
    assert response["Location"] == "/account/second-step/recovery-codes/"
    assert client.get("/account/").status_code == 200
    codes = client.get(response["Location"])
    assert codes.status_code == 200
    assert len(codes.context["unused_codes"]) == 10
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        assert secret not in str(cursor.fetchall())
    event = AuditEvent.objects.get(kind="accounts.security_notice")
    assert event.facts["code"] == "totp_activated"


def test_a_code_works_once_and_the_only_second_step_cannot_be_removed(
    cast: Cast, client: Client, clock: Any
) -> None:
    user = with_password(cast)
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    enter(client, user.email, GOOD)
    assert client.get("/account/").status_code == 302
    code = code_of(secret)
    assert client.post("/account/second-step/code/", {"code": code})["Location"] == "/home/"
    other = Client()
    enter(other, user.email, GOOD)
    again = other.post("/account/second-step/code/", {"code": code})
    assert b"The code is not right" in again.content
    client.post("/account/second-step/app/deactivate/")
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


SECOND_STEP = [
    "/account/",
    "/account/password/",
    "/account/sessions/",
    "/account/second-step/",
    "/account/second-step/recovery-codes/generate/",
    "/account/second-step/app/deactivate/",
    "/account/second-step/passkeys/",
    "/account/second-step/passkeys/add/",
    "/account/second-step/again/",
    "/account/confirm-access/",
]


@pytest.mark.parametrize("address", SECOND_STEP)
def test_every_page_about_signing_in_is_drawn_in_our_look(
    cast: Cast, client: Client, address: str
) -> None:
    user = with_password(cast)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    enter(client, user.email, GOOD)
    client.post("/account/second-step/code/", {"code": code_of("JBSWY3DPEHPK3PXP")})
    client.post("/account/confirm-access/", {"password": GOOD})
    page = client.get(address)
    words = page.content.decode()
    assert page.status_code == 200
    assert words.count("<h1") == 1
    assert "nhsuk-skip-link" in words
    assert " style=" not in words


@pytest.mark.parametrize(
    "address",
    [
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/asked/",
        "/register-for-an-account/sent/",
        "/accounts/verified/",
    ],
)
def test_pages_for_whoever_is_signed_out_are_drawn(db: None, client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert b"nhsuk-skip-link" in page.content


@pytest.mark.parametrize("address", ["/account/signup/", "/account/email/", "/account/login/"])
def test_the_librarys_own_sign_up_and_address_pages_do_not_exist(
    db: None, client: Client, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_changing_how_one_signs_in_asks_for_the_password_again_after_5_minutes(
    cast: Cast, client: Client, clock: Any
) -> None:
    user = with_password(cast)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    enter(client, user.email, GOOD)
    client.post("/account/second-step/code/", {"code": code_of("JBSWY3DPEHPK3PXP")})
    address = "/account/second-step/passkeys/add/"
    assert client.get(address).status_code == 200
    clock.shift(timedelta(minutes=5, seconds=1))
    assert client.get(address)["Location"].startswith("/account/confirm-access/")


def test_sessions_are_listed_and_ended_elsewhere(cast: Cast) -> None:
    user = with_password(cast)
    here, there = Client(), Client()
    for client in (here, there):
        enter(client, user.email, GOOD)
        session = client.session
        session["second_factor"] = True
        session.save()
    page = here.get("/account/sessions/")
    assert b"This session" in page.content
    assert here.post("/account/sessions/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_the_first_administrator_is_made_on_the_server(cast: Cast, capsys: Any) -> None:
    call_command(
        "add_administrator",
        "first@example.nhs.uk",
        "Fay First",
        "--organisation",
        cast.commissioning.ods_code,
        "--json",
    )
    shown = json.loads(capsys.readouterr().out)
    user = User.objects.get(pk=shown["user"])
    assert [held.role for held in user.roles_held] == ["administrator"]
    assert links.read_set_password(shown["link"].split("/")[-2]) == user
    with pytest.raises(CommandError):
        call_command("add_administrator", "x@example.com", "X", "--organisation", "NONE")
