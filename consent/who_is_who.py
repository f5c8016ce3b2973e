"""What consent says where two records are, or are to be, one person's."""

from collections.abc import Iterable

from consent.models import Decision
from consent.rules import Scope
from register.models import Person
from register.rules.identity import SecondLook


def bases_conflict(person: Person, other: Person) -> Iterable[SecondLook]:
    """Return why two people must agree that two records are one person's: what was agreed differs.

    Neither decision is overwritten: while the two are linked the narrower one holds (`sharing`).
    """
    rows = Decision.objects.current().filter(person__in=[person.pk, other.pk])
    agreed = {pk: scopes for pk, *scopes in rows.values_list("person", *Scope)}
    differ = len(agreed) == 2 and agreed[person.pk] != agreed[other.pk]
    return [SecondLook.BASIS] if differ else []
