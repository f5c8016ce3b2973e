"""Absence: a colleague stands in, is reminded too, and what they do shows both names."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.rules import Permission, Role
from actions import workflow
from actions.models import Action, Chase, Cover
from alerts.models import Notice
from core import history
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from tests.actions.test_agree import agreed
from tests.actions.test_pages import dated
from tests.conftest import Cast
from tests.factories import NOW, give, on_register

SignIn = Callable[..., Client]
TODAY = NOW.date()


def covered(cast: Cast, **changed: object) -> Cover:
    values: dict[str, object] = {
        "user": cast.lead, "covered_by": cast.other_lead, "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=14), "by": cast.lead, "at": NOW,
    } | changed  # fmt: skip
    return workflow.arrange_cover(**values)


def test_whoever_covers_may_do_what_the_owner_may(cast: Cast, sign_in: SignIn) -> None:
    action = agreed(cast)
    client = sign_in(cast.other_lead)
    assert client.get(f"/actions/{action.pk}/").status_code == 404
    covered(cast)
    assert b"covered by Otto Otherlead" in client.get(f"/actions/{action.pk}/").content
    assert b"Ring the housing officer" in client.get("/actions/?tab=covering").content
    page = client.post(f"/actions/{action.pk}/mark-done/", {"evidence": "Rang"})
    assert page.status_code == 302
    assert b"Otto Otherlead, for Lena Lead" in client.get(f"/actions/{action.pk}/").content
    facts = AuditEvent.objects.get(kind="actions.marked_done").facts
    assert facts["covering"] == str(cast.lead.pk)
    assert AuditEvent.objects.get(kind="actions.marked_done").actor == cast.other_lead


@pytest.mark.parametrize(("starts", "ends"), [(1, 5), (-10, -1)], ids=["not yet", "not any more"])
def test_cover_is_for_the_days_of_the_absence_only(cast: Cast, starts: int, ends: int) -> None:
    action = agreed(cast)
    history.save(
        Cover(
            user=cast.lead, covered_by=cast.other_lead, made_by=cast.lead, made_at=NOW,
            starts_on=TODAY + timedelta(days=starts), ends_on=TODAY + timedelta(days=ends),
        ),
        by=cast.lead, at=NOW,
    )  # fmt: skip
    seen = Action.objects.permitted(cast.other_lead, Permission.ACTION_VIEW)
    assert not seen.filter(pk=action.pk).exists()


def test_cover_opens_only_what_is_of_an_area_in_which_the_colleague_works(
    cast: Cast, sign_in: SignIn
) -> None:
    give(cast.lead, Role.LEAD, area=cast.other_area)
    person = on_register(cast.other_area, by=cast.other_area_team)
    away, near = agreed(cast, person, by=cast.other_area_team), agreed(cast)
    covered(cast)
    for rows in (
        Action.objects.permitted(cast.other_lead, Permission.ACTION_VIEW),
        Action.objects.doable_by(cast.other_lead),
        Action.objects.covered_by(cast.other_lead),
    ):
        assert set(rows.values_list("pk", flat=True)) == {near.pk}
    assert b"covered by" not in sign_in(cast.other_area_team).get(f"/actions/{away.pk}/").content
    workflow.chase(on=date(2026, 12, 4), at=NOW.replace(month=12, day=4))
    assert Chase.objects.get(action=away).to == [cast.lead.pk]


def test_reminders_go_to_both(cast: Cast) -> None:
    action = agreed(cast)
    covered(cast)
    day = date(2026, 12, 4)
    workflow.chase(on=day, at=NOW.replace(month=12, day=4))
    assert set(Chase.objects.get(action=action).to) == {cast.lead.pk, cast.other_lead.pk}
    facts = AuditEvent.objects.get(kind="actions.chased").facts
    assert facts["covers"] == [str(cast.other_lead.pk)]
    assert facts["owner"] == str(cast.lead.pk)


def test_whoever_covers_is_told(cast: Cast) -> None:
    covered(cast)
    assert Notice.objects.get(kind="cover_arranged").user == cast.other_lead


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        (
            {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=1)},
            "ends_on",
        ),
        ({"ends_on": TODAY + timedelta(days=400)}, "ends_on"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(
    cast: Cast, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        covered(cast, **changed)
    assert refused.value.field == field
    assert not Cover.objects.exists()


@pytest.mark.parametrize("member", ["lead", "other_area_team", "leaver", "commissioner"])
def test_only_a_colleague_of_the_same_area_can_cover(cast: Cast, member: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        covered(cast, covered_by=getattr(cast, member))
    assert refused.value.field == "covered_by"


def test_nobody_is_covered_twice_on_one_day(cast: Cast) -> None:
    covered(cast)
    with pytest.raises(RuleBroken, match="already"):
        covered(cast, covered_by=cast.team, starts_on=TODAY + timedelta(days=14))
    again = Cover(
        user=cast.lead, covered_by=cast.team, starts_on=TODAY, ends_on=TODAY, made_by=cast.lead,
        made_at=NOW,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="covers_do_not_overlap"), transaction.atomic():
        history.save(again, by=cast.lead, at=NOW)


def test_a_cover_ends_early_and_ends_once(cast: Cast) -> None:
    cover = covered(cast)
    workflow.end_cover(cover=cover, by=cast.team, at=NOW)
    assert not Cover.objects.on(TODAY).exists()
    with pytest.raises(Conflict):
        workflow.end_cover(cover=cover, by=cast.team, at=NOW)
    covered(cast, covered_by=cast.team)


def test_a_lead_arranges_their_own_cover_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lead)
    typed = {
        "user": str(cast.team.pk),  # not asked, so not taken
        "covered_by": str(cast.other_lead.pk),
        **dated("starts_on", TODAY),
        **dated("ends_on", TODAY + timedelta(days=3)),
    }
    assert client.post("/actions/cover/arrange/", typed).status_code == 302
    assert Cover.objects.get().user == cast.lead
    page = client.get("/actions/cover/").content
    assert b"Otto Otherlead" in page
    assert b"Away now" in page


def test_the_team_arranges_cover_for_somebody_of_its_area_only(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    typed = {
        "user": str(cast.lead.pk),
        "covered_by": str(cast.rep.pk),
        **dated("starts_on", TODAY),
        **dated("ends_on", TODAY),
    }
    outside = typed | {"user": str(cast.other_area_team.pk)}
    assert client.post("/actions/cover/arrange/", outside).status_code == 200
    assert not Cover.objects.exists()
    assert client.post("/actions/cover/arrange/", typed).status_code == 302
    assert b"Lena Lead" not in sign_in(cast.other_area_team).get("/actions/cover/").content
