"""What is left to do before a review can be closed, and its escalation. Plain values only."""

from datetime import date, datetime

from core.errors import RuleBroken


def rating_counts(
    *, from_review: bool, rated_on: date, rated_at: datetime, held_on: date, recorded_at: datetime
) -> bool:
    """Whether a rating is the review of the rating that a C(E)TR asks for (S1; S28).

    One given because of the C(E)TR, on its day or later; or any after the C(E)TR was recorded,
    when whoever rated could know of it.
    """
    return (from_review and rated_on >= held_on) or rated_at > recorded_at


def to_do(*, rated: bool, unsettled: int, report_sent: bool, oversight: bool) -> list[str]:
    """Return what stands between a review and its closing, in sentences; empty when nothing."""
    found = []
    if not report_sent:
        found.append("Send the report to everyone who must have it")
    if not rated:
        found.append("Review the rating: every C(E)TR asks for it")
    if unsettled == 1:
        found.append("Agree an action for 1 recommendation, or say why there is none")
    elif unsettled:
        found.append(f"Agree actions for {unsettled} recommendations, or say why there are none")
    if not oversight:
        found.append("Record what the oversight panel decided")
    return found


def check_closable(left: list[str]) -> None:
    """Refuse to close a review that still asks for something, and say what."""
    if left:
        raise RuleBroken("This review cannot be closed yet. " + ". ".join(left) + ".")


def check_left(reason: str) -> None:
    """Refuse a recommendation that becomes no action without saying why."""
    if not reason.strip():
        raise RuleBroken("Enter why this recommendation becomes no action", field="reason")


def check_escalation(reason: str, *, held_on: date, escalated_on: date, on: date) -> None:
    """Refuse an escalation without a reason, before its review or in the future."""
    if not reason.strip():
        raise RuleBroken("Enter why the review is escalated", field="reason")
    _check_day(escalated_on, since=held_on, on=on, words="the review", field="escalated_on")


def check_oversight(outcome: str, *, escalated_on: date, oversight_on: date, on: date) -> None:
    """Refuse an outcome of the oversight panel without words, or on an impossible day."""
    if not outcome.strip():
        raise RuleBroken("Enter what the oversight panel decided", field="outcome")
    _check_day(
        oversight_on, since=escalated_on, on=on, words="the escalation", field="oversight_on"
    )


def _check_day(day: date, *, since: date, on: date, words: str, field: str) -> None:
    if day > on:
        raise RuleBroken("Date must be today or in the past", field=field)
    if day < since:
        raise RuleBroken(f"Date must be on or after the day of {words}", field=field)
