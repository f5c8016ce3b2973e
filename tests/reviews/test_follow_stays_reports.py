"""The report of a review that follows the stays: who must have it, and which figure it is in."""

from datetime import date, timedelta

import pytest

from accounts.rules import Permission
from core.models import AuditEvent
from duties import workflow as duties
from duties.models import Duty
from oversight.over_time import over_time
from register.models import InpatientStay
from register.rules import LegalStatus
from reviews import workflow
from reviews.models import Review
from tests.conftest import Cast
from tests.factories import NOW
from tests.register.stays import stay_of
from tests.register.test_correct_stay import correct
from tests.reviews.following import (
    AFTER,
    BEFORE,
    DAY,
    TODAY,
    now,
    someone,
    strike,
)
from tests.reviews.given import held
from tests.reviews.test_put_right import right


def test_a_report_sent_is_told_again_as_of_someone_detained(cast: Cast) -> None:
    person = someone(cast)
    review = held(cast, person, held_on=DAY)
    workflow.send_report(review=review, sent_on=AFTER, by=cast.team, at=NOW)
    stay_of(cast, person, admitted_on=BEFORE, legal_status=LegalStatus.SECTION_3)
    rows = AuditEvent.objects.filter(kind="reviews.setting_followed").order_by("id")
    assert (rows[1].facts["setting"], rows[1].facts["detained"]) == ("inpatient", True)


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_report_counts_as_sent_once_those_have_it_who_must_now(cast: Cast, by_hand: bool) -> None:
    person = someone(cast)
    review = held(cast, person, held_on=DAY - timedelta(days=9) if by_hand else DAY)
    if by_hand:
        stay_of(cast, person, admitted_on=BEFORE)
    workflow.send_report(review=review, sent_on=AFTER, by=cast.team, at=NOW)
    review.refresh_from_db()
    assert now(review)[0] == "community"
    assert not Duty.objects.open().reports_of(review.pk).exists()
    if by_hand:
        right(cast, review, held_on=DAY, at=NOW)
    else:
        stay_of(cast, person, admitted_on=BEFORE)
    review.refresh_from_db()
    assert review.report_sent_on is None
    assert review.setting == "inpatient"
    assert review.copies.count() == 2
    assert Duty.objects.open().reports_of(review.pk).exists()
    assert duties.compare(at=NOW) == []
    stay = InpatientStay.objects.get()
    if by_hand:
        correct(cast, stay, admitted_on=AFTER)
    else:
        strike(cast, "stay", stay)
    review.refresh_from_db()
    assert review.setting == "community"
    assert review.report_sent_on == AFTER
    assert not Duty.objects.open().reports_of(review.pk).exists()
    assert duties.compare(at=NOW) == []


def test_the_figure_of_reviews_in_hospital_counts_it_once_it_is_known_to_be_one(
    cast: Cast,
) -> None:
    person, day = someone(cast), date(2026, 10, 12)
    held(cast, person, held_on=day)
    assert _figure(cast) == "none to count"
    stay = stay_of(cast, person, admitted_on=day)
    assert _figure(cast) == "100% (1 of 1)"
    strike(cast, "stay", stay)
    assert _figure(cast) == "none to count"
    assert Review.objects.get().setting == "community"


def _figure(cast: Cast) -> str:
    """Return how many C(E)TRs in hospital that were due from October on were held in time."""
    found = over_time(cast.commissioner, Permission.OVERSIGHT_VIEW, on=TODAY, hide=False)
    chart = next(one for one in found.charts if "C(E)TRs in hospital" in one.columns)
    rows = {row[0]: row[chart.columns.index("C(E)TRs in hospital")] for row in chart.rows}
    return str(rows["Oct-Dec 26"])
