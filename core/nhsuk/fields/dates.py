"""Dates in three boxes and times as people write them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import pasted
from core.nhsuk.fields.base import Styled, literal
from core.nhsuk.say import MONTHS, date_words, time_words

BOXES = ("day", "month", "year")
LONDON = ZoneInfo("Europe/London")
CLOCK = re.compile(r"(\d{1,2})(?:[:.]?([0-5]\d))?\s*(am|pm|a\.m\.|p\.m\.)?", re.ASCII | re.I)
NAMED_TIMES = {"midday": time(12), "noon": time(12), "midnight": time(0)}


class Parts(NamedTuple):
    """What was typed in the three boxes."""

    day: str = ""
    month: str = ""
    year: str = ""


class DateBoxes(forms.Widget):
    """Reads `<name>_day`, `<name>_month` and `<name>_year`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Parts:
        """Return the parts as typed, without the blanks around them."""
        typed = (str(data.get(f"{name}_{box}") or "") for box in BOXES)
        return Parts(*(pasted.line(one).strip() for one in typed))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether no box was on the page."""
        return not any(f"{name}_{box}" in data for box in BOXES)


class DateField(Styled, forms.Field):
    """A date in three boxes; its value is a `date`, or None when optional and empty.

    `past=True` refuses the future, `future=True` the past; today is in both. `earliest` and
    `latest` are inclusive bounds. Messages name the part that is missing. A month may be typed
    as a word.
    """

    widget = DateBoxes

    def __init__(
        self,
        label: str,
        *,
        past: bool = False,
        future: bool = False,
        earliest: date | None = None,
        latest: date | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.past, self.future = past, future
        self.earliest, self.latest = earliest or date(1900, 1, 1), latest or date(2199, 12, 31)
        if self.called == "The answer":
            self.called = "The date"

    def _missing(self, label: str) -> str:
        asks_when = not self.look.called and label.endswith("?")
        return "Enter the date" if asks_when else super()._missing(label)

    def prepare_value(self, value: Any) -> Parts:
        """Return the three boxes of a date, or what was typed."""
        if isinstance(value, date):
            return Parts(str(value.day), str(value.month), str(value.year))
        return value if isinstance(value, Parts) else Parts()

    def clean(self, value: Any) -> date | None:
        """Return the date; raises ValidationError naming the boxes that are wrong."""
        found = value if isinstance(value, date) else self._read(self.prepare_value(value))
        if found is not None:
            self._check(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the boxes differ from the first value."""
        return self.prepare_value(initial) != self.prepare_value(data)

    def _read(self, parts: Parts) -> date | None:
        absent = [box for box, typed in zip(BOXES, parts, strict=True) if not typed]
        if len(absent) == 3:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if absent:
            raise self._wrong(f"must include a {' and '.join(absent)}", *absent)
        month = _month(parts.month)
        if not _digits(parts.year, 4):
            raise self._wrong("must have a year with 4 numbers, like 1984", "year")
        try:
            if month is None or not (_digits(parts.day, 1) or _digits(parts.day, 2)):
                raise ValueError
            return date(int(parts.year), month, int(parts.day))
        except ValueError:
            raise self._wrong("must be a real date, like 15 3 1984", *BOXES) from None

    def _check(self, found: date) -> None:
        today = timezone.localdate()
        if self.past and found > today:
            raise self._wrong("must be today or in the past", *BOXES)
        if self.future and found < today:
            raise self._wrong("must be today or in the future", *BOXES)
        if found < self.earliest:
            raise self._wrong(f"must be {date_words(self.earliest)} or later", *BOXES)
        if found > self.latest:
            raise self._wrong(f"must be {date_words(self.latest)} or earlier", *BOXES)

    def _wrong(self, what: str, *boxes: str) -> ValidationError:
        message = literal(f"{self.called} {what}")
        return ValidationError(message, code="date", params={"boxes": boxes})


class TimeField(Styled, forms.Field):
    """A time of day as people write it: 5:30pm, 5.30 pm, 17:30, 1730, 5pm, midday."""

    widget = forms.TextInput
    defaults = {"width": 5}

    def prepare_value(self, value: Any) -> Any:
        """Return a time in words, or what was typed."""
        return time_words(value) if isinstance(value, time) else value

    def clean(self, value: Any) -> time | None:
        """Return the time; raises ValidationError when it is none."""
        typed = value if isinstance(value, time) else pasted.line(str(value or "")).strip()
        if typed == "":
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = typed if isinstance(typed, time) else parse_time(typed)
        if found is None:
            message = f"{self.called} must be a time, like 5:30pm, 17:30 or midday"
            raise ValidationError(message, code="time")
        return found


def parse_time(typed: str) -> time | None:
    """Return the time that was typed, or None; 12am is midnight and 12pm midday.

    An hour alone needs am or pm, so that "5" is never guessed.
    """
    text = typed.strip().lower()
    if text in NAMED_TIMES:
        return NAMED_TIMES[text]
    found = CLOCK.fullmatch(text)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif found[2] is None or hour > 23:
        return None
    return time(hour, minute)


def combine(day: date, at: time) -> datetime:
    """Return the moment of `day` at `at` on the clock in Europe/London."""
    return datetime.combine(day, at, tzinfo=LONDON)


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _month(text: str) -> int | None:
    if _digits(text, 1) or _digits(text, 2):
        return int(text)
    words = text.lower()
    for number, name in enumerate(MONTHS, start=1):
        if words in (name.lower(), name[:3].lower()) or (words == "sept" and number == 9):
            return number
    return None
