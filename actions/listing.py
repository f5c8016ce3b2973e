"""The worklists: actions by whose they are, duties by when; one page costs the same at any size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from actions.models import Action, Duty
from actions.querysets import ActionQuerySet
from actions.rules import ActionStatus, DutyStatus
from core import keyset

TABS = {
    "area": "Actions of my areas",
    "mine": "My actions",
    "service": "My service's actions",
    "people": "Actions about people I lead or am named on",
}
SHOWS = {
    "open": "To do",
    "overdue": "Overdue",
    "done": "Done, waiting to be confirmed",
    "ended": "Closed or cancelled",
}
DUTY_SHOWS = {
    "dated": "With a date",
    "overdue": "Overdue",
    "undated": "No date yet",
}
_ACTION_COLUMNS = (
    "due_on",
    "id",
    "person_id",
    "person__given_name",
    "person__family_name",
    "description",
    "owner__full_name",
    "organisation__name",
    "status",
    "times_extended",
)
_DUTY_COLUMNS = (
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
class Filters:
    """What the address asks for; anything it does not know is left aside."""

    tab: str
    show: str
    after: UUID | None
    before: UUID | None

    @classmethod
    def read(cls, query: Any, *, tabs: Sequence[str], shows: Sequence[str]) -> "Filters":
        """Return the filters in the query of an address; the first of each where none is named."""
        tab, show = query.get("tab", ""), query.get("show", "")
        return cls(
            tab=tab if tab in tabs else tabs[0],
            show=show if show in shows else shows[0],
            after=keyset.identifier(query.get("after")),
            before=keyset.identifier(query.get("before")),
        )


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One line of a list of actions."""

    action_id: UUID
    person_id: UUID
    person: str
    description: str
    owner: str
    service: str
    status: str
    due_on: date
    late: bool
    times_extended: int


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One line of the list of duties."""

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


def tabs_of(user: User) -> dict[str, str]:
    """Return the tabs that mean something to this user."""
    grants = user.grants(Permission.ACTION_VIEW)
    wanted = {"mine": True, "service": grants.agenda, "people": grants.own, "area": grants.areas}
    return {tab: words for tab, words in TABS.items() if wanted[tab]}


def actions(
    user: User, filters: Filters, *, on: date
) -> tuple[list[ActionRow], keyset.Page, keyset.Count]:
    """Return the lines of one page of actions, its neighbours and the capped count."""
    rows = _tabbed(Action.objects.permitted(user, Permission.ACTION_VIEW), user, filters.tab)
    rows = {
        "open": rows.open(),
        "overdue": rows.overdue(on),
        "done": rows.done(),
        "ended": rows.filter(status__in=[ActionStatus.CLOSED, ActionStatus.CANCELLED]),
    }[filters.show]
    found = keyset.page(
        [rows],
        order=("due_on", "id"),
        columns=_ACTION_COLUMNS,
        after=filters.after,
        before=filters.before,
        descending=filters.show == "ended",
    )
    return [_action_row(values, on) for values in found.rows], found, keyset.count(rows)


def _tabbed(rows: ActionQuerySet, user: User, tab: str) -> ActionQuerySet:
    if tab == "mine":
        return rows.owned_by(user)
    if tab == "service":
        return rows.of_service(user)
    return rows.in_areas(user) if tab == "area" else rows


def _action_row(values: Sequence[Any], on: date) -> ActionRow:
    due_on, key, person, given, family, words, owner, service, status, extended = values
    return ActionRow(
        action_id=key,
        person_id=person,
        person=f"{family}, {given}",
        description=words,
        owner=owner,
        service=service or "",
        status=ActionStatus(status).label,
        due_on=due_on,
        late=status == ActionStatus.OPEN and due_on < on,
        times_extended=extended,
    )


def duties(
    user: User, filters: Filters, *, on: date
) -> tuple[list[DutyRow], keyset.Page, keyset.Count]:
    """Return the lines of one page of open duties, its neighbours and the capped count."""
    rows = Duty.objects.permitted(user, Permission.DUTY_DECIDE).open().to_meet()
    order = ("raised_at", "id") if filters.show == "undated" else ("due_on", "id")
    rows = {
        "dated": rows.filter(due_on__isnull=False),
        "overdue": rows.overdue(on),
        "undated": rows.filter(due_on__isnull=True),
    }[filters.show]
    found = keyset.page(
        [rows],
        order=order,
        columns=(*order, *_DUTY_COLUMNS),
        after=filters.after,
        before=filters.before,
    )
    return [_duty_row(values, on) for values in found.rows], found, keyset.count(rows)


def _duty_row(values: Sequence[Any], on: date) -> DutyRow:
    _, key, person, given, family, title, due_on, late_from, paused, *rest = values
    words, whose, certainty = rest
    return DutyRow(
        duty_id=key,
        person_id=person,
        person=f"{family}, {given}",
        title=title,
        due_on=due_on,
        due_words=words,
        late=late_from is not None and late_from <= on and paused is None,
        paused_on=paused,
        jurisdiction=whose,
        certainty=certainty,
    )


def overdue_duties(user: User, on: date) -> keyset.Count:
    """Return how many duties are overdue among those that `user` answers for."""
    rows = Duty.objects.permitted(user, Permission.DUTY_DECIDE)
    return keyset.count(rows.filter(status=DutyStatus.OPEN).overdue(on))
