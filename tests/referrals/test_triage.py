"""Triage: each step, who may take it, what follows, and the clock."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.dates import due_after_pause
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from referrals import workflow
from referrals.models import Referral, TriageStep
from referrals.rules import State, StepKind
from register import workflow as register
from register.models import Entry, Involvement, Person, Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

LATER = NOW + timedelta(hours=3)


def accepted(cast: Cast, referral: Referral, **changed: Any) -> Referral:
    values: dict[str, Any] = {"level": Level(referral.level), "reason": ""} | changed
    return workflow.accept(referral=referral, **values, by=cast.team, at=LATER)


def test_accepting_puts_the_person_on_the_register_as_rated(cast: Cast) -> None:
    referral = accepted(cast, given.sent(cast, level=Level.AMBER))
    assert referral.state == State.ACCEPTED
    rating = Rating.objects.get()
    assert (rating.level, rating.set_by) == ("AMBER", cast.team)
    assert rating.reason == "Placement has ended"
    person = Person.objects.get()
    assert person.lead_professional == cast.lead
    named = Involvement.objects.named().filter(person=person)
    assert {one.name for one in named} == {"Sam Social", "Pat Parent"}
    assert named.get(name="Sam Social").attends_cetr
    kinds = set(AuditEvent.objects.filter(person_id=person.pk).values_list("kind", flat=True))
    assert {"referrals.accepted", "referrals.triaged", "register.rated"} <= kinds


def test_another_rating_than_the_clinicians_needs_a_reason(cast: Cast) -> None:
    referral = given.sent(cast, level=Level.RED)
    with pytest.raises(RuleBroken, match="differs"):
        accepted(cast, referral, level=Level.GREEN)
    assert not Entry.objects.exists()
    accepted(cast, referral, level=Level.AMBER, reason="Support is in place")
    assert Rating.objects.get().reason == "Support is in place"


def test_accepting_asks_again_for_the_lawful_basis(cast: Cast) -> None:
    referral = given.sent(cast)
    with pytest.raises(RuleBroken, match="lawful basis"):
        workflow.accept(
            referral=referral, level=Level.RED, reason="", by=cast.team,
            at=NOW + timedelta(days=400),
        )  # fmt: skip
    assert Referral.objects.get().state == State.SUBMITTED
    assert not Entry.objects.exists()


def test_somebody_on_the_register_is_rated_anew_and_the_referrer_named(cast: Cast) -> None:
    number = next(given.NUMBERS)
    accepted(cast, given.sent(cast, nhs_number=number, level=Level.GREEN))
    first = Rating.objects.get()
    second = given.sent(cast, by=cast.other_lead, nhs_number=number, level=Level.RED)
    accepted(cast, second, follows=first.pk)
    assert Entry.objects.count() == 1
    assert Rating.objects.current().get().level == "RED"
    assert Rating.objects.count() == 2
    person = Person.objects.get()
    assert person.lead_professional == cast.lead
    assert Involvement.objects.filter(person=person, user=cast.other_lead).exists()


def test_whoever_accepts_on_an_old_rating_is_told_of_the_new_one(cast: Cast) -> None:
    number = next(given.NUMBERS)
    accepted(cast, given.sent(cast, nhs_number=number, level=Level.GREEN))
    second = given.sent(cast, nhs_number=number, level=Level.AMBER)
    with pytest.raises(Conflict):
        accepted(cast, second, follows=uuid4())
    assert Referral.objects.get(pk=second.pk).state == State.SUBMITTED


def test_declining_needs_advice_and_keeps_the_person_off_the_register(cast: Cast) -> None:
    referral = given.sent(cast)
    with pytest.raises(RuleBroken, match="advice"):
        workflow.decline(referral=referral, advice=" ", by=cast.team, at=LATER)
    workflow.decline(referral=referral, advice="Ask the SEND team", by=cast.team, at=LATER)
    assert TriageStep.objects.get().words == "Ask the SEND team"
    assert not Entry.objects.exists()
    event = AuditEvent.objects.get(kind="referrals.triaged")
    assert event.facts["outcome"] == "declined"
    assert "SEND" not in str(event.facts)


def test_the_clock_stands_still_while_an_answer_is_awaited(cast: Cast) -> None:
    referral = given.sent(cast, level=Level.AMBER)
    assert referral.triage_due_on == date(2026, 11, 25)
    referral = workflow.ask(referral=referral, words="Which school?", by=cast.team, at=LATER)
    assert referral.is_paused
    assert referral in Referral.objects.awaiting_triage()
    friday = NOW + timedelta(days=4)
    referral = workflow.answer(referral=referral, words="None", by=cast.lead, at=friday)
    assert referral.state == State.SUBMITTED
    assert referral.triage_due_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("due", "asked", "answered", "then"),
    [
        (date(2026, 11, 25), date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 11, 25), date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)),
        (date(2026, 12, 24), date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 29)),
        (date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_the_working_days_that_were_left_are_left(
    due: date, asked: date, answered: date, then: date
) -> None:
    assert due_after_pause(due_on=due, stopped_on=asked, resumed_on=answered) == then


def test_withdrawing_needs_a_reason_and_ends_the_wait(cast: Cast) -> None:
    referral = given.sent(cast)
    with pytest.raises(RuleBroken, match="why"):
        workflow.withdraw(referral=referral, reason="", by=cast.lead, at=LATER)
    workflow.withdraw(referral=referral, reason="Sent in error", by=cast.lead, at=LATER)
    assert not Referral.objects.awaiting_triage().exists()


@pytest.mark.parametrize("kind", list(StepKind))
def test_what_is_decided_stays_decided(cast: Cast, kind: StepKind) -> None:
    referral = accepted(cast, given.sent(cast))
    steps = TriageStep.objects.count()
    events = AuditEvent.objects.count()
    verbs: dict[StepKind, Any] = {
        StepKind.ASKED: lambda: workflow.ask(referral=referral, words="x", by=cast.team, at=LATER),
        StepKind.ANSWERED: lambda: workflow.answer(
            referral=referral, words="x", by=cast.lead, at=LATER
        ),
        StepKind.ACCEPTED: lambda: accepted(cast, referral),
        StepKind.DECLINED: lambda: workflow.decline(
            referral=referral, advice="x", by=cast.team, at=LATER
        ),
        StepKind.WITHDRAWN: lambda: workflow.withdraw(
            referral=referral, reason="x", by=cast.lead, at=LATER
        ),
    }
    if kind in verbs:
        with pytest.raises(RuleBroken, match="already been decided"):
            verbs[kind]()
    else:
        workflow.acknowledge(referral=referral, by=cast.team, at=LATER)
    assert TriageStep.objects.count() == steps
    assert AuditEvent.objects.count() == events


def test_acknowledging_twice_is_acknowledging_once(cast: Cast) -> None:
    referral = given.sent(cast)
    for _ in "ab":
        workflow.acknowledge(referral=referral, by=cast.team, at=LATER)
    assert TriageStep.objects.get().kind == "acknowledged"
    assert AuditEvent.objects.filter(kind="referrals.acknowledged").count() == 1


def test_nothing_is_decided_about_somebody_restricted(cast: Cast) -> None:
    referral = given.sent(cast)
    assert referral.person_id is not None
    register.restrict(person_id=referral.person_id, by=cast.team, at=NOW)
    with pytest.raises(register.NotAvailable):
        accepted(cast, referral)
    assert not Referral.objects.awaiting_triage().exists()


def test_the_database_refuses_to_change_what_was_sent(cast: Cast) -> None:
    referral = given.sent(cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(referral.copy).objects.update(given_name="Changed")


# --- Pages ----------------------------------------------------------------------------------------


TRIAGE_PAGES = ("accept", "ask", "decline", "acknowledge")
REFERRERS_PAGES = ("answer", "withdraw")


def page(referral: Referral, name: str) -> str:
    return reverse(f"referrals:{name}", args=[referral.pk])


def test_triage_is_for_the_team_of_the_area_only(cast: Cast, sign_in: Any) -> None:
    referral = given.sent(cast)
    for name in TRIAGE_PAGES:
        assert sign_in(cast.team).get(page(referral, name)).status_code == 200
        assert sign_in(cast.other_area_team).get(page(referral, name)).status_code == 404
        for user in (cast.lead, cast.rep, cast.commissioner, cast.auditor, cast.administrator):
            assert sign_in(user).get(page(referral, name)).status_code == 403
            assert sign_in(user).post(page(referral, name)).status_code == 403


def test_answer_and_withdrawal_are_the_referrers(cast: Cast, sign_in: Any) -> None:
    referral = workflow.ask(referral=given.sent(cast), words="Where?", by=cast.team, at=NOW)
    for name in REFERRERS_PAGES:
        assert sign_in(cast.lead).get(page(referral, name)).status_code == 200
        assert sign_in(cast.team).get(page(referral, name)).status_code == 403
        assert sign_in(cast.other_lead).get(page(referral, name)).status_code == 404


def test_a_referral_is_taken_from_question_to_acceptance_by_its_pages(
    cast: Cast, sign_in: Any
) -> None:
    referral = given.sent(cast)
    shown = sign_in(cast.team).get(referral.get_absolute_url()).content.decode()
    assert "Ask for more information" in shown
    assert "Nowhere to live" in shown
    words = {"words": "Which school?"}
    assert sign_in(cast.team).post(page(referral, "ask"), words).status_code == 302
    client = sign_in(cast.lead)
    assert "Which school?" in client.get(referral.get_absolute_url()).content.decode()
    assert client.post(page(referral, "answer"), {"words": "None"}).status_code == 302
    data = {"level": "RED", "reason": "", "follows": ""}
    assert sign_in(cast.team).post(page(referral, "accept"), data).status_code == 302
    referral.refresh_from_db()
    assert referral.state == State.ACCEPTED
    again = sign_in(cast.team).post(page(referral, "accept"), data)
    assert "already been decided" in again.content.decode()


def test_possible_duplicates_are_shown_and_must_be_looked_at(cast: Cast, sign_in: Any) -> None:
    given.sent(cast, given_name="Robyn", family_name="Testpersson")
    referral = given.sent(cast)
    client = sign_in(cast.team)
    shown = client.get(page(referral, "accept")).content.decode()
    assert "Robyn Testpersson" in shown
    data = {"level": "RED", "reason": "", "follows": ""}
    refused = client.post(page(referral, "accept"), data).content.decode()
    assert "Look at the possible duplicates first" in refused
    assert client.post(page(referral, "accept"), data | {"looked": "on"}).status_code == 302


def test_somebody_alike_in_another_area_is_not_named(cast: Cast, sign_in: Any) -> None:
    other = given.started(cast, by=cast.other_area_team, area=cast.other_area)
    assert other.area == cast.other_area
    details = given.person(given_name="Robyn", family_name="Testpersson")
    register.add_person(
        details=register.PersonDetails(
            given_name=details["given_name"], family_name=details["family_name"],
            birth_date=given.BIRTH, area=cast.other_area,
        ),
        lead=None, by=cast.other_area_team, at=NOW,
    )  # fmt: skip
    shown = sign_in(cast.team).get(page(given.sent(cast), "accept")).content.decode()
    assert "Robyn" not in shown
    assert f"Someone in {cast.other_area.name}" in shown


def test_who_has_the_number_is_laid_side_by_side_field_by_field(cast: Cast, sign_in: Any) -> None:
    number = next(given.NUMBERS)
    given.sent(cast, nhs_number=number, postcode="AB1 2CD")
    referral = given.sent(cast, nhs_number=number, given_name="Robert", postcode="ab12cd")
    shown = sign_in(cast.team).get(page(referral, "accept")).content.decode()
    assert "Has the NHS number that was typed" in shown
    rows = shown.split("<tr ")
    first_name = next(row for row in rows if "First name" in row and "Robert" in row)
    assert "Robin" in first_name
    assert "Differs" in first_name
    postcode = next(row for row in rows if "Postcode" in row)
    assert "Differs" not in postcode


def test_a_referrer_sees_their_own_words_and_not_the_record(cast: Cast, sign_in: Any) -> None:
    number = next(given.NUMBERS)
    given.sent(cast, nhs_number=number, given_name="Recordname")
    referral = given.sent(cast, by=cast.other_lead, nhs_number=number, given_name="Typedname")
    shown = sign_in(cast.other_lead).get(referral.get_absolute_url()).content.decode()
    assert "Typedname" in shown
    assert "Recordname" not in shown


@pytest.mark.parametrize("show", ["waiting", "decided", "mine"])
def test_an_empty_list_says_why(cast: Cast, sign_in: Any, show: str) -> None:
    shown = sign_in(cast.team).get(reverse("referrals:list"), {"show": show}).content.decode()
    assert "As at" in shown
