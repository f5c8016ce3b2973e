"""What follows from an event about one person, worked out in memory with the policy's own rules.

It does what `actions.workflow.respond` does, in its order: meet, end, raise. The loader writes
the outcome; a test holds it against the workflow and against `duties reconcile`.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from actions import circumstances, ladders, policy
from actions.hooks import facts_from_above, next_meeting_on
from actions.models import Chase, Duty
from actions.policy import TRIGGERS, Facts
from actions.policy.model import ENDS
from actions.rules import DutyStatus
from actions.workflow.duties import duty_of
from core.dates import local_day
from core.events import Event, sealed_row
from dsr_site.demo.region.rows import Rows
from register.models import Person
from register.workflow.entries import facts_of


class Surroundings:
    """What is the same for everybody: the next meetings, the policy, facts of the floors above."""

    def __init__(self, *, now: datetime, chased_on: date) -> None:
        self.now = now
        self.chased_on = chased_on
        self.policy = policy.current()
        self.commenced_on = circumstances.commenced_on()
        # Nobody loaded in bulk has a keyworker decision or anything else that floors above keep.
        self.above = facts_from_above(uuid4(), local_day(now))
        self._meetings: dict[tuple[UUID, date], date | None] = {}

    def next_meeting(self, area_id: UUID, day: date) -> date | None:
        """Return the area's next meeting from `day` on, looked up once a day and area."""
        key = (area_id, day)
        if key not in self._meetings:
            self._meetings[key] = next_meeting_on(area_id, day)
        return self._meetings[key]


class Ledger:
    """One person's events and duties, and what the policy knows of them so far."""

    def __init__(
        self, person: Person, rows: Rows, ids: Iterator[int], around: Surroundings
    ) -> None:
        self.person = person
        self.rows = rows
        self.around = around
        self.known: dict[str, Any] = {
            "birth_date": person.birth_date, "ehc_plan": person.ehc_plan, "level": None,
            "inpatient": False,
        }  # fmt: skip
        self.open: dict[str, Duty] = {}
        self._ended: list[Duty] = []
        self._answered: set[str] = set()
        self._ids = ids

    def publish(self, kind: str, *, by: User | None, at: datetime, **facts: object) -> Event:
        """Write the event's audit row, and nothing that follows from it."""
        row = sealed_row(kind, by=by, at=at, person=self.person.pk, **facts)
        row.pk = next(self._ids)
        self.rows.add(row)
        return Event(row.pk, kind, at, by, self.person.pk, row.facts)

    def happened(self, kind: str, *, by: User | None, at: datetime, **facts: object) -> None:
        """Write the event, then meet, end and raise the duties that follow."""
        event = self.publish(kind, by=by, at=at, **facts)
        day, told = circumstances.day_of(event), self._facts(event)
        for duty in list(self.open.values()):
            if duty.counted_from <= day and policy.meets(
                duty.met_by, kind, told, day, due_on=duty.due_on
            ):
                self._finish(duty, DutyStatus.MET, "", event)
        if kind == "register.rated":
            self._end_with_level(event, told)
        if kind in ENDS:
            self._end_with_event(event, told, day)
        if kind in TRIGGERS:
            self._raise(event, told, day)

    def facts_of(self) -> dict[str, Any]:
        """Return what the register puts into its events about the person."""
        return facts_of(self.person, inpatient=self.known["inpatient"])

    def settle(self, told: Callable[[Duty], list[UUID]]) -> date | None:
        """Chase what has come due, write the duties, and return the next due date."""
        for duty in self.open.values():
            self._chase(duty, told)
        for duty in (*self._ended, *self.open.values()):
            self.rows.add(duty)
        dates = [d.due_on for d in self.open.values() if d.due_on is not None and not d.floor]
        return min(dates, default=None)

    def stay_due(self) -> tuple[date | None, date | None]:
        """Return when the next open visit and the next open C(E)TR are due."""
        visits: list[date] = []
        reviews: list[date] = []
        for duty in self.open.values():
            kinds = {one["event"] for one in duty.met_by}
            if duty.due_on is None or duty.floor:
                continue
            if "reviews.visited" in kinds:
                visits.append(duty.due_on)
            elif "reviews.held" in kinds:
                reviews.append(duty.due_on)
        return min(visits, default=None), min(reviews, default=None)

    def _facts(self, event: Event) -> Facts:
        day = circumstances.day_of(event)
        known = self.known | self.around.above
        known["next_meeting_on"] = self.around.next_meeting(self.person.area_id, day)
        told = {name: value for name, value in event.facts.items() if value is not None}
        region = str(told.get("region") or self.person.area.region).replace("-", " ")
        return Facts.pick(known | told | {"region": region})

    def _end_with_level(self, event: Event, facts: Facts) -> None:
        for duty in list(self.open.values()):
            rule = circumstances.rule_of(duty.rule)
            if rule and circumstances.ends_with_level(rule, facts, local_day(event.at)):
                self._finish(duty, DutyStatus.CANCELLED, f"The rating is now {facts.level}.", event)

    def _end_with_event(self, event: Event, facts: Facts, day: date) -> None:
        for duty in list(self.open.values()):
            rule = circumstances.rule_of(duty.rule, duty.counted_from)
            why = circumstances.ends_with_event(rule, event.kind, facts, day) if rule else ""
            if why:
                self._finish(duty, DutyStatus.CANCELLED, why, event)

    def _raise(self, event: Event, facts: Facts, day: date) -> None:
        around = self.around
        for spec in policy.duties_for(
            around.policy, event.kind, facts, day, commenced_on=around.commenced_on
        ):
            if spec.rule in self.open or (spec.once and spec.rule in self._answered):
                continue
            duty = duty_of(spec, event, self.person)
            self.open[spec.rule] = duty
            self.rows.add_history(duty, by=event.by, at=event.at, reason="raise")
            self._publish_duty("actions.duty_raised", duty, event)

    def _finish(self, duty: Duty, status: DutyStatus, reason: str, event: Event) -> None:
        del self.open[duty.rule]
        if status is DutyStatus.MET:
            self._answered.add(duty.rule)
        duty.status, duty.reason = status, reason
        duty.ended_at, duty.ended_by, duty.ended_by_event = event.at, event.by, event.id
        self.rows.add_history(duty, by=event.by, at=event.at, reason=status, kind="~")
        self._publish_duty(f"actions.duty_{status}", duty, event)
        self._ended.append(duty)

    def _publish_duty(self, kind: str, duty: Duty, event: Event) -> None:
        self.publish(
            kind, by=event.by, at=event.at, duty=duty.pk, rule=duty.rule,
            version=duty.rule_version, due_on=duty.due_on, because_of=event.kind,
        )  # fmt: skip

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
