"""Every kind of fact that can be struck out can be put right, or says why it cannot."""

import pytest
from django.urls import NoReverseMatch, reverse

from register.workflow import FactKind, kinds
from tests.access.matrix import MATRIX, TEAM

STRUCK_OUT_AND_RECORDED_ANEW = {
    "decision": "A lawful basis is asked for, not edited: what was agreed is decided again.",
}
"""Kinds without a page of correction, and why striking out and recording anew is right."""

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
