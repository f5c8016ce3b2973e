"""Refusing new work about someone who has left the register, where every floor above can ask."""

from core.errors import RuleBroken
from duties.hooks import people_waiting
from register.models import Entry, Person


def check_still_here(person: Person) -> None:
    """Refuse to begin anything about a person who has left; the caller holds them.

    A referral made since and waiting for triage is a new beginning.
    """
    if Entry.objects.left(person.pk) is None:
        return
    waiting = people_waiting()
    if waiting is not None and waiting.filter(person=person.pk).exists():
        return
    raise RuleBroken("This person has left the register. Reopen the record first.")
