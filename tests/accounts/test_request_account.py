"""Asking for an account, proving the address, the team's decision."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import links, workflow
from accounts.models import AccountRequest, User
from accounts.rules import RequestStatus, Role
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from tests.accounts.asking import ADDRESS, approved, asked, waiting
from tests.conftest import Cast
from tests.factories import NOW

SENT = "/register-for-an-account/sent/"


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    cache.clear()


def answers(cast: Cast, **changed: Any) -> dict[str, Any]:
    organisation = cast.lead.organisation
    assert organisation is not None
    return {
        "full_name": "Nadia Newcomer",
        "email": ADDRESS,
        "job_title": "Nurse",
        "organisation": organisation.pk,
        "role": "lead",
        "areas": [cast.area.pk],
        "reason": "I lead people's support.",
    } | changed


def kinds() -> list[str]:
    found = AuditEvent.objects.filter(kind__startswith="accounts.").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_a_request_waits_for_its_address_to_be_verified(cast: Cast, client: Client) -> None:
    response = client.post("/register-for-an-account/", answers(cast))
    assert response.status_code == 302
    assert response["Location"] == SENT
    request = AccountRequest.objects.get()
    assert request.status == RequestStatus.UNVERIFIED
    assert list(request.areas.all()) == [cast.area]
    assert kinds() == ["accounts.requested"]


@pytest.mark.parametrize("whose", ["nobody", "team", "pending", "leaver"])
def test_the_answer_is_the_same_whatever_is_known_of_the_address(
    cast: Cast, client: Client, whose: str
) -> None:
    email = ADDRESS if whose == "nobody" else cast.members()[whose].email
    response = client.post("/register-for-an-account/", answers(cast, email=email.upper()))
    assert (response.status_code, response["Location"]) == (302, SENT)
    page = client.get(SENT)
    assert page.status_code == 200
    assert email not in page.content.decode()


def test_a_holder_is_told_by_mail_that_they_have_an_account(cast: Cast, client: Client) -> None:
    client.post("/register-for-an-account/", answers(cast, email=cast.team.email))
    event = AuditEvent.objects.get(kind="accounts.requested_again")
    assert event.facts == {"user": str(cast.team.pk)}
    assert not AccountRequest.objects.exists()


def test_asking_twice_keeps_one_request_and_ends_the_first_link(cast: Cast) -> None:
    first = links.verification_url(asked(cast)).split("/")[-2]
    asked(cast, full_name="Nadia N", at=NOW + timedelta(minutes=5))
    assert AccountRequest.objects.get().full_name == "Nadia N"
    assert links.read_verification(first) is None


def test_asking_again_while_waiting_changes_nothing(cast: Cast) -> None:
    waiting(cast)
    again = workflow.request_account(
        full_name="Someone Else",
        email=ADDRESS,
        job_title="x",
        organisation=cast.commissioning,
        areas=[cast.other_area],
        role=Role.TEAM,
        reason="x",
        at=NOW,
    )
    assert again is None
    assert AccountRequest.objects.get().full_name == "Nadia Newcomer"


def test_nobody_asks_to_be_an_administrator(cast: Cast, client: Client) -> None:
    response = client.post("/register-for-an-account/", answers(cast, role="administrator"))
    assert response.status_code == 200
    with pytest.raises(RuleBroken):
        asked(cast, role=Role.ADMINISTRATOR)
    assert not AccountRequest.objects.exists()


def test_the_sixth_request_for_one_address_sends_nothing_and_looks_the_same(
    cast: Cast, client: Client
) -> None:
    places = [
        client.post("/register-for-an-account/", answers(cast)).get("Location") for _ in range(6)
    ]
    assert set(places) == {SENT}
    assert kinds() == ["accounts.requested"] * 5


@pytest.mark.parametrize("bad", ["no at sign", "a\x00b@example.com", "x" * 300 + "@example.com"])
def test_an_address_that_is_none_is_said_so_and_what_was_typed_is_kept(
    cast: Cast, client: Client, bad: str
) -> None:
    page = client.post("/register-for-an-account/", answers(cast, email=bad))
    assert page.status_code == 200
    assert b"There is a problem" in page.content
    assert b"Nadia Newcomer" in page.content


def test_following_the_link_changes_nothing_until_the_button(cast: Cast, client: Client) -> None:
    request = asked(cast)
    link = links.verification_url(request).replace("http://localhost:8000", "")
    assert client.get(link).status_code == 200
    request.refresh_from_db()
    assert request.status == RequestStatus.UNVERIFIED
    assert client.post(link).status_code == 302
    request.refresh_from_db()
    assert request.status == RequestStatus.WAITING
    assert client.post(link).status_code == 302
    assert kinds().count("accounts.verified") == 1


def test_a_link_is_dead_when_old_altered_or_made_for_something_else(
    cast: Cast, client: Client, clock: Any
) -> None:
    token = links.verification_url(asked(cast)).split("/")[-2]
    other = links.set_password_url(cast.pending).split("/")[-2]
    for dead in (token[:-2] + "xy", "nothing", other):
        assert client.get(f"/accounts/verify/{dead}/").status_code == 410
        assert client.post(f"/accounts/verify/{dead}/").status_code == 410
    clock.shift(timedelta(days=3, minutes=1))
    assert client.get(f"/accounts/verify/{token}/").status_code == 410


def test_approving_makes_an_account_with_its_role_and_no_password(cast: Cast) -> None:
    user = approved(cast)
    assert user.email == ADDRESS
    assert not user.has_usable_password()
    assert [(held.role, held.area) for held in user.roles_held] == [("lead", cast.area)]
    assert user.emailaddress_set.get().verified  # type: ignore[attr-defined]
    event = AuditEvent.objects.get(kind="accounts.approved")
    assert event.facts["user"] == str(user.pk)
    assert ADDRESS not in str(AuditEvent.objects.values_list("facts", flat=True))


def test_approving_reuses_the_account_of_somebody_who_left(cast: Cast) -> None:
    request = waiting(cast, email=cast.leaver.email)
    user = workflow.approve(
        request=request,
        role=Role.REPRESENTATIVE,
        organisation=cast.commissioning,
        areas=[cast.area],
        by=cast.team,
        at=NOW,
    )
    assert user.pk == cast.leaver.pk
    assert user.is_active


def test_the_second_of_two_approvers_is_told_and_changes_nothing(cast: Cast) -> None:
    request = waiting(cast)
    workflow.decline(request=request, reason="Not our area.", by=cast.second_team, at=NOW)
    with pytest.raises(Conflict, match="already been decided"):
        workflow.approve(
            request=request,
            role=Role.LEAD,
            organisation=request.organisation,
            areas=[cast.area],
            by=cast.team,
            at=NOW,
        )
    assert not User.objects.filter(email=ADDRESS).exists()


def test_an_unverified_request_cannot_be_decided(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="not been verified"):
        workflow.decline(request=asked(cast), reason="x", by=cast.team, at=NOW)


def test_the_team_sees_and_decides_requests_of_its_areas_only(cast: Cast, sign_in: Any) -> None:
    mine, theirs = waiting(cast), waiting(cast, email="b@example.com", areas=[cast.other_area])
    hidden = asked(cast, email="c@example.com")
    client = sign_in(cast.team)
    page = client.get("/accounts/requests/").content.decode()
    assert reverse("accounts:request", args=[mine.pk]) in page
    assert str(theirs.pk) not in page
    assert str(hidden.pk) not in page
    for name in ("request", "approve", "decline"):
        assert client.get(reverse(f"accounts:{name}", args=[mine.pk])).status_code == 200
        assert client.get(reverse(f"accounts:{name}", args=[theirs.pk])).status_code == 404
        assert client.get(reverse(f"accounts:{name}", args=[hidden.pk])).status_code == 404


def test_an_area_that_the_approver_does_not_hold_cannot_be_given(cast: Cast, sign_in: Any) -> None:
    request = waiting(cast, areas=[cast.area, cast.other_area])
    client = sign_in(cast.team)
    address = reverse("accounts:approve", args=[request.pk])
    grant = {"role": "lead", "organisation": request.organisation.pk}
    page = client.post(address, grant | {"areas": [cast.other_area.pk]})
    assert page.status_code == 200
    assert not User.objects.filter(email=ADDRESS).exists()
    assert client.post(address, grant | {"areas": [cast.area.pk]}).status_code == 302
    assert [held.area for held in User.objects.get(email=ADDRESS).roles_held] == [cast.area]


def test_a_role_that_sees_everybody_needs_confirming(cast: Cast, sign_in: Any) -> None:
    request = waiting(cast, role=Role.TEAM)
    address = reverse("accounts:approve", args=[request.pk])
    client = sign_in(cast.team)
    grant = {"role": "team", "organisation": request.organisation.pk, "areas": [cast.area.pk]}
    page = client.post(address, grant)
    assert b"Confirm that they belong to the DSR team" in page.content
    assert client.post(address, grant | {"confirm_team": "on"}).status_code == 302
    assert User.objects.get(email=ADDRESS).roles_held[0].role == Role.TEAM


def test_a_commissioner_of_another_area_is_not_the_teams_to_approve(
    cast: Cast, sign_in: Any
) -> None:
    request = waiting(cast)
    address = reverse("accounts:approve", args=[request.pk])
    client = sign_in(cast.team)
    page = client.post(
        address, {"role": "commissioner", "organisation": cast.other_commissioning.pk}
    )
    assert b"not responsible for your areas" in page.content
    page = client.post(address, {"role": "commissioner", "organisation": cast.commissioning.pk})
    assert page.status_code == 302


def test_declining_needs_a_reason_and_tells_whoever_asked(cast: Cast, sign_in: Any) -> None:
    request = waiting(cast)
    client = sign_in(cast.team)
    address = reverse("accounts:decline", args=[request.pk])
    assert client.post(address, {"reason": " "}).status_code == 200
    assert client.post(address, {"reason": "Ask your own region."}).status_code == 302
    request.refresh_from_db()
    assert request.status == RequestStatus.DECLINED
    assert "accounts.declined" in kinds()
    assert "own region" not in str(AuditEvent.objects.values_list("facts", flat=True))


@pytest.mark.parametrize("who", ["lead", "rep", "commissioner", "auditor", "administrator"])
def test_others_do_not_decide_requests(cast: Cast, sign_in: Any, who: str) -> None:
    client = sign_in(cast.members()[who])
    assert client.get("/accounts/requests/").status_code == 403
