"""How a decision and an erasure are shown: the questions as they were asked, tables in words."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import Model

from consent.details import BasisDetails
from consent.forms import DecisionForm, form_for
from consent.models import Decision
from consent.workflow import details_of
from core import nhsuk
from core.models import HistoryRow

Row = dict[str, Any]
KINDS = {
    "register_person": "Person",
    "register_entry": "Entries on the register",
    "register_inpatientstay": "Stays in hospital",
    "register_involvement": "People and partners named",
    "register_standing": "Rows of the list of people",
}
"""Tables whose rows have a better name than their model's."""
IMPACT_COLUMNS: list[Any] = ["Kind of record", {"label": "Rows", "numeric": True}]


def sections(details: BasisDetails) -> list[tuple[str, list[Row]]]:
    """Return (title, rows) for each section of the form, with the answers that were given."""
    return [
        (title, [{"key": label, "value": value} for _, label, value in rows])
        for title, rows in _asked(details)
    ]


def answers(details: BasisDetails) -> list[tuple[str, str, Any]]:
    """Return (field, question, answer) for every question that was asked."""
    return [row for _, rows in _asked(details) for row in rows]


def _asked(details: BasisDetails) -> Iterator[tuple[str, list[tuple[str, str, Any]]]]:
    form = form_for(details.basis)()
    values = details.initial()
    for part in form.layout_parts():
        if isinstance(part, nhsuk.Section):
            names = _with_revealed(form, part.names(), values)
            yield (
                part.title,
                [(name, str(form.fields[name].label), _words(values[name])) for name in names],
            )


def recorded(decision: Decision) -> list[Row]:
    """Return who recorded a decision and when, and what its assessment finds."""
    rows: list[Row] = [
        {"key": "Lawful basis", "value": decision.get_basis_display()},
        {"key": "Recorded by", "value": decision.recorded_by.full_name},
        {"key": "Recorded on", "value": decision.recorded_at},
        {"key": "To be asked again by", "value": decision.review_on},
    ]
    details = details_of(decision)
    if details.capacity is not None:
        lacking = details.capacity.lacking
        words = "Lacks capacity for this decision" if lacking else "Has capacity for this decision"
        rows.append({"key": "The assessment finds", "value": words})
    if details.child is not None:
        words = "Competent to decide" if details.child.competent else "Not competent to decide"
        rows.append({"key": "The assessment finds", "value": words})
    return rows


def impact(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return (kind of record, rows) for counts by table, most rows first."""
    names = {model._meta.db_table: _kind(model) for model in apps.get_models()}
    rows = [(names.get(table, table), count) for table, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _kind(model: type[Model]) -> str:
    """Return what rows of `model` are called; those of its history are earlier versions of it."""
    if issubclass(model, HistoryRow):
        return f"{_kind(model.instance_type)}: earlier versions"  # type: ignore[attr-defined]
    if model._meta.db_table in KINDS:
        return KINDS[model._meta.db_table]
    one = str(model._meta.verbose_name)
    many = f"{one[:-1]}ies" if one.endswith("y") else str(model._meta.verbose_name_plural)
    return many.capitalize()


def _with_revealed(
    form: DecisionForm, names: list[str], values: Mapping[str, Any]
) -> Iterator[str]:
    for name in names:
        if name not in values:
            continue
        yield name
        reveals = form.fields[name].look.reveals  # type: ignore[attr-defined]
        for below in reveals.values():
            yield from (one for one in below if one in values)


def _words(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return getattr(value, "label", value.value)
    return [_words(one) for one in value] if isinstance(value, list) else value
