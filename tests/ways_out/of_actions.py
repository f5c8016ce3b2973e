"""Agreed actions, what services answer about them, and cover for someone who is away."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from accounts import workflow as accounts
from accounts.models import User
from accounts.rules import LockReason
from actions import rules, workflow
from actions.models import Action, Cover
from actions.rules import Answered
from actions.workflow import Contact
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.register.closing import day
from tests.ways_out.model import Machine, State, Way, moves

TODAY = NOW.date()
DUE = TODAY + timedelta(days=7)
DONE = {"evidence": "Found one"}
WHY = {"reason": "Slip"}


def agreed(cast: Cast) -> Action:
    """Return an action that the lead professional has to do."""
    return workflow.agree(
        person=seen_by_all(cast), description="Find a placement", owner=cast.lead, due_on=DUE,
        by=cast.team, at=NOW,
    )  # fmt: skip


def _done(cast: Cast) -> Action:
    return workflow.mark_done(action=agreed(cast), evidence="Found one", by=cast.lead, at=NOW)


def _closed(cast: Cast) -> Action:
    return workflow.confirm(action=_done(cast), by=cast.team, at=NOW)


def _cancelled(cast: Cast) -> Action:
    return workflow.cancel(action=agreed(cast), reason="Slip", by=cast.team, at=NOW)


def _page(action: Any) -> str:
    return reverse("actions:action", args=[action.pk])


_later = day("due_on", DUE + timedelta(days=7)) | {"reason": "Not yet"}
_owner = Way("actions:reassign", "change the owner")
ACTION = Machine(
    "An action", Action, ("status", "done_at", "ended_at"), _page,
    (
        State("open", "to do", agreed, (
            Way("actions:mark_done", "mark it as done", "lead, team", DONE),
            Way("actions:extend", "give it more time", "lead, team", _later, stays=True),
            _owner,
            Way("actions:cancel", "cancel it", press=WHY),
        )),
        State("done", "done, waiting for the team to confirm", _done, (
            Way("actions:confirm", "confirm and close it", press={}),
            Way("actions:send_back", "send it back to its owner", press=WHY),
            _owner,
            Way("actions:cancel", "cancel it", press=WHY),
        )),
        State("closed", "closed", _closed, (
            Way("actions:reopen", "open it again: it waits for the team as before", press=WHY),
        ), end="It is done."),
        State("cancelled", "cancelled", _cancelled, (
            Way("actions:reopen", "open it again: it is as it was before", press=WHY),
        ), end="It is not needed. What ended with its person comes back with the record."),
    ),
    rules=moves("actions", rules.TRANSITIONS, but=("answer",)),
)  # fmt: skip


def _without_owner(cast: Cast) -> Action:
    action = agreed(cast)
    accounts.lock(user=cast.lead, why=LockReason.LEFT, by=cast.administrator, at=NOW)
    return action


def _handed_over(one: Any) -> dict[str, str]:
    taker = User.objects.get(full_name="Otto Otherlead")
    return {"actions": str(one.pk), "owner": str(taker.pk), "reason": "Left"}


OWNER = Machine(
    "The owner of an action", Action, (), lambda one: reverse("oversight:without_owner"),
    (
        State("none", "whose account is locked or closed", _without_owner, (
            Way("actions:hand_over", "give their actions to someone else, all at once",

                press=_handed_over, about=lambda one: one.owner),
            Way("actions:reassign", "change the owner of this one", at=_page),
        ), by_itself="the account is unlocked"),
    ),
    read=lambda one: "there" if one.owner_id and one.owner.is_active else "none",
)  # fmt: skip


def _answered(kind: Answered) -> Any:
    def make(cast: Cast) -> Action:
        action = workflow.agree(
            person=seen_by_all(cast), description="Find a school", due_on=DUE, by=cast.team, at=NOW,
            contact=Contact("Nora Noaccount", "nora@school.example", cast.commissioning),
        )  # fmt: skip
        workflow.answer(
            action=action, number=action.contact_round, kind=kind, words="Ask the ward", at=NOW
        )
        return action

    return make


_after_answer = (
    Way("actions:extend", "give it more time", press=_later),
    _owner,
    Way("actions:cancel", "cancel it", press=WHY),
    Way("actions:mark_done", "mark it as done", press=DONE),
)
ANSWER = Machine(
    "What a service without an account answered about an action", Action, ("answer",), _page,
    (
        State("not_done", "it is not done", _answered(Answered.NOT_DONE), _after_answer),
        State("not_mine", "it is not for them", _answered(Answered.NOT_MINE), _after_answer),
    ),
    read=lambda one: str(one.answer),
)  # fmt: skip


def _cover(cast: Cast) -> Cover:
    return workflow.arrange_cover(
        user=cast.lead, covered_by=cast.other_lead, starts_on=TODAY,
        ends_on=TODAY + timedelta(days=5), by=cast.lead, at=NOW,
    )  # fmt: skip


COVER = Machine(
    "Cover for someone who is away", Cover, ("ended_at",), lambda one: reverse("actions:covers"),
    (
        State("standing", "arranged", _cover, (
            Way("actions:end_cover", "end it", "lead, team", {}),
        ), by_itself="its last day passes"),
        State(
            "ended", "ended early",
            lambda cast: workflow.end_cover(cover=_cover(cast), by=cast.lead, at=NOW),
            (Way("actions:arrange_cover", "arrange it again", "lead, team"),),
            end="Reminders go only to the owner again.",
        ),
    ),
    read=lambda one: "ended" if one.ended_at else "standing",
)  # fmt: skip

MACHINES = (ACTION, OWNER, ANSWER, COVER)
