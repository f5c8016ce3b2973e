"""The clock of triage: it stands still while the referrer is asked, and goes on with the answer."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from actions import circumstances
from actions.hooks import Waiting, waiting_referrals
from actions.models import Duty
from actions.policy import Facts
from actions.querysets import DutyQuerySet
from actions.workflow.duties import end_corrected, publish_about
from actions.workflow.next_due import refresh_next_due
from core import events, history
from core.dates import due_after_pause, in_words, local_day
from core.events import Event

TRIAGED = "referrals.triaged"
Pause = tuple[date, date | None]
"""The days on which a clock was stopped and went on; None where it still stands."""


@transaction.atomic
def pause(*, event: Event) -> None:
    """Stop the clock of the duties of triage, unless another referral asks for the same.

    Runs in the transaction of the verb that published the event, which holds the person.
    """
    if event.person_id is None:
        return
    going = _going(event)
    for duty in _of_triage(event).running().select_for_update():
        if not _is_asked(duty, going, event):
            duty.paused_on = local_day(event.at)
            history.save(duty, by=event.by, at=event.at, reason="pause")
            publish_about("actions.duty_paused", duty, event)
    refresh_next_due(event.person_id)


@transaction.atomic(savepoint=False)  # nobody goes on after it fails
def resume(*, event: Event) -> None:
    """Let the clock go on, with the working days that were left when it was stopped."""
    if event.person_id is None:
        return
    going = _going(event)
    for duty in _of_triage(event).paused().select_for_update():
        if _is_asked(duty, going, event):
            _resume(duty, event)
    person = event.person_id
    events.put_off(("next_due", person), lambda: refresh_next_due(person))


def _resume(duty: Duty, event: Event) -> None:
    _go_on(duty, local_day(event.at))
    history.save(duty, by=event.by, at=event.at, reason="resume")
    publish_about("actions.duty_resumed", duty, event)


def _go_on(duty: Duty, day: date) -> None:
    stopped = duty.paused_on
    if stopped is not None and duty.due_on is not None and duty.late_from is not None:
        grace = duty.late_from - duty.due_on
        duty.due_on = due_after_pause(due_on=duty.due_on, stopped_on=stopped, resumed_on=day)
        duty.late_from = duty.due_on + grace
        duty.basis += f" The clock stood still from {in_words(stopped)} to {in_words(day)}."
    duty.paused_on = None


@transaction.atomic(savepoint=False)  # nobody goes on after it fails
def stand_still(*, event: Event, pauses: Iterable[Pause]) -> None:
    """Let the duties of triage that `event` raised stand still when the referral's clock did.

    For a referral that goes to another record: its clock neither starts again nor runs on.
    """
    stood = list(pauses)
    if event.person_id is None or not stood:
        return
    for duty in _of_triage(event).filter(raised_by_event=event.id).select_for_update():
        for stopped, resumed in stood:
            duty.paused_on = stopped
            if resumed is not None:
                _go_on(duty, resumed)
        history.save(duty, by=event.by, at=event.at, reason="stand_still")
        told = "actions.duty_paused" if duty.paused_on else "actions.duty_redated"
        publish_about(told, duty, event)
    refresh_next_due(event.person_id)


@transaction.atomic(savepoint=False)  # nobody goes on after it fails
def let_go(*, event: Event) -> None:
    """End the duties of triage that no referral asks for, once one has gone elsewhere."""
    if event.person_id is None:
        return
    waiting = list(waiting_referrals(event.person_id))
    for duty in _of_triage(event).select_for_update():
        if not _is_asked(duty, waiting, event):
            end_corrected(duty, event=event)
    refresh_next_due(event.person_id)


def _of_triage(event: Event) -> DutyQuerySet:
    """Return the open duties that triage meets: what waits for the referrer waits with it."""
    return Duty.objects.open().filter(person=event.person_id).met_through(TRIAGED)


def _going(event: Event) -> list[Waiting]:
    """Return the referrals that wait for triage and not for an answer."""
    if event.person_id is None:
        return []
    return [one for one in waiting_referrals(event.person_id) if not one.paused]


def _is_asked(duty: Duty, going: list[Waiting], event: Event) -> bool:
    rule = circumstances.rule_of(duty.rule)
    if rule is None:  # a later policy dropped it: any referral counts
        return bool(going)
    return circumstances.asked_by_referral(rule, Facts(), local_day(event.at), going)
