"""What an owner without an account answers through a signed link."""

from datetime import datetime

from actions import rules
from actions.models import Action, Answer
from actions.rules import ActionStatus, Answered
from actions.workflow.saving import hold_action, publish_about, save_action
from core import events
from core.errors import RuleBroken


@events.step
def answer(*, action: Action, number: int, kind: Answered, words: str, at: datetime) -> Answer:
    """Record what the owner of `action`, who has no account, answered by the link of a round.

    "Done" waits for the DSR team to confirm, as any owner's does. "Not done" and "not mine"
    change nothing by themselves: the team hears of it and decides. Each link works once: a
    `number` other than the action's own round is refused.
    """
    action = hold_action(action, "answer")
    if action.owner_id is not None or action.contact_round != number:
        raise RuleBroken("This link has been used already, or another has been sent since.")
    rules.check_words(words, rules.ANSWER_NEEDS[kind], field="words")
    made = Answer.objects.create(
        action=action, kind=kind, words=words.strip(), name=action.contact_name, at=at
    )
    action.contact_round += 1
    if kind is Answered.DONE:
        action.status, action.evidence, action.answer = ActionStatus.DONE, words.strip(), ""
        action.done_by, action.done_at = None, at
        save_action(action, "answer", "actions.marked_done", by=None, at=at, covering=None)
        publish_about(action, "actions.answered", by=None, at=at, answer=made.pk, said=kind.value)
    else:
        action.answer = kind.value
        save_action(
            action, "answer", "actions.answered", by=None, at=at, answer=made.pk, said=kind.value
        )
    return made
