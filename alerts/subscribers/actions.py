"""What happens to agreed actions, and the chases of actions and duties."""

from accounts.models import User
from alerts.subscribers.facts import id_in, others, person_of, users_named
from alerts.workflow import owe
from core.events import Event, subscribe
from register.models import Person

ACTION_NOTICES = {
    "actions.agreed": ("action_agreed", "owner"),
    "actions.reassigned": ("action_agreed", "owner"),
    "actions.sent_back": ("action_sent_back", "owner"),
}


@subscribe(*ACTION_NOTICES)
def tell_the_owner(event: Event) -> None:
    """Tell the owner of an action what is asked of them."""
    kind, owner = ACTION_NOTICES[event.kind]
    owe(
        kind=kind,
        key=str(event.id),
        at=event.at,
        to=others(users_named(event, owner), event),
        person_id=event.person_id,
        subject_id=id_in(event, "action"),
    )


@subscribe("actions.marked_done")
def ask_the_team_to_confirm(event: Event) -> None:
    """Ask the area's team to confirm what an owner says is done."""
    person = Person.objects.get(pk=person_of(event))
    owe(
        kind="action_done",
        key=str(event.id),
        at=event.at,
        to=others(User.objects.team_of(person.area_id), event),
        person_id=event.person_id,
        subject_id=id_in(event, "action"),
    )


@subscribe("actions.chased")
def chase(event: Event) -> None:
    """Pass a chase on to those whom the ladder names."""
    owe(
        kind="action_chased",
        key=str(event.id),
        at=event.at,
        to=users_named(event, "to"),
        person_id=event.person_id,
        subject_id=id_in(event, "action" if event.facts.get("action") else "duty"),
    )
