"""Minutes as they are typed: drafts that decide nothing, actions in lines, words put right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actions import workflow as actions
from actions.models import Action
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from meetings import changes, workflow
from meetings.models import Draft, Meeting, Outcome
from meetings.rules.after import LONGEST_DRAFT
from meetings.workflow import Minutes, NewAction
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, attended, decide, item_of
from tests.meetings.test_pages import minutes

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]


def test_another_action_typed_after_going_back_is_refused_at_its_line_and_not_swallowed(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person, meeting = somebody(), opened()
    typed = NewAction(
        description="Ring", owner=cast.lead, due_on=TOMORROW.date(), key="k", line="_2"
    )
    decide(meeting, person, by=cast.team, action=typed)
    with pytest.raises(Conflict, match="Something else was agreed") as refused:
        decide(meeting, person, by=cast.team, action=replace(typed, description="Visit"))
    assert refused.value.field == "description_2"
    assert [one.description for one in Action.objects.all()] == ["Ring"]


@pytest.fixture(autouse=True)
def tomorrow(clock: time_machine.Traveller) -> None:
    """The day of the meeting."""
    clock.move_to(TOMORROW)


def page(meeting: Meeting, person: Person) -> str:
    return reverse("meetings:record_outcome", args=[meeting.pk, person.pk])


def autosave(client: Client, address: str, sent: dict[str, Any]) -> Any:
    return client.post(address, sent, headers={"X-Autosave": "yes"})


LINE = {
    "description": "Call school", "due_on_day": "1", "due_on_month": "12", "due_on_year": "2026",
}  # fmt: skip


# Drafts -----------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_rates_nobody_and_agrees_nothing(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    red = somebody(Level.RED)
    meeting = opened()
    client = sign_in(cast.team)
    sent = minutes(red, agreed_level="GREEN", owner=cast.lead.pk, **LINE)
    answer = autosave(client, page(meeting, red), sent)
    assert answer.json()["version"] == 0
    assert answer.json()["said"].startswith("Kept as a draft at 9:30am")
    assert Draft.objects.get().typed["discussion"] == ["Calm"]
    assert not Outcome.objects.exists()
    assert not Action.objects.exists()
    assert Standing.objects.get().level == Level.RED
    html = client.get(page(meeting, red)).content.decode()
    assert "kept but not recorded yet" in html
    assert "Wants to stay home" in html
    assert 'value="Call school"' in html
    with pytest.raises(RuleBroken, match="no decision"):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)


def test_unfinished_answers_are_kept_without_complaint_and_refused_when_saved(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    address = page(opened(), person)
    client = sign_in(cast.team)
    half = minutes(person, description="Call", next_review_on_day="31")
    assert autosave(client, address, half).status_code == 200
    assert "nhsuk-error-summary" not in client.get(address).content.decode()
    assert "Select who will do it" in client.post(address, half).content.decode()
    assert not Outcome.objects.exists()
    assert Draft.objects.exists(), "what was typed is still kept"


def test_saving_lets_the_draft_go_and_the_first_keeping_alone_is_an_event(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    address = page(opened(), person)
    client = sign_in(cast.team)
    for _ in range(3):
        autosave(client, address, minutes(person))
    assert AuditEvent.objects.filter(kind="meetings.minutes_begun").count() == 1
    assert client.post(address, minutes(person)).status_code == 302
    assert not Draft.objects.exists()


def test_two_minute_takers_see_each_others_words_and_neither_is_overwritten(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    address = page(opened(), person)
    item = item_of(Meeting.objects.get(), person)
    theirs = {"discussion": ["Their words"], "description": ["Ask school"]}
    workflow.keep_draft(item=item, typed=theirs, by=cast.second_team, at=TOMORROW)
    mine = sign_in(cast.team)
    said = autosave(mine, address, minutes(person, discussion="My words")).json()["said"]
    assert f"{cast.second_team.full_name} is writing here too" in said
    html = mine.get(address).content.decode()
    assert "Their words" in html
    assert "My words" in html
    assert Draft.objects.count() == 2
    decide(Meeting.objects.get(), person, by=cast.second_team, discussion="Their words")
    said = autosave(mine, address, minutes(person, discussion="My words")).json()["said"]
    assert "has saved these minutes since" in said
    html = mine.get(address).content.decode()
    assert f"What {cast.second_team.full_name} saved" in html
    refused = mine.post(address, minutes(person, discussion="My words")).content.decode()
    assert "Someone else has saved these minutes" in refused
    assert Outcome.objects.get().discussion == "Their words"


def test_a_draft_of_a_meeting_that_is_over_is_refused_and_shown_before_approval(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = opened()
    client = sign_in(cast.team)
    autosave(client, page(meeting, person), minutes(person))
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    late = autosave(client, page(meeting, person), minutes(person, discussion="Late"))
    assert late.status_code == 409
    assert "the meeting is closed" in late.json()["said"]
    approve = client.get(reverse("meetings:approve", args=[meeting.pk])).content.decode()
    assert "Typed but not saved" in approve
    assert person.name in approve


def test_far_too_much_text_is_refused(cast: Cast, opened: Make, somebody: Somebody) -> None:
    person = somebody()
    item = item_of(opened(), person)
    with pytest.raises(RuleBroken, match="too much text"):
        workflow.keep_draft(
            item=item, typed={"discussion": ["x" * (LONGEST_DRAFT + 1)]}, by=cast.team, at=TOMORROW
        )
    assert not Draft.objects.exists()


# Actions in lines -------------------------------------------------------------------------------


def test_several_actions_are_agreed_at_once_one_by_a_service_without_an_account(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    address = page(opened(), person)
    due = {"due_on_2_day": "2", "due_on_2_month": "12", "due_on_2_year": "2026"}
    sent = minutes(person, owner=cast.lead.pk, **LINE) | {
        "lines": "3", "description_2": "Find a tutor", "contact_name_2": "Tess Tutor",
        "contact_email_2": "tess@school.example", "contact_service_2": cast.commissioning.pk,
        **due,
    }  # fmt: skip
    client = sign_in(cast.team)
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    first, second = Action.objects.order_by("due_on")
    assert (first.owner_name, second.owner_name) == (cast.lead.full_name, "Tess Tutor")
    assert second.organisation == cast.commissioning


def test_another_line_is_added_without_a_script_and_nothing_is_saved(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    address = page(opened(), person)
    sent = minutes(person, more="yes", lines="2", **LINE)
    html = sign_in(cast.team).post(address, sent).content.decode()
    assert 'name="description_3"' in html
    assert 'value="Call school"' in html
    assert "nhsuk-error-summary" not in html
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Select who will do it, or name someone who does not have an account"),
        ({"owner": "lead", "due_on_year": "2020"}, "must be today or in the future"),
        ({"owner": "lead", "contact_name": "Tess"}, "Select a colleague or name someone else"),
        ({"contact_name": "Tess"}, "Enter the email address the service will answer from"),
        ({"owner": "nobody"}, "Select an answer from the list"),
    ],
)
def test_half_an_action_is_refused_with_a_reason_and_the_text_kept(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, typed: Any, said: str
) -> None:
    person = somebody()
    address = page(opened(), person)
    if typed.get("owner") == "lead":
        typed = typed | {"owner": cast.lead.pk}
    html = sign_in(cast.team).post(address, minutes(person, **LINE | typed)).content.decode()
    assert said in html
    assert "Wants to stay home" in html
    assert not Outcome.objects.exists()
    assert not Action.objects.exists()


def test_a_rule_broken_in_the_second_line_is_told_at_the_second_line(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    late = NewAction(
        description="Call", owner=cast.lead, due_on=TOMORROW.date() - timedelta(days=3), line="_2"
    )
    with pytest.raises(RuleBroken) as broken:
        decide(meeting, person, by=cast.team, actions=[late])
    assert broken.value.field == "due_on_2"
    assert not Outcome.objects.exists()


# What has changed -------------------------------------------------------------------------------


def test_of_many_changes_the_newest_are_told(
    cast: Cast, opened: Make, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = somebody()
    monkeypatch.setattr(changes, "MOST", 1)
    monkeypatch.setattr(
        changes, "_lines", lambda *_, **__: [(date(2026, 1, day), f"Line {day}") for day in (1, 2)]
    )
    assert changes.since_last_time(item_of(opened(), person), at=TOMORROW) == "Line 2"


def test_the_minutes_begin_with_what_changed_since_last_time(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody, sign_in: SignIn,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    person = somebody()
    first = opened()
    agreed = NewAction(description="Call school", owner=cast.lead, due_on=TOMORROW.date())
    decide(first, person, by=cast.team, actions=[agreed])
    workflow.close(meeting=first, by=cast.team, at=TOMORROW)
    later = TOMORROW + timedelta(days=3)
    register.rate(person=person, level=Level.RED, reason="Worse", by=cast.team, at=later)
    actions.agree(
        person=person, description="Call {} GP", owner=cast.lead, due_on=later.date(),
        by=cast.team, at=later,
    )  # fmt: skip
    actions.mark_done(action=Action.objects.get(description="Call school"), evidence="Rang",
                      by=cast.lead, at=later)  # fmt: skip
    clock.move_to(NEXT_MONTH)
    second = workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=NEXT_MONTH)
    said = changes.since_last_time(item_of(second, person), at=NEXT_MONTH)
    assert said.splitlines() == [
        "Done on 27 November 2026: Call school (Lee Lead)".replace("Lee Lead", cast.lead.full_name),
        f"Overdue since 27 November 2026: Call {{}} GP ({cast.lead.full_name})",
        "Rated RED on 27 November 2026 (Reviewed by the DSR team)",
    ]
    html = sign_in(cast.team).get(page(second, person)).content.decode()
    assert "Rated RED on 27 November 2026" in html


def test_nothing_changed_says_nothing(cast: Cast, opened: Make, somebody: Somebody) -> None:
    person = somebody()
    assert changes.since_last_time(item_of(opened(), person), at=TOMORROW) == ""


# Words put right --------------------------------------------------------------------------------


def test_words_are_put_right_after_the_meeting_and_the_decision_stays(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team, discussion="Clam")
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    address = reverse("meetings:amend", args=[meeting.pk, person.pk])
    client = sign_in(cast.team)
    assert "Clam" in client.get(address).content.decode()
    sent = {"headline": "Holding", "discussion": "Calm", "version": "1", "agreed_level": "RED"}
    assert client.post(address, sent).status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.discussion, outcome.agreed_level, outcome.version) == ("Calm", "AMBER", 2)
    stale = client.post(address, sent | {"discussion": "Older"}).content.decode()
    assert "Someone else has changed these minutes" in stale
    assert Outcome.objects.get().discussion == "Calm"


def test_only_minutes_of_a_meeting_that_is_over_are_amended(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    given = {"item": item_of(meeting, person), "minutes": Minutes(discussion="x"), "by": cast.team}
    with pytest.raises(RuleBroken, match="after the meeting has ended"):
        workflow.amend(**given, version=1, at=TOMORROW)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    with pytest.raises(Conflict):
        workflow.amend(**given, version=7, at=TOMORROW)


# Nothing grows ----------------------------------------------------------------------------------


def test_queries_of_the_minutes_do_not_grow_with_lines_people_or_colleagues(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    person = somebody()
    for _ in range(3):
        somebody()
    meeting = attended(opened(), cast.team)
    client = sign_in(cast.team)
    client.get(page(meeting, person))
    with django_assert_max_num_queries(40):
        client.get(page(meeting, person))
    with django_assert_max_num_queries(60):
        client.post(page(meeting, person), minutes(person, lines="19", more="yes"))
