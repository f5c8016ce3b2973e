"""The table of ways out is whole: every model, state and rule is there, and the page says so."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from core.models import AppendOnly, HistoryRow
from tests.access.matrix import MATRIX
from tests.ways_out import written
from tests.ways_out.apart import FOLLOWS, ROWS, VALUES
from tests.ways_out.model import Machine, State
from tests.ways_out.table import MACHINES

OURS = ("accounts", "actions", "alerts", "consent", "core", "duties", "meetings", "oversight",
        "referrals", "register", "reviews")  # fmt: skip
STATES = [(machine, state) for machine in MACHINES for state in machine.states]
NAMES = [f"{machine.thing}: {state.words}" for machine, state in STATES]


def _models() -> list[type[models.Model]]:
    rows = [one for one in apps.get_models() if one._meta.app_label in OURS]
    return [one for one in rows if not issubclass(one, HistoryRow)]


def _covered() -> set[str]:
    return {column for machine in MACHINES for column in machine.columns()}


def _looks_like_a_state(column: models.Field) -> bool:
    """Whether a column can say where something stands: a choice, an end, a switch."""
    if column.choices:
        return column.name not in VALUES
    if isinstance(column, models.DateField):
        return column.null
    return column.name.startswith("is_") or column.name in {"struck_out", "provisional"}


def _columns() -> Iterator[str]:
    """Return every column that looks like a state, where rows can change or be struck out."""
    for model in _models():
        for column in model._meta.concrete_fields if model._meta.label not in ROWS else ():
            if issubclass(model, AppendOnly) and column.name != "struck_out":
                continue
            if _looks_like_a_state(column):
                yield f"{model._meta.label}.{column.name}"


def test_every_column_that_looks_like_a_state_is_in_the_table() -> None:
    missing = set(_columns()) - _covered() - set(FOLLOWS)
    assert not missing, f"add to tests/ways_out, or say in apart.py why not: {sorted(missing)}"


def test_every_model_is_in_the_table() -> None:
    known = {machine.model._meta.label for machine in MACHINES} | set(ROWS)
    known |= {column.rsplit(".", 1)[0] for column in (*_covered(), *FOLLOWS)}
    missing = {model._meta.label for model in _models()} - known
    assert not missing, f"add to tests/ways_out, or say in apart.py why not: {sorted(missing)}"


def test_nothing_is_left_out_that_is_not_there() -> None:
    labels = {model._meta.label: model for model in _models()}
    assert set(ROWS) <= set(labels), sorted(set(ROWS) - set(labels))
    columns = {f"{label}.{one.name}" for label, model in labels.items()
               for one in model._meta.concrete_fields}  # fmt: skip
    assert set(FOLLOWS) | _covered() <= columns, sorted((set(FOLLOWS) | _covered()) - columns)
    assert not set(FOLLOWS) & _covered()
    names = {one.name for model in labels.values() for one in model._meta.concrete_fields
             if one.choices}  # fmt: skip
    assert names >= VALUES, sorted(VALUES - names)


def test_a_state_is_never_left_out_by_its_name() -> None:
    assert not VALUES & {"state", "status", "presence", "outcome", "answer", "verdict"}


@pytest.mark.parametrize("machine", MACHINES, ids=[one.thing for one in MACHINES])
def test_every_value_of_a_state_is_in_the_table(machine: Machine) -> None:
    if not machine.fields:
        return
    column = machine.model._meta.get_field(machine.fields[0])
    values = {str(value) for value, _ in column.choices or ()} - NOT_REACHED.get(
        machine.thing, set()
    )
    assert values <= {state.name for state in machine.states}


NOT_REACHED = {
    "What a service without an account answered about an action": {"done"},
    "Someone GREEN in the weekly sample": {"action", "discussed"},
}
"""Values that no row keeps, or that differ from another in nothing that a page does."""


@pytest.mark.parametrize("machine", MACHINES, ids=[one.thing for one in MACHINES])
def test_every_rule_of_the_product_is_a_way_out(machine: Machine) -> None:
    for page, states in machine.rules.items():
        for name in states:
            ways = {way.page for one in machine.states if one.name == name for way in one.ways}
            assert page in ways, f"{machine.thing}, {name}: no way to {page}"
    for page in machine.rules:
        assert page in MATRIX


@pytest.mark.parametrize(("machine", "state"), STATES, ids=NAMES)
def test_every_state_has_a_way_out_or_says_why_it_is_final(machine: Machine, state: State) -> None:
    assert state.ways or state.end, f"{machine.thing} that is {state.words} stays so for ever"


@pytest.mark.parametrize(("machine", "state"), STATES, ids=NAMES)
def test_from_every_state_that_is_not_final_the_walk_goes_a_way_to_its_end(
    machine: Machine, state: State
) -> None:
    assert state.end or any(way.press is not None and not way.stays for way in state.ways)


GONE = {"A withdrawal: erased", "A record whose time is over: erased"}
"""What nothing can put right: two people agreed before."""


@pytest.mark.parametrize(("machine", "state"), STATES, ids=NAMES)
def test_every_final_state_says_what_is_done_about_a_mistake(
    machine: Machine, state: State
) -> None:
    name = f"{machine.thing}: {state.words}"
    assert bool(state.ways) != (name in GONE)


def test_the_page_says_what_the_table_says() -> None:
    assert written.FILE.read_text() == written.text(MACHINES), "run python -m tests.ways_out"
