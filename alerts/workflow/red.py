"""Acknowledging a RED alert by name, and escalating one that nobody acknowledged."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from alerts import red, rules
from alerts.models import Acknowledgement, Escalation
from alerts.workflow.notices import owe
from core import events
from core.errors import RuleBroken


@transaction.atomic
def acknowledge(*, alert: red.Alert, by: User, at: datetime) -> Acknowledgement:
    """Note that `by` has seen the alert and acts on it. The first to do so is named."""
    made, fresh = Acknowledgement.objects.get_or_create(
        subject=alert.subject.value,
        subject_id=alert.subject_id,
        defaults={"person_id": alert.person_id, "by": by, "at": at},
    )
    if not fresh:
        raise RuleBroken(
            f"{made.by.full_name} has already acknowledged this alert. Nothing was changed."
        )
    events.publish(
        "alerts.acknowledged",
        person=alert.person_id,
        by=by,
        at=at,
        subject=alert.subject.value,
        subject_id=alert.subject_id,
    )
    return made


@transaction.atomic
def carry_on(*, event: events.Event, rating_id: UUID) -> None:
    """Count somebody reviewed and still RED as acknowledged by whoever reviewed them."""
    if event.by is not None:
        Acknowledgement.objects.get_or_create(
            subject=rules.Subject.RATING.value,
            subject_id=rating_id,
            defaults={"person_id": event.person_id, "by": event.by, "at": event.at},
        )


def escalate(*, at: datetime) -> int:
    """Climb every rung that has fallen due for alerts nobody acknowledged; returns how many.

    May run twice at once: the database lets each rung of an alert be climbed once.
    """
    climbed = 0
    for alert in red.everywhere():
        if alert.waits:
            for step in rules.steps_due(raised_at=alert.raised_at, at=at):
                climbed += _climb(alert, step, at)
    return climbed


@transaction.atomic
def _climb(alert: red.Alert, step: rules.Step, at: datetime) -> bool:
    _, fresh = Escalation.objects.get_or_create(
        subject=alert.subject.value,
        subject_id=alert.subject_id,
        step=step.code,
        defaults={"person_id": alert.person_id, "area": alert.area, "at": at},
    )
    if not fresh:
        return False
    key = f"{alert.subject.value}:{alert.subject_id}:{step.code}"
    if step.to_team:
        team = User.objects.team_of(alert.area.pk)
        owe(kind="red_unread", key=key, to=team, person_id=alert.person_id, at=at)
    if step.to_commissioners:
        theirs = User.objects.commissioning_for(alert.area.icb_id)
        owe(kind="red_unread_commissioner", key=key, to=theirs, person_id=alert.person_id, at=at)
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
