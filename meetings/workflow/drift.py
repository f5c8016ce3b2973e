"""Verbs of the weekly sample of GREEN: draw it, and note what came of looking at someone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from simple_history.utils import bulk_create_with_history

from accounts.models import Area, User
from actions.models import Action
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from core.models import AuditEvent
from meetings import drift, rules
from meetings.drift import Drawn, Looked
from meetings.drifting import known_green
from meetings.models import DriftSample
from meetings.workflow.holding import hold_people
from register import workflow as register
from register.models import Rating


@events.step
def draw_sample(*, area: Area, at: datetime, by: User | None = None) -> list[DriftSample]:
    """Put this week's few people rated GREEN before an area's team; returns the week's sample.

    A second call in the same week draws no one more. How many is a region's choice
    (`DSR_DRIFT_SAMPLE`; certainty U). No one is rated by it.
    """
    on = local_day(at)
    week = drift.week_of(on)
    Area.objects.select_for_update().get(pk=area.pk)
    drawn = DriftSample.objects.filter(area=area, week=week)
    if drawn.exists():
        return list(drawn)
    found = drift.draw(known_green(area.pk, on=on), on=on, size=settings.DSR_DRIFT_SAMPLE)
    return _keep(area, found, at=at, by=by)


def _keep(
    area: Area, found: Sequence[Drawn], *, at: datetime, by: User | None
) -> list[DriftSample]:
    free = hold_people(one.person_id for one in found)
    week = drift.week_of(local_day(at))
    made = [
        DriftSample(
            person_id=one.person_id,
            area=area,
            week=week,
            signs=[sign.as_dict() for sign in one.drifts],
            weight=one.weight,
            drawn_at=at,
        )
        for one in found
        if one.person_id in free
    ]
    bulk_create_with_history(
        made, DriftSample, default_user=by, default_date=at, default_change_reason="draw_sample"
    )
    for sample in made:
        events.publish(
            "meetings.drift_drawn", person=sample.person_id, by=by, at=at, sample=sample.pk
        )
    return made


def draw_everywhere(*, at: datetime) -> int:
    """Draw this week's sample in every area, each by itself; returns how many were drawn."""
    week = drift.week_of(local_day(at))
    waiting = Area.objects.filter(is_active=True).exclude(
        pk__in=DriftSample.objects.filter(week=week).values("area")
    )
    return sum(len(draw_sample(area=area, at=at)) for area in waiting)


@events.step
def look_at(
    *, sample: DriftSample, outcome: Looked, note: str, by: User, at: datetime
) -> DriftSample:
    """Note what the team found when it looked at someone in the sample.

    A rating or an action is noted only once it is there: nothing here makes one.
    """
    person = register.hold(sample.person_id)
    sample = DriftSample.objects.select_for_update().get(pk=sample.pk)
    if not sample.is_waiting:
        raise RuleBroken("Someone has already recorded what came of it. Nothing was changed.")
    if outcome is Looked.NO_CHANGE:
        rules.check_words(note, missing="Enter what you looked at", field="note")
    elif outcome is Looked.RATED:
        rated = Rating.objects.filter(entry__person=person, set_at__gt=sample.drawn_at)
        _check(rated.exists(), "Rate the person first: no rating has been given since the sample")
    elif outcome is Looked.ACTION:
        agreed = Action.objects.filter(person=person, agreed_at__gt=sample.drawn_at)
        _check(agreed.exists(), "Agree the action first: none has been agreed since the sample")
    else:
        raise RuleBroken("Select what came of it", field="outcome")
    return _settle(sample, outcome, note, by=by, at=at)


def _check(done: bool, refusal: str) -> None:
    if not done:
        raise RuleBroken(refusal, field="outcome")


def _settle(
    sample: DriftSample, outcome: Looked, note: str, *, by: User | None, at: datetime
) -> DriftSample:
    sample.outcome, sample.note = outcome, note.strip()
    sample.looked_at, sample.looked_by = at, by
    history.save(sample, by=by, at=at, reason="look_at")
    events.publish(
        "meetings.drift_looked_at",
        person=sample.person_id,
        by=by,
        at=at,
        sample=sample.pk,
        outcome=outcome.value,
    )
    return sample


def settle(
    *, samples: Iterable[DriftSample], outcome: Looked, by: User | None, at: datetime
) -> None:
    """Note for those whose person was rated or discussed meanwhile that the team has looked."""
    for sample in samples:
        _settle(sample, outcome, "", by=by, at=at)


def ask_to_look_again(*, person_id: UUID | None, of: object, by: User | None, at: datetime) -> None:
    """Let the samples wait again for which only the discussion `of` this event had counted.

    An action that was agreed there stands, and so does what came of it.
    """
    told = of if isinstance(of, list) else [of]  # one number, or those a strike-out takes back
    numbers = [int(str(one)) for one in told if one]
    held = AuditEvent.objects.filter(pk__in=numbers).first()
    if held is None:
        return
    rows = DriftSample.objects.filter(
        person=person_id, outcome=Looked.DISCUSSED, looked_at=held.at
    ).select_for_update()
    for sample in rows:
        sample.outcome, sample.looked_at, sample.looked_by = Looked.WAITING, None, None
        history.save(sample, by=by, at=at, reason="ask_to_look_again")
