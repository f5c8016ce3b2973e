"""Date arithmetic that the rules are written in. Pure: no clock, no database.

Days are plain `date`s as lived in England; `local_day` makes one of a moment.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LOCAL_ZONE = ZoneInfo("Europe/London")
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_PARTS_OF_A_DAY, _DIGITS_OF_A_YEAR, _LETTERS_OF_A_MONTH = 3, 4, 3


def local_day(moment: datetime) -> date:
    """Return the day in England at `moment`; raise ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("moment must carry its time zone")
    return moment.astimezone(LOCAL_ZONE).date()


def in_words(day: date) -> str:
    """Return `day` as NHS pages write it: 6 August 2018."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def birthday_on(birth: date, age: int) -> date:
    """Return the day on which somebody born on `birth` reaches `age` years.

    An age is reached at the start of the anniversary (Family Law Reform Act 1969 s.9). Born
    on 29 February, a year without one has its anniversary on 1 March: the day before would
    make the person a year older before the year is over.
    """
    return _same_day_or_next(birth, age * 12)


def written_day(words: str) -> date | None:
    """Return the day that `words` are, as people write one: 13/04/1983, 13 Apr 1983, 1983-04-13.

    None where they are anything else, such as a name or an NHS number, or a day that never was.
    """
    parts = [part for part in re.split(r"[\s/.,-]+", words.strip().lower()) if part]
    if len(parts) != _PARTS_OF_A_DAY:
        return None
    first = parts[0]
    year_first = len(first) == _DIGITS_OF_A_YEAR and first.isdecimal()
    day, month, year = parts[::-1] if year_first else parts
    named = month.isalpha() and len(month) >= _LETTERS_OF_A_MONTH
    months = [one.lower() for one in calendar.month_name]
    found = next((n for n, name in enumerate(months) if named and name.startswith(month)), month)
    day = day.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    if len(year) != _DIGITS_OF_A_YEAR or not f"{day}{found}{year}".isdecimal():
        return None
    try:
        return date(int(year), int(found), int(day))
    except ValueError:
        return None


def age_on(birth: date, on: date) -> int:
    """Return the age in whole years on the day `on`; raise ValueError before birth."""
    if on < birth:
        raise ValueError("no one has an age before birth")
    years = on.year - birth.year
    return years if on >= birthday_on(birth, years) else years - 1


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month where it is shorter.

    31 January and one month give 28 or 29 February: a limit is never later than its month.
    """
    year, month = _month_after(day, months)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def is_working_day(day: date) -> bool:
    """Whether `day` is neither a weekend nor a bank holiday in England."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def working_day_from(day: date) -> date:
    """Return `day` itself where it is a working day, else the next one."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """Return the `count`th working day after `day`; with 0, `working_day_from(day)`.

    `day` itself is never counted: two working days after a Friday or a Saturday is Tuesday.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    if count == 0:
        return working_day_from(day)
    for _ in range(count):
        day = working_day_from(day + _ONE_DAY)
    return day


def working_days_after(day: date, *, until: date) -> int:
    """Return how many working days lie after `day`, up to `until`."""
    days = (until - day).days
    return sum(is_working_day(day + timedelta(days=one)) for one in range(1, days + 1))


def due_after_pause(*, due_on: date, stopped_on: date, resumed_on: date) -> date:
    """Return when something is due after its clock stood still between two days.

    The working days that were left on `stopped_on` are left on `resumed_on` (domain.md
    section 10: triage in 2 working days); never earlier than it was due.
    """
    left, day = 0, stopped_on
    while day < due_on:
        day += _ONE_DAY
        left += is_working_day(day)
    return max(due_on, add_working_days(resumed_on, left))


def days_beginning_with(day: date, count: int) -> date:
    """Return the last of the `count` days that begin with `day`.

    Statute counts the first day: 14 days beginning with the 2nd end on the 15th (domain.md
    section 8, S42).
    """
    if count < 1:
        raise ValueError("count must be at least 1")
    return day + timedelta(days=count - 1)


@dataclass(frozen=True, slots=True)
class Window:
    """One of the successive periods counted from an anchor; number 1 begins with it."""

    number: int
    first: date
    last: date


def window(anchor: date, number: int, *, months: int = 12) -> Window:
    """Return period `number` of `months` each, the first beginning with `anchor`.

    Every period is counted from the anchor, so the periods neither drift nor leave a gap.
    """
    if number < 1 or months < 1:
        raise ValueError("number and months must be at least 1")
    first = _same_day_or_next(anchor, months * (number - 1))
    return Window(number, first, _same_day_or_next(anchor, months * number) - _ONE_DAY)


def window_holding(anchor: date, day: date, *, months: int = 12) -> Window:
    """Return the period that holds `day`; raise ValueError for a day before the anchor."""
    if day < anchor:
        raise ValueError("day must not be before the anchor")
    elapsed = (day.year - anchor.year) * 12 + day.month - anchor.month
    number = elapsed // months + 1
    # The month alone may be one period ahead of the day.
    while number > 1 and window(anchor, number, months=months).first > day:
        number -= 1
    return window(anchor, number, months=months)


def _month_after(day: date, months: int) -> tuple[int, int]:
    ahead, month = divmod(day.month - 1 + months, 12)
    return day.year + ahead, month + 1


def _same_day_or_next(day: date, months: int) -> date:
    """Return the same day `months` later; where that month has none, the day after its end."""
    year, month = _month_after(day, months)
    last = calendar.monthrange(year, month)[1]
    if day.day <= last:
        return date(year, month, day.day)
    return date(year, month, last) + _ONE_DAY


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
