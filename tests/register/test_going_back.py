"""What was recorded by mistake is struck out or put right, and all that follows with it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import Conflict, RuleBroken
from duties import workflow as duties
from duties.models import Duty
from register import workflow
from register.models import InpatientStanding, InpatientStay, Person, Rating, Standing, StrikeOut
from register.rules import Cause, LegalStatus, Level, LineState
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission

TODAY = NOW.date()
LATER = NOW + timedelta(days=7)
WHY = "Typed on the wrong record"


def open_duties(person: Person) -> set[tuple[str, date | None]]:
    rows = Duty.objects.open().filter(person=person)
    return set(rows.values_list("rule", "due_on"))


def struck(cast: Cast, person: Person, kind: str, fact: UUID, **changed: Any) -> StrikeOut:
    given: dict[str, Any] = {"cause": Cause.MISTAKE, "reason": WHY, "by": cast.team, "at": LATER}
    return workflow.strike_out(person=person, kind=kind, fact_id=fact, **given | changed)


def admit(cast: Cast, person: Person, **changed: Any) -> InpatientStay:
    return workflow.admit(person=person, details=admission(cast, **changed), by=cast.team, at=NOW)


def discharge(cast: Cast, stay: InpatientStay, **changed: Any) -> InpatientStay:
    given: dict[str, Any] = {
        "discharged_on": TODAY, "destination": "Home", "level": Level.AMBER, "reason": "Calmer",
        "by": cast.team, "at": NOW,
    }  # fmt: skip
    return workflow.discharge(stay=stay, **given | changed)


# Admissions (A16) -------------------------------------------------------------------------------


def test_an_admission_on_the_wrong_person_leaves_what_was_there_before(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    before = open_duties(person)
    stay = admit(cast, person)
    assert open_duties(person) != before
    struck(cast, person, "stay", stay.pk, cause=Cause.WRONG_PERSON)
    assert open_duties(person) == before
    assert Standing.objects.get(person=person).shown == Level.AMBER
    assert not InpatientStanding.objects.filter(person=person).exists()
    assert not InpatientStay.objects.filter(person=person).exists()
    assert InpatientStay.recorded.get(person=person).struck_out is not None
    assert workflow.reconcile(mend=False).sound
    assert duties.compare(at=LATER) == []


def test_it_is_moved_to_the_right_person_with_its_clocks_from_the_true_day(cast: Cast) -> None:
    wrong, right, other = (on_register(cast.area, by=cast.team) for _ in range(3))
    details = admission(cast, legal_status=LegalStatus.SECTION_3)
    truly = workflow.admit(person=other, details=details, by=cast.team, at=LATER)
    stay = workflow.admit(person=wrong, details=details, by=cast.team, at=NOW)
    row = struck(cast, wrong, "stay", stay.pk, cause=Cause.WRONG_PERSON, moved_to=right)
    moved = InpatientStay.objects.get(person=right)
    assert row.replaced_by == moved.pk
    assert (moved.admitted_on, moved.detained_since) == (truly.admitted_on, truly.detained_since)
    assert open_duties(right) == open_duties(other)
    assert Standing.objects.get(person=right).shown == "BLUE"


def test_what_happened_during_the_stay_moves_with_it(cast: Cast) -> None:
    wrong, right = on_register(cast.area, by=cast.team), on_register(cast.area, by=cast.team)
    stay = admit(cast, wrong)
    workflow.record_status(
        stay=stay, changed_on=date(2026, 11, 10), legal_status=LegalStatus.SECTION_3,
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.start_leave(
        stay=stay, started_on=date(2026, 11, 20), note="Home", by=cast.team, at=NOW
    )
    struck(cast, wrong, "stay", stay.pk, cause=Cause.WRONG_PERSON, moved_to=right)
    moved = InpatientStay.objects.get(person=right)
    assert moved.detained_since == date(2026, 11, 10)
    assert moved.leaves.get().started_on == date(2026, 11, 20)
    assert InpatientStanding.objects.get(person=right).on_leave
    assert duties.compare(at=LATER) == []


def test_a_stay_that_has_ended_moves_too(cast: Cast) -> None:
    wrong, right = on_register(cast.area, by=cast.team), on_register(cast.area, by=cast.team)
    stay = discharge(cast, admit(cast, wrong))
    struck(cast, wrong, "stay", stay.pk, cause=Cause.WRONG_PERSON, moved_to=right)
    assert Rating.objects.get(entry__person=wrong).level == Level.GREEN
    assert InpatientStay.objects.get(person=right).discharged_on == TODAY
    assert Rating.objects.get(entry__person=right).level == Level.GREEN


def test_the_right_person_must_be_on_the_register_and_another(cast: Cast) -> None:
    wrong = on_register(cast.area, by=cast.team)
    stay = admit(cast, wrong)
    with pytest.raises(RuleBroken, match="the same person"):
        struck(cast, wrong, "stay", stay.pk, cause=Cause.WRONG_PERSON, moved_to=wrong)
    assert InpatientStay.objects.filter(pk=stay.pk).exists()


def test_of_two_who_strike_out_the_same_fact_the_second_is_told(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = admit(cast, person)
    struck(cast, person, "stay", stay.pk)
    with pytest.raises(Conflict, match="struck this out on"):
        struck(cast, person, "stay", stay.pk, by=cast.second_team)
    assert struck(cast, person, "stay", stay.pk).pk == StrikeOut.objects.get().pk, "sent twice"


def test_nothing_is_struck_out_without_words(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = admit(cast, person)
    with pytest.raises(RuleBroken, match="Enter what was wrong"):
        struck(cast, person, "stay", stay.pk, reason="  ")
    assert InpatientStay.objects.filter(pk=stay.pk).exists()


# Discharges (A17) -------------------------------------------------------------------------------


def test_a_discharge_on_the_wrong_person_is_as_if_it_had_never_been(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    stay = admit(cast, person, admitted_on=date(2026, 10, 5))
    workflow.start_leave(stay=stay, started_on=date(2026, 11, 20), note="", by=cast.team, at=NOW)
    before = open_duties(person)
    ended = discharge(cast, stay, level=Level.GREEN)
    struck(cast, person, "discharge", ended.pk, cause=Cause.WRONG_PERSON)
    stay = InpatientStay.objects.get(person=person)
    assert (stay.discharged_on, stay.destination) == (None, "")
    assert stay.leaves.get().ended_on is None
    assert open_duties(person) == before
    assert Standing.objects.get(person=person).shown == "BLUE"
    assert Standing.objects.get(person=person).level == Level.AMBER
    assert StrikeOut.objects.get().said.startswith("Discharge from")
    assert duties.compare(at=LATER) == []


def test_a_second_discharge_by_mistake_can_be_struck_out_as_well(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = admit(cast, person)
    for _ in range(2):
        stay = discharge(cast, InpatientStay.objects.get(pk=stay.pk))
        struck(cast, person, "discharge", stay.pk)
    assert InpatientStay.objects.open().filter(person=person).exists()


def test_nobody_comes_back_into_hospital_who_is_in_another_one(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    ended = discharge(cast, admit(cast, person), discharged_on=date(2026, 11, 10))
    admit(cast, person, admitted_on=date(2026, 11, 20))
    with pytest.raises(RuleBroken, match="in hospital again"):
        struck(cast, person, "discharge", ended.pk)


def test_nobody_is_left_without_a_rating_by_striking_out_a_discharge(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    first = Rating.objects.get(entry__person=person)
    ended = discharge(cast, admit(cast, person), level=Level.RED)
    struck(cast, person, "rating", first.pk)
    for kind in ("discharge", "stay"):
        with pytest.raises(RuleBroken, match="the only one left"):
            struck(cast, person, kind, ended.pk)
    rate(cast, person, Level.RED, days=1)
    struck(cast, person, "discharge", ended.pk)
    assert Standing.objects.get(person=person).shown == "BLUE"


def test_the_plan_of_a_discharge_moves_with_its_stay(cast: Cast) -> None:
    wrong, right = on_register(cast.area, by=cast.team), on_register(cast.area, by=cast.team)
    stay = admit(cast, wrong)
    workflow.plan_discharge(
        stay=stay, on=date(2026, 12, 15), barriers="Waiting for a flat", by=cast.team, at=NOW,
        lines={"home": workflow.LineSaid(LineState.DONE, "Seen")},
    )  # fmt: skip
    struck(cast, wrong, "stay", stay.pk, cause=Cause.WRONG_PERSON, moved_to=right)
    moved = InpatientStay.objects.get(person=right)
    assert (moved.planned_discharge_on, moved.discharge_barriers) == (
        date(2026, 12, 15), "Waiting for a flat",
    )  # fmt: skip
    assert moved.lines.current().get().note == "Seen"


# Legal status (A18) -----------------------------------------------------------------------------


def test_a_legal_status_with_the_wrong_day_is_put_right_and_its_clocks_with_it(cast: Cast) -> None:
    person, other = on_register(cast.area, by=cast.team), on_register(cast.area, by=cast.team)
    for one, day in ((person, 20), (other, 10)):
        workflow.record_status(
            stay=admit(cast, one), changed_on=date(2026, 11, day),
            legal_status=LegalStatus.SECTION_3, by=cast.team, at=NOW,
        )  # fmt: skip
    stay = InpatientStay.objects.get(person=person)
    workflow.correct_status(
        change=stay.statuses.get(), changed_on=date(2026, 11, 10),
        legal_status=LegalStatus.SECTION_3, why="10 was read as 20", by=cast.team, at=LATER,
    )  # fmt: skip
    stay.refresh_from_db()
    truly = InpatientStay.objects.get(person=other)
    assert (stay.detained_since, stay.applicable_on) == (
        date(2026, 11, 10), truly.applicable_on,
    )  # fmt: skip
    assert open_duties(person) == open_duties(other)


def test_a_status_struck_out_leaves_the_one_before_it(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = admit(cast, person)
    before = open_duties(person)
    change = workflow.record_status(
        stay=stay, changed_on=TODAY, legal_status=LegalStatus.SECTION_2, by=cast.team, at=NOW
    )
    struck(cast, person, "status", change.pk)
    stay.refresh_from_db()
    assert (stay.legal_status, stay.detained_since) == (LegalStatus.INFORMAL, None)
    assert open_duties(person) == before


def test_an_earlier_status_that_was_missed_is_recorded_later(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = admit(cast, person)
    for day, status in ((20, LegalStatus.SECTION_3), (9, LegalStatus.SECTION_2)):
        workflow.record_status(
            stay=InpatientStay.objects.get(pk=stay.pk), changed_on=date(2026, 11, day),
            legal_status=status, by=cast.team, at=NOW,
        )  # fmt: skip
    stay.refresh_from_db()
    assert (stay.legal_status, stay.detained_since) == (LegalStatus.SECTION_3, date(2026, 11, 9))


def test_a_status_before_the_admission_or_to_come_is_refused(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    change = workflow.record_status(
        stay=admit(cast, person), changed_on=TODAY, legal_status=LegalStatus.SECTION_2,
        by=cast.team, at=NOW,
    )  # fmt: skip
    for day in (date(2026, 11, 1), TODAY + timedelta(days=30)):
        with pytest.raises(RuleBroken):
            workflow.correct_status(
                change=change, changed_on=day, legal_status=LegalStatus.SECTION_2, why=WHY,
                by=cast.team, at=LATER,
            )  # fmt: skip
    assert change.stay.statuses.get().changed_on == TODAY


# Ratings ----------------------------------------------------------------------------------------


def rate(cast: Cast, person: Person, level: Level, days: int = 0) -> Rating:
    return workflow.rate(
        person=person, level=level, reason="As seen", by=cast.team, at=NOW + timedelta(days=days)
    )


def test_a_rating_struck_out_gives_the_one_before_it_back_with_its_clocks(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    before, standing = open_duties(person), Standing.objects.values().get(person=person)
    wrong = rate(cast, person, Level.RED, days=1)
    struck(cast, person, "rating", wrong.pk)
    assert open_duties(person) == before
    assert Standing.objects.values().get(person=person) == standing
    assert duties.compare(at=LATER) == []


def test_the_next_rating_goes_on_from_the_one_that_stands(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    struck(cast, person, "rating", rate(cast, person, Level.RED, days=1).pk)
    rate(cast, person, Level.GREEN, days=10)
    assert Standing.objects.get(person=person).level == Level.GREEN
    assert workflow.reconcile(mend=False).sound


def test_the_only_rating_is_corrected_and_not_struck_out(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    only = Rating.objects.get(entry__person=person)
    with pytest.raises(RuleBroken, match="the only rating"):
        struck(cast, person, "rating", only.pk)
    right = workflow.correct_rating(
        rating=only, level=Level.GREEN, reason="As the form said", why=WHY, by=cast.team, at=LATER
    )
    assert Standing.objects.get(person=person).rating_id == right.pk


def test_a_rating_put_right_is_as_one_given_right_the_first_time(cast: Cast) -> None:
    person, other = (on_register(cast.area, by=cast.team, level=Level.GREEN) for _ in range(2))
    wrong = rate(cast, person, Level.AMBER, days=1)
    rate(cast, other, Level.RED, days=1)
    workflow.correct_rating(
        rating=wrong, level=Level.RED, reason="Said RED", why=WHY, by=cast.team, at=LATER
    )
    assert open_duties(person) == open_duties(other)
    mine, theirs = (Standing.objects.get(person=one) for one in (person, other))
    assert (mine.level, mine.level_since) == (theirs.level, theirs.level_since)
    assert duties.compare(at=LATER) == []


def test_a_rating_is_not_put_right_below_its_floor_without_a_reason(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    discharge(cast, admit(cast, person), level=Level.RED)
    wrong = Standing.objects.get(person=person).rating
    given: dict[str, Any] = {
        "rating": wrong, "level": Level.GREEN, "reason": "Calm", "why": WHY, "by": cast.team,
        "at": NOW,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="below RED"):
        workflow.correct_rating(**given)
    right = workflow.correct_rating(**given, against_floor="The ward said GREEN")
    assert right.against_floor == "The ward said GREEN"


def test_a_rating_put_right_twice_and_struck_out_then_is_gone(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    before = open_duties(person)
    one = rate(cast, person, Level.AMBER, days=1)
    for level in (Level.RED, Level.AMBER):
        one = workflow.correct_rating(
            rating=one, level=level, reason="Again", why=WHY, by=cast.team, at=LATER
        )
    struck(cast, person, "rating", one.pk)
    assert open_duties(person) == before
    assert duties.compare(at=LATER) == []


def test_the_rating_of_a_discharge_goes_with_the_discharge_only(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    discharge(cast, admit(cast, person))
    given = Rating.objects.get(entry__person=person, source="discharge")
    with pytest.raises(RuleBroken, match="given with a discharge"):
        struck(cast, person, "rating", given.pk)


# Earlier stays (A21) ----------------------------------------------------------------------------


def test_an_earlier_stay_that_nobody_knew_of_is_recorded_and_starts_no_clock(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    before = open_duties(person)
    details = admission(cast, admitted_on=date(2026, 9, 1))
    workflow.record_earlier_stay(
        person=person, details=details, discharged_on=date(2026, 10, 1), destination="Home",
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert open_duties(person) == before
    assert Standing.objects.get(person=person).shown == "BLUE"


def test_one_that_ended_lately_is_followed_up_as_any_other(cast: Cast) -> None:
    person, other = on_register(cast.area, by=cast.team), on_register(cast.area, by=cast.team)
    details = admission(cast)
    workflow.record_earlier_stay(
        person=person, details=details, discharged_on=TODAY, destination="Home", by=cast.team,
        at=NOW,
    )  # fmt: skip
    discharge(cast, admit(cast, other), level=Level.GREEN)
    owed = {rule for rule, _ in open_duties(person)}
    assert "discharge-contact" in owed
    assert "discharge-contact" in {rule for rule, _ in open_duties(other)}


def test_what_a_rating_asks_for_goes_on_beside_an_earlier_stay(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, at=NOW - timedelta(days=20))
    before = open_duties(person)
    workflow.record_earlier_stay(
        person=person, details=admission(cast, admitted_on=date(2026, 11, 8)),
        discharged_on=date(2026, 11, 12), destination="Home", by=cast.team, at=NOW,
    )  # fmt: skip
    assert before <= open_duties(person)


def test_an_earlier_stay_that_overlaps_another_is_refused(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    details = admission(cast, admitted_on=date(2026, 10, 1))
    with pytest.raises(RuleBroken, match="when the next stay began") as refused:
        workflow.record_earlier_stay(
            person=person, details=details, discharged_on=date(2026, 11, 5), destination="",
            by=cast.team, at=NOW,
        )  # fmt: skip
    assert refused.value.field == "discharged_on"
    with pytest.raises(RuleBroken, match="on or after the date of admission"):
        workflow.record_earlier_stay(
            person=person, details=replace(details, admitted_on=date(2026, 9, 2)),
            discharged_on=date(2026, 9, 1), destination="", by=cast.team, at=NOW,
        )  # fmt: skip


# Leave ------------------------------------------------------------------------------------------


def test_leave_is_put_right_and_struck_out(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = admit(cast, person)
    leave = workflow.start_leave(
        stay=stay, started_on=date(2026, 11, 20), note="", by=cast.team, at=NOW
    )
    right = workflow.correct_leave(
        leave=leave, started_on=date(2026, 11, 12), ended_on=date(2026, 11, 14), why=WHY,
        by=cast.team, at=LATER,
    )  # fmt: skip
    assert not InpatientStanding.objects.get(person=person).on_leave
    struck(cast, person, "leave", right.pk)
    assert not stay.leaves.exists()
    with pytest.raises(RuleBroken, match="on or after its first day"):
        workflow.correct_leave(
            leave=workflow.start_leave(
                stay=stay, started_on=TODAY, note="", by=cast.team, at=NOW
            ),
            started_on=TODAY, ended_on=TODAY - timedelta(days=1), why=WHY, by=cast.team, at=LATER,
        )  # fmt: skip


# The database -----------------------------------------------------------------------------------


def test_the_database_lets_a_fact_be_struck_out_once_and_changes_nothing_else(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    row = struck(cast, person, "rating", rate(cast, person, Level.RED, days=1).pk)
    rating = Rating.recorded.get(struck_out=row)
    for change in ("struck_out_id = NULL", "level = 'GREEN'"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE register_rating SET {change} WHERE id = %s", [rating.pk])
