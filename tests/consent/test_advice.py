"""Advice without a name, and how many people said no."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alerts import workflow as alerts
from alerts.models import Notice
from consent import policy, rights, rules, workflow
from consent.models import AdviceQuestion, RefusalCount
from consent.tasks import clear_advice
from core.errors import RuleBroken
from core.models import AuditEvent
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(hours=2)
ASKED = "Someone of 19, at college, says no to the register. Whom do we bring together?"


def asked(cast: Cast) -> AdviceQuestion:
    return workflow.ask_advice(area=cast.area, question=ASKED, by=cast.lead, at=NOW)


def answered(cast: Cast) -> AdviceQuestion:
    return workflow.answer_advice(
        advice=asked(cast), answer="Their school nurse first", by=cast.team, at=LATER
    )


def test_the_team_is_told_and_then_whoever_asked(cast: Cast) -> None:
    answered(cast)
    told = {(one.kind, one.user.full_name) for one in Notice.objects.select_related("user")}
    assert told == {
        ("advice_asked", "Tara Team"),
        ("advice_asked", "Toby Team"),
        ("advice_given", "Lena Lead"),
    }
    alerts.relay(at=LATER)
    assert not any("college" in one.body + one.subject for one in mail.outbox)
    assert not AuditEvent.objects.filter(person_id__isnull=False).exists()


def test_a_question_sent_twice_is_asked_once(cast: Cast) -> None:
    assert asked(cast) == asked(cast)
    assert AuditEvent.objects.filter(kind="consent.advice_asked").count() == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Enter your question"),
        ("   ", "Enter your question"),
        ("What of 943 476 5919?", "NHS number"),
        ("What of 9434765919, who says no?", "NHS number"),
        ("DOB 17/05/2003, says no", "date of birth"),
        ("She was born on 3 May and says no", "date of birth"),
    ],
)
def test_a_question_that_says_who_it_is_is_refused(cast: Cast, words: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        workflow.ask_advice(area=cast.area, question=words, by=cast.lead, at=NOW)
    assert not AdviceQuestion.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_telephone_number_is_not_taken_for_a_person(cast: Cast) -> None:
    words = "Ring me on 01632 960 001 or 0163 296 0002"
    workflow.ask_advice(area=cast.area, question=words, by=cast.lead, at=NOW)


def test_a_second_answer_is_refused_and_the_first_stays(cast: Cast) -> None:
    advice = answered(cast)
    with pytest.raises(RuleBroken, match="already been answered"):
        workflow.answer_advice(advice=advice, answer="No", by=cast.second_team, at=LATER)
    advice.refresh_from_db()
    assert advice.answer == "Their school nurse first"


def test_the_words_go_once_they_have_served_and_an_open_question_waits(
    cast: Cast, clock: Any
) -> None:
    advice = answered(cast)
    still = workflow.ask_advice(area=cast.area, question="And a child?", by=cast.lead, at=NOW)
    days = policy.current().advice.keep_days
    assert workflow.clear_advice(at=LATER + timedelta(days=days, seconds=-1)) == 0
    clock.move_to(LATER + timedelta(days=days))
    clear_advice()
    clear_advice()
    advice.refresh_from_db()
    assert (advice.question, advice.answer) == ("", "")
    assert AuditEvent.objects.filter(kind="consent.advice_cleared").count() == 1
    still.refresh_from_db()
    assert still.question == "And a child?"


def test_a_lead_asks_and_the_team_answers_on_the_pages(cast: Cast, sign_in: Any) -> None:
    page = sign_in(cast.lead).get(reverse("consent:ask_advice")).content.decode()
    assert "Do not say who it is" in page
    form = {"area": str(cast.area.pk), "question": ASKED}
    sent = sign_in(cast.lead).post(reverse("consent:ask_advice"), form)
    advice = AdviceQuestion.objects.get()
    assert sent.headers["Location"] == reverse("consent:advice", args=[advice.pk])
    assert "Answer</a>" not in sign_in(cast.lead).get(sent.headers["Location"]).content.decode()
    answer = reverse("consent:answer_advice", args=[advice.pk])
    assert sign_in(cast.team).post(answer, {"answer": "Begin with <b>them</b>"}).status_code == 302
    shown = sign_in(cast.lead).get(sent.headers["Location"]).content.decode()
    assert "Begin with &lt;b&gt;them&lt;/b&gt;" in shown
    assert (
        advice.reference in sign_in(cast.lead).get(reverse("consent:advice_list")).content.decode()
    )


def test_a_team_does_not_answer_its_own_question_to_another_area(cast: Cast, sign_in: Any) -> None:
    advice = workflow.ask_advice(area=cast.other_area, question=ASKED, by=cast.team, at=NOW)
    client = sign_in(cast.team)
    assert client.get(reverse("consent:advice", args=[advice.pk])).status_code == 200
    assert client.get(reverse("consent:answer_advice", args=[advice.pk])).status_code == 404


# How many said no. -------------------------------------------------------------------------------

MONTHS = [date(2026, month, 1) for month in (7, 8, 9, 10)]
AREAS = ["North", "South", "East"]
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(AREAS)), st.integers(0, 12)
)


def _page_of(counts: dict[tuple[date, str], int]) -> Any:
    table = rules.publish(counts, months=MONTHS, areas=AREAS)
    return rights.table_words(table), rights.chart_of(table)


@given(CELLS, st.data())
def test_nothing_that_is_published_tells_one_small_number_from_another(
    counts: dict[tuple[date, str], int], data: st.DataObject
) -> None:
    """Change every number under 5 to any other: the page stays the same to the last letter."""
    other = dict(counts)
    for month in MONTHS:
        for area in AREAS:
            if counts.get((month, area), 0) < 5:
                other[month, area] = data.draw(st.integers(0, 4))
    assert _page_of(counts) == _page_of(other)


@given(CELLS)
def test_what_is_told_is_true(counts: dict[tuple[date, str], int]) -> None:
    table = rules.publish(counts, months=MONTHS, areas=AREAS)
    for month, cells, total in zip(table.months, table.cells, table.by_month, strict=True):
        real = [counts.get((month, area), 0) for area in AREAS]
        assert all(cell is None or cell == one >= 5 for cell, one in zip(cells, real, strict=True))
        assert total.told <= sum(real)
        assert not total.whole or total.told == sum(real)


def _count(cast: Cast, times: int, at: datetime) -> None:
    for _ in range(times):
        workflow.count_refusal(area=cast.area, at=at)


def test_the_page_tells_whole_months_of_ones_own_areas(cast: Cast, sign_in: Any) -> None:
    _count(cast, 6, NOW - timedelta(days=40))
    _count(cast, 4, NOW - timedelta(days=70))
    _count(cast, 9, NOW)
    for _ in range(8):
        workflow.count_refusal(area=cast.other_area, at=NOW - timedelta(days=40))
    assert RefusalCount.objects.count() == 4
    for reader in (cast.team, cast.auditor):
        page = sign_in(reader).get(reverse("consent:refusal_counts"))
        said = page.content.decode()
        assert "October 2026" in said
        assert "November 2026" not in said, "the month that is not over is not told"
        assert cast.other_area.name not in said
        cells = [row[1] for row in page.context["rows"]]
        assert cells == ["fewer than 5"] * 11 + [6, "at least 6"]
        assert "style=" not in said
