"""A person whose every text is unmistakable, for proving that an erasure leaves none of it.

Each app gives one file `tests/canaries/<app>.py` with one function::

    from tests.canary import word

    def fill(person: Person, cast: Cast) -> None:
        actions.workflow.agree(person=person, description=word("description"), ...)

It reaches, through the app's own workflow, a row in each of the app's tables about a person, with
`word(...)` in every text. After the erasure no table may hold `WORD`.
"""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import date

from core import records
from register import workflow as register
from register.models import InpatientStay, Person, Rating
from register.rules import Level
from tests import canaries
from tests.conftest import Cast
from tests.factories import NOW, details

WORD = "Zqcanary"
"""Stands in every text of the canary person, and nowhere else."""

Filler = Callable[[Person, Cast], None]
_registered: list[Filler] = []


def word(name: str) -> str:
    """Return a text for the field `name` that no other text is like."""
    return f"{WORD} {name} {WORD}"


def register_filler(filler: Filler) -> Filler:
    """Add a filler that has no file of its own."""
    _registered.append(filler)
    return filler


def fillers() -> dict[str, Filler]:
    """Return each app's filler by the app's name, the lowest floor first, then those without."""
    floors = {keeper.name: keeper.floor for keeper in records.keepers()}
    found = {
        module.name: importlib.import_module(f"tests.canaries.{module.name}").fill
        for module in pkgutil.iter_modules(canaries.__path__)
    }
    ordered = sorted(found, key=lambda name: floors.get(name, max(floors.values()) + 1))
    return {name: found[name] for name in ordered} | {
        f"registered {place}": one for place, one in enumerate(_registered)
    }


def hatch(cast: Cast) -> Person:
    """Return the canary, on the register at RED, with nothing yet in the other apps."""
    typed = details(
        cast.area,
        family_name=WORD,
        given_name=f"{WORD}given",
        preferred_name=f"{WORD}liked",
        birth_date=date(2003, 5, 17),
        address=word("address"),
        postcode="ZQ1 9ZQ",
        phone="01632 960 777",
        gp_practice=word("practice"),
        communication_needs=word("communication"),
        reasonable_adjustments=word("adjustments"),
    )
    person = register.add_person(details=typed, lead=cast.lead, by=cast.team, at=NOW)
    register.enter(person=person, level=Level.RED, reason=word("reason"), by=cast.team, at=NOW)
    return person


def fill_everything(person: Person, cast: Cast) -> None:
    """Let every app write about `person`; each finds the person at RED and in no hospital."""
    for fill in fillers().values():
        person.refresh_from_db()  # the filler before may have changed who they are
        fill(person, cast)
        _settle(person, cast)


def _settle(person: Person, cast: Cast) -> None:
    last = Rating.objects.current().get(entry__person=person)
    stay = InpatientStay.objects.open().filter(person=person).first()
    if stay is not None:
        at = max(NOW, last.set_at)
        register.discharge(
            stay=stay, discharged_on=at.date(), destination=word("destination"),
            level=Level.RED, reason=word("rating"), by=cast.team, at=at,
        )  # fmt: skip
    elif last.level != Level.RED:
        register.rate(
            person=person, level=Level.RED, reason=word("rating"), by=cast.team, at=last.set_at
        )
