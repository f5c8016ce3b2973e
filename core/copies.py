"""What a keeper says in a subject-access copy: labels and words, never the names of columns.

A keeper's `export` gives, for each kind of record in plain English, the records with their lines.
`told` makes them from rows, `earlier` from the history of tracked rows, so that a new field is in
the copy on the day it is added.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Model, QuerySet

from core.nhsuk import say


class Check(StrEnum):
    """What somebody must look at before the copy is handed out."""

    NONE = ""
    OTHERS = "others"  # about somebody else by its nature: their name, contact or view
    WORDS = "words"  # free text, in which somebody else may be mentioned


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is kept: what it is, what it says, and what to check before release."""

    label: str
    words: str
    check: Check = Check.NONE


Lines = list[Line]
Told = dict[str, list[Lines]]
"""By kind of record in plain English: the records, each a list of lines."""
More = Callable[[Any], Iterable[Line]]

NAMES = ("full_name", "name")
"""What a colleague, an organisation or an area is called; other records are told by themselves."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How rows of one model are told.

    `labels` put fields into plain English; `others` are fields about somebody else; `leave` are
    fields that say nothing about anybody or that `more` tells in better words.
    """

    labels: Mapping[str, str]
    others: Collection[str] = ()
    leave: Collection[str] = ()
    more: More | None = None

    def line(self, row: Model, field: "models.Field[Any, Any]") -> Line | None:
        """Return one field of `row` in words; None where there is nothing to tell."""
        words = in_words(row, field)
        if not words:
            return None
        label = self.labels.get(field.name) or str(field.verbose_name).capitalize()
        if field.name in self.others:
            return Line(label, words, Check.OTHERS)
        free = isinstance(field, models.TextField)
        return Line(label, words, Check.WORDS if free else Check.NONE)

    def fields(self, model: type[Model]) -> "list[models.Field[Any, Any]]":
        """Return the fields of `model` that are told, in their order."""
        return [
            field
            for field in model._meta.concrete_fields
            if field.name not in self.leave and not field.primary_key and _tells(field)
        ]


def told(rows: QuerySet[Any], sheet: Sheet) -> list[Lines]:
    """Return each of `rows` as labels and words; what is empty is left out."""
    fields = sheet.fields(rows.model)
    related = [field.name for field in fields if isinstance(field, models.ForeignKey)]
    found = []
    for row in rows.select_related(*related) if related else rows:
        lines = [line for field in fields if (line := sheet.line(row, field))]
        found.append([*lines, *(sheet.more(row) if sheet.more else ())])
    return found


def earlier(rows: QuerySet[Any], sheet: Sheet) -> list[Lines]:
    """Return what tracked `rows` said before they were changed, and until when."""
    model = rows.model
    history = getattr(model, model._meta.simple_history_manager_attribute).model
    key = model._meta.pk.attname
    ids = list(rows.values_list(key, flat=True))
    past: dict[Any, list[Any]] = {}
    for row in history.objects.filter(**{f"{key}__in": ids}).order_by("history_date", "history_id"):
        past.setdefault(getattr(row, key), []).append(row)
    names = [field.name for field in sheet.fields(model)]
    found = []
    for versions in past.values():
        for old, new in pairwise(versions):
            lines = _changed(old, new, names, sheet)
            if lines:
                until = Line("Until", say.moment_words(new.history_date))
                found.append([until, *lines])
    return found


def _changed(old: Any, new: Any, names: list[str], sheet: Sheet) -> Lines:
    """Return what the older of two versions said and the newer no longer says."""
    changed = []
    for name in names:
        field = old._meta.get_field(name)
        if getattr(old, field.attname) != getattr(new, field.attname):
            line = sheet.line(old, field)
            changed += [line] if line else []
    return changed


def _tells(field: "models.Field[Any, Any]") -> bool:
    """Whether a field says something itself, rather than pointing to another record."""
    if isinstance(field, models.JSONField):
        raise TypeError(f"{field} needs words of its own: name it in `leave` and tell it in `more`")
    if isinstance(field, models.UUIDField):
        return False
    if isinstance(field, models.ForeignKey):
        return bool(field.related_model._meta.app_label == "accounts")
    return True


def in_words(row: Model, field: "models.Field[Any, Any]") -> str:
    """Return what a field of `row` says, as a page would say it; nothing where it is empty."""
    value = getattr(row, field.name)
    if isinstance(field, models.ForeignKey):
        named = (getattr(value, name, None) for name in NAMES)
        return next((str(name) for name in named if name), "") if value is not None else ""
    if isinstance(field, ArrayField):
        known = dict(field.base_field.flatchoices or ())
        return ", ".join(str(known.get(one, one)) for one in value or ())
    if field.choices:
        return str(dict(field.flatchoices).get(value, value) or "")
    return plainly(value)


def plainly(value: object) -> str:
    """Return a plain value in words: yes or no, a day, a moment, a text."""
    if value is None or isinstance(value, UUID):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return say.moment_words(value)
    return say.date_words(value) if isinstance(value, date) else str(value)
