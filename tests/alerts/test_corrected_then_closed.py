"""Who was told something wrong hears of the correction, although the record is closed meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from alerts import workflow
from alerts.models import Notice
from register import workflow as register
from register.models import Entry, InpatientStay, Person
from register.rules import Cause, ClosureReason, ConcernKind, Reopening
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission
from tests.reviews.given import consents

SOON = NOW + timedelta(minutes=2)
TOLD = NOW + timedelta(minutes=20)
NEXT_MORNING = NOW + timedelta(days=1)


@pytest.fixture
def person(cast: Cast) -> Person:
    """The lead was told of a concern about them; that it was struck out waits to be told."""
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    consents(cast, person)
    stay = register.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    concern = register.record_concern(
        stay=stay, kind=ConcernKind.OTHER, seen_on=NOW.date(), note="Held", by=cast.team, at=NOW
    )
    workflow.relay(at=NOW)
    register.strike_out(
        person=person, kind="concern", fact_id=concern.pk, cause=Cause.MISTAKE, reason="Slip",
        by=cast.team, at=NOW,
    )  # fmt: skip
    return person


def close(cast: Cast, person: Person, reason: ClosureReason) -> Entry:
    stay = InpatientStay.objects.get(person=person)
    if reason is not ClosureReason.DIED:
        register.strike_out(
            person=person, kind="stay", fact_id=stay.pk, cause=Cause.MISTAKE, reason="Slip",
            by=cast.team, at=NOW,
        )  # fmt: skip
    died: dict[str, Any] = {"died_on": NOW.date()} if reason is ClosureReason.DIED else {}
    return register.close(
        person=person, reason=reason, words="To Kent", by=cast.team, at=SOON, **died
    )


def mailed(cast: Cast) -> list[Any]:
    mail.outbox.clear()
    workflow.relay(at=TOLD)
    return [one for one in mail.outbox if one.to == [cast.lead.email]]


def test_who_left_is_told_of_in_two_emails(cast: Cast, person: Person) -> None:
    close(cast, person, ClosureReason.MOVED_AWAY)
    subjects = [one.subject for one in mailed(cast)]
    assert any("corrected" in one for one in subjects), subjects
    assert any("left the register" in one for one in subjects)


def test_of_who_died_it_is_said_with_the_death(cast: Cast, person: Person) -> None:
    close(cast, person, ClosureReason.DIED)
    [message] = mailed(cast)
    assert "has died" in message.subject
    assert "Shortly before this" in message.body
    assert "struck out" not in message.body


def test_who_was_told_nothing_wrong_hears_of_the_death_alone(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    consents(cast, person)
    register.close(
        person=person, reason=ClosureReason.DIED, died_on=NOW.date(), by=cast.team, at=SOON
    )
    [message] = mailed(cast)
    assert "corrected" not in message.body


def test_a_death_that_was_an_error_lets_the_correction_go_out_as_it_was(
    cast: Cast, person: Person
) -> None:
    entry = close(cast, person, ClosureReason.DIED)
    register.reopen(entry=entry, how=Reopening.ERROR, words="Another Robin", by=cast.team, at=SOON)
    subjects = [one.subject for one in mailed(cast)]
    assert not any("died" in one for one in subjects)
    assert any("recorded by mistake" in one or "corrected" in one for one in subjects), subjects


def test_that_a_death_was_a_mistake_is_told_although_they_leave_overnight(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    consents(cast, person)
    register.close(
        person=person, reason=ClosureReason.DIED, died_on=NOW.date(), by=cast.team, at=NOW
    )
    workflow.relay(at=NOW)
    entry = Entry.objects.get(person=person)
    evening = NOW.replace(hour=22)
    register.reopen(
        entry=entry, how=Reopening.ERROR, words="Another Robin", by=cast.team, at=evening
    )
    register.close(
        person=person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team, at=evening
    )
    told = Notice.objects.get(kind="person_not_died", user=cast.lead)
    assert told.cancelled_at is None
    workflow.relay(at=NEXT_MORNING)
    told.refresh_from_db()
    assert told.mailed_at is not None
