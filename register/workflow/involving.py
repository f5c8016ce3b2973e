"""Letting those who attend a meeting see the people on its agenda, all of them at once."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from core import events
from register.models import Involvement, Person

VERB = "involve_for_meeting"
BATCH = 500


@events.step
def involve_all_for_meeting(
    *,
    people: Collection[Person],
    users: Collection[User],
    since: datetime,
    until: datetime,
    by: User | None,
) -> int:
    """Let each of `users` see each of `people` until `until`, for a meeting; repeatable.

    As `involve_for_meeting`, in as many statements for one person as for a thousand. The caller
    holds the people, none of whom is restricted. Returns how many involvements that changed.
    """
    known = _known(people, users, since)
    fresh, longer = [], []
    for person in people:
        for user in users:
            row = known.get((person.pk, user.pk))
            if row is None:
                fresh.append(_row(person, user, since, until))
            elif row.until is not None and row.until < until:
                row.until = until
                longer.append(row)
    as_told = {"default_user": by, "default_date": since, "default_change_reason": VERB}
    bulk_create_with_history(fresh, Involvement, batch_size=BATCH, **as_told)
    bulk_update_with_history(longer, Involvement, ["until"], batch_size=BATCH, **as_told)
    _publish([*fresh, *longer], at=since, by=by)
    return len(fresh) + len(longer)


def _row(person: Person, user: User, since: datetime, until: datetime) -> Involvement:
    meeting = Involvement.Basis.MEETING
    return Involvement(person=person, user=user, basis=meeting, since=since, until=until)


def _known(
    people: Collection[Person], users: Collection[User], since: datetime
) -> dict[tuple[UUID, UUID | None], Involvement]:
    """Return who may see whom already, for a meeting, on the day `since`."""
    rows = Involvement.objects.filter(
        person__in=[one.pk for one in people],
        user__in=[one.pk for one in users],
        basis=Involvement.Basis.MEETING,
        until__gte=since,
    )
    return {(row.person_id, row.user_id): row for row in rows}


def _publish(rows: Collection[Involvement], *, at: datetime, by: User | None) -> None:
    """Say once for each person who may see them now."""
    seen: dict[UUID, list[UUID | None]] = {}
    for row in rows:
        seen.setdefault(row.person_id, []).append(row.user_id)
    events.publish_each(
        "register.meeting_involved",
        by=by,
        at=at,
        told=[(person, {"users": users}) for person, users in seen.items()],
    )
