"""A C(E)TR, a visit or a keyworker decision recorded by mistake is struck out, or moved."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from actions.models import Action
from core.errors import RuleBroken
from core.models import AuditEvent
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.models import InpatientStay, Person, StrikeOut
from register.rules import Cause, Level
from reviews import workflow
from reviews.details import Recommended, VisitDetails
from reviews.models import KeyworkerReferral, OversightVisit, Review
from reviews.rules import KeyworkerOutcome, RequestState
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.reviews.given import asked, consents, held
from tests.reviews.test_decide_keyworker import CHILD
from tests.reviews.test_record_review import HELD, admit, record

WHY = "The letter was about somebody else"
SEEN = VisitDetails(saw_person=True, account="Spoke with her on the ward")


def open_duties(person: Person) -> set[tuple[str, date | None]]:
    rows = Duty.objects.open().filter(person=person)
    return set(rows.values_list("rule", "due_on"))


def strike(cast: Cast, kind: str, fact: Any, to: Person | None = None) -> StrikeOut:
    return register.strike_out(
        person=fact.person, kind=kind, fact_id=fact.pk, cause=Cause.WRONG_PERSON, reason=WHY,
        moved_to=to, by=cast.team, at=NOW,
    )  # fmt: skip


def test_a_review_on_the_wrong_person_opens_what_it_met_and_meets_it_for_the_right_one(
    cast: Cast,
) -> None:
    wrong, right = (on_register(cast.area, by=cast.team) for _ in range(2))
    for one in (wrong, right):
        admit(cast, one, on=date(2026, 11, 2))
    before, owed = open_duties(wrong), open_duties(right)
    assert ("post-admission-ctr", date(2026, 11, 29)) in owed
    review = held(cast, wrong)
    after = open_duties(wrong)
    row = strike(cast, "review", review, to=right)
    assert open_duties(wrong) == before
    assert open_duties(right) == after
    assert Review.objects.get().person == right
    assert row.replaced_by == Review.objects.get().pk
    assert duties.compare(at=NOW) == []


def test_its_open_actions_end_and_are_agreed_for_the_right_person(cast: Cast) -> None:
    wrong, right = (on_register(cast.area, by=cast.team) for _ in range(2))
    wanted = Recommended(description="Find a flat", due_on=date(2026, 12, 4), owner=cast.lead)
    details = HELD.__class__(
        **{name: getattr(HELD, name) for name in HELD.__dataclass_fields__}
        | {"recommendations": (wanted,), "unowned": ("Ask the family",)}
    )
    strike(cast, "review", record(cast, wrong, details), to=right)
    assert Action.objects.get(person=wrong).status == "cancelled"
    moved = Action.objects.get(person=right)
    assert (moved.description, moved.owner, moved.status) == ("Find a flat", cast.lead, "open")
    assert Review.objects.get().recommendations.get().words == "Ask the family"


def test_the_request_that_it_answered_by_mistake_waits_again(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, lead=cast.lead)
    consents(cast, person, cetr=True)
    request = asked(cast, person)
    review = workflow.record_review(
        person=person, details=HELD, by=cast.team, at=NOW, request=request
    )
    strike(cast, "review", review)
    request.refresh_from_db()
    assert request.state == RequestState.ASKED


def test_a_visit_on_the_wrong_person_counts_for_the_right_one(cast: Cast) -> None:
    wrong, right = (on_register(cast.area, by=cast.team) for _ in range(2))
    for one in (wrong, right):
        admit(cast, one, on=date(2026, 10, 5))
    before = open_duties(wrong)
    visit = workflow.record_visit(
        stay=wrong.stays.get(), on=date(2026, 11, 20), details=SEEN, by=cast.commissioner, at=NOW
    )
    after = open_duties(wrong)
    strike(cast, "visit", visit, to=right)
    assert (open_duties(wrong), open_duties(right)) == (before, after)
    assert OversightVisit.objects.get().visited_by == cast.commissioner
    told = AuditEvent.objects.filter(kind="reviews.visited").latest("pk")
    assert told.actor == cast.team, "who moved it"


def test_a_visit_moves_only_to_somebody_who_was_in_hospital_then(cast: Cast) -> None:
    wrong, right = (on_register(cast.area, by=cast.team) for _ in range(2))
    admit(cast, wrong, on=date(2026, 10, 5))
    visit = workflow.record_visit(
        stay=wrong.stays.get(), on=date(2026, 11, 20), details=SEEN, by=cast.commissioner, at=NOW
    )
    with pytest.raises(RuleBroken, match="was not in hospital"):
        strike(cast, "visit", visit, to=right)
    assert OversightVisit.objects.get().person == wrong


def test_a_stay_takes_its_visits_and_reviews_with_it(cast: Cast) -> None:
    wrong, right = (on_register(cast.area, by=cast.team) for _ in range(2))
    before = open_duties(wrong)
    admit(cast, wrong, on=date(2026, 10, 5))
    stay = wrong.stays.get()
    workflow.record_visit(
        stay=stay, on=date(2026, 11, 20), details=SEEN, by=cast.commissioner, at=NOW
    )
    held(cast, wrong)
    after = open_duties(wrong)
    register.strike_out(
        person=wrong, kind="stay", fact_id=stay.pk, cause=Cause.WRONG_PERSON, reason=WHY,
        moved_to=right, by=cast.team, at=NOW,
    )  # fmt: skip
    assert open_duties(wrong) == before
    assert open_duties(right) == after
    moved = InpatientStay.objects.get()
    assert {moved.visits.get().person, moved.reviews.get().person, moved.person} == {right}


def test_a_keyworker_decision_on_the_wrong_person_is_moved(cast: Cast) -> None:
    wrong, right = (
        on_register(cast.area, by=cast.team, level=Level.AMBER, birth_date=CHILD) for _ in range(2)
    )
    for one in (wrong, right):
        consents(cast, one, keyworker=True)
    before = open_duties(wrong)
    decision = workflow.decide_keyworker(
        person=wrong, outcome=KeyworkerOutcome.REFERRED, reason="", by=cast.team, at=NOW
    )
    after = open_duties(wrong)
    strike(cast, "keyworker", decision, to=right)
    assert (open_duties(wrong), open_duties(right)) == (before, after)
    assert KeyworkerReferral.objects.get().person == right


def test_the_page_of_a_person_offers_it_beside_the_review(cast: Cast, sign_in: Any) -> None:
    review = record(cast, on_register(cast.area, by=cast.team))
    client = sign_in(cast.team)
    page = client.get(reverse("register:person", args=[review.person_id])).content.decode()
    address = reverse("register:strike_out", args=[review.person_id, "review", review.pk])
    assert address in page
    sent = {"cause": "mistake", "why": WHY, "checked": "yes"}
    client.post(address, sent)
    assert not Review.objects.exists()
    assert client.get(f"/reviews/{review.pk}/").status_code == 404
