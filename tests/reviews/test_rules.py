"""The rules of a review's way as plain values: who organises, whose paper, when a rating counts."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data_files import DataFileError
from core.errors import RuleBroken
from reviews import policy, rules
from reviews.rules import Organiser, Recipient, RequestState, Setting

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("setting", "child", "secure", "organiser"),
    [
        (Setting.COMMUNITY, True, False, Organiser.ICB),
        (Setting.COMMUNITY, False, False, Organiser.ICB),
        (Setting.INPATIENT, True, False, Organiser.NHS_ENGLAND),
        (Setting.INPATIENT, False, True, Organiser.NHS_ENGLAND),
        (Setting.INPATIENT, False, False, Organiser.ICB),
    ],
)
def test_who_organises_a_review(
    setting: Setting, child: bool, secure: bool, organiser: Organiser
) -> None:
    assert rules.organiser_of(setting=setting, child=child, secure=secure) is organiser


def test_no_verb_starts_from_a_state_that_ends_a_request() -> None:
    final = set(RequestState) - set(rules.OPEN)
    assert all(not states & final for states in rules.TRANSITIONS.values())


@given(DAYS, st.integers(min_value=0, max_value=60), st.integers(min_value=0, max_value=8))
def test_notice_is_short_when_fewer_than_the_weeks_are_left(
    arranged_on: date, days: int, weeks: int
) -> None:
    planned = arranged_on + timedelta(days=days)
    short = rules.short_notice(planned, arranged_on=arranged_on, weeks=weeks)
    assert short == (days < weeks * 7)


@pytest.mark.parametrize(
    ("from_review", "hours", "counts"),
    [(True, 0, True), (True, -5, True), (True, -30, False), (False, 1, True), (False, 0, False),
     (False, -5, False)],
)  # fmt: skip
def test_when_a_rating_is_the_review_of_the_rating(
    from_review: bool, hours: int, counts: bool
) -> None:
    recorded = datetime(2026, 11, 23, 12, tzinfo=UTC)
    rated = recorded + timedelta(hours=hours)
    assert counts == rules.rating_counts(
        from_review=from_review, rated_on=rated.date(), rated_at=rated,
        held_on=recorded.date(), recorded_at=recorded,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("received", "circulated", "consent", "fine"),
    [
        (["a", "b"], ["a"], True, True),
        (["a"], [], False, True),
        (["a"], ["a"], False, False),
        ([], ["a"], True, False),
    ],
)
def test_papers_go_to_a_panel_with_consent_only_and_after_they_came(
    received: list[str], circulated: list[str], consent: bool, fine: bool
) -> None:
    if fine:
        rules.check_papers(received=received, circulated=circulated, consent=consent)
        return
    with pytest.raises(RuleBroken):
        rules.check_papers(received=received, circulated=circulated, consent=consent)


def test_the_policy_lists_papers_by_setting_and_age_with_the_core_first() -> None:
    inpatient = policy.current().papers_for("inpatient", child=True)
    assert [one.core for one in inpatient] == sorted((one.core for one in inpatient), reverse=True)
    assert "ehc-plan" in {one.code for one in inpatient}
    community = policy.current().papers_for("community", child=False)
    assert {"physical-health", "ehc-plan"}.isdisjoint(one.code for one in community)
    assert all(one.source for one in policy.current().papers.values())
    assert {one.certainty_in("community") for one in community} == {"U"}


def test_in_hospital_the_four_of_statute_must_have_the_report() -> None:
    assert policy.current().required("inpatient") == rules.STATUTORY
    assert Recipient.PERSON in policy.current().required("community")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("weeks = 2", "weeks = 99", "weeks must be 0 to 26"),
        ('code = "medication"', 'code = "planner"', "names two rows"),
        ('"clinician",', '"wizard",', "wizard"),
        ("core = true", "kore = true", "core is missing"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    file = tmp_path / "policy.toml"
    text = policy.FILE.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(DataFileError, match=words) as refused:
        policy.read(file)
    assert refused.value.line >= 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"happened_on": date(2026, 11, 30)}, "happened_on"),
        ({"happened_on": date(2026, 11, 1)}, "happened_on"),
        ({"state": rules.KeyworkerState.NOT_ACCEPTED}, "reason"),
        ({"state": rules.KeyworkerState.ALLOCATED}, "service"),
        ({"next_on": date(2026, 11, 1)}, "next_on"),
    ],
)
def test_news_of_a_referral_that_cannot_be_is_refused(
    changed: dict[str, object], field: str
) -> None:
    values: dict[str, object] = {
        "reason": "", "service": "", "happened_on": date(2026, 11, 20), "next_on": None,
    }  # fmt: skip
    given_state = changed.pop("state", rules.KeyworkerState.WAITING)
    with pytest.raises(RuleBroken) as refused:
        rules.check_follow_up(
            given_state,
            decided_on=date(2026, 11, 10), on=date(2026, 11, 23), **(values | changed),
        )  # fmt: skip
    assert refused.value.field == field
