"""Managing accounts, roles, organisations and areas."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts import workflow
from accounts.models import Area, Organisation, User
from accounts.rules import Role
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[workflow.DeactivationCheck]:
    """The registry, empty for one test: higher floors ask nothing."""
    found: list[workflow.DeactivationCheck] = []
    monkeypatch.setattr("accounts.workflow.users.deactivation_checks", found)
    return found


def test_deactivation_bites_on_the_next_request(cast: Cast, sign_in: Callable[..., Client]) -> None:
    client = sign_in(cast.rep)
    assert client.get("/account/").status_code == 200
    workflow.deactivate(user=cast.rep, by=cast.administrator, at=NOW)
    assert client.get("/account/").status_code == 302
    assert User.objects.filter(pk=cast.rep.pk).exists()


def test_ending_a_role_bites_on_the_next_request(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(cast.team)
    assert client.get("/accounts/requests/").status_code == 200
    workflow.end_role(held=cast.team.roles_held[0], by=cast.administrator, at=NOW)
    assert client.get("/accounts/requests/").status_code == 403


def test_whoever_is_still_needed_is_not_deactivated(
    cast: Cast, checks: list[workflow.DeactivationCheck]
) -> None:
    checks.append(lambda user: "They lead 2 people" if user == cast.lead else None)
    with pytest.raises(RuleBroken, match="They lead 2 people"):
        workflow.deactivate(user=cast.lead, by=cast.administrator, at=NOW)
    with pytest.raises(RuleBroken, match="They lead 2 people"):
        workflow.end_role(held=cast.lead.roles_held[0], by=cast.administrator, at=NOW)
    cast.lead.refresh_from_db()
    assert cast.lead.is_active
    workflow.deactivate(user=cast.other_lead, by=cast.administrator, at=NOW)


def test_nobody_deactivates_themselves_or_the_last_administrator(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="your own"):
        workflow.deactivate(user=cast.administrator, by=cast.administrator, at=NOW)
    with pytest.raises(RuleBroken, match="only administrator"):
        workflow.deactivate(user=cast.administrator, by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="only administrator"):
        workflow.end_role(held=cast.administrator.roles_held[0], by=None, at=NOW)


def test_an_account_is_closed_once_and_opened_again(cast: Cast) -> None:
    workflow.deactivate(user=cast.rep, by=cast.administrator, at=NOW)
    with pytest.raises(Conflict):
        workflow.deactivate(user=cast.rep, by=cast.administrator, at=NOW)
    back = workflow.reactivate(user=cast.rep, by=cast.administrator, at=NOW)
    assert back.is_active
    with pytest.raises(Conflict):
        workflow.reactivate(user=cast.rep, by=cast.administrator, at=NOW)
    kinds = AuditEvent.objects.values_list("kind", flat=True)
    assert {"accounts.deactivated", "accounts.reactivated"} <= set(kinds)


def test_a_role_is_held_once_and_each_change_has_its_history(cast: Cast) -> None:
    given = {"role": Role.LEAD, "organisation": cast.commissioning, "area": cast.area}
    held = workflow.give_role(user=cast.rep, **given, by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="already"):
        workflow.give_role(user=cast.rep, **given, by=cast.team, at=NOW)
    workflow.end_role(held=held, by=cast.team, at=NOW)
    with pytest.raises(Conflict):
        workflow.end_role(held=held, by=cast.team, at=NOW)
    assert held.history.count() == 2


def test_the_team_manages_the_accounts_of_its_areas_only(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(cast.team)
    page = client.get("/accounts/users/").content.decode()
    assert "Lena Lead" in page
    assert "Ola Otherteam" not in page
    for name in ("user", "give_role", "deactivate", "reactivate"):
        assert client.get(reverse(f"accounts:{name}", args=[cast.lead.pk])).status_code == 200
        outside = reverse(f"accounts:{name}", args=[cast.other_area_team.pk])
        assert client.get(outside).status_code == 404
        assert client.post(outside).status_code == 404
    role = cast.other_area_team.roles_held[0]
    assert client.post(reverse("accounts:end_role", args=[role.pk])).status_code == 404


def test_the_team_gives_roles_in_its_areas_and_never_an_administrators(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(cast.team)
    address = reverse("accounts:give_role", args=[cast.lead.pk])
    asked = {"role": "representative", "organisation": cast.commissioning.pk}
    assert client.post(address, asked | {"area": cast.other_area.pk}).status_code == 200
    assert client.post(address, asked | {"role": "administrator"}).status_code == 200
    assert client.post(address, asked).status_code == 200
    cast.lead.__dict__.pop("roles_held", None)
    assert len(cast.lead.roles_held) == 1
    assert client.post(address, asked | {"area": cast.area.pk}).status_code == 302


def test_an_administrator_makes_another_one_who_then_replaces_the_first(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(cast.administrator)
    address = reverse("accounts:give_role", args=[cast.pending.pk])
    asked = {"role": "administrator", "organisation": cast.commissioning.pk}
    assert client.post(address, asked).status_code == 302
    workflow.deactivate(user=cast.administrator, by=cast.pending, at=NOW)


def test_an_administrator_finds_everybody_in_the_same_number_of_queries(
    cast: Cast, sign_in: Callable[..., Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in(cast.administrator)
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        page = client.get("/accounts/users/?closed=on").content.decode()
    assert "Ola Otherteam" in page
    assert "Lee Leaver" in page
    assert "Lee Leaver" not in client.get("/accounts/users/").content.decode()
    found = client.get("/accounts/users/?words=rae&role=representative").content.decode()
    assert "Rae Representative" in found
    assert "Ola Otherteam" not in found


@pytest.mark.parametrize("who", ["team", "lead", "commissioner", "auditor", "pending"])
def test_only_administrators_keep_organisations_and_areas(
    cast: Cast, sign_in: Callable[..., Client], who: str
) -> None:
    client = sign_in(cast.members()[who])
    for name in ("organisations", "add_organisation", "areas", "add_area"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 403
    edit = reverse("accounts:edit_area", args=[cast.area.pk])
    assert client.post(edit, {"name": "Mine"}).status_code == 403


def test_an_administrator_adds_and_changes_organisations_and_areas(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(cast.administrator)
    told = {"name": "Fell Trust", "ods_code": "rfx1", "kind": "trust", "is_active": "on"}
    assert client.post("/accounts/organisations/add/", told).status_code == 302
    made = Organisation.objects.get(ods_code="RFX1")
    page = client.post("/accounts/organisations/add/", told)
    assert b"Another organisation has this ODS code" in page.content
    edit = reverse("accounts:edit_organisation", args=[made.pk])
    assert b"Fell Trust" in client.get(edit).content
    assert client.post(edit, told | {"name": "Fell NHS Trust"}).status_code == 302
    made.refresh_from_db()
    assert made.name == "Fell NHS Trust"
    area = {"name": "Fells", "code": "fells", "region": "north", "icb": cast.commissioning.pk}
    assert client.post("/accounts/areas/add/", area).status_code == 302
    assert not Area.objects.get(code="fells").is_active
    assert client.post("/accounts/areas/add/", area | {"code": "Not a code"}).status_code == 200
    for listed in ("organisations", "areas"):
        assert client.get(f"/accounts/{listed}/").status_code == 200
