"""The agenda built from the register: who is on it and why, always live until a meeting opens.

One query for each section and one for what was changed by hand, whatever the size of the area.
Plain values come out; someone restricted never does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from actions.models import Action
from consent.models import Decision
from core.dates import add_months, in_words, local_day
from core.names import full_name, sort_key
from duties.models import Duty
from meetings import rules
from meetings.models import AgendaEdit, AgendaItem, DriftSample, Meeting, Outcome
from meetings.querysets import AgendaItemQuerySet
from meetings.rules import Edit, Reason, Why
from referrals.models import Referral
from register.models import FAR_FUTURE, InpatientStay, Person, Standing
from register.querysets import closed_to_partners
from register.rules import BLUE, Level

WHO = (
    "person_id",
    "person__given_name",
    "person__family_name",
    "person__birth_date",
    "person__standing__shown",
)


@dataclass(slots=True)
class Line:
    """One person on the agenda, with every reason; `shown` is the rating, or BLUE.

    `state`, `agreed` and `provisional` say how far the meeting is, once it is opened; `struck`
    that what it recorded was struck out, and `before` are such lines of the same person;
    `closed` that partners may not know of it; `referral_id` where the line leads to the referral,
    since there is no entry yet.
    """

    person_id: UUID
    name: str
    sort_name: str
    birth_date: date
    shown: str
    whys: tuple[Why, ...]
    state: str = ""
    agreed: str = ""
    provisional: bool = False
    struck: bool = False
    carried: bool = False
    closed: bool = False
    before: list["Line"] = field(default_factory=list)
    referral_id: UUID | None = None

    @property
    def reason(self) -> Reason:
        """The first reason, which says in which section the line stands."""
        return self.whys[0].reason

    @property
    def why_words(self) -> str:
        """Every reason, in words."""
        return rules.words_of(self.whys)


Found = tuple[tuple[Any, ...], Why]


def live(meeting: Meeting, *, on: date, today: date | None = None) -> list[Line]:
    """Return the agenda of a meeting as it would be frozen on the day `on`, in order.

    Seen before that day, on `today`, an action is overdue only when it is so already.
    """
    lines: dict[UUID, Line] = {}
    added, removed = _by_hand(meeting)
    for who, why in (*_found(meeting, on=on, today=today or on), *added):
        line = lines.get(who[0])
        if line is None:
            lines[who[0]] = _line(who, why)
        else:
            line.whys = rules.in_order((*line.whys, why))
            if who[4] == Level.RED:  # a RED referral that waits, whatever the rating
                line.shown = Level.RED
    for person_id in removed:
        if person_id in lines and lines[person_id].shown != Level.RED:
            del lines[person_id]
    return sorted(lines.values(), key=_place)


def _found(meeting: Meeting, *, on: date, today: date) -> Iterator[Found]:
    if meeting.is_urgent:
        yield from _urgent(meeting)
        return
    area = meeting.area_id
    yield from _overdue(area, today)
    yield from _referred(area)
    yield from _rated(area)
    yield from _in_hospital(area, on)
    yield from _discharged(area, on)
    yield from _turning(area, on)
    yield from _stepping_down(area, on)
    yield from _consent(area, on)
    yield from _drifting(area)
    yield from _to_ratify(area)
    yield from _carried(meeting)


def _line(who: tuple[Any, ...], why: Why) -> Line:
    person_id, given, family, born, shown = who[:5]
    name, key = full_name(given, family), sort_key(family, given)
    return Line(person_id, name, key, born, shown or "", (why,))


def _place(line: Line) -> tuple[Any, ...]:
    """Order lines by section; there the longest waiting first, then by name."""
    first = line.whys[0]
    dated = first.on if first.on and first.reason is not Reason.DISCHARGED else FAR_FUTURE
    return (
        rules.ORDER[first.reason],
        dated,
        line.sort_name,
        line.person_id,
    )


def _of(rows: QuerySet[Any], area: UUID) -> QuerySet[Any]:
    """Return the rows about people of an area who are not restricted, in no order."""
    return rows.filter(person__area=area, person__restricted_at__isnull=True).order_by()


def _urgent(meeting: Meeting) -> Iterator[Found]:
    rows = Person.objects.filter(pk=meeting.person_id).values_list(
        "pk", "given_name", "family_name", "birth_date", "standing__shown"
    )
    red = Referral.objects.red_waiting().filter(person=meeting.person_id).exists()
    for who in rows:
        yield (*who[:4], Level.RED.value if red else who[4]), Why(Reason.URGENT)


def _overdue(area: UUID, on: date) -> Iterator[Found]:
    rows = _of(Action.objects.overdue(on=on).to_chase(), area).values_list(*WHO)
    for *who, count, oldest in rows.annotate(count=Count("pk"), oldest=Min("due_on")):
        yield tuple(who), Why(Reason.OVERDUE, count, oldest)


def _referred(area: UUID) -> Iterator[Found]:
    rows = _of(Referral.objects.awaiting_triage(), area)
    for *who, level, sent in rows.values_list(*WHO, "level", "submitted_at"):
        shown = level if level == Level.RED else who[4] or level
        yield (*who[:4], shown), Why(Reason.REFERRED, on=local_day(sent))


def _rated(area: UUID) -> Iterator[Found]:
    """AMBER is on the next tracking meeting of its area, RED on every one (domain 6, S2)."""
    rows = Standing.objects.filter(
        area=area, person__restricted_at__isnull=True, shown__in=[Level.RED, Level.AMBER]
    ).values_list(*_OF_STANDING, "rated_at", "level_since")
    for *who, rated_at, since in rows:
        reason = Reason.RED if who[4] == Level.RED else Reason.AMBER
        rated_on = local_day(rated_at)
        began = local_day(since) if since else rated_on
        yield tuple(who), Why(reason, on=rated_on, since=began if began != rated_on else None)


def _in_hospital(area: UUID, on: date) -> Iterator[Found]:
    until = on + timedelta(days=rules.BLUE_DUTIES_AHEAD_DAYS)
    due = Duty.objects.open().with_deadline().filter(due_on__lte=until)
    rows = _of(due, area).filter(person__standing__shown=BLUE).values_list(*WHO)
    for *who, count, first in rows.annotate(count=Count("pk"), first=Min("due_on")):
        yield tuple(who), Why(Reason.BLUE, count, first)


def _discharged(area: UUID, on: date) -> Iterator[Found]:
    since = on - timedelta(days=rules.DISCHARGED_WITHIN_DAYS)
    rows = _of(InpatientStay.objects.filter(discharged_on__range=(since, on)), area)
    rows = rows.filter(person__standing__isnull=False).exclude(person__standing__shown=BLUE)
    for *who, left in rows.values_list(*WHO, "discharged_on"):
        yield tuple(who), Why(Reason.DISCHARGED, on=left)


def _turning(area: UUID, on: date) -> Iterator[Found]:
    """Whoever reaches, before the meeting after this one, an age at which a pathway ends (H10)."""
    until = on + timedelta(days=rules.AHEAD_DAYS)
    born = Q()
    for months in rules.TURNING_MONTHS:  # a day to either side: the exact day is told below
        first, last = add_months(on, -months), add_months(until, -months)
        born |= Q(person__birth_date__range=(first - ONE_DAY, last + ONE_DAY))
    first, last = rules.ends_plan_between(on, until)
    born |= Q(person__birth_date__range=(first, last), person__ehc_plan=True)
    rows = Standing.objects.filter(area=area, person__restricted_at__isnull=True).filter(born)
    for *who, plan in rows.values_list(*_OF_STANDING, "person__ehc_plan").order_by():
        for months, day in rules.turnings(who[3], plan):
            if on <= day <= until:
                yield tuple(who), Why(Reason.TURNING, months, day)


def _stepping_down(area: UUID, on: date) -> Iterator[Found]:
    """AMBER for long without another rating or a stay: could they step down, and if not, why?

    GREEN is not asked about here, or the agenda would be the register: the weekly sample does.
    """
    since = add_months(on, -rules.STEP_DOWN_MONTHS)
    stays = InpatientStay.objects.filter(person=OuterRef("person")).exclude(
        discharged_on__lte=since
    )
    rows = (
        Standing.objects.filter(area=area, shown=Level.AMBER, person__restricted_at__isnull=True)
        .filter(level_since__date__lte=since)
        .filter(~Exists(stays))
    )
    for *who, amber in rows.values_list(*_OF_STANDING, "level_since").order_by():
        yield tuple(who), Why(Reason.STEP_DOWN, on=local_day(amber))


def _consent(area: UUID, on: date) -> Iterator[Found]:
    until = on + timedelta(days=rules.AHEAD_DAYS)
    due = Decision.objects.current().filter(review_on__lte=until)
    rows = _of(due, area).filter(person__standing__isnull=False)
    for *who, review_on in rows.values_list(*WHO, "review_on"):
        yield tuple(who), Why(Reason.CONSENT, on=review_on)


def _drifting(area: UUID) -> Iterator[Found]:
    """Whom the weekly samples put before the team and no one has looked at yet."""
    rows = _of(DriftSample.objects.waiting(), area).values_list(*WHO, "week", "signs")
    for *who, week, signs in rows:
        codes = tuple(one["sign"] for one in signs)
        yield tuple(who), Why(Reason.DRIFT, on=week, signs=codes)


_OF_STANDING = (
    "person_id",
    "person__given_name",
    "person__family_name",
    "person__birth_date",
    "shown",
)
ONE_DAY = timedelta(days=1)


def _to_ratify(area: UUID) -> Iterator[Found]:
    """Whose rating was agreed without a quorum and waits for the chair or a quorate meeting."""
    rows = Outcome.objects.unrestricted().to_ratify().filter(item__person__area=area)
    rows = rows.filter(item__person__standing__isnull=False)
    told = rows.values_list(*(f"item__{name}" for name in WHO), "item__meeting__starts_at")
    for *who, held in told.order_by():
        yield tuple(who), Why(Reason.TO_RATIFY, on=local_day(held))


def _carried(meeting: Meeting) -> Iterator[Found]:
    """People who were not reached, at the next meeting of the area where they are now.

    A meeting that was put back to planned is not an earlier one: what was struck out at it was.
    """
    rows = _of(AgendaItem.objects.to_carry().exclude(meeting=meeting), meeting.area_id)
    rows = rows.filter(person__standing__isnull=False)
    for *who, held in rows.values_list(*WHO, "meeting__starts_at"):
        yield tuple(who), Why(Reason.CARRIED, on=local_day(held))


def _by_hand(meeting: Meeting) -> tuple[list[Found], list[UUID]]:
    """Return whom someone added, and whom someone took off, by the last edit of each."""
    added, removed = [], []
    last = AgendaEdit.objects.filter(meeting=meeting).unrestricted().standing()
    for *who, edit in last.values_list(*WHO, "edit"):
        if edit == Edit.ADD:
            added.append((tuple(who), Why(Reason.ADDED)))
        else:
            removed.append(who[0])
    return added, removed


def sections(lines: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Return (heading, lines) of each section that has any, in order; lines know their reason."""
    found: dict[Reason, list[Any]] = {}
    for line in lines:
        found.setdefault(line.reason, []).append(line)
    return [(reason.section, found[reason]) for reason in rules.SECTIONS if reason in found]


def by_person(lines: Sequence[Line]) -> list[Line]:
    """Return each person once, in order: a line struck out goes along with the one that stands."""
    found: dict[UUID, Line] = {}
    for line in lines:  # of one person, those struck out come last
        if line.person_id in found and line.struck:
            found[line.person_id].before.append(line)
        else:
            found[line.person_id] = line
    return list(found.values())


def mark_closed(lines: Sequence[Line]) -> None:
    """Note on the lines whose person is to be discussed without partners: sharing was refused, or
    no lawful basis is in place."""
    ids = {line.person_id for line in lines}
    closed = Person.objects.filter(closed_to_partners("pk"), pk__in=ids)
    found = set(closed.values_list("pk", flat=True))
    for line in lines:
        line.closed = line.person_id in found


def lead_to_triage(lines: Sequence[Line]) -> None:
    """Note on the lines of those who are not on the register which referral waits for triage."""
    unknown = {line.person_id: line for line in lines if line.reason in REFERRED}
    rated = set(Standing.objects.filter(person__in=unknown).values_list("person_id", flat=True))
    waiting = Referral.objects.awaiting_triage().filter(person__in=set(unknown) - rated)
    for pk, person_id in waiting.order_by("submitted_at").values_list("pk", "person_id"):
        unknown[person_id].referral_id = pk


REFERRED = frozenset({Reason.URGENT, Reason.REFERRED})


def frozen(items: AgendaItemQuerySet) -> list[Line]:
    """Return the lines of an agenda as it was frozen, with where each person stands now."""
    fields = (
        "shown", "whys", "state", "outcome__agreed_level", "outcome__provisional",
        "carried_into__meeting__starts_at",
    )  # fmt: skip
    red = Referral.objects.red_waiting().filter(person__in=items.values("person"))
    waiting = set(red.values_list("person_id", flat=True))
    lines = []
    rows = items.to_show().values_list(*WHO, *fields)
    for *who, shown, whys, state, agreed, provisional, taken_up in rows:
        now = Level.RED.value if who[0] in waiting else who[4] or shown
        line = _line((*who[:4], now), Why(Reason.ADDED))
        line.whys = tuple(Why.kept(given) for given in whys)
        line.state = rules.ItemState(state).label
        line.carried = state == rules.ItemState.CARRIED
        if line.carried and taken_up is not None:
            line.state += f", now on the agenda of the meeting on {in_words(local_day(taken_up))}"
        line.agreed = agreed or ""
        line.provisional = bool(provisional)
        line.struck = state == rules.ItemState.STRUCK
        lines.append(line)
    return lines
