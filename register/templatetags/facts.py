"""What templates ask about kinds of fact."""

from django import template

from register.workflow import kinds

register = template.Library()


@register.filter
def correct_at(kind: str) -> str:
    """Return the name of the page on which a fact of this kind is put right; empty without one."""
    found = kinds().get(kind)
    return found.correct_at if found else ""
