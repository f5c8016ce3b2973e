"""What the register keeps about a person is in their copy, and none of it outlives an erasure."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from core import guard, records
from core.records import Erased
from register.keeper import RegisterKeeper
from register.models import Person
from tests.canaries import register as canary
from tests.canary import hatch
from tests.conftest import Cast

PATHS = ("person", "entry__person", "stay__person")


def rows_about(model: Any, person: Person) -> Any:
    """Return the rows of a model of the register that are about `person`."""
    if model is Person:
        return Person.everyone.filter(pk=person.pk)
    names = {field.name for field in model._meta.get_fields()}
    path = next(one for one in PATHS if one.split("__")[0] in names)
    return model._base_manager.filter(Q(**{path: person.pk}))


def test_the_canary_leaves_a_row_in_every_table_but_those_of_other_lists(cast: Cast) -> None:
    person = hatch(cast)
    canary.fill(person, cast)
    empty = {m.__name__ for m in RegisterKeeper.models if not rows_about(m, person).exists()}
    assert empty == {"InpatientStanding", "Departure"}  # out of hospital, and on the register


def test_the_copy_tells_every_text_that_was_typed(cast: Cast) -> None:
    person = hatch(cast)
    canary.fill(person, cast)
    copy = str(RegisterKeeper().export(person.pk))
    for name in (
        "new ward", "move", "section", "leave", "concern", "line", "barriers", "statutory",
        "adulthood", "destination",
    ):  # fmt: skip
        assert f"Zqcanary {name} Zqcanary" in copy, name


def test_an_erasure_leaves_no_row_and_no_history(cast: Cast) -> None:
    person = hatch(cast)
    canary.fill(person, cast)
    erased = Erased()
    with transaction.atomic():
        guard.open_door()
        for keeper in reversed(records.keepers()):
            keeper.erase(person.pk, erased)
    for model in RegisterKeeper.models:
        assert not rows_about(model, person).exists(), model
    for table in ("transfer", "statuschange", "stayconcern", "dischargeline", "statutoryview",
                  "adultdecision", "extendedleave", "historicalextendedleave"):  # fmt: skip
        assert erased.counts[f"register_{table}"] >= 1
