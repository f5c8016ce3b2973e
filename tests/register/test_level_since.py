"""Since when a level has held: confirming it starts nothing afresh, a discharge does."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import Permission
from alerts import red
from meetings import agenda
from meetings import workflow as meetings
from meetings.rules import words_of
from register import rules, workflow
from register.models import Person, Standing
from register.rules import Level, RatingSource
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission

DISCHARGED = datetime(2026, 11, 14, 10, 0, tzinfo=UTC)
RATED_AGAIN = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def discharged(cast: Cast) -> Person:
    """Somebody RED before a stay, discharged as RED on the 14th, rated RED again on the 20th."""
    before = DISCHARGED - timedelta(days=30)
    person = on_register(
        cast.area, by=cast.team, level=Level.RED, at=before, family_name="Sincewhen"
    )
    stay = workflow.admit(
        person=person, details=admission(cast, admitted_on=date(2026, 11, 2)), by=cast.team,
        at=DISCHARGED - timedelta(days=12),
    )  # fmt: skip
    workflow.discharge(
        stay=stay, discharged_on=DISCHARGED.date(), destination="Home", level=Level.RED,
        reason="Still at risk", by=cast.team, at=DISCHARGED,
    )  # fmt: skip
    again(person, cast, RATED_AGAIN)
    return person


def again(person: Person, cast: Cast, at: datetime, level: Level = Level.RED) -> None:
    workflow.rate(
        person=person, level=level, reason="As discussed", against_floor="Seen daily",
        by=cast.team, at=at,
    )  # fmt: skip


def page(client: Any, name: str, *args: object) -> str:
    return " ".join(client.get(reverse(name, args=args)).content.decode().split())


def test_red_confirmed_after_a_discharge_is_red_since_the_discharge(
    cast: Cast, discharged: Person
) -> None:
    standing = Standing.objects.get(person=discharged)
    assert standing.since == standing.level_since == DISCHARGED
    assert standing.rated_at == RATED_AGAIN
    [alert] = red.for_user(cast.team, Permission.ALERT_VIEW)
    assert alert.since == DISCHARGED


def test_every_page_says_since_when_somebody_is_red(
    cast: Cast, discharged: Person, sign_in: Any
) -> None:
    client = sign_in(cast.team)
    alerts = page(client, "alerts:red")
    assert "14 November 2026 at 10am" in alerts
    assert "Rated RED again on 20 November 2026" in alerts
    [alert] = red.for_user(cast.team, Permission.ALERT_VIEW)
    for name in ("alerts:acknowledge", "alerts:decline_meeting"):
        assert "since 14 November 2026" in page(client, name, "rating", alert.subject_id)
    for name in ("register:person", "register:rate"):
        shown = page(client, name, discharged.pk)
        assert "since 14 November 2026 (9 days ago), last rated 20 November 2026" in shown
    assert "RED since 14 November 2026" in page(client, "register:people")


def test_the_agenda_says_since_when_somebody_is_red(cast: Cast, discharged: Person) -> None:
    meeting = meetings.plan(
        area=cast.area, starts_at=NOW + timedelta(days=1), place="Room 4", chair=cast.team,
        quorum=1, by=cast.team, at=NOW, invite=[],
    )  # fmt: skip
    [line] = agenda.live(meeting, on=NOW.date())
    said = words_of(line.whys)
    assert "RED since 14 November 2026, last rated 20 November 2026" in said


def test_red_that_went_down_and_came_back_begins_with_its_return(
    cast: Cast, discharged: Person
) -> None:
    day = timedelta(days=1)
    again(discharged, cast, RATED_AGAIN + day, Level.AMBER)
    assert Standing.objects.get(person=discharged).since == RATED_AGAIN + day
    again(discharged, cast, RATED_AGAIN + 2 * day)
    again(discharged, cast, RATED_AGAIN + 2 * day)
    assert Standing.objects.get(person=discharged).since == RATED_AGAIN + 2 * day


def test_a_row_that_says_another_day_is_found_and_mended(cast: Cast, discharged: Person) -> None:
    assert workflow.reconcile(mend=False).sound
    Standing.objects.update(level_since=RATED_AGAIN)
    assert workflow.reconcile(mend=True).mended == 1
    assert Standing.objects.get(person=discharged).since == DISCHARGED


def test_the_migration_fills_what_the_workflow_would_have_written(
    cast: Cast, discharged: Person
) -> None:
    changed = on_register(cast.area, by=cast.team, level=Level.AMBER, at=DISCHARGED)
    again(changed, cast, RATED_AGAIN)
    again(changed, cast, NOW)
    on_register(cast.area, by=cast.team)
    Standing.objects.update(level_since=None)
    assert Standing.objects.get(person=discharged).since == RATED_AGAIN
    fill = import_module("register.migrations.0005_fill_level_since")
    with connection.cursor() as cursor:
        cursor.execute(fill.FILL)
    assert workflow.reconcile(mend=False).sound


@dataclass(frozen=True)
class One:
    level: str
    source: str
    set_at: datetime


def ratings_of(drawn: list[tuple[Level, RatingSource]]) -> list[One]:
    return [
        One(level, source, NOW + timedelta(days=number))
        for number, (level, source) in enumerate(drawn)
    ]


lives = st.lists(
    st.tuples(st.sampled_from(Level), st.sampled_from(RatingSource)), min_size=1, max_size=12
).map(ratings_of)


@given(lives, st.sampled_from([one for one in RatingSource if one != RatingSource.DISCHARGE]))
def test_confirming_a_level_never_changes_since_when_it_holds(
    ratings: list[One], source: RatingSource
) -> None:
    last = ratings[-1]
    confirmed = One(last.level, source, last.set_at + timedelta(days=1))
    assert rules.level_since([*ratings, confirmed]) == rules.level_since(ratings)


@given(lives, st.sampled_from(Level))
def test_a_discharge_always_begins_a_level(ratings: list[One], level: Level) -> None:
    left = One(level, RatingSource.DISCHARGE, ratings[-1].set_at + timedelta(days=1))
    assert rules.level_since([*ratings, left]) == left.set_at


@given(lives)
def test_nothing_but_the_level_was_given_from_then_on(ratings: list[One]) -> None:
    since = rules.level_since(ratings)
    assert {one.level for one in ratings if one.set_at >= since} == {ratings[-1].level}
