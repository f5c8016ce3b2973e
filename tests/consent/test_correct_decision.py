"""A decision that was recorded wrongly is corrected: the right one takes its place, at once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.rules import Permission
from consent import workflow as consent
from consent.models import Decision
from consent.rules import Basis, Channel, Requester, Scope
from core.errors import Conflict, RuleBroken
from duties.models import Duty
from register import workflow as register
from register.models import Person
from register.rules import Cause
from reviews.models import ReviewRequest
from tests.conftest import Cast
from tests.consent import details
from tests.consent.details import decision
from tests.factories import NOW, on_register
from tests.register.closing import Journey
from tests.reviews.given import asked

TODAY = NOW.date()
LATER = NOW + timedelta(hours=1)
WHY = "Ticked the wrong box"


def record(cast: Cast, person: Person, **changed: Any) -> Decision:
    return consent.record(person=person, details=decision(**changed), by=cast.team, at=NOW)


def correct(cast: Cast, one: Decision, **changed: Any) -> Decision:
    return consent.correct_decision(
        decision=one, details=replace(consent.details_of(one), **changed), why=WHY,
        by=cast.team, at=LATER,
    )  # fmt: skip


def standing(person: Person) -> Decision | None:
    return Decision.objects.standing(person.pk, on=TODAY)


def test_the_right_decision_stands_and_the_wrong_one_is_kept_struck_through(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    wrong = record(cast, person, cetr=True)
    right = correct(cast, wrong, cetr=False)
    assert standing(person) == right
    assert right.cetr is False
    wrong.refresh_from_db()
    assert wrong.struck_out is not None
    assert wrong.struck_out.cause == Cause.CORRECTED
    assert wrong.struck_out.replaced_by == right.pk
    assert Decision.recorded.filter(person=person).count() == 2


def test_only_one_decision_is_in_force_whatever_is_struck_out_after_it(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    first = record(cast, person, keyworker=False)
    right = correct(cast, record(cast, person, cetr=True), cetr=False)
    assert list(Decision.objects.current().filter(person=person)) == [right]
    register.strike_out(
        person=person, kind="decision", fact_id=right.pk, cause=Cause.MISTAKE, reason="Slip",
        by=cast.team, at=LATER,
    )  # fmt: skip
    assert list(Decision.objects.current().filter(person=person)) == [first]


def test_a_corrected_day_moves_the_day_to_ask_again_and_what_is_due(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    wrong = record(cast, person, decided_on=date(2026, 11, 20))
    right = correct(cast, wrong, decided_on=date(2026, 10, 20), review_on=None)
    assert right.review_on == date(2027, 10, 20)
    [duty] = Duty.objects.open().filter(person=person, rule="consent-refresh")
    assert duty.due_on == date(2027, 10, 20)


def test_a_no_that_had_been_typed_as_yes_stops_the_review_at_once(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    wrong = record(cast, person, cetr=True)
    asked(cast, person)
    correct(cast, wrong, cetr=False)
    assert not ReviewRequest.objects.open().filter(person=person).exists()


def test_sharing_that_was_refused_closes_the_record_to_partners_at_once(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    register.name_partner(
        person=person, name="Rae", part="Nurse", user=cast.rep, by=cast.team, at=NOW
    )  # fmt: skip
    wrong = record(cast, person, share_partners=True)
    reads = Person.objects.permitted(cast.rep, Permission.PERSON_VIEW)
    assert reads.filter(pk=person.pk).exists()
    correct(cast, wrong, share_partners=False)
    reads = Person.objects.permitted(cast.rep, Permission.PERSON_VIEW)
    assert not reads.filter(pk=person.pk).exists()


def test_the_second_of_two_is_told_and_the_same_sent_twice_is_one(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    wrong = record(cast, person, cetr=True)
    right = correct(cast, wrong, cetr=False)
    assert correct(cast, wrong, cetr=False) == right
    with pytest.raises(Conflict, match="Tara Team"):
        consent.correct_decision(
            decision=wrong, details=replace(consent.details_of(wrong), keyworker=False),
            why="Another reason", by=cast.second_team, at=LATER,
        )  # fmt: skip
    assert Decision.objects.filter(person=person).count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "what is recorded now"),
        ({"decided_on": date(1970, 1, 1)}, "before the date of birth"),
        ({"decided_on": date(2026, 12, 24)}, "today or in the past"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    cast: Cast, changed: dict[str, Any], words: str
) -> None:
    person = on_register(cast.area, by=cast.team)
    wrong = record(cast, person)
    with pytest.raises(RuleBroken, match=words):
        correct(cast, wrong, **changed)
    assert standing(person) == wrong


def test_what_was_left_of_a_decision_is_corrected_through_the_withdrawal(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    record(cast, person, cetr=True)
    consent.withdraw_scopes(
        person=person, scopes=[Scope.CETR], requester=Requester.PERSON,
        channel=Channel.IN_PERSON, words="Does not want it", by=cast.team, at=NOW,
    )  # fmt: skip
    left = standing(person)
    assert left is not None
    with pytest.raises(RuleBroken, match="Strike out the withdrawal"):
        correct(cast, left, keyworker=False)


@pytest.mark.parametrize(
    "changed",
    [
        {"basis": Basis.CONSENT},
        {"basis": Basis.CONSENT, "capacity": details.capacity(weighs=True)},
        {
            "basis": Basis.BEST_INTERESTS, "capacity": details.capacity(),
            "best_interests": details.best_interests(),
        },
    ],
)  # fmt: skip
def test_the_page_shows_the_whole_decision_and_saves_what_is_changed(
    cast: Cast, sign_in: Any, changed: dict[str, Any]
) -> None:
    person = on_register(cast.area, by=cast.team)
    wrong = record(cast, person, **changed)
    client = sign_in(cast.team)
    page = client.get(reverse("register:person", args=[person.pk])).content.decode()
    address = reverse("consent:correct_decision", args=[person.pk, wrong.pk])
    assert address in page
    walk = Journey(client, person)
    walk.url = address
    walk.answer = client.get(address)
    sent = walk.carried() | {"decision_maker": "Nurse Right", "why": WHY}
    sent["information_formats"] = [one.value for one in decision().information_formats]  # type: ignore[assignment]
    answer = client.post(address, sent, follow=True)
    assert "The decision was corrected" in answer.content.decode()
    right = standing(person)
    assert right is not None
    expected = replace(consent.details_of(wrong), decision_maker="Nurse Right")
    assert consent.details_of(right) == expected
