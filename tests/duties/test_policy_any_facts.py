"""What the policy answers when facts are unknown, malformed or of any kind."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties import policy
from tests.duties.asking import NOV_2, POLICY, ask, due


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
