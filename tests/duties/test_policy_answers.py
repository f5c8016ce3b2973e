"""What the register's own policy asks for in the community: ratings, referrals, meetings."""

from datetime import date

import pytest

from tests.duties.asking import ADULT, CHILD, NOV_2, POLICY, ask, due


def test_red_asks_for_a_cetr_an_urgent_meeting_and_a_keyworker():
    at = date(2026, 4, 2)  # the Thursday before Easter
    assert due("register.rated", CHILD | {"level": "RED"}, at) == {
        "red-cetr": date(2026, 4, 16),
        "red-urgent-meeting": date(2026, 4, 8),
        "red-keyworker": date(2026, 4, 8),
        "rating-review-red": date(2026, 4, 9),
    }


def test_amber_asks_for_the_next_meeting_and_more():
    facts = CHILD | {"level": "amber", "next_meeting_on": "2026-04-20"}
    assert due("register.rated", facts, date(2026, 4, 2)) == {
        "amber-meeting-or-cetr": date(2026, 4, 30),
        "amber-tracking-meeting": date(2026, 4, 20),
        "amber-keyworker": date(2026, 4, 13),
        "rating-review-amber": date(2026, 5, 2),
    }


def test_a_meeting_whose_day_is_not_set_is_due_without_a_date():
    for facts in ({}, {"next_meeting_on": "2026-04-01"}):
        found = ask("register.rated", facts | {"level": "AMBER"}, date(2026, 4, 2))
        assert found["amber-tracking-meeting"].due_on is None
        assert "next tracking meeting" in found["amber-tracking-meeting"].due


def test_green_asks_for_partners_and_no_meeting():
    assert due("register.rated", CHILD | {"level": "Green"}, date(2026, 4, 2)) == {
        "green-partners": date(2026, 4, 30),
        "rating-review-green": date(2026, 7, 2),
    }


@pytest.mark.parametrize(
    ("birth", "at", "asked"),
    [
        ("2000-04-03", date(2026, 4, 2), True),
        ("2000-04-02", date(2026, 4, 2), False),
        ("2000-02-29", date(2026, 2, 28), True),
        ("2000-02-29", date(2026, 3, 1), False),
    ],
)
def test_the_keyworker_is_asked_for_up_to_the_26th_birthday(birth, at, asked):
    for level in ("RED", "AMBER"):
        found = due("register.rated", {"level": level, "birth_date": birth}, at)
        assert (f"{level.lower()}-keyworker" in found) is asked


def test_nobody_known_to_the_keyworker_service_is_referred_again():
    facts = CHILD | {"level": "RED", "keyworker_known": True}
    assert "red-keyworker" not in due("register.rated", facts, NOV_2)


@pytest.mark.parametrize(
    ("facts", "review"),
    [
        ({"birth_date": "2008-11-03"}, "CETR"),
        ({"birth_date": "2008-11-02", "ehc_plan": False}, "CTR"),
        ({"birth_date": "2008-11-02", "ehc_plan": True}, "CETR"),
        ({"birth_date": "2008-11-02"}, "C(E)TR"),
        ({"birth_date": "2000-11-02"}, "CTR"),
        ({"ehc_plan": True}, "CETR"),
        ({"ehc_plan": False}, "C(E)TR"),
    ],
)
def test_the_review_is_named_by_age_and_ehc_plan(facts, review):
    found = ask("register.rated", facts | {"level": "RED"}, NOV_2)
    assert found["red-cetr"].duty == f"A {review} must take place"


def test_every_fact_of_a_duty_is_said():
    one = ask("register.rated", CHILD | {"level": "RED"}, NOV_2)["red-cetr"]
    assert (one.certainty, one.duty_certainty) == ("U", "M")
    assert one.jurisdiction == "national policy"
    assert one.source.startswith("S1 ")
    assert "16 November 2026" in one.basis
    assert one.version == POLICY.version
    assert one.missing == ()


def test_a_referral_is_acknowledged_triaged_and_answered():
    at = date(2026, 12, 24)
    assert due("referrals.submitted", {"level": "GREEN"}, at) == {
        "referral-acknowledge": at,
        "referral-triage": date(2026, 12, 30),
        "referral-outcome": date(2027, 1, 21),
    }
    assert due("referrals.submitted", {"level": "RED"}, at) == {
        "referral-acknowledge": at,
        "referral-triage-red": date(2026, 12, 29),
        "referral-outcome-red": date(2026, 12, 29),
        "red-urgent-meeting": date(2026, 12, 30),
    }


def test_feedback_follows_a_meeting_in_two_working_days():
    assert due("meetings.held", {}, date(2026, 3, 6)) == {"meeting-feedback": date(2026, 3, 10)}


def test_consent_is_taken_again_after_a_year_or_at_sixteen_and_eighteen():
    assert due("consent.recorded", ADULT, NOV_2)["consent-refresh"] == date(2027, 11, 2)
    child = {"birth_date": "2011-02-10"}
    assert due("consent.recorded", child, NOV_2)["consent-refresh"] == date(2027, 2, 10)
    sooner = ADULT | {"review_on": "2027-02-02"}
    assert due("consent.recorded", sooner, NOV_2)["consent-refresh"] == date(2027, 2, 2)
    later = ADULT | {"review_on": "2029-02-02"}
    assert due("consent.recorded", later, NOV_2)["consent-refresh"] == date(2027, 11, 2)


def test_what_a_level_asks_for_once_is_asked_when_it_is_new_or_nobody_says_what_it_was():
    for was in ({}, {"was": None}, {"was": "AMBER"}):
        assert "red-cetr" in ask("register.rated", {"level": "RED"} | was, NOV_2)
    again = ask("register.rated", {"level": "RED", "was": "RED"}, NOV_2)
    assert set(again) == {"rating-review-red"}


def test_a_rule_of_a_change_says_so_in_words():
    rule = next(one for one in POLICY.rules if one.id == "red-cetr")
    assert "when the level changes" in rule.when_in_words()
