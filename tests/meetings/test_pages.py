"""The pages of meetings: who sees what, what a form does, what the read log notes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from actions import workflow as actions
from actions.models import Action
from core.models import ReadLog
from core.nhsuk import say
from meetings import workflow
from meetings.models import AgendaItem, Meeting, Outcome
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide
from tests.referrals import given

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]


@pytest.fixture
def tomorrow(clock: time_machine.Traveller) -> None:
    """The day of the meeting."""
    clock.move_to(TOMORROW)


def at(name: str, *args: Any) -> str:
    return reverse(f"meetings:{name}", args=[getattr(one, "pk", one) for one in args])


def minutes(person: Person, **changed: Any) -> dict[str, Any]:
    standing = Standing.objects.filter(person=person).first()
    return {
        "headline": "Holding", "changed": "", "views": "Wants to stay home", "discussion": "Calm",
        "proposed_level": "", "agreed_level": "AMBER", "reason": "As discussed",
        "version": "0", "follows": str(standing.rating_id) if standing else "",
        "key": uuid4().hex,
    } | changed  # fmt: skip


# The list and the meeting -----------------------------------------------------------------------


def test_the_team_sees_its_areas_meetings_and_a_representative_those_they_are_invited_to(
    cast: Cast, plan: Make, sign_in: SignIn
) -> None:
    meeting, other = plan(), plan(starts_at=NEXT_MONTH, invite=[])
    assert {*sign_in(cast.team).get("/meetings/").context["coming"]} == {meeting, other}
    assert [*sign_in(cast.rep).get("/meetings/").context["coming"]] == [meeting]
    assert sign_in(cast.rep).get(at("meeting", other)).status_code == 404
    assert sign_in(cast.other_area_team).get(at("meeting", meeting)).status_code == 404
    assert sign_in(cast.lead).get(at("meeting", meeting)).status_code == 404


def test_a_lead_opens_the_meeting_they_are_invited_to_and_sees_their_own_people_only(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    mine = somebody(family_name="Mineperson", lead=cast.lead)
    other = somebody(family_name="Otherperson")
    meeting = opened(invite=[cast.lead])
    client = sign_in(cast.lead)
    assert '"/meetings/"' in client.get("/home/").content.decode()
    for name in ("meeting", "print"):
        page = client.get(at(name, meeting)).content.decode()
        assert "Mineperson" in page
        assert "Otherperson" not in page
    assert client.get(at("minutes", meeting, mine)).status_code == 200
    assert client.get(at("minutes", meeting, other)).status_code == 404
    assert client.get(reverse("register:person", args=[other.pk])).status_code == 404
    assert client.get(at("record_outcome", meeting, mine)).status_code == 403


def test_an_empty_list_says_why(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.rep).get("/meetings/")
    assert "Only meetings you are invited to are listed" in page.content.decode()


def test_the_team_sees_the_live_agenda_with_its_reasons_and_that_is_logged(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody(Level.RED, family_name="Onagenda")
    page = sign_in(cast.team).get(at("meeting", plan())).content.decode()
    assert "Robin Onagenda" in page
    assert "Rated RED 23 November 2026" in page
    assert ReadLog.objects.get().persons == [person.pk]


def test_a_representative_sees_nobody_until_the_meeting_opens(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    person = somebody(Level.AMBER, family_name="Onagenda")
    meeting = plan()
    page = sign_in(cast.rep).get(at("meeting", meeting)).content.decode()
    assert "Onagenda" not in page
    assert "shown when the meeting opens" in page
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    client = sign_in(cast.rep)
    assert "Onagenda" in client.get(at("meeting", meeting)).content.decode()
    assert client.get(at("minutes", meeting, person)).status_code == 200
    assert ReadLog.objects.filter(user=cast.rep).count() == 2
    assert client.get(at("record_outcome", meeting, person)).status_code == 403
    assert client.post(at("close", meeting)).status_code == 403


def test_the_sight_of_a_representative_ends(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody(Level.AMBER, family_name="Onagenda")
    meeting = opened()
    AgendaItem.objects.get(person=person)
    register.end_involvement(
        involvement=person.involvements.get(), by=cast.team, at=TOMORROW.replace(year=2020)
    )
    client = sign_in(cast.rep)
    assert "Onagenda" not in client.get(at("meeting", meeting)).content.decode()
    assert client.get(at("minutes", meeting, person)).status_code == 404


def test_queries_of_the_meeting_page_do_not_grow(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    meeting = plan()
    workflow.remove_person(
        meeting=meeting, person=somebody(), reason="Away", by=cast.team, at=TOMORROW
    )
    counts = {"meeting": set(), "print": set()}  # type: ignore[var-annotated]
    client = sign_in(cast.team)
    for _ in range(2):
        somebody(Level.RED)
        somebody(Level.AMBER)
        for name, seen in counts.items():
            client.get(at(name, meeting))
            with CaptureQueriesContext(connection) as queries:
                client.get(at(name, meeting))
            seen.add(len(queries))
    assert all(len(seen) == 1 for seen in counts.values()), counts


# Preparing --------------------------------------------------------------------------------------


def test_planning_by_form(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    assert client.get(at("plan")).status_code == 200
    sent = {
        "area": cast.area.pk, "starts_on_day": "14", "starts_on_month": "12",
        "starts_on_year": "2026", "starts_time": "2pm", "place": "Room 4",
        "chair": cast.team.pk, "quorum": "3",
    }  # fmt: skip
    answer = client.post(at("plan"), sent)
    meeting = Meeting.objects.get()
    assert answer["Location"] == at("meeting", meeting)
    assert meeting.starts_at.isoformat() == "2026-12-14T14:00:00+00:00"
    refused = client.post(at("plan"), sent | {"area": cast.other_area.pk})
    assert "Select an answer from the list" in refused.content.decode()
    today = {"starts_on_day": "23", "starts_on_month": "11", "starts_time": "9am"}
    assert "must be in the future" in client.post(at("plan"), sent | today).content.decode()


def test_convening_an_urgent_meeting_by_form(
    cast: Cast, somebody: Somebody, sign_in: SignIn
) -> None:
    red = somebody(Level.RED, lead=cast.lead)
    client = sign_in(cast.team)
    page = client.get(at("urgent_person", red))
    assert "25 November 2026" in page.content.decode()
    assert cast.lead.pk in page.context["form"].initial["users"]
    sent = {
        "reason": "Placement ended", "starts_on_day": "24", "starts_on_month": "11",
        "starts_on_year": "2026", "starts_time": "midday", "place": "Call",
        "chair": cast.team.pk, "quorum": "2", "users": [cast.lead.pk], "guest_name": "PC Plod",
    }  # fmt: skip
    answer = client.post(at("urgent_person", red), sent)
    meeting = Meeting.objects.get()
    assert answer["Location"] == at("meeting", meeting)
    assert meeting.attendees.count() == 3
    again = client.get(at("urgent_person", red)).content.decode()
    assert "already convened" in again
    assert sign_in(cast.other_area_team).get(at("urgent_person", red)).status_code == 404
    register.restrict(person_id=red.pk, by=cast.team, at=TOMORROW)
    assert sign_in(cast.team).get(at("meeting", meeting)).status_code == 404


def test_invitations_attendance_opening_cancelling_by_form(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    somebody(Level.AMBER)
    meeting = plan()
    client = sign_in(cast.team)
    assert client.get(at("invite", meeting)).status_code == 200
    nobody = client.post(at("invite", meeting), {})
    assert "Select who to invite" in nobody.content.decode()
    client.post(at("invite", meeting), {"users": [cast.lead.pk]})
    assert meeting.attendees.count() == 3
    assert client.post(at("open", meeting)).status_code == 302
    people = meeting.attendees.all()
    here = {f"presence_{one.pk}": "attended" for one in people}
    assert client.get(at("record_attendance", meeting)).status_code == 200
    client.post(at("record_attendance", meeting), here)
    assert meeting.attendees.attended().count() == 3
    late = client.post(at("cancel", meeting), {"reason": "Snow"})
    assert "not been opened can be cancelled" in late.content.decode()


def test_adding_and_taking_off_by_form(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    green = somebody(Level.GREEN)
    client = sign_in(cast.team)
    assert "No meeting of this area" in client.get(at("add_person", green)).content.decode()
    meeting = plan()
    client.get(at("add_person", green))
    client.post(at("add_person", green), {"meeting": meeting.pk, "reason": "School closed"})
    assert "Added by hand" in client.get(at("meeting", meeting)).content.decode()
    assert client.get(at("remove_person", meeting, green)).status_code == 200
    client.post(at("remove_person", meeting, green), {"reason": "Solved"})
    assert "Removed by hand (1)" in client.get(at("meeting", meeting)).content.decode()


# Minutes ----------------------------------------------------------------------------------------


def test_a_whole_meeting_is_minuted_without_javascript(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    first, second = somebody(Level.RED), somebody(Level.AMBER)
    meeting = opened()
    client = sign_in(cast.team)
    page = client.get(at("record_outcome", meeting, first)).content.decode()
    assert "person 1 of 2" in page
    assert at("record_outcome", meeting, second) in page
    refused = client.post(at("close", meeting)).content.decode()
    assert "nobody is recorded as there" not in refused
    assert f"no decision is recorded about {first.name}" in refused
    action = {
        "description": "Call school", "owner": cast.lead.pk,
        "due_on_day": "1", "due_on_month": "12", "due_on_year": "2026",
    }  # fmt: skip
    sent = minutes(first, then="next", **action)
    answer = client.post(at("record_outcome", meeting, first), sent)
    assert answer["Location"] == at("record_outcome", meeting, second)
    assert client.post(at("record_outcome", meeting, first), sent).status_code == 302
    assert Action.objects.get().description == "Call school"
    answer = client.post(at("record_outcome", meeting, second), minutes(second, then="next"))
    assert answer["Location"] == at("meeting", meeting)
    assert client.post(at("close", meeting)).status_code == 302
    assert client.get(at("record_outcome", meeting, first))["Location"] == at(
        "minutes", meeting, first
    )
    page = client.get(at("minutes", meeting, first)).content.decode()
    assert "Wants to stay home" in page
    assert client.post(at("give_feedback", meeting, first)).status_code == 302
    assert client.get(at("print", meeting)).content.decode().count("OFFICIAL-SENSITIVE") == 3
    assert ReadLog.objects.filter(purpose="print").get().persons == [first.pk, second.pk]


def test_a_clash_keeps_what_was_typed_shows_the_others_words_and_lets_one_save_again(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    person = somebody()
    meeting = opened()
    sent = minutes(person, headline="My words", agreed_level="", reason="")
    decide(meeting, person, by=cast.second_team, headline="Their words")
    client = sign_in(cast.team)
    page = client.post(at("record_outcome", meeting, person), sent)
    assert page.status_code == 200
    html = page.content.decode()
    assert "Someone else has saved these minutes" in html
    assert "Their words" in html
    assert 'value="My words"' in html
    assert page.context["form"]["version"].value() == "1"
    again = minutes(person, headline="My words", version="1")
    assert client.post(at("record_outcome", meeting, person), again).status_code == 302
    assert Outcome.objects.get().headline == "My words"


def test_half_an_action_is_refused_and_nothing_is_saved(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    person = somebody()
    meeting = opened()
    page = sign_in(cast.team).post(
        at("record_outcome", meeting, person), minutes(person, description="Call school")
    )
    html = page.content.decode()
    assert "Select who will do it" in html
    assert "Enter the date by which it must be done" in html
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"version": "x"}, {"version": "9" * 40}, {"follows": "x"}, {"discussion": "a\x00b"},
        {"discussion": "x" * 5000}, {"agreed_level": "PURPLE"}, {"headline": "\ud800"},
        {"next_review_on_day": "30", "next_review_on_month": "2", "next_review_on_year": "2027"},
    ],
)  # fmt: skip
def test_malformed_minutes_get_a_message_and_save_nothing(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None, typed: Any
) -> None:
    person = somebody()
    meeting = opened()
    if "headline" in typed:
        typed = {"headline": "\udcff".encode("utf-8", "surrogateescape")}
    page = sign_in(cast.team).post(at("record_outcome", meeting, person), minutes(person, **typed))
    assert page.status_code == 200 or "headline" in typed
    assert Outcome.objects.count() == (1 if page.status_code == 302 else 0)


def test_the_person_page_offers_what_the_team_can_do(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    red = somebody(Level.RED, lead=cast.lead)
    plan()
    page = sign_in(cast.team).get(reverse("register:person", args=[red.pk])).content.decode()
    assert at("urgent_person", red) in page
    assert "24 November 2026 at 9:30am" in page
    page = sign_in(cast.lead).get(reverse("register:person", args=[red.pk])).content.decode()
    assert at("urgent_person", red) not in page


# Asked about once more ---------------------------------------------------------------------------


def test_red_to_green_in_the_minutes_is_asked_about_once_more_and_what_was_typed_is_kept(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    red = somebody(Level.RED)
    address = at("record_outcome", opened(), red)
    client = sign_in(cast.team)
    sent = minutes(red, agreed_level="GREEN")
    page = client.post(address, sent)
    assert "RED to GREEN in one step is unusual" in page.content.decode()
    assert not Outcome.objects.exists()
    back = client.post(address, sent | {"reconsider": "yes"}).content.decode()
    assert "Wants to stay home" in back
    assert not Outcome.objects.exists()
    assert client.post(address, sent | {"checked": "yes"}).status_code == 302
    assert Standing.objects.get(person=red).level == "GREEN"
    # Saved once more it is GREEN already, and nothing is unusual.
    again = minutes(red, agreed_level="GREEN", version="1", headline="Better")
    assert client.post(address, again).status_code == 302


@pytest.mark.parametrize("early", [timedelta(days=29), timedelta(minutes=61)])
def test_opening_a_meeting_more_than_an_hour_early_shows_its_date_first(
    cast: Cast, plan: Make, sign_in: SignIn, early: timedelta
) -> None:
    meeting = plan(starts_at=NOW + early)
    client = sign_in(cast.team)
    page = client.post(at("open", meeting)).content.decode()
    assert f"This meeting is planned for {say.moment_words(NOW + early)}" in page
    meeting.refresh_from_db()
    assert meeting.is_planned
    assert client.post(at("open", meeting), {"checked": "yes"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.is_open


def test_opening_within_the_hour_before_its_time_asks_nothing(
    cast: Cast, plan: Make, sign_in: SignIn
) -> None:
    meeting = plan(starts_at=NOW + timedelta(minutes=60))
    assert sign_in(cast.team).post(at("open", meeting)).status_code == 302
    meeting.refresh_from_db()
    assert meeting.is_open


def test_minutes_that_say_nothing_are_refused_with_words(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    person = somebody()
    empty = minutes(person, headline="", views=" ", discussion="", agreed_level="", reason="")
    page = sign_in(cast.team).post(at("record_outcome", opened(), person), empty)
    assert "Enter what was discussed, the rating agreed or an action" in page.content.decode()
    assert not Outcome.objects.exists()


# Before the day ----------------------------------------------------------------------------------


def test_an_action_due_before_the_meeting_is_not_called_overdue_today(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    actions.agree(
        person=somebody(), description="Call", owner=cast.lead,
        due_on=NOW.date() + timedelta(days=11), by=cast.team, at=NOW,
    )  # fmt: skip
    page = sign_in(cast.team).get(at("meeting", plan(starts_at=NEXT_MONTH))).content.decode()
    assert "overdue action" not in page


def test_the_agenda_of_somebody_referred_leads_to_triage(
    cast: Cast, plan: Make, sign_in: SignIn
) -> None:
    referral = given.sent(cast)
    urgent = workflow.convene_urgent(
        referral=referral, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
        by=cast.team, at=NOW,
    )  # fmt: skip
    client = sign_in(cast.team)
    for meeting in (urgent, plan()):
        page = client.get(at("meeting", meeting)).content.decode()
        assert referral.get_absolute_url() in page
        assert reverse("register:person", args=[referral.person_id]) not in page
