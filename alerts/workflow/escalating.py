"""Escalating a RED alert that no one acknowledged, at once where no one could have heard it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Area, User
from accounts.rules import Role
from alerts import red, rules
from alerts.models import Escalation
from alerts.workflow.notices import owe
from core import events
from register.models import Person


def escalate(*, at: datetime) -> int:
    """Climb every rung that has fallen due for alerts no one acknowledged; returns how many.

    May run twice at once: the database lets each rung of an alert be climbed once.
    """
    return _climb_all(red.everywhere(), at)


def escalate_unheard_about(*, person_id: UUID, at: datetime) -> int:
    """Escalate what was raised about a person in an area without a DSR team, without waiting."""
    return _climb_all(red.about(person_id), at) if _deaf() else 0


def escalate_unheard_in(*, areas: Collection[UUID], at: datetime) -> int:
    """Escalate what waits in `areas` that have no DSR team any more, without waiting.

    A person whom another transaction holds is left to the next round of `escalate`, a minute
    later: closing an account waits for no one, and can be refused by nothing that others do.
    """
    unheard = _deaf() & set(areas)
    if not unheard:
        return 0
    return _climb_all([one for one in red.everywhere() if one.area.pk in unheard], at)


def _deaf() -> set[UUID]:
    """Return the areas whose alerts reach no DSR team."""
    return set(Area.objects.without_team().values_list("pk", flat=True))


def _climb_all(alerts: Iterable[red.Alert], at: datetime) -> int:
    deaf, climbed = _deaf(), 0
    waiting = [alert for alert in alerts if alert.waits]
    put_right = red.put_right_at(waiting) if waiting else {}
    for alert in waiting:
        heard = alert.area.pk not in deaf
        since = max(alert.raised_at, put_right.get(alert.subject_id, alert.raised_at))
        for step in rules.steps_due(raised_at=since, at=at, heard=heard):
            climbed += _climb(alert, step, at)
    return climbed


@events.step
def _climb(alert: red.Alert, step: rules.Step, at: datetime) -> bool:
    """Climb one rung; False when it was climbed, or the person is held, restricted or gone."""
    if alert.person_id is not None and not _held(alert.person_id):
        return False
    _, fresh = Escalation.objects.get_or_create(
        subject=alert.subject.value,
        subject_id=alert.subject_id,
        step=step.code,
        area=alert.area,
        defaults={"person_id": alert.person_id, "at": at},
    )
    if not fresh:
        return False
    _tell(alert, step, at)
    events.publish(
        "alerts.escalated",
        person=alert.person_id,
        by=None,
        at=at,
        subject=alert.subject.value,
        subject_id=alert.subject_id,
        step=step.code,
    )
    return True


def _held(person_id: UUID) -> bool:
    """Lock the person's row unless another transaction has; a later round comes again."""
    rows = Person.everyone.filter(pk=person_id, restricted_at__isnull=True)
    return rows.select_for_update(skip_locked=True).exists()


def _tell(alert: red.Alert, step: rules.Step, at: datetime) -> None:
    """Tell whom the rung names; where there is no team, those above it and who can name one."""
    key = f"{alert.subject.value}:{alert.subject_id}:{alert.area.pk}:{step.code}"
    about: dict[str, Any] = {"key": key, "person_id": alert.person_id, "at": at}
    team = list(User.objects.team_of(alert.area.pk))
    if step.to_team:
        owe(kind="red_unread", to=team, **about)
    if step.to_commissioners or not team:
        theirs = User.objects.commissioning_for(alert.area.icb_id)
        owe(kind="red_unread_commissioner" if team else "red_no_team", to=theirs, **about)
    if not team:
        administrators = User.objects.holding(Role.ADMINISTRATOR)
        owe(kind="area_without_team", to=administrators, **about)
