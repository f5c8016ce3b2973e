"""Dates and times in words, as the NHS content guide writes them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.dates import in_words

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_words(day: date) -> str:
    """Return "6 August 2018"; a moment is read on the clock in Europe/London."""
    if isinstance(day, datetime):
        day = local(day)
    return in_words(day)


def time_words(at: time) -> str:
    """Return "5:30pm", "5pm", "midday" or "midnight"."""
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour >= 12 else 'am'}"


def moment_words(at: datetime) -> str:
    """Return "6 August 2018 at 5:30pm", on the clock in Europe/London."""
    here = local(at)
    return f"{date_words(here)} at {time_words(here.time())}"


def local(at: datetime) -> datetime:
    """Return the moment on the clock in Europe/London; a naive one is taken as that already."""
    return at if at.tzinfo is None else at.astimezone(LONDON)


def ago_words(then: date, on: date) -> str:
    """Return how long before `on` the day `then` was: "today", "3 days ago", "5 months ago".

    In the largest unit of which there are at least 2, rounded down; a later day is "in 3 days".
    """
    days = (on - then).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "yesterday" if days > 0 else "tomorrow"
    many = _long(min(then, on), max(then, on))
    return f"{many} ago" if days > 0 else f"in {many}"


def _long(first: date, last: date) -> str:
    """Return the time between two days in the largest unit of which there are at least 2."""
    days = (last - first).days
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months >= 24:
        return f"{months // 12} years"
    if months >= 2:
        return f"{months} months"
    return f"{days // 7} weeks" if days >= 14 else f"{days} days"
