"""Name, job, phone and organisation of an account are put right, by its holder and by others."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts import workflow
from accounts.links import details_version
from accounts.models import User
from accounts.rules import LockReason, Permission, Role
from accounts.workflow import Details
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, give
from tests.waiting import until

SignIn = Callable[..., Client]


def correct(user: User, by: User, **changed: Any) -> User:
    user = User.objects.get(pk=user.pk)
    seen = changed.pop("seen", details_version(user))
    names = ("full_name", "job_title", "phone", "organisation")
    values = {name: getattr(user, name) for name in names} | changed
    return workflow.correct_details(
        user=user, details=Details(**values), seen=seen, by=by, at=NOW
    )  # fmt: skip


def test_someone_corrects_their_own_name_and_job_at_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lead)
    page = client.get("/account/").content.decode()
    assert reverse("accounts:own_details") in page
    page = client.get(reverse("accounts:own_details")).content.decode()
    version = details_version(cast.lead)
    assert version in page
    typed = {"full_name": "Lena  O\u2019Lead\u200b", "job_title": "Nurse", "version": version}
    page = client.post(reverse("accounts:own_details"), typed, follow=True).content.decode()
    assert "Your details are saved." in page
    cast.lead.refresh_from_db()
    assert (cast.lead.full_name, cast.lead.job_title) == ("Lena O\u2019Lead", "Nurse")
    assert cast.lead.organisation is not None
    assert cast.lead.history.first().history_change_reason == "correct_details"
    event = AuditEvent.objects.get(kind="accounts.details_corrected")
    assert event.facts["fields"] == ["full_name", "job_title"]
    assert "Lead" not in str(event.facts)
    assert not Notice.objects.filter(kind="account_details").exists()


def test_whoever_manages_an_account_corrects_it_and_its_holder_is_told(
    cast: Cast, sign_in: SignIn
) -> None:
    there = OrganisationFactory.create(name="Fell Trust")
    client = sign_in(cast.team)
    address = reverse("accounts:correct_details", args=[cast.lead.pk])
    assert address in client.get(reverse("accounts:user", args=[cast.lead.pk])).content.decode()
    typed = {
        "full_name": "Lena Leader", "job_title": "Nurse", "organisation": there.pk,
        "version": details_version(cast.lead),
    }  # fmt: skip
    page = client.post(address, typed, follow=True).content.decode()
    assert "The details are saved." in page
    assert "Name was Lena Lead until" in page
    assert "changed by Tara Team" in page
    cast.lead.refresh_from_db()
    assert cast.lead.organisation == there
    assert [one.user for one in Notice.objects.filter(kind="account_details")] == [cast.lead]


def test_a_new_organisation_changes_nothing_that_someone_may_see(cast: Cast) -> None:
    give(cast.commissioner, Role.REPRESENTATIVE, area=cast.area, organisation=cast.commissioning)
    before = {one: User.objects.get(pk=cast.commissioner.pk).grants(one) for one in Permission}
    correct(cast.commissioner, cast.administrator, organisation=cast.other_commissioning)
    after = {one: User.objects.get(pk=cast.commissioner.pk).grants(one) for one in Permission}
    assert after == before


def test_no_one_changes_their_own_organisation(cast: Cast, sign_in: SignIn) -> None:
    there = OrganisationFactory.create()
    for user in (cast.lead, cast.team, cast.administrator):
        with pytest.raises(RuleBroken, match="your own organisation"):
            correct(user, user, organisation=there)
    client = sign_in(cast.lead)
    typed = {"full_name": "Lena Lead", "organisation": there.pk}
    typed["version"] = details_version(cast.lead)
    client.post(reverse("accounts:own_details"), typed)
    cast.lead.refresh_from_db()
    assert cast.lead.organisation != there


def test_an_organisation_that_has_closed_stays_and_does_not_block_the_rest(
    cast: Cast, sign_in: SignIn
) -> None:
    closed = cast.lead.organisation
    assert closed is not None
    closed.is_active = False
    workflow.save_organisation(organisation=closed, by=cast.administrator, at=NOW)
    client = sign_in(cast.administrator)
    address = reverse("accounts:correct_details", args=[cast.lead.pk])
    assert f"{closed.name} (closed)" in client.get(address).content.decode()
    typed = {
        "full_name": "Lena Leader", "organisation": closed.pk,
        "version": details_version(cast.lead),
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    with pytest.raises(RuleBroken, match="from the list"):
        correct(cast.rep, cast.administrator, organisation=closed)


def test_of_two_who_correct_at_once_the_second_is_told_and_keeps_what_they_typed(
    cast: Cast, sign_in: SignIn
) -> None:
    seen = details_version(cast.lead)
    correct(cast.lead, cast.administrator, job_title="Nurse")
    client = sign_in(cast.team)
    address = reverse("accounts:correct_details", args=[cast.lead.pk])
    typed = {"full_name": "Lena Leader", "job_title": "", "version": seen,
             "organisation": cast.lead.organisation_id}  # fmt: skip
    page = client.post(address, typed).content.decode()
    assert "have changed since you opened the page" in page
    assert "The record now says: Nurse" in page
    assert 'value="Lena Leader"' in page
    version = details_version(User.objects.get(pk=cast.lead.pk))
    assert version in page
    assert client.post(address, typed | {"version": version}).status_code == 302


def test_sent_twice_it_is_done_once(cast: Cast) -> None:
    seen = details_version(cast.lead)
    for _ in range(2):
        correct(cast.lead, cast.lead, job_title="Nurse", seen=seen)
    assert AuditEvent.objects.filter(kind="accounts.details_corrected").count() == 1


def test_nothing_changed_writes_nothing(cast: Cast) -> None:
    rows = cast.lead.history.count()
    correct(cast.lead, cast.lead)
    assert cast.lead.history.count() == rows
    assert not AuditEvent.objects.filter(kind="accounts.details_corrected").exists()


def test_a_locked_or_closed_account_is_refused(cast: Cast, sign_in: SignIn) -> None:
    workflow.lock(user=cast.lead, why=LockReason.LEFT, by=cast.team, at=NOW)
    for user in (cast.lead, cast.leaver):
        with pytest.raises(Conflict, match="not active"):
            correct(user, cast.administrator, job_title="Nurse")
        for name in ("correct_details", "change_email"):
            page = sign_in(cast.administrator).get(
                reverse(f"accounts:{name}", args=[user.pk]), follow=True
            )
            assert b"This account is not active" in page.content


def test_a_name_of_blanks_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="full name"):
        correct(cast.lead, cast.lead, full_name="  ")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_wins(cast: Cast) -> None:
    seen = details_version(cast.lead)
    came: dict[str, str] = {}

    def do(name: str, by: User) -> None:
        try:
            correct(cast.lead, by, full_name=name, seen=seen)
            came[name] = "saved"
        except Conflict:
            came[name] = "told"
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=do, args=("Lena One", cast.team)),
        threading.Thread(target=do, args=("Lena Two", cast.administrator)),
    ]
    for thread in threads:
        thread.start()
    until(lambda: len(came) == 2, saying="both end")
    for thread in threads:
        thread.join()
    assert sorted(came.values()) == ["saved", "told"]
    winner = next(name for name, answer in came.items() if answer == "saved")
    assert User.objects.get(pk=cast.lead.pk).full_name == winner
