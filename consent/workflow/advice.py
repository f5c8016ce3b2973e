"""Asking the DSR team without naming anybody, answering, and removing the words afterwards."""

from datetime import datetime

from accounts.models import Area, User
from consent import policy, rules
from consent.models import AdviceQuestion
from consent.references import new_reference
from core import events
from core.errors import RuleBroken


@events.step
def ask_advice(*, area: Area, question: str, by: User, at: datetime) -> AdviceQuestion:
    """Ask the team of `area`; the same question sent twice by the same user is asked once."""
    rules.check_asked(question, field="question", missing="Enter your question")
    User.objects.select_for_update().get(pk=by.pk)
    words = question.strip()
    waiting = AdviceQuestion.objects.waiting().filter(area=area, asked_by=by, question=words)
    if (same := waiting.first()) is not None:
        return same
    asked = AdviceQuestion.objects.create(
        reference=new_reference("A"), area=area, question=words, asked_by=by, asked_at=at
    )
    events.publish("consent.advice_asked", by=by, at=at, advice=asked.pk, area=area.pk)
    return asked


@events.step
def answer_advice(*, advice: AdviceQuestion, answer: str, by: User, at: datetime) -> AdviceQuestion:
    """Answer a question once; whoever asked is told that there is an answer."""
    advice = AdviceQuestion.objects.select_for_update().get(pk=advice.pk)
    if not advice.is_open:
        raise RuleBroken("This question has already been answered. Nothing was changed.")
    rules.check_asked(answer, field="answer", missing="Enter your answer")
    advice.answer, advice.answered_by, advice.answered_at = answer.strip(), by, at
    advice.save()
    events.publish(
        "consent.advice_given", by=by, at=at, advice=advice.pk, asked_by=advice.asked_by_id
    )
    return advice


@events.step
def clear_advice(*, at: datetime) -> int:
    """Remove the words of questions that have served (policy data); return how many."""
    days = policy.current().advice.keep_days
    rows = AdviceQuestion.objects.outlived(at=at, days=days).select_for_update()
    cleared = AdviceQuestion.objects.filter(pk__in=[row.pk for row in rows]).update(
        question="", answer="", cleared_at=at
    )
    if cleared:
        events.publish("consent.advice_cleared", by=None, at=at, rows=cleared)
    return cleared
