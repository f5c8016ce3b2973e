"""Moves, legal status, leave and concerns: recorded once, in order, and told to policy."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleBroken
from core.models import AuditEvent
from register import rules, workflow
from register.models import ExtendedLeave, InpatientStanding, StatusChange, StayConcern, Transfer
from register.rules import ConcernKind, LegalStatus, ReviewBefore, Section, Security
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import ADMITTED, admission, stay_of

TODAY = NOW.date()


def facts(kind: str) -> dict[str, Any]:
    return AuditEvent.objects.filter(kind=kind).latest("id").facts


def move(cast: Cast, stay: Any, **changed: Any) -> Transfer:
    typed = {
        "moved_on": date(2026, 11, 10),
        "hospital": stay.hospital,
        "ward": "Birch",
        "security": Security.LOW,
        "unit_inadequate": False,
    } | changed
    details = workflow.TransferDetails(**typed)
    return workflow.transfer(stay=stay, details=details, by=cast.team, at=NOW)


def status(cast: Cast, stay: Any, **changed: Any) -> StatusChange:
    typed = {"changed_on": date(2026, 11, 10), "legal_status": LegalStatus.SECTION_3} | changed
    return workflow.record_status(stay=stay, by=cast.team, at=NOW, **typed)


def test_an_admission_tells_policy_all_that_it_asks_for(cast: Cast) -> None:
    stay = stay_of(
        cast, legal_status=LegalStatus.SECTION_2, section=Section.S2, unit_inadequate=True,
        review_before=ReviewBefore.CTR, review_before_on=date(2026, 10, 1),
    )  # fmt: skip
    told = facts("register.admitted")
    assert told["section"] == "s2"
    assert told["detained"] is True
    assert told["applicable_on"] == "2026-11-02"
    assert told["unit_inadequate"] is True
    assert told["hospital"] == str(stay.hospital_id)
    assert told["cetr_before"] is True
    assert told["region"] == cast.area.region


def test_a_laep_before_admission_is_no_cetr(cast: Cast) -> None:
    assert not stay_of(cast, review_before=ReviewBefore.LAEP).cetr_before


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"section": Section.S3}, "section"),
        ({"legal_status": LegalStatus.PART_3, "section": Section.OTHER}, "section_other"),
        (
            {"review_before": ReviewBefore.CTR, "review_before_on": date(2026, 11, 3)},
            "review_before_on",
        ),
        ({"review_before_on": date(2026, 10, 3)}, "review_before"),
        ({"admitted_on": date(2026, 11, 24)}, "admitted_on"),
        ({"admitted_on": date(1980, 1, 1)}, "admitted_on"),
    ],
)
def test_what_cannot_be_true_of_an_admission_is_refused_on_its_field(
    cast: Cast, changed: dict[str, Any], field: str
) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken) as broken:
        stay_of(cast, person, **changed)
    assert broken.value.field == field
    assert not InpatientStanding.objects.exists()


def test_a_stay_that_overlaps_an_earlier_one_is_refused_on_its_day(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = stay_of(cast, person)
    workflow.discharge(
        stay=stay, discharged_on=date(2026, 11, 12), destination="Home", level=rules.Level.RED,
        reason="Out", by=cast.team, at=NOW,
    )  # fmt: skip
    for day in (ADMITTED, date(2026, 11, 11), date(2026, 10, 1)):
        with pytest.raises(RuleBroken, match="within another stay") as broken:
            stay_of(cast, person, admitted_on=day)
        assert broken.value.field == "admitted_on"
    assert stay_of(cast, person, admitted_on=date(2026, 11, 12)).discharged_on is None


def test_a_move_goes_on_where_the_person_now_is_and_keeps_where_they_were(cast: Cast) -> None:
    stay = stay_of(cast)
    moved = move(cast, stay, unit_inadequate=True, reason="Nearer to home")
    stay.refresh_from_db()
    assert (stay.ward, stay.security, stay.unit_inadequate) == ("Birch", "low", True)
    assert (moved.from_ward, moved.from_security) == ("Oak", "non_secure")
    assert InpatientStanding.objects.get().security == "low"
    told = facts("register.transferred")
    assert (told["security"], told["unit_inadequate"], told["moved_on"]) == (
        "low", True, "2026-11-10",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"moved_on": date(2026, 11, 1)}, "moved_on"),
        ({"moved_on": date(2026, 11, 24)}, "moved_on"),
        ({"ward": "Oak", "security": Security.NON_SECURE}, "ward"),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_writes_nothing(
    cast: Cast, changed: dict[str, Any], field: str
) -> None:
    stay = stay_of(cast)
    with pytest.raises(RuleBroken) as broken:
        move(cast, stay, **changed)
    assert broken.value.field == field
    assert not Transfer.objects.exists()
    stay.refresh_from_db()
    assert stay.ward == "Oak"


def test_a_move_before_the_last_one_is_refused_and_a_second_press_moves_nobody_twice(
    cast: Cast,
) -> None:
    stay = stay_of(cast)
    move(cast, stay)
    with pytest.raises(RuleBroken, match="already on this ward"):
        move(cast, stay)
    with pytest.raises(RuleBroken, match="recorded last"):
        move(cast, stay, ward="Ash", moved_on=date(2026, 11, 5))
    assert Transfer.objects.count() == 1


def test_the_database_refuses_to_change_a_move(cast: Cast) -> None:
    move(cast, stay_of(cast))
    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.update(ward="Elsewhere")


def test_a_detention_that_begins_during_the_stay_starts_its_clocks_on_that_day(cast: Cast) -> None:
    stay = stay_of(cast)
    status(cast, stay, section=Section.S3)
    stay.refresh_from_db()
    assert (stay.detained_since, stay.applicable_on) == (date(2026, 11, 10), date(2026, 11, 10))
    told = facts("register.detained")
    assert told["applicable_on"] == "2026-11-10"
    assert (told["legal_status"], told["section"], told["detained"]) == ("s3", "s3", True)
    assert InpatientStanding.objects.get().detained


def test_another_section_without_a_break_leaves_the_applicable_day(cast: Cast) -> None:
    stay = stay_of(cast, legal_status=LegalStatus.SECTION_2)
    status(cast, stay)
    stay.refresh_from_db()
    assert stay.applicable_on == ADMITTED
    assert not AuditEvent.objects.filter(kind="register.detained").exists()


def test_section_4_counts_from_the_second_recommendation_only(cast: Cast) -> None:
    stay = stay_of(cast, legal_status=LegalStatus.SECTION_4)
    assert stay.applicable_on is None
    status(cast, stay, legal_status=LegalStatus.SECTION_2, changed_on=date(2026, 11, 4))
    stay.refresh_from_db()
    assert stay.applicable_on == date(2026, 11, 4)


def test_informal_again_ends_what_the_statute_counts(cast: Cast) -> None:
    stay = stay_of(cast, legal_status=LegalStatus.SECTION_2)
    status(cast, stay, legal_status=LegalStatus.INFORMAL)
    stay.refresh_from_db()
    assert (stay.detained_since, stay.applicable_on) == (None, None)
    assert not InpatientStanding.objects.get().detained


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"changed_on": date(2026, 11, 1)}, "changed_on"),
        ({"changed_on": date(2026, 12, 1)}, "changed_on"),
        ({"section": Section.S2}, "section"),
        ({"legal_status": LegalStatus.INFORMAL}, "legal_status"),
    ],
)
def test_a_status_that_cannot_be_is_refused_and_writes_nothing(
    cast: Cast, changed: dict[str, Any], field: str
) -> None:
    stay = stay_of(cast)
    with pytest.raises(RuleBroken) as broken:
        status(cast, stay, **changed)
    assert broken.value.field == field
    assert not StatusChange.objects.exists()


def test_leave_is_shown_on_the_list_until_the_person_is_back(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.start_leave(
        stay=stay, started_on=date(2026, 11, 9), note="With her sister", by=cast.team, at=NOW
    )
    assert InpatientStanding.objects.get().on_leave
    with pytest.raises(RuleBroken, match="already"):
        workflow.start_leave(stay=stay, started_on=TODAY, note="", by=cast.team, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        workflow.end_leave(stay=stay, ended_on=date(2026, 11, 8), by=cast.team, at=NOW)
    assert broken.value.field == "ended_on"
    workflow.end_leave(stay=stay, ended_on=date(2026, 11, 20), by=cast.team, at=NOW)
    assert not InpatientStanding.objects.get().on_leave
    with pytest.raises(RuleBroken, match="not on extended leave"):
        workflow.end_leave(stay=stay, ended_on=TODAY, by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="recorded last"):
        workflow.start_leave(
            stay=stay, started_on=date(2026, 11, 15), note="", by=cast.team, at=NOW
        )


def test_a_discharge_ends_the_leave_and_the_list_row(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.start_leave(stay=stay, started_on=date(2026, 11, 9), note="", by=cast.team, at=NOW)
    workflow.discharge(
        stay=stay, discharged_on=TODAY, destination="Home", level=rules.Level.AMBER, reason="Out",
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert ExtendedLeave.objects.get().ended_on == TODAY
    assert not InpatientStanding.objects.exists()


def test_a_discharge_before_what_happened_during_the_stay_is_refused(cast: Cast) -> None:
    stay = stay_of(cast)
    move(cast, stay)
    with pytest.raises(RuleBroken, match="before something") as broken:
        workflow.discharge(
            stay=stay, discharged_on=date(2026, 11, 9), destination="Home",
            level=rules.Level.AMBER, reason="Out", by=cast.team, at=NOW,
        )  # fmt: skip
    assert broken.value.field == "discharged_on"


def test_two_leaves_never_overlap_whoever_writes_them(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.start_leave(stay=stay, started_on=TODAY, note="", by=cast.team, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtendedLeave.objects.bulk_create([ExtendedLeave(stay=stay, started_on=TODAY)])


def test_a_concern_sent_twice_is_one_concern(cast: Cast) -> None:
    stay, key = stay_of(cast), uuid4()
    for _ in range(2):
        workflow.record_concern(
            stay=stay, kind=ConcernKind.RESTRAINT, seen_on=TODAY, note="Held down twice",
            by=cast.team, at=NOW, key=key,
        )  # fmt: skip
    assert StayConcern.objects.count() == 1
    assert facts("register.concern_recorded")["kind"] == "restraint"
    assert "Held" not in str(facts("register.concern_recorded"))


@pytest.mark.parametrize(
    ("day", "note", "field"),
    [
        (date(2026, 11, 1), "Seen", "seen_on"),
        (date(2026, 12, 1), "Seen", "seen_on"),
        (TODAY, " ", "note"),
    ],
)
def test_a_concern_that_cannot_be_is_refused(cast: Cast, day: date, note: str, field: str) -> None:
    stay = stay_of(cast)
    with pytest.raises(RuleBroken) as broken:
        workflow.record_concern(
            stay=stay, kind=ConcernKind.OTHER, seen_on=day, note=note, by=cast.team, at=NOW
        )
    assert broken.value.field == field
    assert not StayConcern.objects.exists()


def test_nothing_is_recorded_about_a_stay_that_has_ended(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.discharge(
        stay=stay, discharged_on=TODAY, destination="Home", level=rules.Level.AMBER, reason="Out",
        by=cast.team, at=NOW,
    )  # fmt: skip
    for verb in (lambda: move(cast, stay), lambda: status(cast, stay)):
        with pytest.raises(RuleBroken, match="has ended"):
            verb()


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


@given(since=days, formed=st.none() | days, known=st.booleans())
def test_the_applicable_day_never_lies_before_the_detention_nor_before_the_view(
    since: date, formed: date | None, known: bool
) -> None:
    day = rules.applicable_day(detained_since=since, formed_on=formed, known=known)
    if day is None:
        assert formed is None
        assert not known
    else:
        assert day >= since
        assert formed is None or day >= formed
        assert day in {since, formed}


@pytest.mark.parametrize("section", list(Section))
def test_every_section_stands_under_some_status_but_never_under_informal(section: Section) -> None:
    assert section.fits
    assert LegalStatus.INFORMAL not in section.fits
    assert section.label


def test_an_admission_with_every_fact_can_be_made(cast: Cast) -> None:
    typed = admission(cast, s117_icb=cast.commissioning, host_commissioner=cast.other_commissioning)
    person = on_register(cast.area, by=cast.team)
    stay = workflow.admit(person=person, details=typed, by=cast.team, at=NOW)
    assert stay.s117_icb == cast.commissioning


def test_a_discharge_is_not_planned_for_a_day_that_is_over(cast: Cast) -> None:
    stay = stay_of(cast)
    with pytest.raises(RuleBroken, match="must be today or in the future"):
        workflow.plan_discharge(
            stay=stay, on=NOW.date() - timedelta(days=1), barriers="", by=cast.team, at=NOW
        )
