"""How a decision and an erasure are shown: the questions as they were asked, tables in words."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.apps import apps

from consent.details import BasisDetails
from consent.forms import DecisionForm, form_for
from core import nhsuk

Row = dict[str, Any]
IMPACT_COLUMNS: list[Any] = ["Kind of record", {"label": "Rows", "numeric": True}]


def sections(details: BasisDetails) -> list[tuple[str, list[Row]]]:
    """Return (title, rows) for each section of the form, with the answers that were given."""
    form = form_for(details.basis)()
    values = details.initial()
    shown = []
    for part in form.layout_parts():
        if isinstance(part, nhsuk.Section):
            names = _with_revealed(form, part.names(), values)
            rows = [
                {"key": form.fields[name].label, "value": _words(values[name])} for name in names
            ]
            shown.append((part.title, rows))
    return shown


def impact(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return (kind of record, rows) for counts by table, most rows first."""
    named = {
        model._meta.db_table: str(model._meta.verbose_name_plural).capitalize()
        for model in apps.get_models()
    }
    rows = [(named.get(table, table), count) for table, count in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


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
