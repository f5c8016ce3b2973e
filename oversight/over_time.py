"""Figures over time: the reads behind them, and the charts made of them.

They count everybody in the reader's areas and every stay that the reader's organisation paid
for, ended ones included; nobody is named. Restricted people are not counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.rules import Permission
from core.charts import Chart, Kind, Series, peak
from core.small_numbers import masked, masked_share, share
from duties.models import Duty
from oversight import definitions, measures
from oversight.corrected import corrected_since
from oversight.measures import Promise, Share, Span, StayFacts
from oversight.promises import Stays
from register.models import ExtendedLeave, InpatientStay

MONTHS, QUARTERS = 24, 8


def counted(user: User, permission: Permission, *, struck: bool = False) -> QuerySet[InpatientStay]:
    """Return the stays that `user` may count, ended ones too; never for showing anybody.

    With `struck`, also those that were struck out.
    """
    all_of = InpatientStay.recorded if struck else InpatientStay.objects
    grants = user.grants(permission)
    whose = Q(person__area__in=grants.areas) | Q(commissioner__in=grants.responsible)
    rows = all_of.filter(whose, person__restricted_at__isnull=True)
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


@dataclass(frozen=True, slots=True)
class OverTime:
    """The charts of one page, and whether small numbers are hidden on it."""

    charts: list[Chart]
    hidden: bool
    corrected: tuple[tuple[str, int], ...] = ()


def over_time(user: User, permission: Permission, *, on: date, hide: bool) -> OverTime:
    """Return the charts for `user` as at `on`; `hide` leaves small numbers out of them.

    The same number of queries, however many people there are.
    """
    rows = counted(user, permission)
    stays, others = stay_facts(rows), _elsewhere(rows)
    about = Stays(rows, stays, others)
    months = measures.spans(on, count=MONTHS, months=1)
    quarters = measures.spans(on, count=QUARTERS, months=3)
    back = measures.readmitted(stays, quarters, on=on, others=others)
    shares = partial(_shares, quarters=quarters, hide=hide)
    tell: Callable[[int], int | None] = masked if hide else int
    return OverTime(
        [
            _movements(stays, months, tell),
            _inpatients(stays, months, tell, on),
            _stays(stays, quarters, hide),
            shares(
                "known",
                title="Admitted people who were on the register before",
                act="on the register before admission",
                runs=[("Admissions", measures.known_before(stays, quarters))],
                definition=definitions.KNOWN,
            ),
            *(
                shares(
                    ident, title=title, act="held by their date",
                    definition=f"{which} {definitions.BY_THEIR_DATE}",
                    runs=[(name, measures.kept(due, quarters, on=on)) for name, due in runs],
                )
                for ident, title, which, runs in _due(user, permission, about, quarters)
            ),
            shares(
                "readmitted",
                title=f"Readmitted within {measures.READMITTED_WITHIN} days of discharge",
                act="followed by a readmission",
                runs=[("Discharges", back)],
                definition=definitions.READMITTED,
            ),
        ],
        hide,
        _corrected(user, permission, months),
    )  # fmt: skip


def _corrected(
    user: User, permission: Permission, months: list[Span]
) -> tuple[tuple[str, int], ...]:
    """Return the months that changed after they were over, in words, each with how many stays."""
    pairs = list(counted(user, permission, struck=True).values_list("pk", "person_id"))
    found = corrected_since((stay for stay, _ in pairs), {who for _, who in pairs}, months)
    return tuple((f"{span.start:%B %Y}", count) for span, count in found)


def _due(
    user: User, permission: Permission, about: Stays, quarters: list[Span]
) -> Iterator[tuple[str, str, str, list[tuple[str, list[Promise]]]]]:
    """Yield the figures about duties: ident, title, which they are, and what was due of each."""
    over = Span(quarters[0].start, quarters[-1].end)
    visits, reviews = Duty.objects.visits(), Duty.objects.reviews()
    in_hospital = {"Oversight visits": visits, "C(E)TRs in hospital": reviews.for_inpatients()}
    yield (
        "on-time",
        "Visits and C(E)TRs in hospital held by their date",
        definitions.IN_HOSPITAL,
        [(name, about.due(due, over)) for name, due in in_hospital.items()],
    )
    outside = {
        "C(E)TRs in the community": reviews.for_community(),
        "Multi-agency meeting or C(E)TR": Duty.objects.reviews_or_meetings(),
    }
    yield (
        "on-time-community",
        "C(E)TRs and multi-agency meetings in the community held by their date",
        definitions.OUTSIDE,
        [(name, about.due_besides(due, user, permission, over)) for name, due in outside.items()],
    )


def _elsewhere(rows: QuerySet[InpatientStay]) -> list[StayFacts]:
    """Return the other stays of the same people, to which someone discharged may have come back."""
    counted = rows.order_by()
    others = InpatientStay.objects.filter(person__in=counted.values("person"))
    others = others.exclude(pk__in=counted.values("pk"))
    columns = ("person_id", "admitted_on", "discharged_on", "on_register_before")
    return [StayFacts(*values) for values in others.values_list(*columns)]


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
        reading=reading, definition=definitions.MOVEMENTS,
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
    reading = f"{now} in hospital now{most}."
    return Chart(
        ident="inpatients", title="People in hospital at the end of each month", labels=labels,
        reading=reading, series=(Series("In hospital", tuple(values)),), kind=Kind.LINES,
        definition=definitions.INPATIENTS,
    )  # fmt: skip


def _stays(stays: Sequence[StayFacts], quarters: list[Span], hide: bool) -> Chart:
    found = measures.length_of_stay(stays, quarters)
    values = [
        None if not count or (hide and masked(count) is None) else days for days, count in found
    ]
    labels = quarter_words(quarters)
    counts = tuple(_plural(count, "stay") for _, count in found)
    return Chart(
        ident="length", title="Length of the stays that ended: median days", labels=labels,
        reading=_length_words(labels, values, found),
        series=(Series("Median days", tuple(values), counts),), heading="Quarter",
        untold="fewer than 5 discharges" if hide else "no discharge", definition=definitions.MEDIAN,
    )  # fmt: skip


def _length_words(
    labels: tuple[str, ...], values: list[float | None], found: Sequence[tuple[float, int]]
) -> str:
    """Return the reading of the quarter with the longest median, true for equal lengths too."""
    top = peak(labels, values)
    if top is None:
        return "No discharge to count."
    label, days = top
    _, count = found[labels.index(label)]
    return (
        f"The longest median was {days:g} days, in {label}. Of the {_plural(count, 'stay')} that "
        f"ended in it, at least half were {days:g} days or shorter."
    )


def _shares(
    ident: str, *, title: str, act: str, runs: list[tuple[str, list[Share]]], quarters: list[Span],
    hide: bool, definition: str,
) -> Chart:  # fmt: skip
    percent = masked_share if hide else share
    series = tuple(
        Series(
            name,
            tuple(percent(one.part, one.whole) for one in shares),
            tuple(f"{one.part} of {one.whole}" for one in shares),
        )
        for name, shares in runs
    )
    readings = [_share_words(name, shares, act, hide) for name, shares in runs]
    return Chart(
        ident=ident, title=title, labels=quarter_words(quarters), reading=" ".join(readings),
        series=series, heading="Quarter", unit="%", kind=Kind.LINES,
        untold="hidden" if hide else "none to count", definition=definition,
    )  # fmt: skip


def _share_words(name: str, shares: list[Share], act: str, hide: bool) -> str:
    part, whole = sum(one.part for one in shares), sum(one.whole for one in shares)
    percent = masked_share(part, whole) if hide else share(part, whole)
    if percent is None:
        return f"{name}: {'too few to show' if hide else 'none to count'} in these quarters."
    return f"{name}: {part} of {whole} {act} ({percent}%) in these quarters."


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _sum(values: Sequence[int | None]) -> str:
    told = sum(value or 0 for value in values)
    return f"{told}" if all(value is not None for value in values) else f"at least {told}"
