"""People already detained when Part 8A begins: a list to decide, and what a decision does."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import history
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from core.records import Viewing
from duties import transition, workflow
from duties.keeper import DutiesKeeper
from duties.models import Duty, TransitionDecision
from register import workflow as register
from register.models import InpatientStay
from register.rules import Diagnosis, LegalStatus
from tests.conftest import Cast
from tests.duties.commencing import BEGINS, commence, detained
from tests.factories import NOW, on_register
from tests.reviews import given as reviews

SignIn = Callable[..., Client]
CHILD = date(2012, 3, 1)


def decide(
    cast: Cast, stay: InpatientStay, applies_from: date | None = BEGINS, **changed: Any
) -> TransitionDecision:
    given: dict[str, Any] = {"reason": "As regulation 4 says", "by": cast.team, "at": NOW}
    return workflow.decide_transition(stay=stay, applies_from=applies_from, **given | changed)


def statutory(stay: InpatientStay) -> list[tuple[str, date | None, str]]:
    rows = Duty.objects.filter(person=stay.person_id, jurisdiction="statute")
    return [(one.rule, one.due_on, one.status) for one in rows]


def listed(day: date = BEGINS) -> set[Any]:
    return set(transition.to_decide(day).values_list("pk", flat=True))


def test_someone_detained_before_the_day_is_on_the_list_and_no_duty_is_asked_for(
    cast: Cast,
) -> None:
    before, after = detained(cast), detained(cast, admitted_on=BEGINS)
    detained(cast, legal_status=LegalStatus.INFORMAL)
    commence(cast)
    assert listed() == {before.pk}
    assert statutory(before) == []
    workflow.sync_everyone(at=NOW)
    assert statutory(before) == []
    assert [rule for rule, _, _ in statutory(after)] == ["s125b-ctr"]


def test_someone_no_longer_detained_is_not_on_the_list(cast: Cast) -> None:
    stay = detained(cast)
    commence(cast)
    register.record_status(
        stay=stay, changed_on=BEGINS + timedelta(days=1), legal_status=LegalStatus.INFORMAL,
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert listed() == set()


def test_someone_recognised_after_the_day_has_a_day_of_their_own(cast: Cast) -> None:
    person = on_register(
        cast.area, by=cast.team, autism=Diagnosis.UNKNOWN, learning_disability=Diagnosis.NO
    )
    stay = detained(cast, person)
    commence(cast)
    assert listed() == {stay.pk}
    register.recognise(person=person, formed_on=date(2026, 11, 18), by=cast.team, at=NOW)
    assert listed() == set()
    assert statutory(stay) == [("s125b-ctr", date(2026, 12, 15), "open")]


@pytest.mark.parametrize(
    ("born", "rule", "due"),
    [
        (date(1990, 5, 17), "s125b-ctr", date(2026, 12, 13)),
        (CHILD, "s125a-cetr", date(2026, 11, 29)),
    ],
)
def test_a_decision_that_it_applies_asks_for_the_first_review_counted_from_that_day(
    cast: Cast, born: date, rule: str, due: date
) -> None:
    stay = detained(cast, on_register(cast.area, by=cast.team, birth_date=born))
    commence(cast)
    decide(cast, stay)
    assert statutory(stay) == [(rule, due, "open")]
    assert listed() == set()
    workflow.sync_everyone(at=NOW)
    assert statutory(stay) == [(rule, due, "open")]


def test_a_later_day_counts_from_that_day(cast: Cast) -> None:
    stay = detained(cast)
    commence(cast)
    decide(cast, stay, date(2026, 11, 20))
    assert statutory(stay) == [("s125b-ctr", date(2026, 12, 17), "open")]


def test_a_decision_that_it_does_not_apply_leaves_the_list_and_keeps_its_reason(
    cast: Cast, sign_in: SignIn
) -> None:
    stay = detained(cast)
    commence(cast)
    decide(cast, stay, None, reason="The regulations leave out whoever was detained before")
    assert listed() == set()
    assert statutory(stay) == []
    assert not AuditEvent.objects.filter(kind="duties.transition_decided").exists()
    assert AuditEvent.objects.filter(kind="duties.transition_does_not_apply").exists()
    page = sign_in(cast.team).get(reverse("actions:already_detained")).content.decode()
    assert "No one is waiting for a decision" in page
    assert "The regulations leave out whoever was detained before" in page


def test_a_decision_struck_out_takes_its_duty_away_and_brings_the_person_back(
    cast: Cast,
) -> None:
    stay = detained(cast)
    commence(cast)
    decision = decide(cast, stay)
    with pytest.raises(RuleBroken) as broken:
        workflow.strike_out_transition(decision=decision, reason="", by=cast.team, at=NOW)
    assert broken.value.field == "reason"
    workflow.strike_out_transition(decision=decision, reason="A slip", by=cast.team, at=NOW)
    assert listed() == {stay.pk}
    assert statutory(stay) == [("s125b-ctr", date(2026, 12, 13), "cancelled")]
    event = AuditEvent.objects.get(kind="duties.transition_struck_out")
    assert event.facts["of"] == decision.event
    with pytest.raises(RuleBroken, match="already been struck out"):
        workflow.strike_out_transition(decision=decision, reason="Twice", by=cast.team, at=NOW)
    decide(cast, stay, date(2026, 11, 20))
    assert ("s125b-ctr", date(2026, 12, 17), "open") in statutory(stay)


def test_striking_out_leaves_what_was_there_before(cast: Cast) -> None:
    stay = detained(cast)
    commence(cast)
    before = {one.pk: one.status for one in Duty.objects.filter(person=stay.person)}
    decision = decide(cast, stay)
    workflow.strike_out_transition(decision=decision, reason="A slip", by=cast.team, at=NOW)
    after = {one.pk: one.status for one in Duty.objects.filter(person=stay.person)}
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize(
    ("day", "field"),
    [(BEGINS - timedelta(days=1), "applies_from"), (date(2026, 11, 24), "applies_from")],
)
def test_a_day_before_it_began_or_in_the_future_is_refused(
    cast: Cast, day: date, field: str
) -> None:
    stay = detained(cast)
    commence(cast)
    with pytest.raises(RuleBroken) as broken:
        decide(cast, stay, day)
    assert broken.value.field == field
    assert not TransitionDecision.objects.exists()


def test_a_decision_without_a_reason_is_refused(cast: Cast) -> None:
    stay = detained(cast)
    commence(cast)
    with pytest.raises(RuleBroken) as broken:
        decide(cast, stay, reason="  ")
    assert broken.value.field == "reason"
    assert listed() == {stay.pk}


def test_no_one_decides_before_the_day_has_come(cast: Cast) -> None:
    stay = detained(cast)
    later = NOW.date() + timedelta(days=8)
    commence(cast, later)
    assert listed(later) == {stay.pk}
    with pytest.raises(RuleBroken, match="1 December 2026"):
        decide(cast, stay, None)


def test_no_one_decides_while_it_is_switched_off_or_about_anyone_else(cast: Cast) -> None:
    stay, after = detained(cast), detained(cast, admitted_on=BEGINS)
    with pytest.raises(RuleBroken, match="switched off"):
        decide(cast, stay)
    commence(cast)
    with pytest.raises(RuleBroken, match="not on the list"):
        decide(cast, after)


def test_the_second_of_two_who_decide_is_told(cast: Cast) -> None:
    stay = detained(cast)
    commence(cast)
    decide(cast, stay)
    with pytest.raises(Conflict, match="already decided"):
        decide(cast, stay, None, by=cast.second_team)
    assert TransitionDecision.objects.count() == 1


def test_the_database_keeps_one_decision_in_force_for_a_stay(cast: Cast) -> None:
    stay = detained(cast)
    commence(cast)
    decision = decide(cast, stay)
    twin = TransitionDecision(
        person=stay.person, stay=stay, begins_on=BEGINS, reason="Again", by=cast.team, at=NOW,
        event=decision.event,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="transition_one_in_force"), transaction.atomic():
        history.save(twin, by=cast.team, at=NOW)


def test_another_day_of_commencement_asks_for_another_decision(cast: Cast) -> None:
    stay = detained(cast)
    commence(cast)
    first = decide(cast, stay)
    later = BEGINS + timedelta(days=2)
    commence(cast, later, at=NOW + timedelta(hours=1))
    assert listed(later) == {stay.pk}
    decide(cast, stay, later, at=NOW + timedelta(hours=2))
    first.refresh_from_db()
    assert first.struck_out_reason == "The day on which Part 8A begins was changed."
    assert [one for one in statutory(stay) if one[2] == "open"] == [
        ("s125b-ctr", date(2026, 12, 15), "open")
    ]


def test_the_list_says_the_day_who_set_it_and_since_when_each_is_detained(
    cast: Cast, sign_in: SignIn
) -> None:
    stay = detained(cast)
    commence(cast)
    page = sign_in(cast.team).get(reverse("actions:already_detained")).content.decode()
    assert "began on 16 November 2026" in page
    assert "Adam Administrator proposed this and Ben Second confirmed it" in page
    assert "no law" in page
    assert stay.person.family_name in page
    assert "2 November 2026" in page
    assert reverse("actions:decide_transition", args=[stay.pk]) in page


def test_the_list_says_when_the_last_cetr_was_held_and_where_none_is_recorded(
    cast: Cast, sign_in: SignIn
) -> None:
    first = detained(cast)
    for day in (date(2026, 11, 10), date(2026, 11, 5)):
        reviews.held(cast, first.person, held_on=day)
    commence(cast)
    client, address = sign_in(cast.team), reverse("actions:already_detained")
    page = client.get(address).content.decode()
    assert "10 November 2026" in page
    assert "5 November 2026" not in page
    assert "None recorded" not in page
    detained(cast)
    assert "None recorded" in client.get(address).content.decode()


def test_the_team_of_another_area_sees_nothing_of_it(cast: Cast, sign_in: SignIn) -> None:
    stay = detained(cast)
    commence(cast)
    decided = decide(cast, detained(cast), None)
    client = sign_in(cast.other_area_team)
    page = client.get(reverse("actions:already_detained")).content.decode()
    assert stay.person.family_name not in page
    assert decided.reason not in page
    assert client.get(reverse("actions:decide_transition", args=[stay.pk])).status_code == 404
    address = reverse("actions:strike_out_transition", args=[decided.pk])
    assert client.get(address).status_code == 404


def test_the_worklist_and_the_persons_page_lead_to_the_decision(
    cast: Cast, sign_in: SignIn
) -> None:
    stay = detained(cast)
    commence(cast)
    client = sign_in(cast.team)
    page = client.get(reverse("actions:duties")).content.decode()
    assert "People already detained when Part 8A began</a>: 1 to decide" in page
    address = reverse("actions:decide_transition", args=[stay.pk])
    record = reverse("register:person", args=[stay.person_id])
    assert address in client.get(record).content.decode()
    form = client.get(address).content.decode()
    assert 'value="16"' in form  # the day on which it began is filled in
    typed = {
        "applies": "yes", "applies_from_day": "16", "applies_from_month": "11",
        "applies_from_year": "2026", "reason": "Legal advice of 17 November",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    assert statutory(stay) == [("s125b-ctr", date(2026, 12, 13), "open")]
    again = client.post(address, typed).content.decode()
    assert "Tara Team decided" in again
    assert address not in client.get(record).content.decode()
    decision = TransitionDecision.objects.get()
    struck = client.post(
        reverse("actions:strike_out_transition", args=[decision.pk]), {"reason": "A slip"}
    )
    assert struck.status_code == 302
    assert listed() == {stay.pk}


def test_a_decision_is_on_the_timeline_and_in_the_persons_copy(cast: Cast) -> None:
    stay = detained(cast)
    commence(cast)
    decision = decide(cast, stay)
    workflow.strike_out_transition(decision=decision, reason="A slip", by=cast.team, at=NOW)
    keeper = DutiesKeeper()
    titles = [one.title for one in keeper.timeline(Viewing(stay.person, cast.team, NOW))]
    said = "Part 8A of the Mental Health Act applies from 16 November 2026"
    assert {said, f"Struck out: {said}"} <= set(titles)
    [lines] = keeper.export(stay.person_id)["Already detained when Part 8A began"]
    words = {line.label: line.words for line in lines}
    assert words["What was decided"] == said
    assert words["The reason"] == "As regulation 4 says"
    assert words["Why it was struck out"] == "A slip"


def test_the_day_of_the_deployment_has_a_list_too(
    cast: Cast, sign_in: SignIn, settings: Any
) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-11-16"
    stay = detained(cast)
    assert listed() == {stay.pk}
    page = sign_in(cast.team).get(reverse("actions:already_detained")).content.decode()
    assert "part of how this service was set up" in page
    decide(cast, stay)
    assert statutory(stay) == [("s125b-ctr", date(2026, 12, 13), "open")]


def test_the_list_before_the_day_says_from_when_one_can_decide(cast: Cast, sign_in: SignIn) -> None:
    detained(cast)
    day = NOW.date() + timedelta(days=3)
    commence(cast, day)
    client = sign_in(cast.team)
    page = client.get(reverse("actions:already_detained")).content.decode()
    assert "You can decide from 26 November 2026" in page
    assert "Decide from when Part 8A applies" not in page
