"""What becomes of agreed actions when a person leaves the register, and when that was an error."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from actions.models import Action
from actions.querysets import possible_owners
from actions.rules import ActionStatus
from actions.workflow.owning import give_to
from actions.workflow.saving import publish_about
from core import events, history
from core.errors import Conflict, RuleBroken
from duties.workflow import refresh_next_due
from register.open_work import Choices
from register.workflow import ended_by_closing

ENDED = "actions.ended_by_closing"
_RESTORED = (
    "status", "note", "answer", "ended_by_id", "ended_at", "owner_id", "organisation_id",
    "contact_name", "contact_email", "due_on",
)  # fmt: skip


@events.step
def end_with_closing(
    *, person_id: UUID, closing: int, words: str, choices: Choices | None, died: bool, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """End, keep or give each unfinished action as was chosen; all end where nothing was asked.

    `words` say why they left. The caller holds the person. Raises `Conflict` for an action
    that was agreed after the page with the choices was opened.
    """
    done = as_chosen(person_id, choices, words=words, verb="end_with_closing", by=by, at=at)
    if done.any:
        _tell(person_id, closing, done.ended, done.given, died=died, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of someone's unfinished actions, if there were any."""

    any: bool
    ended: list[Action]
    given: list[Action]


def as_chosen(
    person_id: UUID, choices: Choices | None, *, words: str, verb: str, by: User, at: datetime
) -> Done:
    """End, keep or give each unfinished action of someone who leaves or moves, as was chosen.

    All end where nothing was asked. Those that are given are told of here, the ended ones by the
    caller. Raises `Conflict` for an action that was agreed after the page was opened.
    """
    rows = Action.objects.unfinished().filter(person=person_id).select_for_update(of=("self",))
    actions = {action.pk: action for action in rows}
    giving = dict(choices.give) if choices is not None else {}
    keep = set(choices.keep) if choices is not None else set()
    if choices is not None and set(actions) - {*choices.end, *keep, *giving}:
        raise Conflict(
            "An action about this person has been agreed since you opened the page. Go back and "
            "say what happens to it."
        )
    ended = [one for one in actions.values() if one.pk not in keep and one.pk not in giving]
    for action in ended:
        action.status, action.answer = ActionStatus.CANCELLED, ""
        action.note = words
        action.ended_by, action.ended_at = by, at
        history.save(action, by=by, at=at, reason=verb)
    given = [
        _give(actions[one], giving[one], words, verb=verb, by=by, at=at)
        for one in giving
        if one in actions
    ]
    if actions:
        refresh_next_due(person_id)
    return Done(bool(actions), ended, given)


def _give(
    action: Action, taker: UUID, words: str, *, verb: str, by: User, at: datetime
) -> Action:  # fmt: skip
    owner = possible_owners(action.person.area_id).filter(pk=taker).first()
    if owner is None:
        raise RuleBroken("Choose an owner who works in the area and has an active account")
    was = action.owner_id
    give_to(action, owner=owner, contact=None, organisation=None)
    action.note, action.answer = words, ""
    history.save(action, by=by, at=at, reason=verb)
    publish_about(action, "actions.reassigned", by=by, at=at, was=was)
    return action


def _tell(
    person_id: UUID, closing: int, ended: Sequence[Action], given: Sequence[Action], *,
    died: bool, by: User, at: datetime,
) -> None:  # fmt: skip
    """Say what ended, whose it was, and one action for each owner without an account."""
    contacts = {one.contact_email: one.pk for one in ended if one.owner_id is None}
    events.publish(
        ENDED,
        person=person_id,
        by=by,
        at=at,
        closing=closing,
        died=died,
        actions=[one.pk for one in ended],
        given=[one.pk for one in given],
        owners=sorted({str(one.owner_id) for one in ended if one.owner_id}),
        contacts=list(contacts.values()),
    )


@events.step
def restore_after_error(*, person_id: UUID, closing: int, by: User, at: datetime) -> int:
    """Bring back, as they were, the actions that a closing in error ended or gave away.

    What someone has changed since stays as it is now. Returns how many came back.
    """
    told = ended_by_closing(ENDED, person_id, closing)
    if told is None:
        return 0
    ids = [*_ids(told.facts["actions"]), *_ids(told.facts["given"])]
    rows = Action.objects.filter(pk__in=ids, person=person_id).select_for_update(of=("self",))
    restored = sum(_restore(action, by=by, at=at) for action in rows)
    if restored:
        refresh_next_due(person_id)
        events.publish(
            "actions.restored", person=person_id, by=by, at=at, closing=closing, actions=ids
        )
    return restored


def _restore(action: Action, *, by: User, at: datetime) -> bool:
    last, before = history.last_two(action)
    if last.history_change_reason != "end_with_closing" or before is None:
        return False
    for name in _RESTORED:
        setattr(action, name, getattr(before, name))
    history.save(action, by=by, at=at, reason="restore_after_error")
    return True


def _ids(value: object) -> list[UUID]:
    return [UUID(str(one)) for one in value] if isinstance(value, list) else []
