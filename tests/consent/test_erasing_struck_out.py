"""Erasure reaches what was struck out; what was moved leaves no trace of whom it went to."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from consent import workflow as consent
from consent.models import Decision
from consent.scan import identifiers_of_id, scan
from core import audit
from core.models import AuditEvent
from duties import workflow as duties
from duties.models import Duty
from register import workflow
from register.models import InpatientStanding, InpatientStay, Person, StrikeOut
from register.models.correcting import Fact
from register.rules import Cause, ConcernKind, LegalStatus, Level
from reviews import workflow as reviews
from reviews.details import VisitDetails
from reviews.rules import KeyworkerOutcome
from tests.conftest import Cast
from tests.consent.details import decision
from tests.consent.test_erasure import withdrawn
from tests.factories import NOW, on_register
from tests.register.stays import admission
from tests.reviews.given import consents, held

SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
BORN = date(2003, 5, 17)


def strike(cast: Cast, person: Person, kind: str, fact: Any, to: Person | None = None) -> StrikeOut:
    return workflow.strike_out(
        person=person, kind=kind, fact_id=fact.pk, reason="Typed on the wrong record",
        cause=Cause.WRONG_PERSON if to else Cause.MISTAKE, moved_to=to, by=cast.team, at=SOON,
    )  # fmt: skip


def much_struck_out(cast: Cast, right: Person) -> Person:
    """Return someone on whom everything was recorded by mistake, some of it moved to `right`."""
    person = on_register(cast.area, by=cast.team, birth_date=BORN, ehc_plan=False)
    consents(cast, person, cetr=True, keyworker=True)
    stay = workflow.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    workflow.record_status(
        stay=stay, changed_on=date(2026, 11, 10), legal_status=LegalStatus.SECTION_3,
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.start_leave(
        stay=stay, started_on=date(2026, 11, 20), note="Home", by=cast.team, at=NOW
    )
    workflow.record_concern(
        stay=stay, kind=ConcernKind.SECLUSION, seen_on=date(2026, 11, 12), note="Alone",
        by=cast.team, at=NOW,
    )  # fmt: skip
    reviews.record_visit(
        stay=stay, on=date(2026, 11, 15), by=cast.commissioner, at=NOW,
        details=VisitDetails(saw_person=True, account="Seen on the ward."),
    )  # fmt: skip
    strike(cast, person, "stay", stay, right)
    rating = workflow.rate(person=person, level=Level.RED, reason="Worse", by=cast.team, at=SOON)
    strike(cast, person, "rating", rating)
    keyworker = reviews.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.REFERRED, reason="Agreed", decided_on=NOW.date(),
        by=cast.team, at=SOON,
    )  # fmt: skip
    strike(cast, person, "keyworker", keyworker)
    strike(cast, person, "review", held(cast, person), right)
    wrong = consent.record(person=person, details=decision(), by=cast.team, at=SOON)
    strike(cast, person, "decision", wrong)
    return person


def erase(cast: Cast, person: Person) -> None:
    withdrawal = withdrawn(cast, person)
    consent.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)


@pytest.fixture
def right(cast: Cast) -> Person:
    person = on_register(cast.area, by=cast.team, birth_date=BORN, ehc_plan=False)
    consents(cast, person, cetr=True, keyworker=True)
    return person


def test_everything_that_was_struck_out_goes_with_the_person(cast: Cast, right: Person) -> None:
    person = much_struck_out(cast, right)
    facts = [model for model in apps.get_models() if issubclass(model, Fact)]
    struck = {model: _struck(model) for model in facts}
    assert len([model for model, rows in struck.items() if rows]) >= 8
    theirs = set(StrikeOut.objects.filter(person=person).values_list("pk", flat=True))
    erase(cast, person)
    assert not StrikeOut.objects.filter(pk__in=theirs).exists()
    assert {model: _struck(model) for model in facts} == dict.fromkeys(facts, 0)
    assert InpatientStay.objects.filter(person=right).exists()
    assert scan(identifiers_of_id(person.pk)).clean
    assert duties.compare(at=LATER) == []


def _struck(model: Any) -> int:
    count: int = model.recorded.filter(struck_out__isnull=False).count()
    return count


def test_whom_something_was_moved_to_leaves_no_trace_on_the_record_it_came_from(
    cast: Cast, right: Person, sign_in: Any
) -> None:
    person = much_struck_out(cast, right)
    before = set(Duty.objects.open().filter(person=person).values_list("rule", "due_on"))
    told = AuditEvent.objects.filter(kind="register.struck_out", person_id=person.pk).count()
    assert StrikeOut.objects.filter(moved_to=right).count() == 2
    erase(cast, right)
    assert scan(identifiers_of_id(right.pk)).clean
    moved = StrikeOut.objects.filter(person=person, cause=Cause.WRONG_PERSON)
    assert moved.count() == 2
    assert not moved.exclude(moved_to=None, replaced_by=None).exists()
    # What was struck out stays struck out: its event still says of what it was.
    after = set(Duty.objects.open().filter(person=person).values_list("rule", "due_on"))
    assert (
        AuditEvent.objects.filter(kind="register.struck_out", person_id=person.pk).count() == told
    )
    assert after == before
    assert duties.compare(at=LATER) == []
    assert not InpatientStanding.objects.filter(person=person).exists()
    assert audit.verify().faults == ()
    page = sign_in(cast.team).get(reverse("register:person", args=[person.pk]))
    assert b"It was recorded on the wrong person" in page.content
    assert Decision.recorded.filter(person=person).count() == 2
