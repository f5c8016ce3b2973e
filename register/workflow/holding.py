"""Holding a person's record: the first line of every verb that writes about somebody."""

from uuid import UUID

from core.errors import RuleBroken
from register.models import Entry, Person, Rating


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


def ratings_in_turn(entry: Entry) -> list[Rating]:
    """Return the ratings of a time on the register that stand, in the order in which they held.

    Each follows the one recorded before it, struck out or not; one put right holds from the
    moment of the one in whose place it stands.
    """
    rows = list(Rating.recorded.filter(entry=entry).select_related("set_by"))
    after = {one.follows_id: one for one in rows}
    chain: list[Rating] = []
    following = after.get(None)
    while following is not None:
        chain.append(following)
        following = after.get(following.pk)
    return sorted((one for one in chain if one.struck_out_id is None), key=lambda one: one.set_at)


def current_rating(entry: Entry) -> Rating:
    """Return the rating in force; whoever is on the register has one."""
    return ratings_in_turn(entry)[-1]


def last_recorded(entry: Entry) -> Rating:
    """Return the rating recorded last, struck out or not: the next one follows it."""
    return Rating.recorded.get(entry=entry, followed_by__isnull=True)
