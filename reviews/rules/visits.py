"""When a commissioner's oversight visit counts. Plain values only."""

from datetime import date

from core.errors import RuleBroken


def check_visit(
    visited_on: date, *, admitted_on: date, discharged_on: date | None, on: date
) -> None:
    """Refuse a visit in the future or outside the stay."""
    if visited_on > on:
        raise RuleBroken("Date of the visit must be today or in the past", field="visited_on")
    if visited_on < admitted_on:
        raise RuleBroken(
            "Date of the visit must be on or after the date of admission", field="visited_on"
        )
    if discharged_on is not None and visited_on > discharged_on:
        raise RuleBroken("Date of the visit is after the discharge", field="visited_on")


def check_seen(saw_person: bool, not_seen_reason: str) -> None:
    """Refuse a visit at which the person was not seen without saying why."""
    if not saw_person and not not_seen_reason.strip():
        raise RuleBroken("Enter why you did not see the person", field="not_seen_reason")
