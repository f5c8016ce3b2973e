"""What the register's own policy asks for, event by event."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties import policy

POLICY = policy.load()
CHILD = {"birth_date": "2011-05-01"}
ADULT = {"birth_date": "1990-05-01"}
NOV_2 = date(2026, 11, 2)


def ask(event, facts, at, statute=False, **more):
    duties = policy.duties_for(POLICY, event, facts, at, statute, **more)
    return {one.rule: one for one in duties}


def due(event, facts, at, statute=False, **more):
    return {rule: one.due_on for rule, one in ask(event, facts, at, statute, **more).items()}


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


# --- In hospital ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "ehc_plan", "visit", "review"),
    [
        ("2011-05-01", None, ("oversight-visit-child", 42), ("post-admission-cetr", 13)),
        ("2009-05-01", False, ("oversight-visit-child", 42), ("post-admission-cetr", 13)),
        ("2008-05-01", True, ("oversight-visit-adult", 56), ("post-admission-cetr", 13)),
        ("2008-05-01", False, ("oversight-visit-adult", 56), ("post-admission-ctr", 27)),
        ("1990-05-01", None, ("oversight-visit-adult", 56), ("post-admission-ctr", 27)),
    ],
)
def test_admission_starts_the_clocks_of_visits_and_reviews(birth, ehc_plan, visit, review):
    facts = {"birth_date": birth, "ehc_plan": ehc_plan, "admitted_on": "2026-11-02"}
    found = due("register.admitted", facts, date(2026, 11, 20))
    found = {rule: day for rule, day in found.items() if rule.startswith(("oversight", "post"))}
    assert found == {rule: NOV_2 + timedelta(days=days) for rule, days in (visit, review)}


def test_age_is_that_of_the_day_of_admission_however_late_it_is_recorded():
    facts = {"birth_date": "2008-11-05", "admitted_on": "2026-11-02"}
    assert "post-admission-cetr" in due("register.admitted", facts, date(2026, 11, 20))


def test_a_community_cetr_leaves_the_next_one_for_three_months():
    facts = CHILD | {
        "admitted_on": "2026-11-30", "cetr_before": True, "cetr_before_on": "2026-11-02",
    }  # fmt: skip
    found = due("register.admitted", facts, date(2026, 11, 30))
    assert "post-admission-cetr" not in found
    assert found["post-admission-cetr-repeat"] == date(2027, 2, 28)


@pytest.mark.parametrize("held", [None, "2020-01-10", "2026-11-01", "2026-12-01"])
def test_a_community_cetr_long_ago_or_without_a_day_does_not_count(held):
    facts = CHILD | {"admitted_on": "2026-11-30", "cetr_before": True, "cetr_before_on": held}
    found = due("register.admitted", facts, date(2026, 11, 30))
    assert found["post-admission-cetr"] == date(2026, 12, 13)
    assert "post-admission-cetr-repeat" not in found


def test_a_visit_counts_only_in_the_stay_that_it_was_made_in():
    facts = ADULT | {"admitted_on": "2026-11-02"}
    earlier = due("register.admitted", facts | {"previous_on": "2026-06-01"}, NOV_2)
    later = due("register.admitted", facts | {"previous_on": "2026-12-01"}, NOV_2)
    assert earlier["oversight-visit-adult"] == date(2026, 12, 28)
    assert later["oversight-visit-adult"] == date(2027, 1, 26)


def test_the_next_visit_is_counted_from_the_last():
    assert due("reviews.visited", CHILD, NOV_2) == {
        "oversight-visit-child-next": NOV_2 + timedelta(days=42)
    }
    facts = ADULT | {"review_kind": "VISIT", "inpatient": True}
    assert due("reviews.held", facts, NOV_2) == {
        "oversight-visit-adult-next": NOV_2 + timedelta(days=56)
    }


@pytest.mark.parametrize(
    ("facts", "rule", "on"),
    [
        (CHILD, "repeat-cetr", date(2027, 2, 28)),
        (CHILD | {"security": "medium"}, "repeat-cetr", date(2027, 2, 28)),
        (
            {"birth_date": "2007-05-01", "ehc_plan": True},
            "repeat-cetr",
            date(2027, 2, 28),
        ),
        (ADULT | {"security": "none"}, "repeat-ctr-not-secure", date(2027, 5, 30)),
        (ADULT | {"security": "non_secure"}, "repeat-ctr-not-secure", date(2027, 5, 30)),
        (ADULT | {"security": "Low Secure"}, "repeat-ctr-secure", date(2027, 11, 30)),
        (ADULT, "repeat-ctr-not-secure", date(2027, 5, 30)),
    ],
)
def test_reviews_in_hospital_are_repeated(facts, rule, on):
    facts = facts | {"admitted_on": "2026-09-01", "previous_on": "2026-11-30"}
    found = due("reviews.held", facts, date(2026, 11, 30))
    assert {name: day for name, day in found.items() if name.startswith("repeat")} == {rule: on}


def test_a_review_in_the_community_is_not_repeated_as_in_hospital():
    facts = CHILD | {"inpatient": False, "review_kind": "CETR"}
    assert due("reviews.held", facts, NOV_2, statute=True) == {
        "cetr-rating-review": NOV_2,
        "cetr-report": date(2026, 11, 15),
    }


def test_red_after_discharge_is_firm_in_lincolnshire_and_a_suggestion_elsewhere():
    for region, rule in (
        ("lincolnshire", "discharge-red-floor-lincolnshire"),
        ("norfolk", "discharge-red-floor"),
        (None, "discharge-red-floor"),
    ):
        found = ask("register.discharged", {"level": "RED", "region": region}, NOV_2)
        (name,) = (one for one in found if one.startswith("discharge-red-floor"))
        assert name == rule
        assert ("suggested" in found[name].duty) is (rule == "discharge-red-floor")


def test_a_laep_stops_no_clock_and_asks_for_the_review_it_does_not_replace():
    facts = {"review_kind": "LEAP", "inpatient": True, "ehc_plan": False}
    child = due("reviews.held", facts | CHILD, NOV_2)
    adult = due("reviews.held", facts | ADULT, NOV_2)
    assert child == {"laep-follow-up-cetr": NOV_2 + timedelta(days=14)}
    assert adult == {"laep-follow-up-ctr": NOV_2 + timedelta(days=28)}


def test_after_discharge_red_stands_for_fourteen_days():
    found = ask("register.discharged", {"level": "RED", "discharged_on": "2026-11-02"}, NOV_2)
    assert found["discharge-red-floor"].due_on == date(2026, 11, 16)
    assert found["discharge-red-floor"].floor
    assert "discharge-new-rating" not in found
    assert due("register.discharged", {}, NOV_2)["discharge-new-rating"] == NOV_2


def test_a_local_rule_needs_its_region():
    assert "blue-keyworker-humber" not in due("register.admitted", CHILD, NOV_2)
    facts = CHILD | {"region": "humber and north yorkshire"}
    assert "blue-keyworker-humber" in due("register.admitted", facts, NOV_2)


def test_blue_given_as_a_rating_starts_the_clocks_of_a_stay():
    found = due("register.rated", CHILD | {"level": "BLUE"}, NOV_2)
    assert set(found) == {"oversight-visit-child", "post-admission-cetr", "blue-review"}


# --- Referrals and meetings ----------------------------------------------------------------------


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


# --- Statute -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "rule", "on"),
    [
        (CHILD, "s125a-cetr", date(2026, 11, 15)),
        ({"birth_date": "2007-05-01", "ehc_plan": True}, "s125a-cetr", date(2026, 11, 15)),
        ({"birth_date": "2007-05-01", "ehc_plan": False}, "s125b-ctr", date(2026, 11, 29)),
        (ADULT, "s125b-ctr", date(2026, 11, 29)),
    ],
)
def test_the_statutory_clock_counts_the_applicable_day(person, rule, on):
    facts = person | {"detained": True, "admitted_on": "2026-10-01", "applicable_on": "2026-11-02"}
    found = due("register.admitted", facts, NOV_2, statute=True)
    assert {name: day for name, day in found.items() if name.startswith("s125")} == {rule: on}
    assert not any(name.startswith("s125") for name in due("register.admitted", facts, NOV_2))


def test_later_recognition_moves_the_applicable_day_and_earlier_does_not():
    facts = ADULT | {"detained": True, "applicable_on": "2026-11-02"}
    later = facts | {"recognised_on": "2026-11-20"}
    earlier = facts | {"recognised_on": "2026-10-20"}
    assert due("register.admitted", later, NOV_2, True)["s125b-ctr"] == date(2026, 12, 17)
    assert due("register.admitted", earlier, NOV_2, True)["s125b-ctr"] == date(2026, 11, 29)


@pytest.mark.parametrize("fact", [{"detained": False}, {"consent": False}])
def test_statute_leaves_out_who_is_not_detained_or_does_not_consent(fact):
    facts = CHILD | {"detained": True, "admitted_on": "2026-11-02"} | fact
    found = due("register.admitted", facts, NOV_2, statute=True)
    assert not any(name.startswith("s125") for name in found)
    assert "post-admission-cetr" in found


@pytest.mark.parametrize(
    ("previous", "on"),
    [
        ("2026-11-10", date(2027, 11, 9)),
        ("2027-06-01", date(2028, 11, 9)),
        ("2027-11-09", date(2028, 11, 9)),
        ("2027-11-10", date(2029, 11, 9)),
    ],
)
def test_statutory_repeats_are_anchored_on_the_first_meeting(previous, on):
    facts = ADULT | {
        "detained": True,
        "first_meeting_on": "2026-11-10",
        "previous_on": previous,
    }
    found = due("reviews.held", facts, date.fromisoformat(previous), statute=True)
    assert found["s125-repeat"] == on


def test_statute_begins_on_the_day_that_an_administrator_sets():
    facts = CHILD | {"detained": True}
    begins = date(2026, 11, 3)
    assert "s125a-cetr" not in due("register.admitted", facts, NOV_2, commenced_on=begins)
    assert "s125a-cetr" in due("register.admitted", facts, begins, commenced_on=begins)


# --- Facts that are not known or not well formed -------------------------------------------------


def test_without_a_birth_date_the_stricter_branch_is_raised_once_and_says_so():
    found = ask("register.admitted", {"admitted_on": "2026-11-02"}, NOV_2, statute=True)
    assert {rule: one.due_on for rule, one in found.items()} == {
        "post-admission-cetr": date(2026, 11, 15),
        "s125a-cetr": date(2026, 11, 15),
        "blue-review": date(2026, 12, 2),
        "oversight-visit-child": date(2026, 12, 14),
    }
    visit = found["oversight-visit-child"]
    assert visit.missing == ("birth_date",)
    assert "the birth date is not known" in visit.basis


def test_without_a_rating_the_duties_of_red_are_raised_and_say_so():
    found = ask("register.rated", {}, NOV_2)
    assert set(found) == set(ask("register.rated", {"level": "RED"}, NOV_2))
    assert all("level" in one.missing for one in found.values())


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"level": "PURPLE"}, "level"),
        ({"level": 3}, "level"),
        ({"birth_date": "01/05/2011"}, "birth_date"),
        ({"birth_date": "2011-02-30"}, "birth_date"),
        ({"birth_date": 20110501}, "birth_date"),
        ({"birth_date": "2011-W18-7"}, "birth_date"),
        ({"birth_date": "2030-01-01"}, "birth_date"),
        ({"birth_date": "0001-01-01"}, "birth_date"),
        ({"admitted_on": "9999-12-31"}, "admitted_on"),
        ({"ehc_plan": "yes"}, "ehc_plan"),
        ({"detained": 1}, "detained"),
        ({"security": "tight"}, "security"),
        ({"birthdate": "2011-05-01"}, "birthdate"),
        ({"review_kind": "TEA"}, "review_kind"),
        ([], "facts"),
    ],
)
def test_malformed_facts_name_the_key(facts, key):
    with pytest.raises(policy.FactsError) as refused:
        policy.duties_for(POLICY, "register.rated", facts, NOV_2)
    assert refused.value.key == key


def test_an_unknown_event_is_refused():
    with pytest.raises(policy.UnknownEvent, match=r"register\.rated"):
        policy.duties_for(POLICY, "register.rating", {}, NOV_2)


# --- Raised by a change only ---------------------------------------------------------------------


def test_what_a_level_asks_for_once_is_asked_when_it_is_new_or_nobody_says_what_it_was():
    for was in ({}, {"was": None}, {"was": "AMBER"}):
        assert "red-cetr" in ask("register.rated", {"level": "RED"} | was, NOV_2)
    again = ask("register.rated", {"level": "RED", "was": "RED"}, NOV_2)
    assert set(again) == {"rating-review-red"}


def test_a_rule_of_a_change_says_so_in_words():
    rule = next(one for one in POLICY.rules if one.id == "red-cetr")
    assert "when the level changes" in rule.when_in_words()


SOME_DAY = st.dates(date(2000, 1, 1), date(2060, 12, 31))
SOME_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from(["RED", "AMBER", "GREEN", "BLUE"]),
        "birth_date": st.dates(date(1920, 1, 1), date(1999, 12, 31)).map(date.isoformat),
        "ehc_plan": st.booleans(),
        "detained": st.booleans(),
        "security": st.sampled_from(["none", "low", "medium", "high"]),
        "admitted_on": SOME_DAY,
        "applicable_on": SOME_DAY,
        "recognised_on": SOME_DAY,
        "first_meeting_on": SOME_DAY,
        "previous_on": SOME_DAY,
        "region": st.text(min_size=1, max_size=20).filter(str.strip),
        "cetr_before": st.booleans(),
        "review_kind": st.sampled_from(["CTR", "CETR", "LAEP", "VISIT"]),
    },
)


@given(st.sampled_from(policy.TRIGGERS), SOME_FACTS, SOME_DAY, st.booleans())
def test_any_facts_give_an_answer_with_no_duty_twice(event, facts, at, statute):
    duties = policy.duties_for(POLICY, event, facts, at, statute)
    assert len({one.rule for one in duties}) == len(duties)
    assert all(one.as_dict()["basis"] for one in duties)
    assert duties == policy.duties_for(POLICY, event, facts, at, statute)


@given(st.sampled_from(policy.TRIGGERS), SOME_FACTS, SOME_DAY)
def test_an_unknown_fact_never_loses_or_delays_a_statutory_review(event, facts, at):
    """Whatever is asked of a detained child by a day is asked no later when less is known."""
    known = facts | {"birth_date": "1999-12-31", "ehc_plan": True, "detained": True}
    fuller = policy.duties_for(POLICY, event, known, at, True)
    fewer = {key: value for key, value in known.items() if key not in {"birth_date", "ehc_plan"}}
    vaguer = {one.rule: one for one in policy.duties_for(POLICY, event, fewer, at, True)}
    for one in fuller:
        if one.rule.startswith("s125a"):
            assert (vaguer[one.rule].due_on or date.max) <= (one.due_on or date.min)


@given(
    st.sampled_from(policy.TRIGGERS),
    st.sampled_from(["RED", "AMBER", "GREEN"]),
    SOME_DAY,
    SOME_DAY,
)
def test_a_later_event_never_gives_an_earlier_due_date(event, level, one, other):
    early, late = sorted([one, other])
    facts = {"level": level, "birth_date": "1970-01-01"}
    before = due(event, facts, early)
    for rule, day in due(event, facts, late).items():
        if day is not None:
            assert before[rule] <= day


# --- What meets a duty ---------------------------------------------------------------------------


def test_a_cetr_meets_what_a_laep_or_a_review_of_unknown_kind_does_not():
    met_by = ask("register.rated", {"level": "RED"}, NOV_2)["red-cetr"].met_by
    stored = [one.as_dict() for one in met_by]
    for outcomes in (met_by, stored):
        assert policy.meets(outcomes, "reviews.held", {"review_kind": "CTR"}, NOV_2)
        assert not policy.meets(outcomes, "reviews.held", {"review_kind": "LAEP"}, NOV_2)
        assert not policy.meets(outcomes, "reviews.held", {}, NOV_2)
        assert not policy.meets(outcomes, "meetings.held", {"review_kind": "CTR"}, NOV_2)


def test_a_floor_is_met_only_when_its_day_has_come():
    one = ask("register.discharged", {"level": "RED"}, NOV_2)["discharge-red-floor"]
    for on, met in ((NOV_2, False), (date(2026, 11, 15), False), (date(2026, 11, 16), True)):
        assert policy.meets(one.met_by, "register.rated", {}, on, due_on=one.due_on) is met


def test_an_event_s_other_codes_are_passed_over():
    carried = {"level": "RED", "rating": "0192", "birth_date": "2011-05-01", "source": "meeting"}
    assert policy.Facts.pick(carried).level == "RED"


def test_every_rule_can_be_read_aloud():
    for rule in POLICY.rules:
        assert "{" not in rule.when_in_words() + rule.due.in_words()
        assert rule.due.in_words()
