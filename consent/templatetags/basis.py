"""What every page about a person says of the lawful basis, and of who may see the record."""

from typing import Any

from django import template
from django.utils import timezone

from accounts.rules import Permission
from consent import sharing
from register.models import Person

register = template.Library()


@register.inclusion_tag("consent/closed.html", takes_context=True)
def closed_to_partners(context: dict[str, Any], person: object) -> dict[str, Any]:
    """`{% closed_to_partners person %}`: why partners may not see this record; else nothing."""
    if not isinstance(person, Person):
        return {}
    user = context["request"].user
    return {
        "person": person,
        "closed": sharing.closure(person.pk, on=timezone.localdate()),
        "may_record": user.is_authenticated and user.holds(Permission.CONSENT_RECORD),
    }
