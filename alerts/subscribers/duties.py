"""The day on which Part 8A begins: who must confirm it, and who is told that it was set."""

from collections.abc import Iterable
from datetime import date

from accounts.models import Area, User
from accounts.rules import Role
from alerts.subscribers.facts import id_in, others, users_named
from alerts.workflow import owe, withdraw
from core.events import Event, subscribe
from duties import transition


@subscribe("duties.commencement_proposed")
def tell_the_other_administrators(event: Event) -> None:
    """Tell every other administrator that a proposal waits for a second person."""
    owe(
        kind="part8a_proposed",
        key=str(event.facts["proposal"]),
        at=event.at,
        to=others(User.objects.holding(Role.ADMINISTRATOR), event),
        subject_id=id_in(event, "proposal"),
    )


@subscribe(
    "duties.commencement_set", "duties.commencement_rejected", "duties.commencement_withdrawn"
)
def ask_no_longer(event: Event) -> None:
    """Do not mail about a proposal that no longer waits."""
    withdraw(kind="part8a_proposed", subject_id=id_in(event, "proposal"), at=event.at)


@subscribe("duties.commencement_rejected")
def tell_the_proposer(event: Event) -> None:
    """Tell the administrator who made the proposal that it was rejected."""
    owe(
        kind="part8a_rejected",
        key=str(event.facts["proposal"]),
        at=event.at,
        to=users_named(event, "proposed_by"),
        subject_id=id_in(event, "proposal"),
    )


@subscribe("duties.commencement_set")
def tell_whoever_set_it(event: Event) -> None:
    """Tell both administrators, each once."""
    users = [*users_named(event, "proposed_by"), *filter(None, [event.by])]
    _owe("part8a_set", event, users)


@subscribe("duties.commencement_set")
def tell_the_teams(event: Event) -> None:
    """Tell the DSR teams of the areas concerned, each member once: of the list to decide, or
    that Part 8A is switched off."""
    told = event.facts.get("begins_on")
    if isinstance(told, str):
        stays = transition.to_decide(date.fromisoformat(told))
    else:
        stays = transition.detained()
    areas = Area.objects.filter(pk__in=stays.order_by().values("person__area"))
    _owe("part8a_list" if told else "part8a_off", event, User.objects.team_of_any(areas))


def _owe(kind: str, event: Event, to: Iterable[User]) -> None:
    owe(
        kind=kind,
        key=str(event.facts["commencement"]),
        at=event.at,
        to=to,
        subject_id=id_in(event, "commencement"),
    )
