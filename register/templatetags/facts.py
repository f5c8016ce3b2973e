"""What templates ask about kinds of fact, and about a person's other records."""

from typing import Any

from django import template

from accounts.rules import Permission
from register import who_is_who
from register.models import AreaMove, Person
from register.workflow import kinds

register = template.Library()


@register.filter
def correct_at(kind: str) -> str:
    """Return the name of the page on which a fact of this kind is put right; empty without one."""
    found = kinds().get(kind)
    return found.correct_at if found else ""


@register.inclusion_tag("register/who_is_who.html", takes_context=True)
def other_records(context: dict[str, Any], person: object) -> dict[str, Any]:
    """`{% other_records person %}`: what the team sees of records that may be theirs as well."""
    user = context["request"].user
    if not isinstance(person, Person) or not user.is_authenticated:
        return {}
    if not getattr(person, "compared", True):
        return {}
    if person.area_id not in user.grants(Permission.TRIAGE).areas:
        return {}
    found = who_is_who.counterparts(person, viewer=user)
    return {"person": person, "counterparts": found, "user": user}


@register.inclusion_tag("register/area_move_banner.html", takes_context=True)
def area_move(context: dict[str, Any], person: object) -> dict[str, Any]:
    """`{% area_move person %}`: the hand-over that waits, seen by all who may see the person."""
    user = context["request"].user
    if not isinstance(person, Person) or not user.is_authenticated:
        return {}
    if not getattr(person, "moving", True):
        return {}
    move = context["open_move"] if "open_move" in context else _open_move(person)
    areas = user.grants(Permission.TRIAGE).areas
    return {
        "move": move,
        "may_accept": move is not None and move.to_area_id in areas,
        "acts": move is not None and move.from_area_id in areas,
    }


def _open_move(person: Person) -> AreaMove | None:
    rows = AreaMove.objects.open().filter(person=person.pk)
    return rows.select_related("from_area", "to_area", "proposed_by").first()
