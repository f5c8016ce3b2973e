"""Holding a person's record: the first line of every verb that writes about somebody."""

from uuid import UUID

from core.errors import RuleBroken
from register.models import Entry, Person


class NotAvailable(RuleBroken):
    """The record is not there any more, or is restricted; says no more than that."""

    def __init__(self) -> None:
        super().__init__(
            "This record is no longer available. Nothing was saved. "
            "If you need advice, contact the DSR team."
        )


def hold(person_id: UUID, *, restricted: bool = False) -> Person:
    """Lock the person's row until the transaction ends and return the person.

    Raises `NotAvailable` for somebody erased or, unless `restricted` is set (withdrawal and
    erasure), somebody restricted: nothing is written about them meanwhile.
    """
    person = Person.everyone.select_for_update().filter(pk=person_id).first()
    if person is None or (person.restricted_at is not None and not restricted):
        raise NotAvailable
    return person


def open_entry(person: Person) -> Entry:
    """Return the person's open entry; raises when there is none."""
    entry = Entry.objects.open().filter(person=person).first()
    if entry is None:
        raise RuleBroken("This person is not on the register now.")
    return entry
