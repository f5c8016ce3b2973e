"""The worklist of duties: each page walks one index for each area, whatever the size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from actions.listing import Filters
from actions.models import Chase
from core import keyset
from core.dates import in_words
from core.models import AuditEvent
from core.names import listed_name
from duties import policy
from duties.models import Duty
from duties.querysets import DutyQuerySet

SHOWS = {
    "dated": "With a date",
    "overdue": "Overdue",
    "undated": "No date yet",
}
_COLUMNS = (
    "person_id",
    "person__given_name",
    "person__family_name",
    "title",
    "due_on",
    "late_from",
    "paused_on",
    "due_words",
    "jurisdiction",
    "certainty",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    duty_id: UUID
    person_id: UUID
    person: str
    title: str
    due_on: date | None
    due_words: str
    late: bool
    paused_on: date | None
    jurisdiction: str
    certainty: str


def duties(
    user: User, filters: Filters, *, on: date
) -> tuple[list[Row], keyset.Page, keyset.Count]:
    """Return the lines of one page of open duties, its neighbours and the capped count."""
    order = ("raised_at", "id") if filters.show == "undated" else ("due_on", "id")
    areas = sorted(user.grants(Permission.DUTY_DECIDE).areas)
    rows = _shown(Duty.objects.on_worklist(areas), filters.show, on)
    found = keyset.page(
        [_shown(Duty.objects.on_worklist([area]), filters.show, on) for area in areas],
        order=order,
        columns=(*order, *_COLUMNS),
        after=filters.after,
        before=filters.before,
    )
    return [_row(values, on) for values in found.rows], found, keyset.count(rows)


def _shown(rows: DutyQuerySet, show: str, on: date) -> DutyQuerySet:
    if show == "overdue":
        return rows.overdue(on)
    return rows.filter(due_on__isnull=show == "undated")


def _row(values: Sequence[Any], on: date) -> Row:
    _, key, person, given, family, title, due_on, late_from, paused, *rest = values
    words, whose, certainty = rest
    return Row(
        duty_id=key,
        person_id=person,
        person=listed_name(family, given),
        title=title,
        due_on=due_on,
        due_words=words,
        late=late_from is not None and late_from <= on and paused is None,
        paused_on=paused,
        jurisdiction=whose,
        certainty=certainty,
    )


def overdue(user: User, on: date) -> keyset.Count:
    """Return how many duties are overdue among those that `user` answers for."""
    areas = user.grants(Permission.DUTY_DECIDE).areas
    return keyset.count(Duty.objects.on_worklist(areas).overdue(on))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a duty: when, what and through whom."""

    at: Any
    words: str
    by: str
    due_on: date | None


_STEPS = {
    "raise": "Raised",
    "redate": "Given another date",
    "correct": "Corrected",
    "reopen": "Open again",
    "waived": "Waived",
    "pause": "The deadline was paused",
    "resume": "The deadline runs again",
    "met": "Met",
    "cancelled": "Ended: it no longer applies",
}


def story(duty: Duty) -> list[Step]:
    """Return what happened to a duty, first things first; fixed queries."""
    rows = duty.history.select_related("history_user").order_by("history_date", "history_id")
    return [
        Step(
            one.history_date,
            _STEPS.get(one.history_change_reason or "", "Changed"),
            one.history_user.full_name if one.history_user else "the register",
            one.due_on,
        )
        for one in rows
    ]


def not_met_by(duty: Duty) -> list[str]:
    """Return in sentences what was held and did not meet an open duty, and what it lacked."""
    found = []
    for one in duty.not_met_by:
        on, lacking = date.fromisoformat(one["on"]), " and ".join(one["lacking"])
        happened = policy.EVENT_WORDS[one["kind"]]
        found.append(f"{in_words(on)}: {happened}, but not {lacking}")
    return found


def chases(duty: Duty) -> Sequence[Chase]:
    """Return who was reminded of a duty, the last first."""
    return list(Chase.objects.filter(duty=duty)[:50])


def causes(duty: Duty) -> dict[str, str]:
    """Return the kinds of the events that raised and ended a duty."""
    ids = [one for one in (duty.raised_by_event, duty.ended_by_event) if one is not None]
    kinds = dict(AuditEvent.objects.filter(pk__in=ids).values_list("pk", "kind"))
    return {
        "raised": kinds.get(duty.raised_by_event, ""),
        "ended": kinds.get(duty.ended_by_event, "") if duty.ended_by_event else "",
    }
