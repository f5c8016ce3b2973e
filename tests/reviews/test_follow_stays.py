"""Where a review was held is worked out from the stays, and follows when they change."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from alerts.models import Notice
from core.models import AuditEvent
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.models import InpatientStay
from register.rules import ClosureReason, LegalStatus, Reopening
from reviews.models import Review
from reviews.rules import StayChange
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import stay_of
from tests.register.test_correct_stay import correct
from tests.reviews.following import (
    AFTER,
    BEFORE,
    DAY,
    TODAY,
    earlier_stay,
    now,
    someone,
    strike,
    told,
)
from tests.reviews.given import consents, held
from tests.reviews.test_days_of_stays import discharge
from tests.reviews.test_put_right import open_duties, right

# A stay that becomes known later ---------------------------------------------------------------


def test_an_admission_recorded_later_takes_the_review_into_the_stay(cast: Cast) -> None:
    person = someone(cast)
    review = held(cast, person, held_on=DAY)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    assert now(review) == ("inpatient", stay)
    assert told(review) == [("inpatient", "stay_recorded")]
    assert [row.history_change_reason for row in review.history.order_by("history_id")] == [
        "record_review", StayChange.RECORDED.value,
    ]  # fmt: skip
    assert review.history.earliest().setting == "community"
    assert duties.compare(at=NOW) == []


@pytest.mark.parametrize("until", [DAY + timedelta(days=1), AFTER])
def test_an_earlier_stay_takes_the_review_that_lies_in_it_and_no_other(
    cast: Cast, until: date
) -> None:
    person = someone(cast)
    inside = held(cast, person, held_on=DAY)
    outside = held(cast, person, held_on=until)
    stay = earlier_stay(cast, person, until, admitted_on=BEFORE)
    assert now(inside) == ("inpatient", stay)
    assert now(outside) == ("community", None)
    assert told(inside) == [("inpatient", "stay_recorded")]


def test_an_earlier_stay_of_long_ago_takes_its_review_and_changes_no_duty(cast: Cast) -> None:
    person = someone(cast)
    review = held(cast, person, held_on=date(2026, 6, 10))
    before = open_duties(person)
    stay = earlier_stay(cast, person, date(2026, 7, 1), admitted_on=date(2026, 6, 1))
    assert now(review) == ("inpatient", stay)
    assert open_duties(person) == before
    assert duties.compare(at=NOW) == []


def test_an_admission_recorded_after_the_review_of_its_day_has_its_duty_met(cast: Cast) -> None:
    mine, theirs = someone(cast), someone(cast)
    held(cast, mine, held_on=DAY)
    for one in (mine, theirs):
        stay_of(cast, one, admitted_on=DAY)
    held(cast, theirs, held_on=DAY)
    assert open_duties(mine) == open_duties(theirs)
    assert Duty.objects.get(person=mine, rule="post-admission-ctr").status == "met"
    assert duties.compare(at=NOW) == []


def test_a_review_moved_before_its_stay_is_in_hospital_once_the_stay_is_moved(cast: Cast) -> None:
    wrong, person, truly = someone(cast), someone(cast), someone(cast)
    stay = stay_of(cast, wrong, admitted_on=DAY, legal_status=LegalStatus.SECTION_3)
    review = held(cast, wrong, held_on=DAY)
    strike(cast, "review", review, to=person)
    moved = Review.objects.get(person=person)
    assert now(moved) == ("community", None)
    strike(cast, "stay", stay, to=person)
    assert now(moved) == ("inpatient", InpatientStay.objects.get(person=person))
    assert Review.objects.count() == 1
    stay_of(cast, truly, admitted_on=DAY, legal_status=LegalStatus.SECTION_3)
    held(cast, truly, held_on=DAY)
    assert open_duties(person) == open_duties(truly)
    assert duties.compare(at=NOW) == []


def test_a_review_moved_to_someone_in_hospital_then_and_back_is_where_each_was(cast: Cast) -> None:
    at_home, inside = someone(cast), someone(cast)
    stay = stay_of(cast, inside, admitted_on=BEFORE)
    strike(cast, "review", held(cast, at_home, held_on=DAY), to=inside)
    moved = Review.objects.get()
    assert now(moved) == ("inpatient", stay)
    strike(cast, "review", moved, to=at_home)
    assert now(Review.objects.get()) == ("community", None)


# A stay put right ------------------------------------------------------------------------------


def test_dates_put_right_take_the_review_out_and_in_again(cast: Cast) -> None:
    person, theirs = someone(cast), someone(cast)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    review = held(cast, person, held_on=DAY)
    correct(cast, stay, admitted_on=AFTER)
    assert now(review) == ("community", None)
    held(cast, theirs, held_on=DAY)
    stay_of(cast, theirs, admitted_on=AFTER)
    assert open_duties(person) == open_duties(theirs)
    correct(cast, stay, admitted_on=DAY)
    assert now(review) == ("inpatient", stay)
    assert told(review) == [("community", "stay_corrected"), ("inpatient", "stay_corrected")]
    assert duties.compare(at=NOW) == []


def test_a_discharge_put_right_to_before_the_review_and_back(cast: Cast) -> None:
    person = someone(cast)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    review = held(cast, person, held_on=DAY)
    discharge(cast, stay, AFTER)
    assert now(review) == ("inpatient", stay)
    correct(cast, stay, discharged_on=DAY - timedelta(days=1))
    assert now(review) == ("community", None)
    correct(cast, stay, discharged_on=AFTER)
    assert now(review) == ("inpatient", stay)
    assert duties.compare(at=NOW) == []


def test_a_discharge_before_the_review_ends_that_it_counts_in_hospital(cast: Cast) -> None:
    person = someone(cast)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    review = held(cast, person, held_on=DAY)
    discharge(cast, stay, DAY - timedelta(days=1))
    assert now(review) == ("community", None)
    assert told(review) == [("community", "stay_ended")]
    strike(cast, "discharge", stay)
    assert now(review) == ("inpatient", stay)
    assert told(review)[-1] == ("inpatient", "discharge_struck_out")
    assert duties.compare(at=NOW) == []


def test_a_review_on_the_ward_stays_there_when_the_discharge_is_of_its_day(cast: Cast) -> None:
    person = someone(cast)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    review = held(cast, person, held_on=DAY)
    discharge(cast, stay, DAY)
    assert now(review) == ("inpatient", stay)
    stay_of(cast, person, admitted_on=DAY)
    assert now(review) == ("inpatient", stay)
    assert told(review) == []


def test_a_discharge_moved_to_the_right_person_moves_where_both_reviews_were(cast: Cast) -> None:
    wrong, person = someone(cast), someone(cast)
    mine, theirs = (stay_of(cast, one, admitted_on=BEFORE) for one in (wrong, person))
    discharge(cast, mine, DAY - timedelta(days=1))
    first, second = (held(cast, one, held_on=DAY) for one in (wrong, person))
    assert (now(first)[0], now(second)[0]) == ("community", "inpatient")
    strike(cast, "discharge", mine, to=person)
    assert now(first) == ("inpatient", mine)
    assert now(second) == ("community", None)
    theirs.refresh_from_db()
    assert theirs.discharged_on == DAY - timedelta(days=1)


# A stay struck out -----------------------------------------------------------------------------


def test_a_review_recorded_on_its_own_outlives_a_stay_struck_out(cast: Cast) -> None:
    person = someone(cast)
    alone = held(cast, person, held_on=DAY)
    before = open_duties(person)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    within = held(cast, person, held_on=AFTER)
    assert now(alone) == now(within) == ("inpatient", stay)
    strike(cast, "stay", stay)
    assert now(alone) == ("community", None)
    assert told(alone)[-1] == ("community", "stay_struck_out")
    assert not Review.objects.filter(pk=within.pk).exists()
    assert Review.recorded.get(pk=within.pk).struck_out is not None
    assert open_duties(person) == before
    assert duties.compare(at=NOW) == []


def test_a_review_recorded_on_its_own_does_not_move_with_a_stay_of_someone_else(
    cast: Cast,
) -> None:
    wrong, person = someone(cast), someone(cast)
    alone = held(cast, wrong, held_on=DAY)
    stay = stay_of(cast, wrong, admitted_on=BEFORE)
    held(cast, wrong, held_on=AFTER)
    strike(cast, "stay", stay, to=person)
    assert now(alone) == ("community", None)
    assert Review.objects.get(person=wrong) == alone
    moved = Review.objects.get(person=person)
    assert (moved.held_on, moved.setting) == (AFTER, "inpatient")


def test_a_review_of_the_day_of_the_discharge_moves_with_its_stay_into_it(cast: Cast) -> None:
    wrong, person = someone(cast), someone(cast)
    stay = stay_of(cast, wrong, admitted_on=BEFORE)
    held(cast, wrong, held_on=DAY)
    discharge(cast, stay, DAY)
    strike(cast, "stay", stay, to=person)
    moved = Review.objects.get()
    assert now(moved) == ("inpatient", InpatientStay.objects.get(person=person))


def test_a_review_that_was_struck_out_with_its_stay_stays_so(cast: Cast) -> None:
    person = someone(cast)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    review = held(cast, person, held_on=DAY)
    strike(cast, "stay", stay)
    stay_of(cast, person, admitted_on=BEFORE)
    assert not Review.objects.exists()
    assert Review.recorded.get(pk=review.pk).stay_id == stay.pk


# Closing and reopening -------------------------------------------------------------------------


def test_a_death_before_the_review_and_its_reopening_are_followed(cast: Cast) -> None:
    person = someone(cast)
    consents(cast, person, cetr=True)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    review = held(cast, person, held_on=DAY)
    entry = register.close(
        person=person, reason=ClosureReason.DIED, died_on=DAY - timedelta(days=1), by=cast.team,
        at=NOW,
    )  # fmt: skip
    assert now(review) == ("community", None)
    register.reopen(
        entry=entry, how=Reopening.ERROR, words="Someone else of that name", by=cast.second_team,
        at=NOW,
    )  # fmt: skip
    assert now(review) == ("inpatient", stay)
    assert told(review)[-1] == ("inpatient", "record_reopened")


# A review put right ----------------------------------------------------------------------------


def test_what_was_put_right_of_a_review_holds_whatever_follows(cast: Cast) -> None:
    mine, theirs = someone(cast), someone(cast)
    review = held(cast, mine, held_on=TODAY)
    right(cast, review, held_on=DAY, at=NOW)
    stay_of(cast, mine, admitted_on=DAY)
    assert now(review)[0] == "inpatient"
    right(cast, review, 1, held_on=DAY, chair="Cora", at=NOW + timedelta(hours=1))
    assert now(review)[0] == "inpatient"
    stay_of(cast, theirs, admitted_on=DAY)
    held(cast, theirs, held_on=DAY, chair="Cora")
    assert open_duties(mine) == open_duties(theirs)
    assert duties.compare(at=NOW) == []


def test_an_emergency_protocol_follows_as_well_and_stops_no_clock(cast: Cast) -> None:
    person = someone(cast)
    review = held(cast, person, held_on=DAY, emergency=True)
    stay = stay_of(cast, person, admitted_on=BEFORE)
    assert now(review) == ("inpatient", stay)
    assert Duty.objects.get(person=person, rule="post-admission-ctr").is_open
    correct(cast, stay, admitted_on=AFTER)
    assert now(review) == ("community", None)
    assert duties.compare(at=NOW) == []


# Pages -----------------------------------------------------------------------------------------


def test_the_pages_say_where_it_counts_now_and_why(cast: Cast, sign_in: Any) -> None:
    person = someone(cast)
    review = held(cast, person, held_on=DAY)
    client = sign_in(cast.team)
    pages = (
        reverse("register:person", args=[person.pk]), reverse("reviews:review", args=[review.pk]),
    )  # fmt: skip
    for page in pages:
        assert "Now counted as held" not in client.get(page).content.decode()
    stay = stay_of(cast, person, admitted_on=BEFORE)
    for page in pages:
        said = "Now counted as held in hospital: a stay in hospital was recorded later."
        assert said in client.get(page).content.decode()
    strike(cast, "stay", stay)
    for page in pages:
        said = "Now counted as held in the community: a stay in hospital was struck out."
        assert said in client.get(page).content.decode()
    right(cast, review, held_on=AFTER, at=NOW)
    for page in pages:
        assert "Now counted as held" not in client.get(page).content.decode()


def test_nobody_gets_a_notice_of_what_only_followed(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, at=NOW - timedelta(days=60))
    held(cast, person, held_on=DAY)
    stay_of(cast, person, admitted_on=BEFORE)
    assert not Notice.objects.filter(kind="record_put_right").exists()


def test_two_steps_that_change_nothing_for_a_review_write_nothing(cast: Cast) -> None:
    person = someone(cast)
    review = held(cast, person, held_on=DAY)
    stay_of(cast, person, admitted_on=AFTER)
    assert review.history.count() == 1
    assert not AuditEvent.objects.filter(kind="reviews.setting_followed").exists()
