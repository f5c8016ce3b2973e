"""Section 2 lasts 28 days at most: longer is asked about, and blocks nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from register import rules, workflow
from register.models import InpatientStay
from register.rules import LegalStatus
from tests.conftest import Cast
from tests.factories import NOW
from tests.register.stays import stay_of

TODAY = NOW.date()
S2, S3, INFORMAL = LegalStatus.SECTION_2, LegalStatus.SECTION_3, LegalStatus.INFORMAL
ASKED = "Section 2 lasts at most 28 days. It was recorded {} days ago. Check the legal status."


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize("days", [28, 59, 127, 223])
def test_section_2_recorded_28_or_more_days_ago_is_asked_about(days: int) -> None:
    assert rules.section_2_question(since=ago(days), on=TODAY) == ASKED.format(days)


@pytest.mark.parametrize("days", [0, 1, 27])
def test_the_day_it_began_is_the_first_of_the_28(days: int) -> None:
    assert rules.section_2_question(since=ago(days), on=TODAY) == ""


def test_nothing_is_asked_of_whoever_is_not_on_section_2() -> None:
    assert rules.section_2_question(since=None, on=TODAY) == ""


@pytest.mark.parametrize(
    ("changes", "now", "since"),
    [
        ([], S2, ago(90)),
        ([], S3, None),
        ([(INFORMAL, S2, ago(40))], S2, ago(40)),
        ([(S2, S3, ago(62))], S3, None),
        ([(S2, S3, ago(62)), (S3, INFORMAL, ago(50)), (INFORMAL, S2, ago(30))], S2, ago(30)),
        ([(INFORMAL, S2, ago(40)), (S2, S2, ago(3))], S2, ago(40)),
    ],
)
def test_section_2_counts_from_the_day_on_which_it_began_and_not_from_a_word_put_right(
    changes: list[tuple[LegalStatus, LegalStatus, date]], now: LegalStatus, since: date | None
) -> None:
    assert rules.section_2_since(now=now, admitted_on=ago(90), changes=changes) == since


@given(st.integers(min_value=0, max_value=400))
def test_it_is_asked_exactly_from_the_29th_day_on(days: int) -> None:
    asked = rules.section_2_question(since=TODAY, on=TODAY + timedelta(days=days))
    assert bool(asked) is (days + 1 > 28)


def pages(sign_in: Any, cast: Cast, stay: InpatientStay) -> list[str]:
    """Return the stay's page, the BLUE list and the person's page."""
    commissioner = sign_in(cast.commissioner)
    found = [
        commissioner.get(address).content.decode()
        for address in (f"/oversight/blue/{stay.pk}/", "/oversight/blue/")
    ]
    return [*found, sign_in(cast.team).get(f"/people/{stay.person_id}/").content.decode()]


def test_every_page_of_the_stay_asks_and_none_asks_once_it_is_section_3(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast, legal_status=S2, admitted_on=ago(59))
    assert [ASKED.format(59) in page for page in pages(sign_in, cast, stay)] == [True] * 3
    workflow.record_status(stay=stay, changed_on=ago(32), legal_status=S3, by=cast.team, at=NOW)
    assert ["Section 2 lasts" in page for page in pages(sign_in, cast, stay)] == [False] * 3


def test_no_page_asks_within_the_28_days_of_a_section_2_that_began_during_the_stay(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast, admitted_on=ago(59))
    workflow.record_status(stay=stay, changed_on=ago(27), legal_status=S2, by=cast.team, at=NOW)
    assert ["Section 2 lasts" in page for page in pages(sign_in, cast, stay)] == [False] * 3


def test_a_stay_that_has_ended_is_not_asked_about(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast, legal_status=S2, admitted_on=ago(59))
    workflow.discharge(
        stay=stay, discharged_on=TODAY, destination="Home", level=rules.Level.RED,
        reason="Home again", by=cast.team, at=NOW,
    )  # fmt: skip
    page = sign_in(cast.team).get(f"/people/{stay.person_id}/").content.decode()
    assert "Section 2 lasts" not in page


def test_the_blue_list_asks_about_many_with_as_many_queries_as_about_one(
    cast: Cast, sign_in: Any
) -> None:
    client = sign_in(cast.commissioner)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/oversight/blue/")
        return len(caught)

    stay_of(cast, legal_status=S2, admitted_on=ago(59))
    queries()
    one = queries()
    for days in (30, 127, 223):
        stay_of(cast, legal_status=S2, admitted_on=ago(days))
    assert queries() == one
