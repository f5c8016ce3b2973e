"""Someone who is second, or opens an old page, undoes nothing and is told what stands now."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from alerts import workflow as alerts
from alerts.models import Escalation, Notice
from core.errors import Conflict, RuleBroken
from register import workflow
from register.models import ExtendedLeave, Rating
from register.rules import Cause, ClosureReason, Level
from reviews import workflow as reviews
from reviews.rules import KeyworkerOutcome
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import stay_of

BEFORE = NOW - timedelta(days=30)
SOON = NOW + timedelta(minutes=5)
WHY = "Read wrong"


def test_a_return_from_leave_is_not_undone_by_a_page_from_before_it(cast: Cast) -> None:
    stay = stay_of(cast)
    began = date(2026, 11, 10)
    leave = workflow.start_leave(stay=stay, started_on=began, note="", by=cast.team, at=NOW)
    seen = leave.history.first().pk
    workflow.end_leave(stay=stay, ended_on=date(2026, 11, 20), by=cast.second_team, at=NOW)
    with pytest.raises(Conflict, match="Toby Team recorded the end of this leave"):
        workflow.correct_leave(
            leave=leave, started_on=date(2026, 11, 9), ended_on=None, why=WHY, version=seen,
            by=cast.team, at=NOW,
        )  # fmt: skip
    assert ExtendedLeave.objects.get().ended_on == date(2026, 11, 20)


def test_the_second_page_shows_what_stands_now(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=BEFORE)
    wrong = Rating.objects.get()
    workflow.correct_rating(
        rating=wrong, level=Level.RED, reason="In crisis", why=WHY, by=cast.second_team, at=NOW
    )
    address = reverse("register:correct_rating", args=[person.pk, wrong.pk])
    sent = {"level": "AMBER", "reason": "Worse", "why": WHY}
    page = sign_in(cast.team).post(address, sent).content.decode()
    assert "Toby Team put this record right" in page
    assert "Red" in page[page.index("Error: ") :]
    assert "The record now says: Green" not in page


def test_a_red_put_right_is_not_said_to_be_ignored_within_a_minute(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=BEFORE)
    workflow.correct_rating(
        rating=Rating.objects.get(), level=Level.RED, reason="In crisis", why=WHY, by=cast.team,
        at=NOW,
    )  # fmt: skip
    alerts.escalate(at=SOON)
    assert not Escalation.objects.exists()
    alerts.escalate(at=NOW + timedelta(hours=2))
    assert Escalation.objects.filter(person_id=person.pk).exists()


def test_nor_is_one_that_stands_again(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, at=BEFORE)
    later = workflow.rate(
        person=person, level=Level.AMBER, reason="Calmer", by=cast.team,
        at=BEFORE + timedelta(minutes=1),
    )  # fmt: skip
    workflow.strike_out(
        person=person, kind="rating", fact_id=later.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=NOW,
    )  # fmt: skip
    alerts.escalate(at=SOON)
    assert not Escalation.objects.exists()


def test_nobody_leaves_or_dies_before_a_discharge(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.discharge(
        stay=stay, discharged_on=date(2026, 11, 20), destination="Home", level=Level.AMBER,
        reason="Calmer", by=cast.team, at=NOW,
    )  # fmt: skip
    for given in (
        {"reason": ClosureReason.DIED, "died_on": date(2026, 11, 12)},
        {"reason": ClosureReason.MOVED_AWAY, "left_on": date(2026, 11, 12)},
    ):
        with pytest.raises(RuleBroken, match="discharged from hospital on 20 November 2026"):
            workflow.close(person=stay.person, by=cast.team, at=NOW, **given)


def test_a_keyworker_is_not_decided_about_before_birth(cast: Cast) -> None:
    born = date(2015, 9, 1)
    person = on_register(cast.area, by=cast.team, birth_date=born)
    with pytest.raises(RuleBroken, match="on or after the date of birth"):
        reviews.decide_keyworker(
            person=person, outcome=KeyworkerOutcome.DECLINED, reason="No",
            decided_on=born - timedelta(days=1), by=cast.team, at=NOW,
        )  # fmt: skip


def test_the_lead_hears_of_a_closing_that_was_put_right(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, at=BEFORE, lead=cast.lead)
    entry = workflow.close(
        person=person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team, at=NOW
    )
    workflow.correct_closing(
        entry=entry, reason=ClosureReason.STEPPED_DOWN, left_on=NOW.date(), words="Settled",
        why=WHY, version=entry.history.first().pk, by=cast.team, at=SOON,
    )  # fmt: skip
    alerts.relay(at=SOON + timedelta(minutes=1))
    told = Notice.objects.get(kind="record_put_right", user=cast.lead)
    assert told.cancelled_at is None
