"""What the public asks for: removal, advice."""

from accounts.models import User
from accounts.rules import Role
from alerts.subscribers.facts import id_in, others, users_named
from alerts.workflow import owe
from core.events import Event, subscribe


@subscribe("consent.removal_asked")
def tell_every_team_of_a_request(event: Event) -> None:
    """Tell every DSR team that a request for removal waits: nobody knows yet whose it is."""
    owe(
        kind="removal_asked",
        key=str(event.id),
        at=event.at,
        to=User.objects.holding(Role.TEAM),
        subject_id=id_in(event, "request"),
    )


@subscribe("consent.advice_asked")
def tell_the_team_of_a_question(event: Event) -> None:
    """Tell the area's team that somebody asks for advice without naming the person."""
    owe(
        kind="advice_asked",
        key=str(event.id),
        at=event.at,
        to=others(User.objects.team_of(id_in(event, "area")), event),
        subject_id=id_in(event, "advice"),
    )


@subscribe("consent.advice_given")
def tell_who_asked(event: Event) -> None:
    """Tell whoever asked that there is an answer."""
    owe(
        kind="advice_given",
        key=str(event.id),
        at=event.at,
        to=others(users_named(event, "asked_by"), event),
        subject_id=id_in(event, "advice"),
    )
