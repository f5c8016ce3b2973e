"""Reviews, visits and keyworker decisions put right, as if recorded right the first time."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actions.models import Action
from core.errors import Conflict, RuleBroken
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.models import Person, StrikeOut
from register.rules import Cause, Level
from reviews import policy, reading, workflow
from reviews.details import KeyworkerNews, Recommended, VisitDetails
from reviews.models import (
    Finding,
    KeyworkerFollowUp,
    KeyworkerReferral,
    OversightVisit,
    ReportCopy,
    Review,
)
from reviews.rules import KeyworkerOutcome, KeyworkerState, Recipient, RequestState
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.test_put_right import dated
from tests.reviews.given import asked, consents
from tests.reviews.test_decide_keyworker import CHILD
from tests.reviews.test_record_review import HELD, admit, record

LATER = NOW + timedelta(days=7)
TODAY = NOW.date()
EARLIER = TODAY - timedelta(days=9)
WHY = "The letter was misread"
FLAT = Recommended(description="Find a flat", due_on=date(2026, 12, 4))
SEEN = VisitDetails(saw_person=True, account="Spoke with her on the ward")


def open_duties(person: Person) -> set[tuple[str, date | None]]:
    rows = Duty.objects.open().filter(person=person)
    return set(rows.values_list("rule", "due_on"))


def right(cast: Cast, review: Review, version: int = 0, **changed: Any) -> Review:
    by, at, why = (changed.pop(name, given) for name, given in
                   (("by", cast.team), ("at", LATER), ("why", WHY)))  # fmt: skip
    details = replace(HELD, **changed)
    return workflow.correct_review(
        review=review, details=details, version=version, why=why, by=by, at=at
    )


# Reviews ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrongly", "rightly"),
    [
        ({"held_on": TODAY}, {"held_on": EARLIER}),
        ({"held_on": EARLIER}, {"held_on": TODAY}),
        ({"emergency": True}, {"emergency": False}),
        ({"emergency": False}, {"emergency": True}),
        ({"held_on": EARLIER}, {"held_on": date(2026, 10, 30)}),  # before the admission
        ({"chair": "Wrong Chair"}, {}),
    ],
)
@pytest.mark.parametrize("admitted_on", [None, date(2026, 11, 2)])
def test_a_review_put_right_is_as_one_recorded_right_at_first(
    cast: Cast, wrongly: dict[str, Any], rightly: dict[str, Any], admitted_on: date | None
) -> None:
    mine, theirs = (
        on_register(cast.area, by=cast.team, level=Level.RED, at=NOW - timedelta(days=30))
        for _ in range(2)
    )
    for one in (mine, theirs) if admitted_on else ():
        admit(cast, one, on=admitted_on)
    review = record(cast, mine, replace(HELD, **wrongly))
    truly = record(cast, theirs, replace(HELD, **rightly))
    right(cast, review, **rightly)
    assert open_duties(mine) == open_duties(theirs)
    review.refresh_from_db()
    for name in ("kind", "setting", "held_on", "chair"):
        assert getattr(review, name) == getattr(truly, name)
    assert (review.stay is None) == (truly.stay is None)
    assert duties.compare(at=LATER) == []


def test_its_actions_and_recommendations_neither_end_nor_double(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    wanted = replace(FLAT, owner=cast.lead)
    given = {"recommendations": (wanted,), "unowned": ("Ask the family",)}
    review = record(cast, person, replace(HELD, **given))
    before = list(Action.objects.values())
    right(cast, review, held_on=EARLIER, chair="Cora Chair")
    assert list(Action.objects.values()) == before
    assert reading.actions_of(review)[0].description == "Find a flat"
    assert review.recommendations.get().words == "Ask the family"
    was = Review.recorded.exclude(pk=review.pk).get()
    assert (was.held_on, was.chair, was.struck_out) == (
        TODAY,
        "Chris Chair",
        StrikeOut.objects.get(),
    )
    assert "Chair: Chris Chair" in StrikeOut.objects.get().said


def test_what_was_found_is_put_right_line_by_line(cast: Cast) -> None:
    one, two = (line.code for line in policy.current().lines[:2])
    person = on_register(cast.area, by=cast.team)
    review = record(cast, person, replace(HELD, findings={one: "Wrong", two: "As it was"}))
    kept = review.findings.get(code=two)
    right(cast, review, findings={one: "Right", two: "As it was"})
    assert review.findings.get(code=one).words == "Right"
    assert review.findings.get(code=two) == kept
    assert Finding.recorded.get(words="Wrong").struck_out is not None


def test_the_request_follows_what_the_review_is_now(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, lead=cast.lead)
    consents(cast, person, cetr=True)
    request = asked(cast, person, asked_on=EARLIER)
    review = workflow.record_review(
        person=person, details=HELD, by=cast.team, at=NOW, request=request
    )
    with pytest.raises(RuleBroken, match="on or after the day on which it was asked for"):
        right(cast, review, held_on=EARLIER - timedelta(days=1))
    right(cast, review, emergency=True)
    request.refresh_from_db()
    assert request.state == RequestState.ASKED
    right(cast, review, 1, held_on=TODAY - timedelta(days=1), at=LATER + timedelta(days=1))
    request.refresh_from_db()
    assert (request.state, request.ended_on) == (RequestState.HELD, TODAY - timedelta(days=1))


def test_a_review_that_cannot_be_is_refused_and_nothing_is_written(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    review = record(cast, person)
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    for changed, words in (
        ({"held_on": LATER.date() + timedelta(days=1)}, "today or in the past"),
        ({"held_on": date(1900, 1, 1)}, "before the date of birth"),
        ({"held_on": TODAY + timedelta(days=1)}, "on or before the day it was reported on"),
        ({"chair": " "}, "Enter the name of the chair"),
        ({}, "what is recorded now"),
        ({"chair": "Cora", "why": " "}, "Enter what was wrong"),
    ):
        with pytest.raises(RuleBroken, match=words):
            right(cast, review, **changed)
    assert not StrikeOut.objects.exists()
    assert Review.recorded.get().chair == "Chris Chair"


def test_of_two_who_put_a_review_right_one_is_told_and_twice_is_once(cast: Cast) -> None:
    review = record(cast, on_register(cast.area, by=cast.team))
    right(cast, review, chair="Cora")
    right(cast, review, chair="Cora")
    with pytest.raises(Conflict, match="changed this review"):
        right(cast, review, chair="Cora", by=cast.second_team)
    with pytest.raises(Conflict, match="changed this review"):
        right(cast, review, chair="Cleo")
    right(cast, review, 1, chair="Cleo", at=LATER + timedelta(hours=1))
    assert (StrikeOut.objects.count(), Review.objects.get().chair) == (2, "Cleo")


def test_put_right_twice_and_struck_out_then_it_is_gone(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person, on=date(2026, 11, 2))
    before = open_duties(person)
    review = record(cast, person)
    right(cast, review, held_on=EARLIER)
    right(cast, review, 1, held_on=TODAY, at=LATER + timedelta(hours=1))
    register.strike_out(
        person=person, kind="review", fact_id=review.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=LATER + timedelta(hours=2),
    )  # fmt: skip
    assert open_duties(person) == before
    assert not Review.objects.exists()
    assert duties.compare(at=LATER) == []


def test_a_report_from_before_is_marked_and_the_corrected_one_sent(
    cast: Cast, sign_in: Any
) -> None:
    review = record(cast, on_register(cast.area, by=cast.team), replace(HELD, held_on=EARLIER))
    workflow.send_report(
        review=review, recipients=[Recipient.PERSON], sent_on=TODAY, by=cast.team, at=NOW
    )
    with pytest.raises(RuleBroken, match="already been recorded as sent"):
        workflow.send_report(
            review=review, recipients=[Recipient.PERSON], sent_on=TODAY, by=cast.team, at=NOW
        )
    right(cast, review, held_on=EARLIER, chair="Cora", at=NOW + timedelta(hours=1))
    page = sign_in(cast.team).get(f"/reviews/{review.pk}/").content.decode()
    assert "Sent before this was put right" in page
    assert "Record that the corrected report was sent" in page
    given: dict[str, Any] = {"recipients": [Recipient.PERSON], "by": cast.team, "at": LATER}
    with pytest.raises(RuleBroken, match="on or after the day the review was put right"):
        workflow.send_report(review=review, sent_on=TODAY - timedelta(days=1), **given)
    workflow.send_report(review=review, sent_on=LATER.date(), **given)
    copy = ReportCopy.objects.get()
    assert (copy.sent_on, copy.resent_on) == (TODAY, LATER.date())
    assert not any(row.outdated for row in reading.copies_of(review))


def test_a_review_that_was_moved_says_who_had_its_report(cast: Cast, sign_in: Any) -> None:
    wrong, person = (on_register(cast.area, by=cast.team) for _ in range(2))
    review = record(cast, wrong)
    workflow.send_report(
        review=review, recipients=[Recipient.FAMILY], sent_on=TODAY, by=cast.team, at=NOW
    )
    register.strike_out(
        person=wrong, kind="review", fact_id=review.pk, cause=Cause.WRONG_PERSON, reason=WHY,
        moved_to=person, by=cast.team, at=NOW,
    )  # fmt: skip
    moved = Review.objects.get(person=person)
    page = sign_in(cast.team).get(f"/reviews/{moved.pk}/").content.decode()
    assert "The report was sent before this review was moved here" in page
    assert not moved.copies.exists()


# Visits -----------------------------------------------------------------------------------------


def visited(cast: Cast, person: Person, on: date, **changed: Any) -> OversightVisit:
    return workflow.record_visit(
        stay=person.stays.get(), on=on, details=replace(SEEN, **changed), by=cast.commissioner,
        at=NOW,
    )  # fmt: skip


def test_a_visit_put_right_is_as_one_recorded_right_at_first(cast: Cast) -> None:
    mine, theirs = (on_register(cast.area, by=cast.team) for _ in range(2))
    for one in (mine, theirs):
        admit(cast, one, on=date(2026, 10, 5))
    wrong = visited(cast, mine, TODAY, concerns=(replace(FLAT, owner=cast.lead),))
    visited(cast, theirs, EARLIER)
    given: dict[str, Any] = {"visit": wrong, "why": WHY, "by": cast.team, "at": LATER}
    for day, words in (
        (date(2026, 10, 4), "on or after the date of admission"),
        (LATER.date() + timedelta(days=1), "today or in the past"),
        (TODAY, "what is recorded now"),
    ):
        with pytest.raises(RuleBroken, match=words):
            workflow.correct_visit(on=day, details=SEEN, **given)
    made = workflow.correct_visit(on=EARLIER, details=SEEN, **given)
    assert made == workflow.correct_visit(on=EARLIER, details=SEEN, **given)
    assert open_duties(mine) == open_duties(theirs)
    assert (made.visited_by, OversightVisit.objects.get(person=mine)) == (cast.commissioner, made)
    action = Action.objects.get(person=mine)
    assert (action.origin_id, action.status) == (made.pk, "open")
    register.strike_out(
        person=mine, kind="visit", fact_id=made.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=LATER,
    )  # fmt: skip
    assert duties.compare(at=LATER) == []
    assert Duty.objects.open().visits().filter(person=mine).exists()


# Keyworkers -------------------------------------------------------------------------------------


def child(cast: Cast) -> Person:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, birth_date=CHILD)
    consents(cast, person, keyworker=True, cetr=True)
    return person


def decided(cast: Cast, person: Person, **changed: Any) -> KeyworkerReferral:
    given = {"outcome": KeyworkerOutcome.REFERRED, "decided_on": TODAY} | changed
    return workflow.decide_keyworker(person=person, by=cast.team, at=NOW, **given)


def answered(cast: Cast, decision: KeyworkerReferral, **changed: Any) -> KeyworkerFollowUp:
    news = KeyworkerNews(**{"state": KeyworkerState.WAITING, "happened_on": TODAY} | changed)
    return workflow.follow_up_keyworker(referral=decision, news=news, by=cast.team, at=NOW)


def test_a_keyworker_decision_put_right_keeps_what_the_service_answered(cast: Cast) -> None:
    mine, theirs, other = (child(cast) for _ in range(3))
    owed = open_duties(other)
    refused = {"state": KeyworkerState.NOT_ACCEPTED, "reason": "Full"}
    wrong = decided(cast, mine)
    answered(cast, wrong, **refused)
    answered(cast, decided(cast, theirs, decided_on=EARLIER), **refused)
    given: dict[str, Any] = {"decision": wrong, "why": WHY, "by": cast.team, "at": LATER}
    with pytest.raises(RuleBroken, match="has answered this referral"):
        workflow.correct_keyworker(
            outcome=KeyworkerOutcome.DECLINED, reason="No", decided_on=TODAY, **given
        )
    made = workflow.correct_keyworker(
        outcome=KeyworkerOutcome.REFERRED, decided_on=EARLIER, **given
    )
    assert open_duties(mine) == open_duties(theirs)
    assert made.follow_ups.get().reason == "Full"
    assert duties.compare(at=LATER) == []
    register.strike_out(
        person=mine, kind="keyworker", fact_id=made.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=LATER,
    )  # fmt: skip
    assert open_duties(mine) == owed


def test_an_answer_put_right_is_as_one_recorded_right_at_first(cast: Cast) -> None:
    mine, theirs = child(cast), child(cast)
    wrong = answered(cast, decided(cast, mine), next_on=TODAY + timedelta(days=2))
    refused = {"state": KeyworkerState.NOT_ACCEPTED, "reason": "Full"}
    answered(cast, decided(cast, theirs), **refused)
    news = KeyworkerNews(happened_on=TODAY, next_on=wrong.next_on, **refused)
    made = workflow.correct_keyworker_news(
        follow_up=wrong, news=news, why=WHY, by=cast.team, at=LATER
    )
    assert open_duties(mine) == open_duties(theirs)
    assert KeyworkerFollowUp.objects.get(person=mine) == made
    assert duties.compare(at=LATER) == []


# Pages ------------------------------------------------------------------------------------------


def test_each_page_shows_what_is_recorded_and_puts_it_right(cast: Cast, sign_in: Any) -> None:
    person = child(cast)
    admit(cast, person, on=date(2026, 10, 5))
    decision = decided(cast, person)
    panel = {name: getattr(HELD, name) for name in
             ("chair", "clinical_expert", "expert_by_experience", "consent", "safe",
              "current_care", "future_plan", "hospital_needed")}  # fmt: skip
    changes: list[tuple[str, Any, dict[str, str]]] = [
        (
            "review", record(cast, person),
            {**dated("held_on", TODAY), **panel, "what": "cetr", "chair": "Cora", "version": "0"},
        ),
        (
            "visit", visited(cast, person, TODAY),
            {**dated("visited_on", EARLIER), "saw_person": "yes", "account": "Met her"},
        ),
        (
            "keyworker_news", answered(cast, decision),
            {**dated("happened_on", TODAY), "state": "accepted"},
        ),
        ("keyworker", decision, {**dated("decided_on", EARLIER), "outcome": "referred"}),
    ]  # fmt: skip
    page = reverse("register:person", args=[person.pk])
    for kind, fact, sent in changes:
        client = sign_in(cast.team)
        address = reverse(f"reviews:correct_{kind}", args=[person.pk, fact.pk])
        assert address in client.get(page).content.decode(), kind
        assert client.get(address).status_code == 200
        assert "Enter what was wrong" in client.post(address, sent).content.decode()
        answer = client.post(address, sent | {"why": WHY})
        assert answer.status_code == 302, answer.content.decode()
        again = sign_in(cast.second_team).post(address, sent | {"why": WHY}).content.decode()
        assert re.search(r"this (record (right|out)|review) on", again)
        assert WHY in again
    text = sign_in(cast.team).get(page).content.decode()
    assert "<s>Oversight visit on 23 November 2026" in text
    assert "Chair: Chris Chair" in text
