"""What a locked account held is listed, given to others in bulk, and chased as without owner."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import workflow as accounts
from accounts.models import User
from accounts.rules import LockReason, Role
from actions import workflow as actions
from actions.models import Action, Chase
from alerts import workflow as alerts
from alerts.models import Notice
from core.models import AuditEvent
from meetings import workflow as meetings
from oversight import without_owner
from register import workflow as register
from register.models import Person
from tests.actions.test_agree import DUE
from tests.conftest import Cast
from tests.factories import NOW, give, on_register

SignIn = Callable[..., Client]
LIST = "/oversight/without-owner/"


def people_url(user: User) -> str:
    return f"/people/leads/{user.pk}/hand-over/"


def actions_url(user: User) -> str:
    return f"/actions/owners/{user.pk}/hand-over/"


def owned(cast: Cast, person: Person, **changed: Any) -> Action:
    given = {"description": "Visit at home", "owner": cast.lead, "due_on": DUE, "by": cast.team}
    return actions.agree(person=person, **(given | changed), at=NOW)


def lock(cast: Cast, user: User) -> None:
    accounts.lock(user=user, why=LockReason.DEVICE, by=cast.administrator, at=NOW)


@pytest.fixture
def people(cast: Cast) -> list[Person]:
    """The 16 people whom the lead leads, with 7 actions of the lead's about the first of them."""
    found = [on_register(cast.area, by=cast.team, lead=cast.lead) for _ in range(16)]
    for person in found[:7]:
        owned(cast, person)
    return found


def led(user: User) -> int:
    return Person.objects.filter(lead_professional=user).count()


def test_a_stolen_laptop_is_locked_and_everything_is_given_to_others(
    cast: Cast, people: list[Person], sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    assert b"without an owner" not in client.get("/home/").content
    client.post(f"/accounts/users/{cast.lead.pk}/lock/", {"why": "device"})
    page = client.get("/home/").content.decode()
    assert "23" in page
    assert "people and actions without an owner" in page
    [holder] = without_owner.holders(cast.team)
    assert (holder.name, holder.people, holder.actions) == (cast.lead.described, 16, 7)
    page = client.get(LIST).content.decode()
    assert people_url(cast.lead) in page
    assert actions_url(cast.lead) in page
    typed = {"people": [one.pk for one in people], "lead": cast.other_lead.pk}
    check = client.post(people_url(cast.lead), typed).content.decode()
    assert f"{cast.other_lead.described} will become the lead professional of 16 people" in check
    assert led(cast.lead) == 16, "the check page changes nothing"
    done = client.post(people_url(cast.lead), typed | {"checked": "yes"}, follow=True)
    assert b"16 people have Otto Otherlead as lead professional now" in done.content
    todo = [str(one.pk) for one in Action.objects.filter(owner=cast.lead)]
    typed = {"actions": todo, "owner": cast.rep.pk, "reason": "Laptop stolen"}
    check = client.post(actions_url(cast.lead), typed).content.decode()
    assert f"{cast.rep.described} will own 7 actions" in check
    client.post(actions_url(cast.lead), typed | {"checked": "yes"})
    assert (led(cast.other_lead), Action.objects.filter(owner=cast.rep).count()) == (16, 7)
    assert b"Every person and action in your areas has an owner" in client.get(LIST).content
    assert b"without an owner" not in client.get("/home/").content


def test_sent_twice_it_is_done_once_and_says_the_same(
    cast: Cast, people: list[Person], sign_in: SignIn
) -> None:
    lock(cast, cast.lead)
    client = sign_in(cast.team)
    mine = {"people": [one.pk for one in people], "lead": cast.other_lead.pk, "checked": "yes"}
    todo = [str(one.pk) for one in Action.objects.filter(owner=cast.lead)]
    theirs = {"actions": todo, "owner": cast.rep.pk, "reason": "Stolen", "checked": "yes"}
    for url, typed, words in (
        (people_url(cast.lead), mine, b"16 people have"),
        (actions_url(cast.lead), theirs, b"7 actions have another owner now"),
    ):
        assert words in client.post(url, typed, follow=True).content
        events = AuditEvent.objects.count()
        again = client.post(url, typed, follow=True)
        assert words in again.content
        assert b"left as" not in again.content.lower()
        assert AuditEvent.objects.count() == events
        assert b"left to hand over" in client.get(url).content
    told = Notice.objects.filter(kind="people_given")
    assert [one.user for one in told] == [cast.other_lead]


def test_some_are_given_to_one_and_the_rest_to_another(
    cast: Cast, people: list[Person], sign_in: SignIn
) -> None:
    third = give(User.objects.get(pk=cast.pending.pk), Role.LEAD, area=cast.area)
    client = sign_in(cast.team)
    first = {"people": [one.pk for one in people[:10]], "lead": cast.other_lead.pk}
    client.post(people_url(cast.lead), first | {"checked": "yes"})
    rest = {"people": [one.pk for one in people[10:]], "lead": third.pk, "checked": "yes"}
    client.post(people_url(cast.lead), rest)
    assert (led(cast.lead), led(cast.other_lead), led(third)) == (0, 10, 6)


def test_what_a_colleague_gave_meanwhile_is_left_and_said_by_name(
    cast: Cast, people: list[Person], sign_in: SignIn
) -> None:
    third = give(User.objects.get(pk=cast.pending.pk), Role.LEAD, area=cast.area)
    register.name_lead(person=people[0], lead=third, by=cast.second_team, at=NOW)
    typed = {"people": [one.pk for one in people[:2]], "lead": cast.other_lead.pk}
    page = sign_in(cast.team).post(
        people_url(cast.lead), typed | {"checked": "yes"}, follow=True
    ).content.decode()  # fmt: skip
    assert "1 person has Otto Otherlead" in page
    assert "has changed to Penny Pending" in page
    assert (led(third), led(cast.other_lead)) == (1, 1)


def test_a_leaver_with_notice_hands_over_without_a_lock_and_can_then_leave(
    cast: Cast, people: list[Person], sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    assert people_url(cast.lead) in client.get("/people/leads/").content.decode()
    typed = {"people": [one.pk for one in people], "lead": cast.other_lead.pk, "checked": "yes"}
    assert client.post(people_url(cast.lead), typed)["Location"] == "/people/leads/"
    todo = [str(one.pk) for one in Action.objects.filter(owner=cast.lead)]
    given = {"actions": todo, "owner": cast.rep.pk, "reason": "Leaves", "checked": "yes"}
    assert client.post(actions_url(cast.lead), given)["Location"] == "/actions/owners/"
    accounts.deactivate(user=cast.lead, by=cast.team, at=NOW)


def test_only_an_active_lead_of_the_persons_area_is_offered_and_taken(
    cast: Cast, people: list[Person], sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    away = give(User.objects.get(pk=cast.pending.pk), Role.LEAD, area=cast.other_area)
    page = client.get(people_url(cast.lead)).content.decode()
    for user, offered in ((cast.other_lead, True), (away, False), (cast.rep, False)):
        assert (f'value="{user.pk}"' in page) is offered
    for user in (away, cast.rep, cast.lead):
        typed = {"people": [people[0].pk], "lead": user.pk, "checked": "yes"}
        assert client.post(people_url(cast.lead), typed).status_code == 200
    lock(cast, cast.other_lead)
    typed = {"people": [people[0].pk], "lead": cast.other_lead.pk, "checked": "yes"}
    assert client.post(people_url(cast.lead), typed).status_code == 200
    came = register.hand_over(
        people=people[:1], was=cast.lead, lead=away, by=cast.team, at=NOW
    )  # fmt: skip
    assert "not a lead professional in" in came.refused[0].why
    assert led(cast.lead) == 16


def test_nobody_ticked_is_said_and_going_back_keeps_the_choice(
    cast: Cast, people: list[Person], sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    refused = client.post(people_url(cast.lead), {"lead": cast.other_lead.pk}).content
    assert b"Select at least one person" in refused
    typed = {"people": [people[3].pk], "lead": cast.other_lead.pk, "reconsider": "yes"}
    page = client.post(people_url(cast.lead), typed).content.decode()
    assert page.count("checked") == 1
    assert led(cast.lead) == 16


def test_another_area_sees_nothing_of_it(cast: Cast, people: list[Person], sign_in: SignIn) -> None:
    lock(cast, cast.lead)
    assert without_owner.count(cast.other_area_team) == 0
    client = sign_in(cast.other_area_team)
    assert "Lena Lead" not in client.get(LIST).content.decode()
    typed = {"people": [people[0].pk], "lead": cast.other_lead.pk, "checked": "yes"}
    assert client.post(people_url(cast.lead), typed).status_code == 404
    assert led(cast.lead) == 16


def test_somebody_restricted_or_closed_is_not_on_the_list(cast: Cast, people: list[Person]) -> None:
    register.restrict(person_id=people[0].pk, by=cast.team, at=NOW)
    lock(cast, cast.lead)
    [holder] = without_owner.holders(cast.team)
    assert (holder.people, holder.actions) == (15, 6)


def test_an_unlocked_account_has_its_people_back(cast: Cast, people: list[Person]) -> None:
    lock(cast, cast.lead)
    accounts.unlock(user=cast.lead, note="Found", by=cast.team, at=NOW)
    assert without_owner.count(cast.team) == 0
    assert led(cast.lead) == 16


def test_the_team_is_told_once_when_an_account_is_locked(cast: Cast, people: list[Person]) -> None:
    lock(cast, cast.lead)
    told = Notice.objects.filter(kind="account_locked_holdings")
    assert {one.user for one in told} == {cast.team, cast.second_team}
    alerts.relay(at=NOW)
    [body, _] = [one.body for one in mail.outbox if LIST in one.body]
    assert "Lena" not in body


def test_a_locked_owner_is_not_chased_and_the_team_is_from_the_same_day(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    action = owned(cast, person)
    lock(cast, cast.lead)
    actions.chase(on=DUE - timedelta(days=3), at=NOW)
    actions.chase(on=DUE, at=NOW)
    told = {user for chase in Chase.objects.filter(action=action) for user in chase.to}
    assert told == {cast.team.pk, cast.second_team.pk}


def test_a_digest_owed_before_the_lock_does_not_go_to_them(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    owned(cast, person)
    actions.chase(on=DUE, at=NOW)
    assert Notice.objects.owed().filter(kind="digest", user=cast.lead).exists()
    lock(cast, cast.lead)
    alerts.relay(at=NOW + timedelta(days=1))
    assert not [one for one in mail.outbox if cast.lead.email in one.to]


def test_covers_and_planned_meetings_of_theirs_are_listed_too(cast: Cast, sign_in: SignIn) -> None:
    actions.arrange_cover(
        user=cast.other_lead, covered_by=cast.second_team, starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=7), by=cast.team, at=NOW,
    )  # fmt: skip
    meeting = meetings.plan(
        area=cast.area, starts_at=NOW + timedelta(days=3), place="Room",
        chair=cast.second_team, by=cast.team, at=NOW, quorum=1,
    )  # fmt: skip
    lock(cast, cast.second_team)
    page = sign_in(cast.team).get(LIST).content.decode()
    assert "Cover for Otto Otherlead" in page
    assert f"/meetings/{meeting.pk}/move/" in page


def test_the_list_asks_as_often_for_many_as_for_few(
    cast: Cast, people: list[Person], sign_in: SignIn
) -> None:
    client = sign_in(cast.team)
    lock(cast, cast.lead)
    counts = []
    for user in (cast.other_lead, cast.rep):
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
        owned(cast, people[0], owner=user)
        lock(cast, user)
    assert counts[0] == counts[1]
