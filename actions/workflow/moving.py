"""What becomes of agreed actions when their person moves to another area."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from actions.models import Action
from actions.querysets import possible_owners
from actions.rules import ActionStatus
from actions.workflow.owning import give_to
from actions.workflow.saving import save_action
from core import events
from core.errors import Conflict, RuleBroken
from register.open_work import Choices


@events.step
def follow_move(*, person_id: UUID, choices: Choices, by: User, at: datetime) -> None:
    """End, keep or give each unfinished action as the receiving team chose.

    One that is kept keeps its owner and its date. The caller holds the person. Raises `Conflict`
    for an action that was agreed after the page with the choices was opened.
    """
    rows = Action.objects.unfinished().filter(person=person_id).select_for_update(of=("self",))
    actions = {action.pk: action for action in rows}
    giving = dict(choices.give)
    if set(actions) - {*choices.end, *choices.keep, *giving}:
        raise Conflict(
            "An action about this person has been agreed since you opened the page. Nothing was "
            "saved. Say what happens to it, then accept."
        )
    for pk, action in actions.items():
        if pk in giving:
            _give(action, giving[pk], by=by, at=at)
        elif pk in set(choices.end):
            action.status, action.answer = ActionStatus.CANCELLED, ""
            action.note = "Ended when the person moved to another area."
            action.ended_by, action.ended_at = by, at
            save_action(action, "follow_move", "actions.cancelled", by=by, at=at)


def _give(action: Action, taker: UUID, *, by: User, at: datetime) -> None:
    owner = possible_owners(action.person.area_id).filter(pk=taker).first()
    if owner is None:
        raise RuleBroken("Choose an owner who works in the area and has an active account")
    was = action.owner_id
    give_to(action, owner=owner, contact=None, organisation=None)
    action.note, action.answer = "The person moved to another area.", ""
    save_action(action, "follow_move", "actions.reassigned", by=by, at=at, was=was)
