"""Figures over time: the reads behind them, and the charts made of them.

They count everybody in the reader's areas and every stay that the reader's organisation paid
for, ended ones included; nobody is named. Restricted people are not counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet

from accounts.models import User
from accounts.rules import Permission
from core.charts import Chart, Kind, Series, peak
from core.dates import local_day
from core.small_numbers import masked, masked_share, share
from duties.models import Duty
from duties.querysets import DutyQuerySet
from duties.rules import CORRECTED, DutyStatus
from oversight import measures
from oversight.measures import Promise, Share, Span, StayFacts
from register.models import ExtendedLeave, InpatientStay
from reviews.models import OversightVisit, Review

MONTHS, QUARTERS = 24, 8


def counted(user: User, permission: Permission) -> QuerySet[InpatientStay]:
    """Return the stays that `user` may count, ended ones too; never for showing anybody."""
    grants = user.grants(permission)
    whose = Q(person__area__in=grants.areas) | Q(commissioner__in=grants.responsible)
    rows = InpatientStay.objects.filter(whose, person__restricted_at__isnull=True)
    return rows if user.is_active else rows.none()


def stay_facts(rows: QuerySet[InpatientStay]) -> list[StayFacts]:
    """Return what is counted of each stay, its times of extended leave included."""
    leaves: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    on_leave = ExtendedLeave.objects.filter(stay__in=rows.order_by().values("pk"))
    for stay, start, end in on_leave.values_list("stay_id", "started_on", "ended_on"):
        leaves[stay].append((start, end))
    columns = ("pk", "person_id", "admitted_on", "discharged_on", "on_register_before")
    return [
        StayFacts(person, admitted, discharged, before, tuple(leaves.get(pk, ())))
        for pk, person, admitted, discharged, before in rows.values_list(*columns)
    ]


def promises(
    rows: QuerySet[InpatientStay], duties: DutyQuerySet, held: QuerySet[Any], *, since: date,
    on: date,
) -> list[Promise]:  # fmt: skip
    """Return what was due from `since` until `on` about those in `rows`, kept or not.

    It was kept when it was held by its date, whenever that was recorded. `held` gives, for a
    person, the days on which something of the kind was held, as `day`.
    """
    people = rows.order_by().values("person")
    listed = held.filter(person__in=people).values("person").annotate(days=ArrayAgg("day"))
    days: dict[Any, list[date]] = dict(listed.values_list("person", "days"))
    asked = [DutyStatus.OPEN, DutyStatus.MET, DutyStatus.CANCELLED]
    due = duties.to_meet().running().filter(
        person__in=people, due_on__gte=since, due_on__lte=on, late_from__isnull=False,
        status__in=asked,
    )  # fmt: skip
    found = []
    for duty in due.only("person_id", "counted_from", "due_on", "late_from", "status", "reason",
                         "ended_at"):  # fmt: skip
        kept = any(
            duty.counted_from <= day and _is_in_time(duty, day)
            for day in days.get(duty.person_id, ())
        )
        if duty.due_on is not None and (kept or _was_missed(duty, on)):
            found.append(Promise(duty.due_on, kept))
    return found


def _is_in_time(duty: Duty, day: date) -> bool:
    return duty.late_from is not None and day < duty.late_from


def _was_missed(duty: Duty, on: date) -> bool:
    """Whether a duty that nothing kept was late: by `on`, or by the day on which it was cancelled.

    A discharge takes a visit away that was due long before; it was missed all the same. What
    should never have been asked, and what a named person waived, was not.
    """
    if duty.late_from is None or duty.reason == CORRECTED:
        return False
    if duty.status == DutyStatus.CANCELLED and duty.ended_at is not None:
        return duty.late_from <= local_day(duty.ended_at)
    return duty.late_from <= on


@dataclass(frozen=True, slots=True)
class OverTime:
    """The charts of one page, and whether small numbers are hidden on it."""

    charts: list[Chart]
    hidden: bool


def over_time(user: User, permission: Permission, *, on: date, hide: bool) -> OverTime:
    """Return the charts for `user` as at `on`; `hide` leaves small numbers out of them.

    Six queries, however many people there are.
    """
    rows = counted(user, permission)
    stays = stay_facts(rows)
    months = measures.spans(on, count=MONTHS, months=1)
    quarters = measures.spans(on, count=QUARTERS, months=3)
    since = quarters[0].start
    visits = promises(
        rows, Duty.objects.visits(), OversightVisit.objects.annotate(day=F("visited_on")),
        since=since, on=on,
    )  # fmt: skip
    reviews = promises(
        rows, Duty.objects.reviews(), Review.objects.counting().annotate(day=F("held_on")),
        since=since, on=on,
    )  # fmt: skip
    tell: Callable[[int], int | None] = masked if hide else int
    return OverTime(
        [
            _movements(stays, months, tell),
            _inpatients(stays, months, tell, on),
            _stays(stays, quarters, hide),
            _shares(
                "known",
                title="Admitted people who were on the register before",
                act="on the register before admission",
                runs=[("On the register before", measures.known_before(stays, quarters))],
                quarters=quarters, hide=hide,
            ),
            _shares(
                "on-time",
                title="Visits and C(E)TRs held by their date",
                act="held by their date",
                runs=[
                    ("Oversight visits", measures.kept(visits, quarters)),
                    ("C(E)TRs", measures.kept(reviews, quarters)),
                ],
                quarters=quarters, hide=hide,
            ),
            _shares(
                "readmitted",
                title=f"Readmitted within {measures.READMITTED_WITHIN} days of discharge",
                act="readmitted",
                runs=[("Readmitted", measures.readmitted(stays, quarters, on=on))],
                quarters=quarters, hide=hide,
            ),
        ],
        hide,
    )  # fmt: skip


def month_words(spans: Iterable[Span]) -> tuple[str, ...]:
    """Return months as they stand under a chart, such as Nov 26."""
    return tuple(f"{one.start:%b %y}" for one in spans)


def quarter_words(spans: Iterable[Span]) -> tuple[str, ...]:
    """Return quarters as they stand under a chart, such as Oct-Dec 26."""
    return tuple(f"{one.start:%b}-{one.last:%b %y}" for one in spans)


def _movements(
    stays: Sequence[StayFacts], months: list[Span], tell: Callable[[int], int | None]
) -> Chart:
    came = [tell(one) for one in measures.admissions(stays, months)]
    left = [tell(one) for one in measures.discharges(stays, months)]
    labels = month_words(months)
    reading = f"{_sum(came)} admissions and {_sum(left)} discharges in {len(months)} months."
    return Chart(
        ident="movements", title="Admissions and discharges by month", labels=labels,
        reading=reading,
        series=(Series("Admissions", tuple(came)), Series("Discharges", tuple(left))),
    )  # fmt: skip


def _inpatients(
    stays: Sequence[StayFacts], months: list[Span], tell: Callable[[int], int | None], on: date
) -> Chart:
    values = [tell(one) for one in measures.in_hospital(stays, months, on=on)]
    labels = month_words(months)
    top = peak(labels, values)
    now = "fewer than 5" if values[-1] is None else values[-1]
    most = f"; the most were {top[1]} in {top[0]}" if top else ""
    reading = f"{now} in hospital now{most}. People on extended section 17 leave are left out."
    return Chart(
        ident="inpatients", title="People in hospital at the end of each month", labels=labels,
        reading=reading, series=(Series("In hospital", tuple(values)),), kind=Kind.LINES,
    )  # fmt: skip


def _stays(stays: Sequence[StayFacts], quarters: list[Span], hide: bool) -> Chart:
    found = measures.length_of_stay(stays, quarters)
    values = [
        None if not count or (hide and masked(count) is None) else days for days, count in found
    ]
    labels = quarter_words(quarters)
    top = peak(labels, values)
    reading = (
        f"Half of those discharged in {top[0]} had stayed longer than {top[1]:g} days, "
        "the longest of these quarters."
        if top
        else "No discharge to count."
    )
    return Chart(
        ident="length", title="Length of the stays that ended: median days", labels=labels,
        reading=reading, series=(Series("Median days", tuple(values)),), heading="Quarter",
        untold="fewer than 5 discharges" if hide else "no discharge",
    )  # fmt: skip


def _shares(
    ident: str, *, title: str, act: str, runs: list[tuple[str, list[Share]]], quarters: list[Span],
    hide: bool,
) -> Chart:  # fmt: skip
    percent = masked_share if hide else share
    series = tuple(
        Series(name, tuple(percent(one.part, one.whole) for one in shares)) for name, shares in runs
    )
    readings = [_share_words(name, shares, act, hide) for name, shares in runs]
    return Chart(
        ident=ident, title=title, labels=quarter_words(quarters), reading=" ".join(readings),
        series=series, heading="Quarter", unit="%", kind=Kind.LINES,
        untold="not told" if hide else "none to count",
    )  # fmt: skip


def _share_words(name: str, shares: list[Share], act: str, hide: bool) -> str:
    part, whole = sum(one.part for one in shares), sum(one.whole for one in shares)
    percent = masked_share(part, whole) if hide else share(part, whole)
    if percent is None:
        return f"{name}: {'too few to tell' if hide else 'nothing to count'} in these quarters."
    return f"{name}: {part} of {whole} {act} ({percent}%) in these quarters."


def _sum(values: Sequence[int | None]) -> str:
    told = sum(value or 0 for value in values)
    return f"{told}" if all(value is not None for value in values) else f"at least {told}"
