"""Verbs about the end of a stay: plan the discharge, discharge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from core import events
from core.dates import local_day
from core.errors import RuleBroken
from register import coded_lists, rules
from register.models import DischargeLine, InpatientStay
from register.workflow.during import end_open_leave
from register.workflow.entries import rate
from register.workflow.floors import floor_after_discharge
from register.workflow.holding import hold
from register.workflow.standing import refresh_standing
from register.workflow.stay_days import days_during
from register.workflow.stays import hold_stay, save_stay, stay_facts


@dataclass(frozen=True, slots=True)
class LineSaid:
    """How one line of the discharge checklist stands."""

    state: rules.LineState
    note: str = ""


@events.step
def plan_discharge(
    *,
    stay: InpatientStay,
    on: date | None,
    barriers: str,
    by: User,
    at: datetime,
    lines: Mapping[str, LineSaid] | None = None,
    version: int | None = None,
) -> InpatientStay:
    """Note when discharge is planned, what stands in its way, and how the checklist stands.

    Lines that say what they said before write nothing.
    """
    person, stay = hold_stay(stay, version=version)
    if on is not None and on < stay.admitted_on:
        raise RuleBroken(
            "Planned discharge must be after the admission", field="planned_discharge_on"
        )
    if on is not None and on < local_day(at) and on != stay.planned_discharge_on:
        raise RuleBroken(
            "Planned discharge must be today or in the future", field="planned_discharge_on"
        )
    _write_lines(stay, lines or {}, by=by, at=at)
    stay.planned_discharge_on, stay.discharge_barriers = on, barriers
    save_stay(stay, by=by, at=at, reason="plan_discharge")
    done = [line for line in stay.lines.current() if line.state != rules.LineState.NOT_YET]
    events.publish(
        "register.discharge_planned",
        person=person.pk, by=by, at=at, stay=stay.pk, on=on, done=len(done),
    )  # fmt: skip
    return stay


def _write_lines(
    stay: InpatientStay, lines: Mapping[str, LineSaid], *, by: User, at: datetime
) -> None:
    checklist = coded_lists.discharge_checklist()
    if not lines.keys() <= checklist.codes():
        raise RuleBroken("The checklist has changed. Open the page again.")
    known = {line.code: line for line in stay.lines.current()}
    for code, said in lines.items():
        before = known.get(code)
        if before is None and said == LineSaid(rules.LineState.NOT_YET):
            continue
        if before is not None and (before.state, before.note) == (said.state, said.note.strip()):
            continue
        DischargeLine.objects.create(
            stay=stay,
            code=code,
            list_version=checklist.version,
            state=said.state,
            note=said.note.strip(),
            set_by=by,
            set_at=at,
        )


@events.step
def discharge(
    *,
    stay: InpatientStay,
    discharged_on: date,
    destination: str,
    level: rules.Level,
    reason: str,
    by: User,
    at: datetime,
    against_floor: str = "",
) -> InpatientStay:
    """Record a discharge together with the new rating, without which there is none.

    A rating below the floor that the discharge begins keeps the reason `against_floor`, which
    the page asks for; where the region's policy is firm it is refused.
    """
    person = hold(stay.person_id)
    stay = InpatientStay.objects.select_for_update().get(pk=stay.pk)
    if stay.discharged_on is not None:
        raise RuleBroken("The discharge has already been recorded.")
    rules.check_discharge(
        admitted_on=stay.admitted_on, discharged_on=discharged_on, on=local_day(at)
    )
    if max(days_during(stay), default=discharged_on) > discharged_on:
        raise RuleBroken(
            "Date of discharge is before something that happened during the stay",
            field="discharged_on",
        )
    rules.check_reason(reason)
    floor = floor_after_discharge(stay, discharged_on=discharged_on, on=local_day(at))
    if floor is not None and floor.firm:
        rules.check_floor(floor, new=level, current=None, against_floor="")
    if not rules.is_below(floor, new=level, current=None):
        against_floor = ""
    end_open_leave(stay, on=discharged_on, by=by, at=at)
    stay.discharged_on, stay.destination = discharged_on, destination
    save_stay(stay, by=by, at=at, reason="discharge")
    rate(
        person=person,
        level=level,
        reason=reason,
        source=rules.RatingSource.DISCHARGE,
        against_floor=against_floor,
        by=by,
        at=at,
    )
    refresh_standing(person)
    facts = stay_facts(stay, person) | {"level": level, "discharged_on": discharged_on}
    events.publish("register.discharged", person=person.pk, by=by, at=at, **facts)
    return stay
