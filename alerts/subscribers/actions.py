"""What happens to agreed actions, and the chases of actions and duties."""

from uuid import UUID

from accounts.models import User
from alerts.subscribers.facts import id_in, others, person_of, users_named
from alerts.workflow import owe, owe_digest
from core.events import Event, subscribe
from register.models import Person

ACTION_NOTICES = {
    "actions.agreed": ("action_agreed", "owner"),
    "actions.reassigned": ("action_agreed", "owner"),
    "actions.sent_back": ("action_sent_back", "owner"),
    "actions.cancelled": ("action_cancelled", "owner"),
    "actions.reopened": ("action_reopened", "owner"),
}


@subscribe(*ACTION_NOTICES)
def tell_the_owner(event: Event) -> None:
    """Tell the owner of an action what is asked of them, with or without an account.

    Nothing is asked of an owner without an account while what they did waits for the team.
    """
    kind, owner = ACTION_NOTICES[event.kind]
    action = id_in(event, "action")
    owe(
        kind=kind,
        key=str(event.id),
        at=event.at,
        to=others(users_named(event, owner), event),
        person_id=event.person_id,
        subject_id=action,
    )
    if not event.facts.get(owner) and not event.facts.get("waits"):
        ended = event.kind == "actions.cancelled"
        _tell_the_contact(
            event, "action_for_service_ended" if ended else "action_for_service", action
        )


def _tell_the_contact(event: Event, kind: str, action: UUID) -> None:
    """Mail a link to the owner of an action who has no account."""
    owe(
        kind=kind, key=str(event.id), at=event.at, to_contact=True, subject_id=action,
        person_id=event.person_id,
    )  # fmt: skip


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


@subscribe("actions.extended")
def tell_of_a_new_date(event: Event) -> None:
    """Tell the area's team that an owner has moved a date, or the owner that the team has."""
    person = Person.objects.get(pk=person_of(event))
    by_the_team = event.by is not None and event.by.is_in_team_of(person.area_id)
    told = users_named(event, "owner") if by_the_team else User.objects.team_of(person.area_id)
    owe(
        kind="action_extended",
        key=str(event.id),
        at=event.at,
        to=others(told, event),
        person_id=event.person_id,
        subject_id=id_in(event, "action"),
    )


@subscribe("actions.answered")
def tell_the_team_of_an_answer(event: Event) -> None:
    """Tell the area's team that an action is not done, or not theirs; "done" is told by itself."""
    if event.facts.get("said") == "done":
        return
    person = Person.objects.get(pk=person_of(event))
    owe(
        kind="action_answered",
        key=str(event.id),
        at=event.at,
        to=User.objects.team_of(person.area_id),
        person_id=event.person_id,
        subject_id=id_in(event, "action"),
    )


@subscribe("actions.chased")
def chase(event: Event) -> None:
    """Pass a chase on to those whom the ladder names: RED at once, the rest in a digest a day."""
    told, leads = users_named(event, "to"), users_named(event, "leads")
    if event.facts.get("urgent"):
        subject = id_in(event, "action" if event.facts.get("action") else "duty")
        for kind, users in (("action_chased", told), ("action_late_icb", leads)):
            owe(
                kind=kind, key=str(event.id), at=event.at, to=users, person_id=event.person_id,
                subject_id=subject,
            )  # fmt: skip
    else:
        owe_digest(kind="digest", to=told, at=event.at)
        owe_digest(kind="digest_icb", to=leads, at=event.at)
    if event.facts.get("contact"):
        due = "action_for_service_red" if event.facts.get("urgent") else "action_for_service_due"
        _tell_the_contact(event, due, id_in(event, "action"))


@subscribe("actions.cover_arranged")
def tell_who_covers(event: Event) -> None:
    """Tell a colleague that they stand in for somebody."""
    owe(
        kind="cover_arranged",
        key=str(event.facts["cover"]),
        at=event.at,
        to=others(users_named(event, "covered_by"), event),
        subject_id=id_in(event, "cover"),
    )
