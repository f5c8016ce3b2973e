"""Putting right: the same kind of fact with the right values, in the place of the wrong one."""

from datetime import date, datetime

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from register import rules
from register.models import ExtendedLeave, InpatientStay, Rating, StatusChange
from register.workflow.during import check_status_day, tell_leave, tell_status
from register.workflow.floors import floor_of
from register.workflow.holding import current_rating, hold, last_recorded
from register.workflow.mistakes import meanwhile
from register.workflow.mistakes.striking_out import first_recorded, replace, to_put_right
from register.workflow.standing import refresh_standing
from register.workflow.stay_days import settle_status, status_on
from register.workflow.stays import hold_stay, save_stay


@events.step
def correct_rating(
    *,
    rating: Rating,
    level: rules.Level,
    reason: str,
    why: str,
    by: User,
    at: datetime,
    against_floor: str = "",
) -> Rating:
    """Put right a rating: it holds from the moment of the wrong one, whose words stay to be read.

    For what was recorded wrongly. A risk that has changed since is a new rating.
    """
    person = hold(rating.entry.person_id)
    rules.check_reason(reason)
    rows = Rating.objects.filter(entry__person=person).select_related("entry")
    said = {"level": level, "reason": reason.strip()}
    wrong = to_put_right(rows, rating, said, why=why, by=by)
    if wrong.pk != rating.pk:
        return wrong
    if wrong.pk == current_rating(wrong.entry).pk:
        rules.check_floor(
            floor_of(person.pk, on=local_day(at)), new=level, current=rules.Level(wrong.level),
            against_floor=against_floor,
        )  # fmt: skip
    right = Rating.objects.create(
        entry=wrong.entry,
        **said,
        against_floor=against_floor.strip() or wrong.against_floor,
        source=wrong.source,
        follows=last_recorded(wrong.entry),
        set_by=by,
        set_at=wrong.set_at,
    )
    replace(
        person=person, kind="rating", fact=wrong, placed=right.pk, reason=why, by=by, at=at,
        rating=first_recorded(right.pk), level=level,
    )  # fmt: skip
    return right


@events.step
def correct_status(
    *,
    change: StatusChange,
    changed_on: date,
    legal_status: rules.LegalStatus,
    why: str,
    by: User,
    at: datetime,
    section: rules.Section | None = None,
    section_other: str = "",
) -> StatusChange:
    """Put right a change of legal status: what it was, or from which day it stood."""
    person, stay = hold_stay(change.stay, ended=True)
    check_status_day(stay, changed_on, on=local_day(at))
    rules.check_section(legal_status=legal_status, section=section, other=section_other)
    said = {
        "changed_on": changed_on, "legal_status": legal_status, "section": section or "",
        "section_other": section_other.strip(),
    }  # fmt: skip
    wrong = to_put_right(stay.statuses, change, said, why=why, by=by)
    if wrong.pk != change.pk:
        return wrong
    right = StatusChange(stay=stay, recorded_by=by, recorded_at=at, **said)
    replace(person=person, kind="status", fact=wrong, placed=right.pk, reason=why, by=by, at=at)
    stay.refresh_from_db()
    right.stay = stay
    right.was = was = rules.LegalStatus(status_on(stay, changed_on))
    right.was_section = wrong.was_section
    right.save(force_insert=True)
    settle_status(stay)
    save_stay(stay, by=by, at=at, reason="correct_status")
    refresh_standing(person)
    tell_status(right, was=was, by=by, at=at)
    return right


@events.step
def correct_leave(
    *,
    leave: ExtendedLeave,
    started_on: date,
    ended_on: date | None,
    why: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> ExtendedLeave:
    """Put right the days of extended leave, ended or not.

    `version` is the row of its history that the page had shown: a return recorded meanwhile is
    not undone, `Conflict` is raised.
    """
    person, stay = hold_stay(leave.stay, ended=True)
    said = {"started_on": started_on, "ended_on": ended_on}
    wrong = to_put_right(stay.leaves, leave, said, why=why, by=by)
    if wrong.pk != leave.pk:
        return wrong
    if version is not None and wrong.history.first().pk != version:
        raise Conflict(f"{meanwhile.of_record(wrong, 'this leave')} {meanwhile.KEPT}")
    _check_leave(stay, wrong, started_on, ended_on, on=local_day(at))
    right = ExtendedLeave(stay=stay, started_on=started_on, ended_on=ended_on, note=wrong.note)
    replace(person=person, kind="leave", fact=wrong, placed=right.pk, reason=why, by=by, at=at)
    history.save(right, by=by, at=at, reason="correct_leave")
    refresh_standing(person)
    tell_leave(right, by=by, at=at)
    return right


def _check_leave(
    stay: InpatientStay, wrong: ExtendedLeave, started_on: date, ended_on: date | None, *, on: date
) -> None:
    for day, field, called in (
        (started_on, "started_on", "First day of leave"),
        (ended_on, "ended_on", "Last day of leave"),
    ):
        if day is not None:
            rules.check_during(
                day, field=field, called=called, admitted_on=stay.admitted_on, on=on,
                until=stay.discharged_on,
            )  # fmt: skip
    if ended_on is not None and ended_on < started_on:
        raise RuleBroken("Last day of leave must be on or after its first day", field="ended_on")
    if ended_on is None and stay.discharged_on is not None:
        raise RuleBroken("Enter the last day of leave: this stay has ended", field="ended_on")
    others = stay.leaves.exclude(pk=wrong.pk).exclude(ended_on__lte=started_on)
    if ended_on is not None:
        others = others.filter(started_on__lt=ended_on)
    if others.exists():
        raise RuleBroken("These days fall within another leave", field="started_on")
