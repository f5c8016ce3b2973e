"""Two colleagues of one name are told apart wherever one of them is picked (B23)."""

import ast
import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.colleagues import ColleagueCheckboxes, ColleagueSelect, told_apart
from accounts.models import User
from accounts.rules import Role
from actions import workflow as actions
from core import history, nhsuk
from meetings import workflow as meetings
from tests.architecture.source import calls, modules, name_of
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give, on_register

SignIn = Callable[..., Client]


@pytest.fixture
def three(cast: Cast) -> list[User]:
    """Three called Jo Smith: another job, another organisation, and one like the first."""
    there = cast.lead.organisation
    jobs = [("Community nurse", there), ("Psychologist", there), ("Community nurse", None)]
    people = [
        UserFactory.create(
            full_name="Jo Smith", job_title=job, email=f"jo.smith{number}@example.nhs.uk",
            **({"organisation": where} if where else {}),
        )
        for number, (job, where) in enumerate(jobs, start=1)
    ]  # fmt: skip
    for one in people:
        for role in (Role.LEAD, Role.REPRESENTATIVE):
            give(one, role, area=cast.area)
    return people


def shown(page: str) -> list[str]:
    """Return what a page says of each Jo Smith."""
    return re.findall(r"Jo Smith[^<]*", html.unescape(page))


def assert_told_apart(page: str, people: list[User]) -> None:
    said = shown(page)
    for one in people:
        assert one.described in said, said


def test_job_and_organisation_tell_two_of_one_name_apart(three: list[User]) -> None:
    said = list(told_apart(three).values())
    there = three[0].organisation
    assert said[:2] == [
        f"Jo Smith, Community nurse, {there}", f"Jo Smith, Psychologist, {there}",
    ]  # fmt: skip
    assert len(set(said)) == 3
    assert "@" not in "".join(said)


def test_two_alike_in_all_have_their_address_and_no_one_else_does(three: list[User]) -> None:
    first, second, third = three
    second.job_title = "community nurse"
    said = told_apart(three)
    assert said[first.pk].endswith("(jo.smith1@example.nhs.uk)")
    assert said[second.pk].endswith("(jo.smith2@example.nhs.uk)")
    assert "@" not in said[third.pk]


def test_what_is_not_known_of_a_colleague_leaves_no_comma(db: None) -> None:
    assert UserFactory.create(full_name="Jo Smith", organisation=None).described == "Jo Smith"


def _forms(base: type[forms.Form]) -> set[type[forms.Form]]:
    below = set(base.__subclasses__())
    return below.union(*(_forms(one) for one in below)) if below else below


def test_every_field_that_picks_colleagues_is_of_the_one_class() -> None:
    from tests.access.addresses import addresses

    addresses()  # imports every view, and with it every form
    wrong = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in _forms(nhsuk.Form)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField)
        and field.queryset is not None
        and field.queryset.model is User
        and not isinstance(field, ColleagueSelect | ColleagueCheckboxes)
    }
    assert not wrong, wrong
    written = {
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        for call in calls(tree)
        if name_of(call.func).rpartition(".")[2]
        in {"ModelSelect", "ModelRadios", "ModelCheckboxes"}
        for keyword in call.keywords
        if keyword.arg == "queryset" and "User.objects" in ast.unparse(keyword.value)
    }
    assert not written, written


def test_the_pages_that_pick_someone_for_a_person_tell_them_apart(
    cast: Cast, three: list[User], sign_in: SignIn
) -> None:
    person = on_register(cast.area, by=cast.team, lead=three[0])
    client = sign_in(cast.team)
    for name in (
        "register:name_lead", "register:name_partner", "actions:agree", "reviews:record_review",
    ):  # fmt: skip
        page = client.get(reverse(name, args=[person.pk]))
        assert page.status_code == 200, name
        assert_told_apart(page.content.decode(), three)


def test_meetings_tell_them_apart(cast: Cast, three: list[User], sign_in: SignIn) -> None:
    for one in three:
        give(one, Role.TEAM, area=cast.area)
    meeting = meetings.plan(
        area=cast.area, starts_at=NOW + timedelta(days=7), place="Room 1", chair=cast.team,
        quorum=1, by=cast.team, at=NOW,
    )  # fmt: skip
    client = sign_in(cast.team)
    for page in (
        reverse("meetings:plan"),
        reverse("meetings:invite", args=[meeting.pk]),
        reverse("meetings:move", args=[meeting.pk]),
        reverse("meetings:start_series"),
    ):
        assert_told_apart(client.get(page).content.decode(), three)


def test_who_was_there_is_asked_of_each_in_words_of_their_own(
    cast: Cast, three: list[User], sign_in: SignIn
) -> None:
    first, second, third = three
    second.job_title = "Community nurse"
    with transaction.atomic():
        history.save(second, by=None, at=NOW)
    meeting = meetings.plan(
        area=cast.area, starts_at=NOW + timedelta(days=7), place="Room 1", chair=cast.team,
        quorum=1, invite=three, by=cast.team, at=NOW,
    )  # fmt: skip
    page = sign_in(cast.team).get(reverse("meetings:record_attendance", args=[meeting.pk]))
    said = shown(page.content.decode())
    for one in (first, second):
        assert f"{one.described} ({one.email})" in said
    assert third.described in said


def test_lists_that_open_someones_work_tell_them_apart(
    cast: Cast, three: list[User], sign_in: SignIn
) -> None:
    for one in three:
        person = on_register(cast.area, by=cast.team, lead=one)
        actions.agree(
            person=person, description="Ring the school", owner=one,
            due_on=(NOW + timedelta(days=3)).date(), by=cast.team, at=NOW,
        )  # fmt: skip
    client = sign_in(cast.team)
    for page in (reverse("register:leads"), reverse("actions:owners")):
        assert_told_apart(client.get(page).content.decode(), three)
    leaver = three[0]
    for page in ("register:hand_over", "actions:hand_over"):
        found = client.get(reverse(page, args=[leaver.pk])).content.decode()
        assert_told_apart(found, three)
