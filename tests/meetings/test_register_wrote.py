"""Minutes that are moved leave behind what the register had written about the wrong person."""

from datetime import timedelta
from typing import Any

import time_machine
from django.urls import reverse

from core import history
from meetings import changes, undoing, workflow
from meetings.models import Meeting, MovedMinutes, Outcome
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW, item_of
from tests.meetings.wrong_person import (
    LATER,
    Make,
    SignIn,
    Somebody,
    move,
    on_the_wrong_one,
    strike,
)

BY_HAND = "Has a new key worker"


def rated_before(cast: Cast, somebody: Somebody, level: Level = Level.RED) -> Person:
    """Someone the register has something to write about."""
    person = somebody()
    at = NOW + timedelta(minutes=1)
    register.rate(person=person, level=level, reason="As seen", by=cast.team, at=at)
    return person


def written(meeting: Meeting, person: Person) -> str:
    said = changes.since_last_time(item_of(meeting, person), at=TOMORROW)
    assert "Rated RED on" in said
    return said


def moved_with(
    cast: Cast, meeting: Meeting, wrong: Person, right: Person, changed: str, **given: Any
) -> MovedMinutes:
    """Minutes that say this under what has changed, struck out and moved to the right person."""
    outcome = on_the_wrong_one(meeting, wrong, cast, changed=changed, **given)
    return move(strike(outcome, cast), right, cast)


def test_what_nobody_touched_stays_behind_and_what_people_wrote_moves(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, right = rated_before(cast, somebody), somebody()
    meeting = opened()
    said = written(meeting, wrong)
    moved = moved_with(cast, meeting, wrong, right, f"{said}\r\n{BY_HAND}")
    assert undoing.as_offered(moved)["changed"] == BY_HAND
    assert "Rated RED" in Outcome.objects.get(pk=moved.outcome_id).changed, "it stays to be read"


def test_a_line_that_someone_changed_is_theirs_and_moves(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, right = rated_before(cast, somebody), somebody()
    meeting = opened()
    edited = f"{written(meeting, wrong)}, after a crisis at home"
    moved = moved_with(cast, meeting, wrong, right, edited)
    assert undoing.as_offered(moved)["changed"].endswith("after a crisis at home")


def test_a_rating_struck_out_meanwhile_does_not_come_along(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, right = rated_before(cast, somebody), somebody()
    meeting = opened()
    outcome = on_the_wrong_one(meeting, wrong, cast, changed=written(meeting, wrong))
    strike(outcome, cast)
    for rating in register.kinds()["rating"].rows(wrong).order_by("-set_at")[:2]:
        register.strike_out(
            person=wrong, kind="rating", fact_id=rating.pk, cause="wrong_person", reason="Slip",
            by=cast.team, at=LATER,
        )  # fmt: skip
    outcome.refresh_from_db()
    assert undoing.as_offered(move(outcome, right, cast))["changed"] == ""


def test_the_pages_of_the_right_person_do_not_show_it(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    wrong, right = rated_before(cast, somebody), somebody()
    meeting = opened()
    outcome = on_the_wrong_one(
        meeting, wrong, cast, changed=f"{written(meeting, wrong)}\n{BY_HAND}"
    )
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    moved = move(strike(outcome, cast), right, cast)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    for name, ids in (("minutes", [right.pk]), ("check_moved", [right.pk, moved.pk])):
        shown = client.get(reverse(f"meetings:{name}", args=[meeting.pk, *ids])).content.decode()
        assert BY_HAND in shown
        assert "Rated RED on" not in shown


def test_at_an_open_meeting_the_form_begins_with_what_changed_about_the_right_person(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    wrong, right = rated_before(cast, somebody), rated_before(cast, somebody, Level.GREEN)
    meeting = opened()
    moved_with(cast, meeting, wrong, right, f"{written(meeting, wrong)}\n{BY_HAND}")
    clock.move_to(LATER)
    address = reverse("meetings:record_outcome", args=[meeting.pk, right.pk])
    shown = sign_in(cast.team).get(address).context["form"].initial["changed"]
    own = changes.since_last_time(item_of(meeting, right), at=LATER)
    assert "Rated GREEN" in own
    assert shown == f"{own}\n{BY_HAND}"


def test_minutes_of_before_the_register_noted_it_move_as_they_are(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, right = rated_before(cast, somebody), somebody()
    meeting = opened()
    said = written(meeting, wrong)
    outcome = on_the_wrong_one(meeting, wrong, cast, changed=said)
    outcome.register_wrote = ""
    history.save(outcome, by=cast.team, at=TOMORROW, reason="record_outcome")
    assert undoing.as_offered(move(strike(outcome, cast), right, cast))["changed"] == said
