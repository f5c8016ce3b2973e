"""Hand-overs between areas on a person's timeline: what was asked, and what was answered."""

from collections.abc import Iterable

from core.records import Moment
from register.models import AreaMove
from register.rules.moving import MoveState


def moments(moves: Iterable[AreaMove]) -> list[Moment]:
    """Return when each hand-over was proposed, and when and how it ended."""
    found = []
    for move in moves:
        title = f"{move.from_area.name} asked {move.to_area.name} to take the person over"
        found.append(Moment(move.proposed_at, title, move.reason, move.proposed_by.full_name))
        if move.decided_at is not None:
            by = move.decided_by.full_name if move.decided_by else ""
            found.append(Moment(move.decided_at, _ended(move), move.words, by))
    return found


def _ended(move: AreaMove) -> str:
    here, there = move.from_area.name, move.to_area.name
    return {
        MoveState.ACCEPTED: f"Handed over from {here} to {there}",
        MoveState.RETURNED: f"{there} returned the hand-over",
        MoveState.WITHDRAWN: f"{here} withdrew the hand-over",
        MoveState.ENDED: "Hand-over ended because the person left the register or the record was "
        "hidden",
    }[move.stands]
