"""Hand-overs between areas: who is asked, chased and told of the answer."""

from typing import Any
from uuid import UUID

from accounts.models import Area, User
from accounts.rules import Role
from alerts.subscribers.facts import id_in, others, person_of
from alerts.workflow import owe
from core.events import Event, subscribe
from register.models import AreaMove
from register.rules import Level


@subscribe("register.move_proposed")
def ask_the_new_team(event: Event) -> None:
    """Ask the team of the other area to take someone over, at once and loudly where RED."""
    move = id_in(event, "move")
    kind = "move_red" if event.facts.get("red") else "move_asked"
    _ask(kind, str(move), id_in(event, "to_area"), event, move=move)


def _ask(kind: str, key: str, area: UUID, event: Event, *, move: UUID) -> None:
    """Ask the team of `area`; where it has none, its commissioners and who can name a team."""
    team = list(User.objects.team_of(area))
    about: dict[str, Any] = {"key": key, "at": event.at, "person_id": person_of(event),
                             "subject_id": move}  # fmt: skip
    if team:
        owe(kind=kind, to=team, **about)
        return
    board = Area.objects.values_list("icb", flat=True).get(pk=area)
    owe(kind="move_no_team", to=User.objects.commissioning_for(board), **about)
    owe(kind="area_without_team_move", to=User.objects.holding(Role.ADMINISTRATOR), **about)


@subscribe("register.rated")
def alert_the_team_that_was_asked(event: Event) -> None:
    """Alert the team that was asked to take someone over when they turn RED meanwhile."""
    if event.facts.get("level") != Level.RED or event.facts.get("was") == Level.RED:
        return
    for move in AreaMove.objects.open().filter(person=person_of(event)):
        key = f"{move.pk}:{event.facts['rating']}"
        _ask("move_red", key, move.to_area_id, event, move=move.pk)


@subscribe(
    "register.moved", "register.move_returned", "register.move_withdrawn", "register.move_ended"
)
def tell_of_the_answer(event: Event) -> None:
    """Tell the team that asked what the other one answered; the other, of a withdrawal."""
    ended = event.kind.removeprefix("register.")
    side = "to_area" if ended in ("move_withdrawn", "move_ended") else "from_area"
    owe(
        kind="move_accepted" if ended == "moved" else ended,
        key=str(id_in(event, "move")), at=event.at,
        to=others(User.objects.team_of(id_in(event, side)), event),
        # The team that handed the person over cannot open the record now: the link is to its list.
        person_id=person_of(event), subject_id=id_in(event, "move"),
    )  # fmt: skip


@subscribe("register.move_waits")
def chase_both_areas(event: Event) -> None:
    """Chase both teams: a hand-over waits longer than it may."""
    key = f"{event.facts['move']}:{event.facts['reminder']}"
    for side in ("from_area", "to_area"):
        _ask("move_waits", key, id_in(event, side), event, move=id_in(event, "move"))
