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

from register import workflow as register
from register.models import Person
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
    """Return each app's filler by the app's name, those of `tests/canaries/` first."""
    found = {
        module.name: importlib.import_module(f"tests.canaries.{module.name}").fill
        for module in pkgutil.iter_modules(canaries.__path__)
    }
    return found | {f"registered {place}": one for place, one in enumerate(_registered)}


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
    """Let every app write about `person`."""
    for fill in fillers().values():
        fill(person, cast)
