"""What went wrong once, and the right answer: the cases of duties, worked out from the facts."""

from datetime import date

import pytest

from tests.duties.lives import (
    CHILD,
    admitted,
    an_id,
    day,
    detained,
    discharged,
    happened,
    held,
    met,
    of,
    open_of,
    rated,
    visited,
    worked,
)

BEGINS = date(2026, 1, 1)


def test_the_statutory_repeat_is_counted_from_the_first_review_while_detained() -> None:
    found = worked(
        rated("RED", "2026-01-02"),
        admitted("2026-01-05"),
        held("2026-01-20", inside=True),
        detained("2026-03-02"),
        held("2026-03-20", inside=True),
        today="2026-11-23", commenced_on=BEGINS,
    )  # fmt: skip
    assert of(found, "s125b-ctr") == [("met", day("2026-03-29"))]
    (first,) = [one for one in found if one.spec.rule == "s125b-ctr"]
    assert first.end is not None
    assert first.end.day == day("2026-03-20")
    assert of(found, "s125-repeat") == [("open", day("2027-03-19"))]


def test_an_ordinary_meeting_that_reaffirms_red_meets_no_urgent_meeting() -> None:
    found = worked(
        rated("RED", "2026-11-25"),
        rated("RED", "2026-11-30", source="meeting"),
        met("2026-11-30", "tracking"),
        today="2026-12-01",
    )  # fmt: skip
    assert of(found, "red-urgent-meeting") == [("open", day("2026-11-27"))]
    assert of(found, "red-cetr") == [("open", day("2026-12-09"))]
    (urgent,) = [one for one in found if one.spec.rule == "red-urgent-meeting"]
    assert urgent.not_met_by == [
        {"kind": "meetings.held", "on": "2026-11-30", "lacking": ["at a meeting that is urgent"]}
    ]


def test_an_urgent_meeting_without_a_quorum_meets_nothing_until_it_is_ratified() -> None:
    meeting = met("2026-11-26", "urgent", quorate=False)
    before = worked(rated("RED", "2026-11-25"), meeting, today="2026-11-30")
    assert of(before, "red-urgent-meeting") == [("open", day("2026-11-27"))]
    ratified = happened(
        "meetings.ratified", "2026-11-30", hour=17, meeting=meeting[0].text("meeting"),
        ruling="ratified",
    )  # fmt: skip
    after = worked(rated("RED", "2026-11-25"), meeting, [ratified], today="2026-11-30")
    (urgent,) = [one for one in after if one.spec.rule == "red-urgent-meeting"]
    assert (urgent.status, urgent.end and urgent.end.day) == ("met", day("2026-11-30"))


def test_the_decision_does_not_tell_the_person_the_outcome() -> None:
    referral = {"referral": an_id("a referral"), "level": "RED"}
    sent = [happened("referrals.submitted", "2026-11-23", **referral)]
    accepted = [
        *rated("RED", "2026-11-23", hour=11),
        happened("referrals.accepted", "2026-11-23", hour=11, **referral),
        happened("referrals.triaged", "2026-11-23", hour=11, **referral),
    ]
    decided = worked(sent, accepted, today="2026-11-25")
    assert of(decided, "referral-triage-red") == [("met", day("2026-11-24"))]
    assert of(decided, "referral-outcome-red") == [("open", day("2026-11-24"))]
    told = [happened("referrals.outcome_told", "2026-11-25", **referral)]
    assert of(worked(sent, accepted, told, today="2026-11-25"), "referral-outcome-red") == [
        ("met", day("2026-11-24"))
    ]


def test_a_declined_person_is_still_to_be_told_and_nothing_else_is_asked() -> None:
    referral = {"referral": an_id("a referral"), "level": "AMBER"}
    found = worked(
        [happened("referrals.submitted", "2026-11-23", **referral)],
        [
            happened("referrals.declined", "2026-11-24", **referral),
            happened("referrals.triaged", "2026-11-24", **referral),
        ],
        today="2026-11-25",
    )
    assert open_of(found) == {"referral-outcome"}


def test_acknowledging_one_referral_acknowledges_no_other() -> None:
    one, other = an_id("one"), an_id("other")
    found = worked(
        [happened("referrals.submitted", "2026-11-23", referral=one, level="GREEN")],
        [happened("referrals.submitted", "2026-11-23", referral=other, level="GREEN", hour=11)],
        [happened("referrals.acknowledged", "2026-11-23", referral=one, hour=12)],
        today="2026-11-23",
    )
    states = {one.subject: one.status for one in found if one.spec.rule == "referral-acknowledge"}
    assert states == {one: "met", other: "open"}


@pytest.mark.parametrize(
    ("quorate", "organisations", "status"),
    [(False, 1, "open"), (True, 1, "open"), (False, 3, "open"), (True, 2, "met")],
)
def test_a_multi_agency_meeting_needs_a_quorum_and_two_organisations(
    quorate: bool, organisations: int, status: str
) -> None:
    found = worked(
        rated("AMBER", "2026-11-23"),
        met("2026-11-26", quorate=quorate, organisations=organisations),
        today="2026-11-27",
    )
    assert of(found, "amber-meeting-or-cetr") == [(status, day("2026-12-21"))]
    (duty,) = [one for one in found if one.spec.rule == "amber-meeting-or-cetr"]
    assert bool(duty.not_met_by) is (status == "open")


@pytest.mark.parametrize(("before", "on"), [(True, "2020-01-10"), (True, None), (False, None)])
def test_a_cetr_long_before_admission_or_without_a_day_does_not_count(
    before: bool, on: str | None
) -> None:
    found = worked(
        rated("AMBER", "2026-11-20"),
        admitted("2026-11-23", cetr_before=before, cetr_before_on=on),
        today="2026-11-23", born=CHILD,
    )  # fmt: skip
    assert of(found, "post-admission-cetr") == [("open", day("2026-12-06"))]
    assert of(found, "post-admission-cetr-repeat") == []


def test_the_registers_own_record_of_a_cetr_wins_over_what_the_admission_says() -> None:
    known = worked(
        rated("AMBER", "2026-10-20"), held("2026-11-10", "CETR"),
        admitted("2026-11-23", cetr_before=False), today="2026-11-23", born=CHILD,
    )  # fmt: skip
    assert of(known, "post-admission-cetr-repeat") == [("open", day("2027-02-23"))]
    emergency = worked(
        rated("AMBER", "2026-10-20"), held("2026-11-10", "LAEP"),
        admitted("2026-11-23", cetr_before=True, cetr_before_on="2026-11-10"),
        today="2026-11-23", born=CHILD,
    )  # fmt: skip
    assert of(emergency, "post-admission-cetr") == [("open", day("2026-12-06"))]


def test_an_old_ehc_flag_gives_somebody_of_36_the_clocks_of_an_adult() -> None:
    found = worked(
        rated("GREEN", "2026-11-20"), admitted("2026-11-23"),
        today="2026-11-23", born=date(1990, 5, 5), ehc_plan=True,
    )  # fmt: skip
    assert of(found, "post-admission-ctr") == [("open", day("2026-12-20"))]
    assert of(found, "post-admission-cetr") == []


@pytest.mark.parametrize(("months", "level"), [(7, "GREEN"), (10, "RED")])
def test_a_newcomer_of_seventeen_and_a_half_is_planned_for_at_once(months: int, level: str) -> None:
    born = {7: date(2009, 4, 23), 10: date(2009, 1, 23)}[months]
    found = worked(rated(level, "2026-11-23"), today="2026-11-23", born=born, ehc_plan=None)
    assert of(found, "turning-18-17-6") == [("open", day("2026-11-23"))]


@pytest.mark.parametrize("status", ["informal", "s4", "held"])
def test_what_is_not_detention_raises_no_statutory_review(status: str) -> None:
    found = worked(
        rated("GREEN", "2026-11-20"),
        [happened("register.admitted", "2026-11-23", stay=an_id("s"), legal_status=status)],
        today="2026-11-23", commenced_on=BEGINS,
    )  # fmt: skip
    assert not [one for one in found if one.spec.rule.startswith("s125")]


@pytest.mark.parametrize("review_first", [True, False])
def test_a_ctr_held_today_is_not_asked_for_again_by_its_rating(review_first: bool) -> None:
    hours = (9, 11) if review_first else (11, 9)
    found = worked(
        rated("GREEN", "2026-10-01"),
        held("2026-11-23", hour=hours[0]),
        rated("AMBER", "2026-11-23", hour=hours[1], source="review"),
        today="2026-11-23",
    )  # fmt: skip
    assert of(found, "amber-meeting-or-cetr") == [("met", day("2026-12-21"))]


def test_a_rating_that_answers_yesterdays_ctr_does_not_ask_for_another() -> None:
    found = worked(
        rated("GREEN", "2026-10-01"),
        held("2026-11-23"),
        rated("RED", "2026-11-24", source="review"),
        today="2026-11-24",
    )
    assert of(found, "red-cetr") == [("met", day("2026-12-08"))]
    assert of(found, "red-urgent-meeting") == [("open", day("2026-11-26"))]


def test_a_review_recorded_late_is_not_overdue_at_birth() -> None:
    found = worked(
        rated("GREEN", "2026-10-01"), held("2026-11-29", recorded="2026-11-30"),
        today="2026-11-30",
    )  # fmt: skip
    assert of(found, "cetr-rating-review") == [("open", day("2026-11-30"))]
    assert of(found, "cetr-report") == [("open", day("2026-12-12"))]


def test_discussed_at_the_next_meeting_does_not_walk_on() -> None:
    given = rated("AMBER", "2026-11-23")
    meetings = ["2026-11-26", "2026-12-24", "2027-01-21"]
    for today in ("2026-11-23", "2026-11-27", "2027-01-25"):
        found = worked(given, today=today, meetings=meetings)
        assert of(found, "amber-tracking-meeting") == [("open", day("2026-11-26"))]


def test_duties_of_the_community_do_not_run_in_hospital() -> None:
    found = worked(
        rated("RED", "2026-11-20"), admitted("2026-11-23"),
        rated("AMBER", "2026-11-24"), today="2026-12-24", born=CHILD,
    )  # fmt: skip
    community = {
        "rating-review-red", "rating-review-amber", "red-cetr", "red-urgent-meeting",
        "amber-tracking-meeting", "amber-meeting-or-cetr",
    }  # fmt: skip
    assert not community & open_of(found)
    assert "amber-keyworker" in open_of(found)
    (rule,) = {one.rule for one in found if one.spec.rule == "amber-keyworker"}
    assert rule.in_hospital


def test_the_explanation_names_the_date_of_the_duty_and_how_it_came_about() -> None:
    referral = {"referral": an_id("a referral"), "level": "GREEN"}
    found = worked(
        [happened("referrals.submitted", "2026-11-23", **referral)],
        [happened("referrals.information_asked", "2026-11-24", **referral)],
        [happened("referrals.information_given", "2026-12-01", **referral)],
        today="2026-12-01",
    )
    (triage,) = [one for one in found if one.spec.rule == "referral-triage"]
    assert triage.due_on == day("2026-12-02")
    assert triage.basis.endswith("so it is now due 2 December 2026.")
    assert "paused from 24 November 2026 to 1 December 2026" in triage.basis


def test_each_visit_meets_its_own_date_and_the_one_before_is_not_the_next() -> None:
    found = worked(
        rated("GREEN", "2026-01-01"), admitted("2026-01-05"),
        visited("2026-02-20"), visited("2026-05-20"),
        today="2026-08-01",
    )  # fmt: skip
    visits = [one for one in found if one.spec.branch.endswith("oversight-visit")]
    assert [(one.due_on, one.end and one.end.day) for one in visits] == [
        (day("2026-03-02"), day("2026-02-20")),
        (day("2026-04-17"), day("2026-05-20")),
        (day("2026-07-15"), None),
    ]


def test_a_visit_recorded_after_the_discharge_meets_what_was_due_on_its_day() -> None:
    found = worked(
        rated("GREEN", "2026-01-01"), admitted("2026-01-05"),
        visited("2026-02-20", recorded="2026-03-20"), discharged("2026-03-10"),
        today="2026-03-20",
    )  # fmt: skip
    first, following = [one for one in found if one.spec.branch.endswith("oversight-visit")]
    assert (first.status, following.status) == ("met", "cancelled")


@pytest.mark.parametrize(("attends", "status"), [(False, "open"), (True, "met")])
def test_a_sister_who_is_no_partner_of_a_cetr_does_not_count_as_one(
    attends: bool, status: str
) -> None:
    found = worked(
        rated("GREEN", "2026-11-20"),
        [happened("register.partner_named", "2026-11-23", attends_cetr=attends)],
        today="2026-11-23",
    )
    assert of(found, "green-partners") == [(status, day("2026-12-18"))]
    assert bool(of(found, "green-partners-refresh")) is attends


def test_each_review_waits_for_its_own_report() -> None:
    first, second = an_id("review 2026-11-02 CTR"), an_id("review 2026-11-09 CTR")
    found = worked(
        rated("RED", "2026-10-20"), held("2026-11-02"), held("2026-11-09"),
        [happened("reviews.report_sent", "2026-11-12", review=second, review_kind="CTR")],
        today="2026-11-12",
    )  # fmt: skip
    reports = {one.subject: one.status for one in found if one.spec.rule == "cetr-report"}
    assert reports == {first: "open", second: "met"}


def test_an_admission_corrected_moves_its_clocks_and_recreates_no_duty() -> None:
    right = worked(rated("GREEN", "2026-10-01"), admitted("2026-11-10"), today="2026-11-23")
    stay = admitted("2026-11-20")
    correction = happened(
        "register.stay_corrected", "2026-11-23", stay=stay[0].text("stay"), security="none",
        admitted_on="2026-11-10", unit_inadequate=False,
    )  # fmt: skip
    corrected = worked(rated("GREEN", "2026-10-01"), stay, [correction], today="2026-11-23")
    assert [(one.spec.rule, one.due_on, one.status) for one in corrected] == [
        (one.spec.rule, one.due_on, one.status) for one in right
    ]
