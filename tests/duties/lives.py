"""Lives for the tests of the pure function: what happened, told in a line each."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from core.dates import LOCAL_ZONE
from duties import policy
from duties.happenings import DAY_OF, Happening, happening
from duties.life import Life, MeetingDay, Worked
from duties.working_out import work_out

ADULT = date(1986, 5, 5)
CHILD = date(2011, 3, 3)
_numbers = count(1)


def day(text: str | date) -> date:
    """Return the day in a text such as 2026-11-30."""
    return text if isinstance(text, date) else date.fromisoformat(text)


def an_id(name: str) -> UUID:
    """Return the same id for the same name."""
    return uuid5(UUID(int=0), name)


def happened(
    kind: str,
    on: str | date,
    /,
    *,
    hour: int = 10,
    recorded: str | date | None = None,
    **facts: Any,
) -> Happening:
    """Return that something happened on a day, recorded then or on the day `recorded`."""
    when = datetime.combine(day(recorded or on), time(hour), tzinfo=LOCAL_ZONE)
    if kind in DAY_OF:
        facts[DAY_OF[kind]] = day(on).isoformat()
    told = {key: str(v) if isinstance(v, UUID) else v for key, v in facts.items()}
    return happening(number=next(_numbers), kind=kind, at=when, by=None, facts=told)


def rated(level: str, on: str | date, **facts: Any) -> list[Happening]:
    """Return a rating, and that the person is on the register."""
    return [happened("register.rated", on, level=level, **facts)]


def admitted(on: str | date, *, legal_status: str = "informal", **facts: Any) -> list[Happening]:
    """Return an admission."""
    told = {"legal_status": legal_status, "detained": legal_status in {"s2", "s3", "part3"}}
    known = {"applicable_on": day(on).isoformat()} if told["detained"] else {}
    return [
        happened(
            "register.admitted", on, stay=an_id(f"stay {on}"), security="none",
            unit_inadequate=False, **told | known | facts,
        )
    ]  # fmt: skip


def discharged(on: str | date, level: str = "RED", **facts: Any) -> list[Happening]:
    """Return a discharge with the rating that comes with it."""
    return [
        happened("register.rated", facts.get("recorded", on), level=level, source="discharge"),
        happened("register.discharged", on, level=level, **facts),
    ]


def detained(on: str | date, legal_status: str = "s3", **facts: Any) -> list[Happening]:
    """Return that a legal status changed to detention."""
    told = {"legal_status": legal_status, "detained": True, "applicable_on": day(on).isoformat()}
    return [
        happened("register.status_recorded", on, **told | facts),
        happened("register.detained", on, **told | facts),
    ]


def held(
    on: str | date, kind: str = "CTR", *, inside: bool = False, **facts: Any
) -> list[Happening]:
    """Return that a review was held."""
    told = {"review_kind": kind, "setting": "inpatient" if inside else "community", "consent": True}
    return [happened("reviews.held", on, review=an_id(f"review {on} {kind}"), **told | facts)]


def visited(on: str | date, **facts: Any) -> list[Happening]:
    """Return a commissioner's oversight visit."""
    return [happened("reviews.visited", on, visit=an_id(f"visit {on}"), **facts)]


def met(
    on: str | date, kind: str = "tracking", *, quorate: bool = True, organisations: int = 3,
    **facts: Any,
) -> list[Happening]:  # fmt: skip
    """Return that the person was discussed at a meeting."""
    return [
        happened(
            "meetings.held", on, hour=16, meeting=an_id(f"meeting {on} {kind}"), kind=kind,
            quorate=quorate, organisations=organisations, **facts,
        )
    ]  # fmt: skip


def worked(
    *events: Sequence[Happening], today: str | date, born: date | None = ADULT,
    ehc_plan: bool | None = False, **known: Any,
) -> list[Worked]:  # fmt: skip
    """Return the duties that these events have given by the day `today`."""
    meetings = [MeetingDay(day(one), None) for one in known.pop("meetings", ())]
    life = Life(
        birth_date=born, ehc_plan=ehc_plan, region=known.pop("region", "kent"),
        events=[one for group in events for one in group], meetings=lambda: meetings, **known,
    )  # fmt: skip
    return work_out(life, policy.current(), today=day(today))


def of(found: Sequence[Worked], rule: str) -> list[tuple[str, date | None]]:
    """Return the status and the due date of every duty of a rule, in the order of asking."""
    return [(one.status.value, one.due_on) for one in found if one.spec.rule == rule]


def open_of(found: Sequence[Worked]) -> set[str]:
    """Return the rules of the duties that are open."""
    return {one.spec.rule for one in found if one.status == "open"}


def later(start: date, days: int) -> date:
    """Return the day so many days after another."""
    return start + timedelta(days=days)
