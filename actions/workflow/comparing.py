"""Comparing: does every open duty still say what the policy asks for? Nothing is changed here.

What a corrected fact should have moved, and did not, is found by asking again for what raised the
duty. Only duties of the policy in force are compared: what an earlier one said stays.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from actions import circumstances, policy
from actions.models import Duty
from actions.policy import TRIGGERS, DutySpec
from actions.surroundings import Gathered, Surroundings
from actions.workflow.correcting import asked_by
from actions.workflow.reconciling import people_of_duties, specs_of, trails, with_level
from core.events import Event
from register.models import Person


@dataclass(frozen=True, slots=True)
class Astray:
    """An open duty that stands otherwise than the policy asks by the facts as they are now."""

    person_id: UUID
    duty: UUID
    rule: str
    what: str
    due_on: date | None
    asked_on: date | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "person": str(self.person_id),
            "duty": str(self.duty),
            "rule": self.rule,
            "what": self.what,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "asked_on": self.asked_on.isoformat() if self.asked_on else None,
        }


def compare(*, at: datetime) -> list[Astray]:
    """Return the duties open at `at` with another date or name than is asked for, or not asked
    for any more."""
    return list(_compare(at))


def _compare(at: datetime) -> Iterator[Astray]:
    commenced_on, version = circumstances.commenced_on(), policy.current().version
    for people in people_of_duties():
        told, around = trails(people), Gathered(people, commenced_on=commenced_on)
        duties: dict[UUID, list[Duty]] = defaultdict(list)
        rows = Duty.objects.open().filter(person__in=people, rule_version=version)
        for duty in rows.filter(raised_at__lte=at):
            duties[duty.person_id].append(duty)
        for person in people:
            for duty in duties[person.pk]:
                found = _astray(duty, person, told[person.pk], around)
                if found is not None:
                    yield found


def _astray(duty: Duty, person: Person, trail: list[Event], around: Surroundings) -> Astray | None:
    cause = next((one for one in trail if one.id == duty.raised_by_event), None)
    rule = circumstances.rule_of(duty.rule, duty.counted_from)
    if cause is None or rule is None:  # joined from another record, or a rule dropped since
        return None
    asked = asked_by(duty, with_level(cause, trail), person, around)
    spec = next((one for one in asked if one.rule == duty.rule), None)
    what = "not asked for any more"
    if spec is not None:
        what = "" if spec.duty == duty.title else "another name is asked for"
        if not _keeps_own_date(duty) and spec.due_on != duty.due_on:
            later = (one for one in trail if one.id > cause.id and one.kind in TRIGGERS)
            dates = {_due(specs_of(one, person, around), duty.rule) for one in later}
            what = what if duty.due_on in dates - {None} else "another date is asked for"
    if not what:
        return None
    asked_on = spec.due_on if spec else None
    return Astray(person.pk, duty.pk, duty.rule, what, duty.due_on, asked_on)


def _keeps_own_date(duty: Duty) -> bool:
    """Whether its date moves by more than facts: with meetings, or where a clock stood still."""
    rule = circumstances.rule_of(duty.rule, duty.counted_from)
    at_meeting = rule is not None and rule.due.kind == "next_meeting"
    return at_meeting or any(one.event == "referrals.triaged" for one in duty.outcomes)


def _due(specs: list[DutySpec], rule: str) -> date | None:
    return next((one.due_on for one in specs if one.rule == rule), None)
