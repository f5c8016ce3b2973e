"""Rating somebody: what is kept, what is refused, what follows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from core import audit
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from register import workflow
from register.models import Person, Rating, Standing
from register.rules import Cause, Level
from tests.conftest import Cast
from tests.factories import NOW, on_register

LATER = NOW + timedelta(hours=1)


def test_a_new_rating_supersedes_the_one_before_and_both_stay(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    workflow.rate(person=person, level=Level.RED, reason="Placement ended", by=cast.team, at=LATER)
    levels = Rating.objects.filter(entry__person=person).values_list("level", flat=True)
    assert list(levels) == ["RED", "GREEN"]
    assert Standing.objects.get(person=person).shown == "RED"


def test_a_rating_publishes_one_event_that_names_nobody(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Canarybird")
    workflow.rate(person=person, level=Level.AMBER, reason="Secret words", by=cast.team, at=LATER)
    event = AuditEvent.objects.filter(kind="register.rated").latest("id")
    assert event.facts["level"] == "AMBER"
    assert event.facts["was"] == "GREEN"
    assert "Canarybird" not in str(event.facts)
    assert "Secret" not in str(event.facts)


def test_a_rating_without_a_reason_is_refused_and_nothing_is_written(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    events = AuditEvent.objects.count()
    with pytest.raises(RuleBroken, match="reason"):
        workflow.rate(person=person, level=Level.RED, reason=" ", by=cast.team, at=LATER)
    assert Rating.objects.count() == 1
    assert AuditEvent.objects.count() == events


def test_whoever_decides_on_an_old_rating_is_told_of_the_new_one(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    seen = Rating.objects.get()
    workflow.rate(person=person, level=Level.RED, reason="Crisis", by=cast.team, at=LATER)
    with pytest.raises(Conflict, match=f"{cast.team.full_name} has rated this person RED"):
        workflow.rate(
            person=person, level=Level.GREEN, reason="Calm", by=cast.team, at=LATER, follows=seen.pk
        )


def test_an_old_page_is_told_what_became_of_the_rating_on_it(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    seen = workflow.rate(person=person, level=Level.RED, reason="Typo", by=cast.team, at=LATER)
    client, address = sign_in(cast.second_team), reverse("register:rate", args=[person.pk])
    typed = {"level": "AMBER", "reason": "Watchful", "follows": str(seen.pk)}
    workflow.correct_rating(
        rating=seen, level=Level.RED, reason="Crisis", why="A word was missing", by=cast.team,
        at=LATER,
    )  # fmt: skip
    shown = client.post(address, typed).content.decode()
    assert f"{cast.team.full_name} put this rating right on" in shown
    assert "Watchful" in shown
    right = Rating.objects.get(level=Level.RED)
    workflow.strike_out(
        person=person, kind="rating", fact_id=right.pk, cause=Cause.MISTAKE, reason="Not theirs",
        by=cast.team, at=LATER,
    )  # fmt: skip
    shown = client.post(address, typed | {"follows": str(right.pk)}).content.decode()
    assert f"{cast.team.full_name} struck this rating out on" in shown
    assert "Watchful" in shown
    assert "omebody else" not in shown


def test_nobody_rates_somebody_restricted(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.restrict(person_id=person.pk, by=cast.team, at=NOW)
    with pytest.raises(workflow.NotAvailable):
        workflow.rate(person=person, level=Level.RED, reason="Late", by=cast.team, at=LATER)


def test_the_database_refuses_to_change_a_rating(cast: Cast) -> None:
    on_register(cast.area, by=cast.team)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Rating.objects.update(level="GREEN")


def test_the_database_refuses_a_change_of_a_person_without_history(cast: Cast) -> None:
    on_register(cast.area, by=cast.team)
    with pytest.raises(DatabaseError, match="without its history"), transaction.atomic():
        _change_without_history()


def test_the_audit_chain_shows_a_changed_event(cast: Cast) -> None:
    on_register(cast.area, by=cast.team)
    audit.seal(at=NOW)
    assert audit.verify().sound
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE core_auditevent SET kind = 'x.y' WHERE kind = 'register.rated'")
    verdict = audit.verify()
    assert not verdict.sound
    assert "changed after it was written" in verdict.faults[0]


def _change_without_history() -> None:
    Person.objects.update(family_name="Changed")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
