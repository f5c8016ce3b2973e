"""Letting those who attend a meeting see the people on its agenda, all of them at once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from core import events
from register.models import Involvement, Person

VERB = "involve_for_meeting"
ENDED = "end_sight_for_meeting"
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
    _publish([*fresh, *longer], kind="register.meeting_involved", at=since, by=by)
    return len(fresh) + len(longer)


@events.step
def end_sight_for_meeting(
    *,
    person_ids: Collection[UUID],
    user_ids: Collection[UUID],
    since: datetime,
    kept: Mapping[tuple[UUID, UUID], datetime],
    by: User | None,
    at: datetime,
) -> int:
    """Take back what a meeting opened at `since` by mistake let these users see; repeatable.

    Each sees each as long as they would have without it: as it was before `since`, or until the
    moment that `kept` names for a person and a user, for another meeting. Returns how many ended
    earlier. The caller holds the people.
    """
    rows = Involvement.objects.filter(
        person__in=person_ids, user__in=user_ids, basis=Involvement.Basis.MEETING, until__gt=at
    )
    held = list(rows.order_by("pk").select_for_update())
    past = Involvement.history.filter(id__in=[row.pk for row in held], history_date__lt=since)
    had = dict(
        past.order_by("id", "-history_date", "-history_id")
        .distinct("id")
        .values_list("id", "until")
    )
    shorter = []
    for row in held:
        other = kept.get((row.person_id, cast(UUID, row.user_id)), at)
        until = max(at, had.get(row.pk) or at, other)
        if row.until is not None and until < row.until:
            row.until = until
            shorter.append(row)
    as_told = {"default_user": by, "default_date": at, "default_change_reason": ENDED}
    bulk_update_with_history(shorter, Involvement, ["until"], batch_size=BATCH, **as_told)
    _publish(shorter, kind="register.meeting_sight_ended", at=at, by=by)
    return len(shorter)


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


def _publish(rows: Collection[Involvement], *, kind: str, at: datetime, by: User | None) -> None:
    """Say once for each person who may see them now, or may no longer."""
    seen: dict[UUID, list[UUID | None]] = {}
    for row in rows:
        seen.setdefault(row.person_id, []).append(row.user_id)
    events.publish_each(
        kind,
        by=by,
        at=at,
        told=[(person, {"users": users}) for person, users in seen.items()],
    )
