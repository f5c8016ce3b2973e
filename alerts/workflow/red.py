"""Acknowledging a RED alert by name, and saying why no urgent meeting follows it."""

from datetime import datetime
from uuid import UUID

from accounts.models import Area, User
from alerts import red, rules
from alerts.models import Acknowledgement, NotConvened, Notice
from core import events
from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from meetings.rules import URGENT_RULE
from register.workflow import hold


@events.step
def acknowledge(*, alert: red.Alert, by: User, at: datetime) -> Acknowledgement:
    """Note that `by` has seen the alert and acts on it. The first to do so is named."""
    if alert.person_id is not None:
        hold(alert.person_id)
    made, fresh = note_seen(
        subject=alert.subject, subject_id=alert.subject_id, area=alert.area,
        person_id=alert.person_id, by=by, at=at,
    )  # fmt: skip
    if not fresh:
        raise RuleBroken(
            f"{made.by.full_name} has already acknowledged this alert. Nothing was changed."
        )
    return made


@events.step
def note_seen(
    *,
    subject: rules.Subject,
    subject_id: UUID,
    area: Area,
    person_id: UUID | None,
    by: User,
    at: datetime,
) -> tuple[Acknowledgement, bool]:
    """Note that `by` has seen an alert for its area, unless somebody had; and whether it is new.

    Another area's team must see for itself: somebody who moves takes no acknowledgement along.
    """
    made, fresh = Acknowledgement.objects.get_or_create(
        subject=subject.value,
        subject_id=subject_id,
        area=area,
        defaults={"person_id": person_id, "by": by, "at": at},
    )
    if fresh:
        events.publish(
            "alerts.acknowledged",
            person=person_id,
            by=by,
            at=at,
            subject=subject.value,
            subject_id=subject_id,
        )
    return made, fresh


@events.step
def decline_meeting(*, alert: red.Alert, reason: str, by: User, at: datetime) -> NotConvened:
    """Say by name why no urgent meeting is convened about a RED alert; it is then dealt with.

    The duty to hold one is waived with the same reason, and whoever says so has seen the alert.
    Refused while a meeting is convened, and once somebody has said so.
    """
    if not reason.strip():
        raise RuleBroken("Enter why no urgent meeting is needed", field="reason")
    if alert.is_update:
        raise RuleBroken("Answer the update first: decide whether the rating changes.")
    if alert.person_id is not None:
        hold(alert.person_id)
    now = red.again(alert)  # as it is once nobody else can change it
    if now is None:
        raise RuleBroken("This alert has changed since you opened it. Look at the RED list again.")
    if now.meeting_id is not None:
        raise RuleBroken("An urgent meeting is already convened. Cancel it, or hold it.")
    if now.declined_at is not None:
        raise RuleBroken(
            f"{now.declined_by} has already said why there is none. Nothing was changed."
        )
    made = NotConvened.objects.create(
        subject=alert.subject.value, subject_id=alert.subject_id, area=alert.area,
        person_id=alert.person_id, reason=reason.strip(), by=by, at=at,
    )  # fmt: skip
    note_seen(
        subject=alert.subject, subject_id=alert.subject_id, area=alert.area,
        person_id=alert.person_id, by=by, at=at,
    )  # fmt: skip
    for duty in Duty.objects.open().filter(person=alert.person_id, rule=URGENT_RULE):
        duties.waive(duty=duty, reason=reason, by=by, at=at)
    events.publish(
        "alerts.meeting_declined",
        person=alert.person_id,
        by=by,
        at=at,
        subject=alert.subject.value,
        subject_id=alert.subject_id,
    )
    return made


@events.step
def settle(*, rating_id: UUID, area: Area, person_id: UUID, by: User, at: datetime) -> None:
    """Note that `by`, of the area's team, made this RED rating and so has seen it; tell nobody."""
    note_seen(
        subject=rules.Subject.RATING, subject_id=rating_id, area=area, person_id=person_id,
        by=by, at=at,
    )  # fmt: skip
    Notice.objects.owed().filter(kind="red_rating", subject_id=rating_id).update(cancelled_at=at)
