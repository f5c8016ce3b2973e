"""Alerts of an area without a DSR team: they go up at once, and are passed on to a new member."""

from typing import Any
from uuid import UUID

from accounts.models import RoleHeld, User
from accounts.rules import Role
from alerts import red
from alerts.subscribers.facts import id_in, others, person_of
from alerts.workflow import escalate_unheard_about, escalate_unheard_in, owe
from core.events import Event, defer_to_end, subscribe
from register.rules import Level


@subscribe("register.rated", "referrals.submitted", "referrals.rating_asked")
def go_up_at_once(event: Event) -> None:
    """Escalate RED the moment it is raised where no DSR team could hear of it."""
    if event.facts.get("level") == Level.RED:
        _at_the_end(event)


@subscribe("register.person_updated", "register.unrestricted", "referrals.taken")
def go_up_once_moved(event: Event) -> None:
    """Escalate RED that has come to an area without a DSR team, or is back on its list."""
    changed: Any = event.facts.get("changed")
    if changed is None or "area" in changed:
        _at_the_end(event)


def _at_the_end(event: Event) -> None:
    """Look once all of the step is written: the list rows are brought up to date by then."""
    person = person_of(event)
    defer_to_end(
        ("alerts.unheard", person), lambda: escalate_unheard_about(person_id=person, at=event.at)
    )


@subscribe("accounts.locked", "accounts.deactivated", "accounts.role_ended")
def go_up_when_the_team_has_gone(event: Event) -> None:
    """Escalate what waits in areas whose last DSR team member is not there any more."""
    held = RoleHeld.objects.filter(user=id_in(event, "user"), role=Role.TEAM)
    areas = set[UUID](held.values_list("area", flat=True))
    if areas:
        escalate_unheard_in(areas=areas, at=event.at)


@subscribe("accounts.role_given", "accounts.unlocked")
def pass_on_to_the_team(event: Event) -> None:
    """Tell whoever joins a DSR team, or is back in it, of the RED alerts that still wait there."""
    user = User.objects.get(pk=id_in(event, "user"))
    held = user.roles.current().filter(role=Role.TEAM)
    if event.kind == "accounts.role_given":
        held = held.filter(area=event.facts.get("area"))
    areas = set(held.values_list("area", flat=True))
    for alert in red.everywhere() if areas else []:
        if alert.waits and alert.area.pk in areas:
            owe(
                kind="red_unread", key=f"{alert.subject.value}:{alert.subject_id}:{event.id}",
                to=others([user], event), person_id=alert.person_id, at=event.at,
            )  # fmt: skip
