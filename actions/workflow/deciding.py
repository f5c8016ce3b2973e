"""What a named person says of a duty: that it need not be met, or that it was."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from actions import rules
from actions.models import Duty
from actions.rules import DutyStatus
from actions.workflow.duties import publish
from actions.workflow.next_due import refresh_next_due
from core import history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register.workflow import hold

BY_HAND = "actions.done_by_hand"
"""What meets a duty for which nothing else in the register can: somebody says so, with evidence."""


@transaction.atomic
def waive(*, duty: Duty, reason: str, by: User, at: datetime) -> Duty:
    """Say that a duty need not be met for this person now; a named person answers for it."""
    person = hold(duty.person_id)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if not duty.is_open:
        raise RuleBroken("This duty has already ended.")
    rules.check_words(reason, "Enter why this need not happen", field="reason")
    duty.status, duty.reason = DutyStatus.WAIVED, reason.strip()
    duty.ended_at, duty.ended_by = at, by
    history.save(duty, by=by, at=at, reason="waive")
    publish("actions.duty_waived", duty, by=by, at=at)
    refresh_next_due(person.pk)
    return duty


@transaction.atomic
def record_done(*, duty: Duty, done: str, on: date, by: User, at: datetime) -> Duty:
    """Say that a duty was met on the day `on`, where only a person can tell; with what was done."""
    person = hold(duty.person_id)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if not duty.is_open:
        raise RuleBroken("This duty has already ended.")
    if not duty.is_met_by_hand:
        raise RuleBroken("This duty is met by what is recorded elsewhere, not here.")
    rules.check_words(done, "Enter what was done, and who was told", field="done")
    if not duty.counted_from <= on <= local_day(at):
        since = in_words(duty.counted_from)
        raise RuleBroken(f"The day must be from {since} until today", field="on")
    duty.status, duty.reason = DutyStatus.MET, f"{in_words(on)}: {done.strip()}"
    duty.ended_at, duty.ended_by = at, by
    history.save(duty, by=by, at=at, reason="record_done")
    publish("actions.duty_met", duty, by=by, at=at, because_of=BY_HAND)
    refresh_next_due(person.pk)
    return duty
