"""Several actions in one go: each is changed or refused by itself, and the refusals are said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from actions import rules
from actions.models import Action
from actions.querysets import areas_of_owner
from actions.workflow.agreed import confirm, reassign
from actions.workflow.saving import hold_action
from core import events
from core.dates import local_day
from core.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Refused:
    """An action that was left as it was, and why."""

    action: Action
    why: str


@dataclass(slots=True)
class Together:
    """What came of several actions."""

    changed: list[Action] = field(default_factory=list)
    already: list[Action] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@events.step
def confirm_many(*, actions: Iterable[Action], by: User, at: datetime) -> Together:
    """Close each of `actions` that its owner has done; one that cannot be closed stops no other."""
    return _each(actions, lambda action: confirm(action=action, by=by, at=at))


@events.step
def hand_over(
    *, actions: Iterable[Action], owner: User, reason: str, by: User, at: datetime,
    due_on: date | None = None, was: User | None = None,
) -> Together:  # fmt: skip
    """Give each of `actions`, those of a leaver for example, to another owner.

    `due_on` is the new date of those that are overdue, without which they are left. Asking twice
    changes nothing the second time: what `owner` has by then is `already` theirs, and what
    someone else has meanwhile (not `was`, where that is named) is left.
    """
    rules.check_words(reason, "Enter why you are changing the owner", field="reason")
    if not owner.is_active:
        raise RuleBroken("Choose an owner whose account is active", field="owner")
    areas, today = set(areas_of_owner(owner)), local_day(at)

    def give(action: Action) -> Action | None:
        action = hold_action(action, "reassign")
        if action.owner_id == owner.pk:
            return None
        if was is not None and action.owner_id != was.pk:
            raise RuleBroken(f"{action.owner_name} owns it now.")
        if action.person.area_id not in areas:
            raise RuleBroken(f"{owner.full_name} does not work in the person's area.")
        new = due_on if action.is_overdue(today) else None
        return reassign(action=action, owner=owner, reason=reason, due_on=new, by=by, at=at)

    return _each(actions, give)


def _each(actions: Iterable[Action], verb: Callable[[Action], Action | None]) -> Together:
    """Do it to each, in the order of the people they are about so that two callers never cross.

    Where `verb` returns none, the action was that already.
    """
    came = Together()
    for action in sorted(actions, key=lambda one: (one.person_id, one.pk)):
        try:
            with transaction.atomic():
                done = verb(action)
        except RuleBroken as broken:
            came.refused.append(Refused(action, broken.message))
            continue
        if done is None:
            came.already.append(action)
        else:
            came.changed.append(done)
    return came
