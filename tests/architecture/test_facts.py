"""Every kind of fact that can be struck out can be put right, or says why it cannot."""

import pytest
from django.urls import NoReverseMatch, reverse

from register.workflow import FactKind, kinds
from tests.access.matrix import MATRIX, TEAM

ONE_STEP = "One step of a review, on which no other record hangs: it is taken again on its page."
STRUCK_OUT_AND_RECORDED_ANEW = {
    "review-closing": ("reviews:close", ONE_STEP),
    "review-escalation": ("reviews:escalate", ONE_STEP),
    "review-outcome": ("reviews:record_oversight", ONE_STEP),
    "recommendation-left": ("reviews:leave_recommendation", ONE_STEP),
    "report-copy": ("reviews:send_report", ONE_STEP),
    "regard": ("reviews:record_regard", ONE_STEP),
}  # fmt: skip
"""Kinds without a page of correction: where each is recorded anew, and why that is right."""

KINDS = sorted(kinds().items())


@pytest.mark.parametrize(("code", "kind"), KINDS, ids=[code for code, _ in KINDS])
def test_a_kind_names_its_page_of_correction_or_the_reason_it_has_none(
    code: str, kind: FactKind
) -> None:
    page = kind.correct_at
    assert bool(page) != (code in STRUCK_OUT_AND_RECORDED_ANEW), f"{code}: one of the two"
    if not page:
        return
    key = "00000000-0000-0000-0000-000000000000"
    try:
        assert reverse(page, args=[key, key])
    except NoReverseMatch:
        pytest.fail(f"{page} must take the person and the fact: the link beside a record does")
    assert MATRIX[page].may == TEAM, "whoever may strike it out"


def test_no_reason_is_given_for_a_kind_that_is_gone() -> None:
    assert set(STRUCK_OUT_AND_RECORDED_ANEW) <= set(kinds())


def test_what_is_recorded_anew_has_a_page_for_the_team() -> None:
    for page, reason in STRUCK_OUT_AND_RECORDED_ANEW.values():
        assert MATRIX[page].may >= TEAM, page
        assert reason
