"""One person's events and the duties that follow, worked out in memory as the register does.

The events are told first; `settle` asks `duties.working_out` once what they come to, as a sync
does, and writes the rows. `duties reconcile` finds nothing to change afterwards.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.models import User
from actions import ladders
from actions.models import Chase
from core.dates import local_day
from core.events import Event, sealed_row
from dsr_site.demo.region.rows import Rows
from duties import policy, reading
from duties.happenings import KINDS, Happening, happening
from duties.life import Life
from duties.models import Duty
from duties.policy import Outcome
from duties.rules import DutyStatus
from duties.workflow.next_due import due_in_hospital
from duties.workflow.syncing import columns
from duties.working_out import work_out
from register.models import Person
from register.rules import NextDue
from register.workflow.entries import facts_of

_OPEN: dict[str, Any] = {
    "status": DutyStatus.OPEN.value, "reason": "", "ended_at": None, "ended_on": None,
    "ended_by_id": None, "ended_by_event": None,
}  # fmt: skip
"""What an open duty says of its end."""


class Surroundings:
    """What is the same for everyone: the policy, and the meetings of the areas."""

    def __init__(self, *, now: datetime, chased_on: date) -> None:
        self.now = now
        self.chased_on = chased_on
        self.policy = policy.current()
        self.commenced_on = reading.commenced_on()
        self.meetings = reading.Meetings()


class Ledger:
    """One person's events, and the duties that they come to."""

    def __init__(
        self, person: Person, rows: Rows, ids: Iterator[int], around: Surroundings
    ) -> None:
        self.person = person
        self.rows = rows
        self.around = around
        self.level: str | None = None
        self.inpatient = False
        self._events: list[Happening] = []
        self._open: list[Duty] = []
        self._ids = ids

    def publish(self, kind: str, *, by: User | None, at: datetime, **facts: object) -> Event:
        """Write the event's audit row, and keep it where duties depend on it."""
        row = sealed_row(kind, by=by, at=at, person=self.person.pk, **facts)
        row.pk = next(self._ids)
        self.rows.add(row)
        if kind in KINDS:
            self._events.append(
                happening(
                    number=row.pk, kind=kind, at=at, by=by.pk if by else None, facts=row.facts
                )
            )
        return Event(row.pk, kind, at, by, self.person.pk, row.facts)

    def facts_of(self) -> dict[str, Any]:
        """Return what the register puts into its events about the person."""
        return facts_of(self.person, inpatient=self.inpatient)

    def settle(self, told: Callable[[Duty], list[UUID]]) -> NextDue | None:
        """Write the duties, chase what has come due, and return what is due next."""
        person, around = self.person, self.around
        life = Life(
            birth_date=person.birth_date,
            ehc_plan=person.ehc_plan,
            region=person.area.region or None,
            recognised_on=person.commissioner_view_formed_on,
            commenced_on=around.commenced_on,
            events=self._events,
            meetings=around.meetings.of(person.area_id),
        )
        worked = work_out(life, around.policy, today=local_day(around.now))
        for one in worked:
            duty = Duty(person=person, area_id=person.area_id, **columns(one))
            self.rows.add(duty)
            self._tell_history(duty)
            if duty.is_open:
                self._open.append(duty)
                self._chase(duty, told)
        if worked:
            self.publish(
                "duties.worked_out", by=None, at=around.now, because_of=None,
                **{"raise": [f"{one.spec.rule}:{one.due_on or ''}" for one in worked]},
            )  # fmt: skip
        return NextDue.first(one for one, _ in self._due())

    def stay_due(self) -> tuple[NextDue | None, NextDue | None]:
        """Return when the next open visit and the next open C(E)TR are due."""
        return due_in_hospital(self._due())

    def _tell_history(self, duty: Duty) -> None:
        """Write the history of a duty: raised, and ended where it has."""
        ended = {name: getattr(duty, name) for name in _OPEN}
        for name, value in _OPEN.items():
            setattr(duty, name, value)
        self.rows.add_history(duty, by=None, at=duty.raised_at, reason="raise")
        for name, value in ended.items():
            setattr(duty, name, value)
        if duty.ended_at is not None:
            self.rows.add_history(
                duty, by=None, at=duty.ended_at, reason=str(duty.status), kind="~"
            )

    def _due(self) -> list[tuple[NextDue, list[Outcome]]]:
        return [
            (NextDue(duty.due_on, duty.late_from), duty.outcomes)
            for duty in self._open
            if duty.due_on and duty.late_from and not duty.floor and not duty.is_paused
        ]

    def _chase(self, duty: Duty, told: Callable[[Duty], list[UUID]]) -> None:
        if duty.due_on is None or duty.floor:
            return
        on = self.around.chased_on
        step = ladders.current().ladders[duty.chase].reached(due_on=duty.due_on, on=on)
        if step is None:
            return
        to, at = told(duty), self.around.now - timedelta(hours=5)
        chase = Chase(duty=duty, due_on=duty.due_on, step=step.code, on=on, at=at, to=to)
        self.rows.add(chase)
        self.publish(
            "actions.chased", by=None, at=at, chase=chase.pk, step=step.code, due_on=duty.due_on,
            to=to, leads=[], contact=False, covers=[], urgent=chase.urgent, action=None,
            duty=duty.pk, owner=None,
        )  # fmt: skip
