"""A stay recorded wrongly is put right, and nothing comes to lie before its admission."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from register import rules, workflow
from register.models import InpatientStanding, InpatientStay
from register.rules import LegalStatus, ReviewBefore
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import stay_of


def as_it_is(stay: InpatientStay) -> workflow.StayCorrection:
    names = workflow.StayCorrection.__dataclass_fields__
    known: dict[str, Any] = {name: getattr(stay, name) for name in names}
    before = ReviewBefore(stay.review_before) if stay.review_before else None
    return workflow.StayCorrection(**known | {"review_before": before})


def correct(cast: Cast, stay: InpatientStay, **changed: Any) -> InpatientStay:
    stay.refresh_from_db()
    return workflow.correct_stay(
        why="Read wrong", stay=stay, details=replace(as_it_is(stay), **changed),
        version=stay.version, by=cast.team,
        at=NOW,
    )  # fmt: skip


def test_a_corrected_day_of_admission_moves_the_detention_and_is_told(cast: Cast) -> None:
    stay = stay_of(cast, legal_status=LegalStatus.SECTION_3)
    stay = correct(cast, stay, admitted_on=date(2026, 11, 5))
    assert (stay.detained_since, stay.applicable_on) == (date(2026, 11, 5), date(2026, 11, 5))
    assert InpatientStanding.objects.get().admitted_on == date(2026, 11, 5)
    told = AuditEvent.objects.get(kind="register.stay_corrected").facts
    assert told["changed"] == ["admitted_on"]
    assert (told["was_admitted_on"], told["admitted_on"]) == ("2026-11-02", "2026-11-05")


def test_nothing_changed_is_nothing_written(cast: Cast) -> None:
    stay = stay_of(cast)
    before = stay.history.count()
    correct(cast, stay)
    assert stay.history.count() == before
    assert not AuditEvent.objects.filter(kind="register.stay_corrected").exists()


def test_whether_a_cetr_was_held_before_follows_which_review_it_was(cast: Cast) -> None:
    stay = stay_of(cast)
    day = date(2026, 10, 20)
    stay = correct(cast, stay, review_before=ReviewBefore.CETR, review_before_on=day)
    assert stay.cetr_before
    stay = correct(cast, stay, review_before=ReviewBefore.LAEP)
    assert not stay.cetr_before


def test_two_who_correct_the_same_stay_do_not_overwrite_each_other(cast: Cast) -> None:
    stay = stay_of(cast)
    seen = stay.version
    correct(cast, stay, ward="Elm")
    with pytest.raises(Conflict):
        workflow.correct_stay(
            why="Read wrong", stay=stay, details=replace(as_it_is(stay), ward="Ash"), version=seen,
            by=cast.second_team, at=NOW,
        )  # fmt: skip
    stay.refresh_from_db()
    assert stay.ward == "Elm"


def test_the_admission_cannot_come_after_what_happened_during_the_stay(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.record_status(
        stay=stay, changed_on=date(2026, 11, 4), legal_status=LegalStatus.SECTION_3,
        by=cast.team, at=NOW,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="after something") as broken:
        correct(cast, stay, admitted_on=date(2026, 11, 5))
    assert broken.value.field == "admitted_on"


def test_a_corrected_stay_must_not_overlap_another(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    first = stay_of(cast, person)
    workflow.discharge(
        stay=first, discharged_on=date(2026, 11, 9), destination="Home", level=rules.Level.RED,
        reason="Out", by=cast.team, at=NOW,
    )  # fmt: skip
    second = stay_of(cast, person, admitted_on=date(2026, 11, 12))
    with pytest.raises(RuleBroken, match="within another stay"):
        correct(cast, second, admitted_on=date(2026, 11, 8))
    assert correct(cast, second, admitted_on=date(2026, 11, 9)).admitted_on == date(2026, 11, 9)
    assert correct(cast, first, ward="Elm").ward == "Elm"


def discharged(cast: Cast, stay: InpatientStay, day: date) -> InpatientStay:
    return workflow.discharge(
        stay=stay, discharged_on=day, destination="Home", level=rules.Level.RED, reason="Out",
        by=cast.team, at=NOW,
    )  # fmt: skip


def test_a_corrected_day_of_discharge_takes_what_is_due_after_it_along(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.start_leave(stay=stay, started_on=date(2026, 11, 6), note="", by=cast.team, at=NOW)
    discharged(cast, stay, date(2026, 11, 18))
    due = Duty.objects.open().get(rule="discharge-contact").due_on
    stay = correct(cast, stay, discharged_on=date(2026, 11, 16))
    assert stay.discharged_on == stay.leaves.get().ended_on == date(2026, 11, 16)
    assert Duty.objects.open().get(rule="discharge-contact").due_on < due
    assert AuditEvent.objects.get(kind="register.stay_corrected").facts["changed"] == [
        "discharged_on"
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 1), "on or after the date of admission"),
        (date(2026, 11, 3), "before something that happened"),
        (date(2026, 11, 13), "after the next admission"),
        (date(2026, 11, 24), "today or in the past"),
    ],
)
def test_a_day_of_discharge_that_cannot_be_is_refused(cast: Cast, day: date, words: str) -> None:
    first = stay_of(cast)
    workflow.record_status(
        stay=first, changed_on=date(2026, 11, 4), legal_status=LegalStatus.SECTION_3,
        by=cast.team, at=NOW,
    )  # fmt: skip
    discharged(cast, first, date(2026, 11, 9))
    stay_of(cast, first.person, admitted_on=date(2026, 11, 12))
    with pytest.raises(RuleBroken, match=words) as refused:
        correct(cast, first, discharged_on=day)
    assert refused.value.field == "discharged_on"


def test_a_discharge_is_not_recorded_by_way_of_a_correction(cast: Cast) -> None:
    stay = stay_of(cast)
    with pytest.raises(RuleBroken, match="on its own page"):
        correct(cast, stay, discharged_on=date(2026, 11, 9))
