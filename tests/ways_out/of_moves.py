"""A hand-over between areas: proposed by one team, answered by the other."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from register import workflow
from register.models import AreaMove
from register.rules import ClosureReason, Level
from register.rules.moving import MoveState
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.ways_out.model import Machine, State, Way


def _open(cast: Cast) -> AreaMove:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, lead=cast.lead)
    return workflow.propose_move(
        person=person, to_area=cast.other_area, moves_on=NOW.date(), reason="New home",
        by=cast.team, at=NOW,
    )  # fmt: skip


def _accepted(cast: Cast) -> AreaMove:
    move = _open(cast)
    accepted = workflow.Accepted(
        lead=cast.lead, responsible_icb=cast.other_commissioning, ordinary_residence_la=None
    )
    return workflow.accept_move(move=move, accepted=accepted, by=cast.other_area_team, at=NOW)


def _returned(cast: Cast) -> AreaMove:
    return workflow.return_move(
        move=_open(cast), words="Not ours", by=cast.other_area_team, at=NOW
    )  # fmt: skip


def _withdrawn(cast: Cast) -> AreaMove:
    return workflow.withdraw_move(move=_open(cast), words="Stays", by=cast.team, at=NOW)


def _ended(cast: Cast) -> AreaMove:
    move = _open(cast)
    workflow.close(person=move.person, reason=ClosureReason.STEPPED_DOWN, by=cast.team, at=NOW)
    return move


def _person(one: AreaMove) -> str:
    return reverse("register:person", args=[one.person_id])


def _about(one: AreaMove) -> Any:
    return one.person


NEW = "Another hand-over takes its place; this one stays on the timeline."
AGAIN = Way("register:propose_move", "propose it again", about=_about)


def _accepting(one: AreaMove) -> dict[str, str]:
    board, lead = one.to_area.icb_id, one.person.lead_professional_id
    return {"lead": str(lead), "responsible_icb": str(board), "next_agenda": "no"}


def _state(state: MoveState, make: Callable[[Cast], AreaMove], *ways: Way, end: str = "") -> State:
    return State(str(state), state.label.lower(), make, ways, end=end)


MOVE = Machine(
    "A hand-over to another area", AreaMove, ("state", "decided_at"), _person,
    (
        _state(
            MoveState.OPEN, _open,
            Way("register:accept_move", "accept it", "other_area_team", _accepting),
            Way("register:return_move", "return it", "other_area_team", {"words": "Not ours"}),
            Way("register:withdraw_move", "withdraw it", press={"words": "Stays"}),
        ),
        _state(
            MoveState.ACCEPTED, _accepted,
            Way("register:propose_move", "hand the person back", "other_area_team", about=_about),
            end="A mistake is put right by handing the person back: both stay on the timeline.",
        ),
        _state(MoveState.RETURNED, _returned, AGAIN, end=NEW),
        _state(MoveState.WITHDRAWN, _withdrawn, AGAIN, end=NEW),
        _state(
            MoveState.ENDED, _ended,
            Way("register:reopen", "bring the person back", about=_about),
            end="Once the person is back on the register, another hand-over can be proposed.",
        ),
    ),
)  # fmt: skip

MACHINES = (MOVE,)
