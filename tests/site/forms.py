"""Fills in whatever form a page shows, well or badly."""

from dataclasses import dataclass, field
from typing import Any

from django import forms

from core.nhsuk.fields.dates import DateField, TimeField

TEXT = (forms.CharField,)


@dataclass
class Filled:
    """What would be sent, and the names of the fields that a test typed into."""

    data: dict[str, Any] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)


def fill(form: forms.Form, *, text: str, date: tuple[str, str, str]) -> Filled:
    """Choose the first of every choice, type `text` into every text and `date` into every date."""
    filled = Filled()
    for name, one in form.fields.items():
        at = form.add_prefix(name)
        if isinstance(one, DateField):
            filled.dates.append(name)
            filled.data |= dict(
                zip((f"{at}_day", f"{at}_month", f"{at}_year"), date, strict=True)
            )  # fmt: skip
        elif isinstance(one, TimeField):
            filled.data[at] = "2pm"
        elif isinstance(one, forms.ModelMultipleChoiceField | forms.ModelChoiceField):
            first = one.queryset.first() if one.queryset is not None else None
            filled.data[at] = str(first.pk) if first is not None else ""
        elif isinstance(one, forms.ChoiceField):
            filled.data[at] = _first(one)
        elif isinstance(one, forms.BooleanField):
            filled.data[at] = "on"
        elif isinstance(one, TEXT) and not one.widget.is_hidden:
            filled.texts.append(name)
            filled.data[at] = text
        elif one.widget.is_hidden:
            filled.data[at] = str(form.get_initial_for_field(one, name) or "")
        else:
            filled.data[at] = "1"
    return filled


def _first(one: forms.ChoiceField) -> str:
    values = [value for value, _ in _flat(list(one.choices)) if value not in {"", None}]
    return str(values[0]) if values else ""


def _flat(choices: list[Any]) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for value, label in choices:
        found += label if isinstance(label, list | tuple) else [(value, label)]
    return found
