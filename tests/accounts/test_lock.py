"""An account is locked in one step, whatever it holds, and unlocked by name (A24)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from accounts import links, workflow
from accounts.models import AccountLock, Area, User
from accounts.rules import LockReason, Permission, Role
from alerts import workflow as alerts
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from tests.accounts.asking import approved
from tests.accounts.test_sign_in import GOOD, enter, path_of
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give, on_register
from tests.waiting import until

SignIn = Callable[..., Client]
DEVICE = LockReason.DEVICE


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    cache.clear()


def lock(cast: Cast, user: User, **changed: Any) -> AccountLock:
    given = {"user": user, "why": LockReason.LEFT, "by": cast.administrator, "at": NOW}
    return workflow.lock(**(given | changed))


def other_browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def test_nobody_asks_first_whom_they_lead(cast: Cast) -> None:
    for _ in range(3):
        on_register(cast.area, by=cast.team, lead=cast.lead)
    lock(cast, cast.lead)
    cast.lead.refresh_from_db()
    assert not cast.lead.is_active
    assert not User.objects.get(pk=cast.lead.pk).holds(Permission.PERSON_VIEW)


def test_every_session_ends_on_its_next_request(cast: Cast, sign_in: SignIn) -> None:
    mine, theirs = other_browser(cast.lead), other_browser(cast.lead)
    assert mine.get("/home/").status_code == theirs.get("/home/").status_code == 200
    page = sign_in(cast.administrator).post(
        reverse("accounts:lock", args=[cast.lead.pk]), {"why": "device"}, follow=True
    )
    assert b"The account is locked" in page.content
    assert b"Adam Administrator" in page.content
    for client in (mine, theirs):
        assert client.get("/home/")["Location"].startswith("/sign-in/")
        assert client.post("/people/search/", {"words": "x"}).status_code == 302
    assert not UserSession.objects.filter(user=cast.lead).exists()


def test_signing_in_says_what_is_true_and_only_to_whoever_knows_the_password(
    cast: Cast, client: Client
) -> None:
    user = workflow.set_password(user=approved(cast), password=GOOD, by=None, at=NOW)
    lock(cast, user)
    wrong = enter(client, user.email, "not the password at all").content
    assert b"not right" in wrong
    answer = enter(client, user.email, GOOD)
    assert answer["Location"] == "/account/inactive/"
    page = client.get(answer["Location"]).content
    assert b"This account is not active" in page
    assert b"stolen" not in page
    assert client.get("/home/").status_code == 302


def test_links_mailed_before_are_dead_and_stay_dead(cast: Cast, client: Client) -> None:
    user = workflow.set_password(user=approved(cast), password=GOOD, by=None, at=NOW)
    link = path_of(user)
    assert client.get(link).status_code == 200
    lock(cast, user)
    assert client.get(link).status_code == 410
    client.post("/account/password/reset/", {"email": user.email})
    assert not Notice.objects.filter(kind="password_reset", user=user).exists()
    workflow.unlock(user=user, note="Found", by=cast.administrator, at=NOW)
    assert client.get(link).status_code == 410


def test_what_is_owed_to_them_is_not_mailed(cast: Cast, mailoutbox: list[Any]) -> None:
    workflow.note_reset_asked(user=cast.lead, at=NOW)
    lock(cast, cast.lead)
    alerts.relay(at=NOW)
    assert not [one for one in mailoutbox if cast.lead.email in one.to]


def test_it_is_unlocked_by_name_with_a_reason_and_the_roles_come_back(
    cast: Cast, sign_in: SignIn, mailoutbox: list[Any]
) -> None:
    Authenticator.objects.create(user=cast.lead, type=Authenticator.Type.TOTP, data={})
    lock(cast, cast.lead, why=DEVICE)
    client = sign_in(cast.team)
    address = reverse("accounts:unlock", args=[cast.lead.pk])
    assert b"Enter why you are unlocking" in client.post(address, {"note": " "}).content
    assert AccountLock.objects.in_force().exists()
    page = client.post(address, {"note": "It was in the other bag"}, follow=True).content
    assert b"It was in the other bag" in page
    assert b"Tara Team" in page
    back = User.objects.get(pk=cast.lead.pk)
    assert back.is_active
    assert back.holds(Permission.PERSON_VIEW)
    assert not back.has_usable_password()
    assert not Authenticator.objects.filter(user=back).exists()
    alerts.relay(at=NOW)
    [mail] = [one for one in mailoutbox if cast.lead.email in one.to]
    assert links.set_password_url(back) in mail.body
    with pytest.raises(Conflict, match="not locked"):
        workflow.unlock(user=back, note="Again", by=cast.team, at=NOW)
    kinds = list(AuditEvent.objects.values_list("kind", flat=True))
    assert {"accounts.locked", "accounts.unlocked"} <= set(kinds)


def test_the_second_step_stays_where_no_device_is_lost(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.lead, type=Authenticator.Type.TOTP, data={})
    lock(cast, cast.lead, why=LockReason.OTHER)
    workflow.unlock(user=cast.lead, note="Wrong person", by=cast.administrator, at=NOW)
    assert Authenticator.objects.filter(user=cast.lead).exists()


def test_a_lock_is_lifted_by_nothing_else(cast: Cast) -> None:
    lock(cast, cast.lead)
    with pytest.raises(RuleBroken, match="unlock"):
        workflow.reactivate(user=cast.lead, by=cast.administrator, at=NOW)
    with pytest.raises(RuleBroken, match="unlock"):
        workflow.open_account(
            email=cast.lead.email, full_name="Lena Lead", job_title="Nurse",
            organisation=cast.commissioning, by=cast.team, at=NOW,
        )  # fmt: skip
    assert not User.objects.get(pk=cast.lead.pk).is_active


def test_a_locked_account_is_closed_for_good_once_nothing_is_left(cast: Cast) -> None:
    lock(cast, cast.lead)
    workflow.deactivate(user=cast.lead, by=cast.administrator, at=NOW)
    assert not cast.lead.roles.current().exists()
    with pytest.raises(Conflict):
        workflow.deactivate(user=cast.lead, by=cast.administrator, at=NOW)


def test_the_second_to_lock_is_told_who_was_first(cast: Cast, sign_in: SignIn) -> None:
    lock(cast, cast.lead, by=cast.team)
    address = reverse("accounts:lock", args=[cast.lead.pk])
    page = sign_in(cast.administrator).post(address, {"why": "left"})
    assert b"Tara Team has already locked this account" in page.content
    assert AccountLock.objects.count() == 1


def test_nobody_locks_themselves_and_the_last_administrator_is_never_locked(
    cast: Cast, sign_in: SignIn
) -> None:
    with pytest.raises(RuleBroken, match="your own"):
        lock(cast, cast.administrator)
    with pytest.raises(RuleBroken, match="only administrator"):
        lock(cast, cast.administrator, by=cast.team)
    page = sign_in(cast.administrator).post(
        reverse("accounts:lock", args=[cast.administrator.pk]), {"why": "device"}
    )
    assert b"You cannot lock your own account" in page.content
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active


def test_a_team_locks_the_leads_of_its_areas_wherever_else_they_work(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    give(cast.other_lead, Role.LEAD, area=cast.other_area)
    assert client.get(reverse("accounts:lock", args=[cast.other_lead.pk])).status_code == 200
    assert b"Otto Otherlead" in client.get("/accounts/users/").content
    page = client.get(reverse("accounts:user", args=[cast.other_lead.pk])).content
    assert b"Lock now" in page
    assert b"Deactivate" not in page
    give(cast.lead, Role.COMMISSIONER)
    for user in (cast.lead, cast.other_area_team, cast.administrator, cast.commissioner):
        address = reverse("accounts:lock", args=[user.pk])
        assert client.post(address, {"why": "left"}).status_code == 404
    assert not AccountLock.objects.exists()


def test_the_last_of_a_team_can_be_locked_all_the_same(cast: Cast) -> None:
    lock(cast, cast.other_area_team, why=DEVICE)
    assert set(Area.objects.without_team()) == {cast.other_area}


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_lock_each_other_at_once_one_stays(cast: Cast) -> None:
    with transaction.atomic():
        second = give(UserFactory(full_name="Amy Administrator"), Role.ADMINISTRATOR)
    came: dict[str, str] = {}

    def do(name: str, user: User, by: User) -> None:
        try:
            workflow.lock(user=user, why=LockReason.OTHER, by=by, at=NOW)
            came[name] = "locked"
        except RuleBroken as refused:
            came[name] = refused.message
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=do, args=("first", second, cast.administrator)),
        threading.Thread(target=do, args=("second", cast.administrator, second)),
    ]
    for thread in threads:
        thread.start()
    until(lambda: len(came) == 2, saying="both end")
    for thread in threads:
        thread.join()
    assert sorted(answer == "locked" for answer in came.values()) == [False, True]
    assert any("Nothing was changed" in answer for answer in came.values())
    assert User.objects.holding(Role.ADMINISTRATOR).count() == 1
