"""A new email address counts once its holder has confirmed it; both addresses are told."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts import links, workflow
from accounts.models import EmailChange, User
from accounts.rules import EmailChangeState, LockReason
from alerts import workflow as alerts
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from tests.accounts.asking import approved
from tests.accounts.test_sign_in import GOOD, enter, path_of
from tests.conftest import Cast
from tests.factories import NOW
from tests.waiting import until

SignIn = Callable[..., Client]
NEW = "lena.new@example.nhs.uk"
ASK = "/account/email-address/"
ONCE = re.compile(r'nonce="[^"]+"|csrfmiddlewaretoken" value="[^"]+"')
"""What differs between two pages that say the same."""


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    cache.clear()


@pytest.fixture
def nadia(cast: Cast) -> User:
    """Someone with a password, who has just signed in."""
    user = workflow.set_password(user=approved(cast), password=GOOD, by=None, at=NOW)
    alerts.relay(at=NOW)
    return user


@pytest.fixture
def here(nadia: User, client: Client) -> Client:
    return signed_in(client, nadia.email)


def signed_in(client: Client, email: str) -> Client:
    enter(client, email, GOOD)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def ask(user: User, email: str = NEW, **changed: Any) -> EmailChange:
    return workflow.ask_for_email(
        **({"user": user, "email": email, "by": user, "at": NOW} | changed)
    )


def link(change: EmailChange) -> str:
    return links.confirm_email_url(change).replace("http://localhost:8000", "")


def mailed(mailoutbox: list[Any]) -> dict[str, list[str]]:
    """Send what is owed, and return the subjects by address."""
    mailoutbox.clear()
    alerts.relay(at=NOW)
    told: dict[str, list[str]] = {}
    for mail in mailoutbox:
        told.setdefault(mail.to[0], []).append(mail.subject.partition(": ")[2])
    return told


def now(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_new_address_counts_once_the_link_sent_to_it_is_followed(
    nadia: User, here: Client, mailoutbox: list[Any]
) -> None:
    old = nadia.email
    page = here.post(ASK, {"email": "Lena.New@example\u200b.nhs.uk "}, follow=True)
    assert b"We have emailed a link to the new address" in page.content
    assert f"We have emailed a link to {NEW}".encode() in page.content
    assert now(nadia).email == old
    told = mailed(mailoutbox)
    assert told == {
        old: ["Someone asked to change your email address"],
        NEW: ["Confirm your new email address"],
    }
    change = EmailChange.objects.get()
    body = next(mail.body for mail in mailoutbox if mail.to == [NEW])
    assert links.confirm_email_url(change) in body
    assert here.get(link(change)).status_code == 200
    assert now(nadia).email == old, "to look is not to change"
    page = here.post(link(change), follow=True)
    assert b"Your email address has changed" in page.content
    assert now(nadia).email == NEW
    assert mailed(mailoutbox) == {
        old: ["The email address of your account has changed"],
        NEW: ["You can now sign in with this email address"],
    }
    addresses = EmailAddress.objects.filter(user=nadia)
    assert list(addresses.values_list("email", "verified", "primary")) == [(NEW, True, True)]


def test_the_new_address_signs_in_and_the_old_one_does_nothing_more(nadia: User) -> None:
    old = nadia.email
    workflow.confirm_email(change=ask(nadia), by=nadia, at=NOW)
    assert enter(Client(), NEW, GOOD)["Location"] == "/home/"
    assert b"is not right" in enter(Client(), old, GOOD).content
    Client().post("/account/password/reset/", {"email": old})
    assert not Notice.objects.filter(kind="password_reset").exists()
    Client().post("/account/password/reset/", {"email": NEW})
    assert Notice.objects.filter(kind="password_reset", user=nadia).count() == 1


def test_a_link_to_a_password_mailed_to_the_old_address_dies(nadia: User, client: Client) -> None:
    reset = path_of(now(nadia))
    assert client.get(reset).status_code == 200
    workflow.confirm_email(change=ask(nadia), by=nadia, at=NOW)
    assert client.get(reset).status_code == 410


def test_no_address_stands_in_an_event_or_in_a_link(nadia: User) -> None:
    change = ask(nadia)
    workflow.confirm_email(change=change, by=nadia, at=NOW)
    for event in AuditEvent.objects.filter(kind__startswith="accounts.email"):
        assert "@" not in str(event.facts)
    assert "@" not in link(change)
    assert set(
        AuditEvent.objects.filter(kind__startswith="accounts.email").values_list("kind", flat=True)
    ) == {"accounts.email_change_asked", "accounts.email_changed"}


def test_whoever_asks_for_a_taken_address_sees_no_difference_and_its_holder_is_told(
    cast: Cast, nadia: User, here: Client, mailoutbox: list[Any]
) -> None:
    taken = here.post(ASK, {"email": cast.lead.email.upper()}, follow=True)
    told = mailed(mailoutbox)
    assert told[cast.lead.email] == ["Someone tried to use your email address"]
    workflow.cancel_email(user=nadia, by=nadia, at=NOW)
    free = here.post(ASK, {"email": "user0@example.nhs.uk"}, follow=True)
    same = [
        one.content.decode().replace(cast.lead.email, "X").replace("user0@example.nhs.uk", "X")
        for one in (taken, free)
    ]
    assert ONCE.sub("", same[0]) == ONCE.sub("", same[1])
    assert "Lena Lead" not in same[0]


def test_an_address_that_is_taken_meanwhile_is_refused_to_who_reads_it(
    cast: Cast, nadia: User, here: Client
) -> None:
    change = ask(nadia)
    workflow.change_email(
        user=cast.rep, email=NEW, seen=cast.rep.email, by=cast.administrator, at=NOW
    )  # fmt: skip
    page = here.post(link(change))
    assert b"already has an account" in page.content
    assert now(nadia).email != NEW


def test_the_same_address_is_no_change(nadia: User, here: Client) -> None:
    page = here.post(ASK, {"email": nadia.email.upper()})
    assert b"This is already your email address" in page.content
    assert not EmailChange.objects.exists()


def test_asking_twice_sends_one_link_and_asking_anew_ends_the_first(nadia: User) -> None:
    first = ask(nadia)
    assert ask(nadia) == first
    later = ask(nadia, at=NOW + timedelta(minutes=6))
    other = ask(nadia, "lena.other@example.nhs.uk", at=NOW + timedelta(minutes=7))
    assert [one.state for one in EmailChange.objects.order_by("asked_at")] == [
        EmailChangeState.ENDED, EmailChangeState.ENDED, EmailChangeState.WAITING,
    ]  # fmt: skip
    for gone in (first, later):
        with pytest.raises(Conflict, match="does not work"):
            workflow.confirm_email(change=gone, by=nadia, at=NOW)
    workflow.confirm_email(change=other, by=nadia, at=NOW)


def test_a_link_works_once_and_a_double_click_is_no_error(nadia: User, here: Client) -> None:
    change = ask(nadia)
    for _ in range(2):
        page = here.post(link(change), follow=True)
        assert b"Your email address has changed" in page.content
    assert AuditEvent.objects.filter(kind="accounts.email_changed").count() == 1
    again = ask(now(nadia), "lena.third@example.nhs.uk", at=NOW + timedelta(hours=1))
    workflow.confirm_email(change=again, by=nadia, at=NOW)
    assert here.get(link(change)).status_code == 404
    assert here.post(link(change)).status_code == 404
    assert now(nadia).email == "lena.third@example.nhs.uk"


def test_a_link_dies_when_old_altered_cancelled_or_another_s(
    cast: Cast, nadia: User, here: Client, clock: Any
) -> None:
    change = ask(nadia)
    address = link(change)
    assert here.get(address[:-3] + "aa/").status_code == 404
    other = Client()
    other.force_login(cast.lead)
    session = other.session
    session["second_factor"] = True
    session.save()
    for method in (other.get, other.post):
        page = method(address)
        assert page.status_code == 404
        assert NEW.encode() not in page.content
    assert Client().get(address)["Location"].startswith("/sign-in/?next=")
    page = here.post("/account/email-address/cancel/", follow=True)
    assert b"Your email address stays as it is" in page.content
    assert here.get(address).status_code == 404
    fresh = ask(nadia)
    clock.shift(timedelta(days=3, minutes=1))
    assert signed_in(Client(), nadia.email).get(link(fresh)).status_code == 404
    page = signed_in(Client(), nadia.email).get("/account/")
    assert b"You did not confirm" in page.content


@pytest.mark.parametrize("ends", ["lock", "deactivate", "password", "manager"])
def test_what_happens_to_the_account_meanwhile_ends_the_wait(
    cast: Cast, nadia: User, mailoutbox: list[Any], ends: str
) -> None:
    change, by = ask(nadia), cast.administrator
    if ends == "lock":
        workflow.lock(user=nadia, why=LockReason.DEVICE, by=by, at=NOW)
    elif ends == "deactivate":
        workflow.deactivate(user=nadia, by=by, at=NOW)
    elif ends == "password":
        workflow.set_password(user=nadia, password="three other long words", by=nadia, at=NOW)
    else:
        workflow.change_email(
            user=nadia, email="nadia.given@example.nhs.uk", seen=nadia.email, by=by, at=NOW
        )
    change.refresh_from_db()
    assert change.state == EmailChangeState.ENDED
    assert NEW not in mailed(mailoutbox)
    with pytest.raises(Conflict):
        workflow.confirm_email(change=change, by=nadia, at=NOW)
    if ends in {"lock", "deactivate"}:
        with pytest.raises(Conflict, match="not active"):
            ask(nadia, "another@example.nhs.uk")


def test_the_password_is_asked_again_where_the_sign_in_is_not_recent(
    nadia: User, here: Client, clock: Any
) -> None:
    clock.shift(timedelta(minutes=6))
    for method in (here.get, here.post):
        assert method(ASK)["Location"].startswith("/account/confirm-access/")


def test_no_one_sends_link_after_link(nadia: User, here: Client) -> None:
    pages = [here.post(ASK, {"email": f"a{number}@example.nhs.uk"}) for number in range(6)]
    assert [page.status_code for page in pages] == [302] * 5 + [200]
    assert b"You have asked for too many links" in pages[-1].content


def test_whoever_manages_an_account_changes_its_address_at_once(
    cast: Cast, nadia: User, here: Client, sign_in: SignIn, mailoutbox: list[Any]
) -> None:
    old = nadia.email
    theirs = Client()
    signed_in(theirs, old)
    client = Client()
    client.force_login(cast.team)
    session = client.session
    session["second_factor"] = True
    session.save()
    address = reverse("accounts:change_email", args=[nadia.pk])
    assert address in client.get(reverse("accounts:user", args=[nadia.pk])).content.decode()
    assert old in client.get(address).content.decode()
    typed = {"email": NEW, "version": old}
    page = client.post(address, typed, follow=True).content.decode()
    assert "We have signed them out and will email both addresses" in page
    assert f"Work email address was {old} until" in page
    assert now(nadia).email == NEW
    assert theirs.get("/account/").status_code == 302
    assert not UserSession.objects.filter(user=nadia).exists()
    assert mailed(mailoutbox) == {
        old: ["The email address of your account has changed"],
        NEW: ["You can now sign in with this email address"],
    }
    assert client.post(address, typed).status_code == 302, "a double click"
    assert AuditEvent.objects.filter(kind="accounts.email_changed").count() == 1


def test_a_taken_address_is_refused_and_named_only_to_who_may_see_its_holder(
    cast: Cast, nadia: User
) -> None:
    typed = {"user": nadia, "seen": nadia.email, "at": NOW}
    with pytest.raises(RuleBroken) as told:
        workflow.change_email(email=cast.administrator.email.upper(), by=cast.team, **typed)
    assert "cannot be used" in told.value.message
    assert "Adam" not in told.value.message
    with pytest.raises(RuleBroken, match="Tara Team"):
        workflow.change_email(email=cast.team.email, by=cast.administrator, **typed)
    assert now(nadia).email == nadia.email


def test_managers_change_their_own_address_like_everyone_else(cast: Cast) -> None:
    for user in (cast.team, cast.administrator):
        with pytest.raises(RuleBroken, match="on your account page"):
            workflow.change_email(user=user, email=NEW, seen=user.email, by=user, at=NOW)


def test_the_second_manager_is_told(cast: Cast, nadia: User) -> None:
    seen = nadia.email
    workflow.change_email(user=nadia, email=NEW, seen=seen, by=cast.team, at=NOW)
    with pytest.raises(Conflict, match="has changed since"):
        workflow.change_email(
            user=nadia, email="x@example.nhs.uk", seen=seen, by=cast.administrator, at=NOW
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_one_address_at_once_one_gets_it(cast: Cast) -> None:
    changes = {user: ask(user) for user in (cast.lead, cast.rep)}
    came: dict[str, str] = {}

    def do(user: User, change: EmailChange) -> None:
        try:
            workflow.confirm_email(change=change, by=user, at=NOW)
            came[user.full_name] = "changed"
        except RuleBroken:
            came[user.full_name] = "refused"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in changes.items()]
    for thread in threads:
        thread.start()
    until(lambda: len(came) == 2, saying="both end")
    for thread in threads:
        thread.join()
    assert sorted(came.values()) == ["changed", "refused"]
    assert User.objects.filter(email=NEW).count() == 1
