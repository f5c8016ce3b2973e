"""The worklists: actions by whose they are, duties by when; one page costs the same at any size."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from accounts.colleagues import names_of
from accounts.models import User
from accounts.rules import Permission
from actions.models import Action, Cover
from actions.querysets import ActionQuerySet
from actions.rules import ActionStatus, Answered
from core import keyset
from core.names import listed_name, names_left_out
from register.models import Person
from register.querysets import closed_to_partners

TABS = {
    "area": "Actions of my areas",
    "mine": "My actions",
    "covering": "Actions I cover",
    "service": "My service's actions",
    "people": "Actions about people I lead or am named on",
}
SHOWS = {
    "open": "To do",
    "overdue": "Overdue",
    "done": "Done, waiting to be confirmed",
    "answered": "Answered by a service, to look at",
    "ended": "Closed or cancelled",
}
_ACTION_COLUMNS = (
    "due_on",
    "id",
    "person_id",
    "person__given_name",
    "person__family_name",
    "description",
    "owner__full_name",
    "contact_name",
    "answer",
    "organisation__name",
    "status",
    "times_extended",
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
    answer: str
    due_on: date
    late: bool
    times_extended: int


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """One line of the list of owners: how much of theirs is not finished."""

    user_id: UUID
    name: str
    unfinished: int
    overdue: int


def tabs_of(user: User, *, on: date) -> dict[str, str]:
    """Return the tabs that mean something to this user on the day `on`."""
    grants = user.grants(Permission.ACTION_VIEW)
    wanted = {
        "mine": True,
        "covering": Cover.objects.on(on).filter(covered_by=user).exists(),
        "service": grants.agenda,
        "people": grants.own,
        "area": grants.areas,
    }
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
        "answered": rows.answered(),
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
    hidden = unnamed(user, {values[2] for values in found.rows})
    lines = [_action_row(values, on, hidden=hidden) for values in found.rows]
    return lines, found, keyset.count(rows)


def unnamed(user: User, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the people with these ids whose name this user may not read.

    Someone who owns an action sees the action; a record that is closed to partners stays closed.
    """
    closed = set(
        Person.objects.filter(closed_to_partners("pk"), pk__in=ids).values_list("pk", flat=True)
    )
    if not closed:
        return closed
    seen = Person.objects.permitted(user, Permission.PERSON_VIEW).filter(pk__in=closed)
    return closed - set(seen.values_list("pk", flat=True))


NOT_SHOWN = "Name not shown: this record is not shared with partners"


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Someone about whom an action is, whose name the reader may not see."""

    name: str = NOT_SHOWN


def as_shown(user: User, action: Action) -> dict[str, Any]:
    """Return the person of an action, and its words, as this user may read them."""
    person = action.person
    if person.pk not in unnamed(user, {person.pk}):
        return {"person": person, "description": action.description}
    names = (person.given_name, person.family_name, person.preferred_name)
    return {"person": Unnamed(), "description": names_left_out(action.description, *names)}


def _tabbed(rows: ActionQuerySet, user: User, tab: str) -> ActionQuerySet:
    if tab == "mine":
        return rows.owned_by(user)
    if tab == "covering":
        return rows.covered_by(user)
    if tab == "service":
        return rows.of_service(user)
    return rows.in_areas(user) if tab == "area" else rows


def _action_row(values: Sequence[Any], on: date, *, hidden: Collection[UUID]) -> ActionRow:
    due_on, key, person, given, family, words, owner, contact, answer, *rest = values
    service, status, extended = rest
    return ActionRow(
        action_id=key,
        person_id=person,
        person=NOT_SHOWN if person in hidden else listed_name(family, given),
        description=names_left_out(words, given, family) if person in hidden else words,
        owner=owner or contact,
        service=service or "",
        status=ActionStatus(status).label,
        answer=Answered(answer).label if answer else "",
        due_on=due_on,
        late=status == ActionStatus.OPEN and due_on < on,
        times_extended=extended,
    )


def owners(user: User, *, on: date) -> list[OwnerRow]:
    """Return who owns what is not finished in the areas of `user`, the most first."""
    rows = Action.objects.permitted(user, Permission.ACTION_CONFIRM).in_areas(user).unfinished()
    late = Count("pk", filter=Q(status=ActionStatus.OPEN, due_on__lt=on))
    counted = (
        rows.filter(owner__isnull=False)
        .order_by()
        .values("owner", "owner__full_name")
        .annotate(unfinished=Count("pk"), overdue=late)
        .order_by("-unfinished", "owner__full_name", "owner")
    )
    shown = list(counted[:MOST_OWNERS])
    names = names_of(one["owner"] for one in shown)
    return [
        OwnerRow(one["owner"], names[one["owner"]], one["unfinished"], one["overdue"])
        for one in shown
    ]


def standing_in(action: Action, *, on: date) -> Cover | None:
    """Return who covers for the owner of an action on the day `on`; none when nobody does."""
    if action.owner_id is None:
        return None
    standing = Cover.objects.on(on).reaching(action.person.area_id).filter(user=action.owner_id)
    return standing.select_related("covered_by").first()


MOST_OWNERS = 500
