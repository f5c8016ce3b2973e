"""Choices: radios, checkboxes, drop-down lists, yes or no, and those of model rows."""

from collections.abc import Iterable
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager, Q, QuerySet

from core.nhsuk.fields.base import Styled


class Choosing(Styled):
    """A field that is answered by selecting."""

    asks = "Select"

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)
        gone = "Select an answer from the list"
        for code in ("invalid_choice", "invalid_list", "invalid_pk_value"):
            self.error_messages[code] = gone


class ChoiceRadios(Choosing, forms.ChoiceField):
    """One of a few choices (`choices` as Django takes them, a `TextChoices` included)."""

    widget = forms.RadioSelect


class SelectField(Choosing, forms.ChoiceField):
    """One of many choices; `blank` is the first, empty entry."""

    widget = forms.Select

    def __init__(self, label: str, *, blank: str = "Select an option", **options: Any) -> None:
        super().__init__(label, **options)
        # Widget choices may be a lazy iterator; the blank entry is drawn before them.
        self.blank = blank


class ChoiceCheckboxes(Choosing, forms.MultipleChoiceField):
    """Any of several choices; the value is a list."""

    widget = forms.CheckboxSelectMultiple


class YesNoField(ChoiceRadios):
    """Yes or no; the value is True, False, or None when optional and not answered."""

    defaults = {"inline": True}
    empty_value = None

    def __init__(self, label: str, *, missing: str = "", **options: Any) -> None:
        if options.get("reveals"):
            # The design system does not put what a choice reveals beside another choice.
            options.setdefault("inline", False)
        words = missing or "Select yes or no"
        super().__init__(label, missing=words, choices=[("yes", "Yes"), ("no", "No")], **options)

    def prepare_value(self, value: Any) -> Any:
        """Return "yes" or "no" for a truth value, and anything else as it is."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> Any:
        """Return True, False or None."""
        return {"yes": True, "no": False}.get(super().clean(self.prepare_value(value)))


class ConfirmField(Styled, forms.BooleanField):
    """One checkbox whose label says what ticking it means."""

    defaults = {"optional_mark": False}

    def __init__(self, label: str, *, missing: str = "", **options: Any) -> None:
        words = missing or "Tick the box to confirm"
        super().__init__(label, missing=words, **options)


CLOSED = " (closed)"
"""Follows a choice that is on record and can be chosen anew no more."""


class KeepsClosed(Choosing):
    """A field whose choices close as time goes on.

    What is on record stays offered when it has closed since, marked so: a save of something else
    neither changes it nor is blocked by it. A closed choice cannot be chosen anew.
    """

    def keep(self, on_record: Any) -> None:
        """Offer what is on record although it has closed since."""
        raise NotImplementedError


class Codes(Protocol):
    """A list of codes, some of which may be closed."""

    def choices(self) -> Iterable[Any]:
        """Return what can be chosen, in groups where it has groups."""

    def words(self, code: str) -> str:
        """Return the words of a code, closed or not."""


class CodedSelect(KeepsClosed, SelectField):
    """One code of a list, from a drop-down list with the list's own groups."""

    def __init__(self, label: str, *, listed: Codes, **options: Any) -> None:
        super().__init__(label, choices=listed.choices(), **options)
        self.listed = listed

    def keep(self, on_record: Any) -> None:
        """Offer the code on record although the list has closed or dropped it since."""
        code = str(on_record or "")
        if code and not self.valid_value(code):
            kept = (code, f"{self.listed.words(code)}{CLOSED}")
            self.choices = [*self.listed.choices(), kept]


class ChoosingRow(KeepsClosed):
    """A field that is answered by selecting rows; a value that is no id is no such row."""

    queryset: Any
    asked_for: Any = None

    def keep(self, on_record: Any) -> None:
        """Offer what is on record, rows or their ids, although it has closed since."""
        rows = self.queryset
        if rows is None or not hasattr(rows.model, "is_active") or on_record == self.asked_for:
            return
        self.asked_for = on_record
        every = rows.model._default_manager
        closed = [row.pk for row in self._rows(on_record, every) if not row.is_active]
        if not closed:
            return
        offered = every.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=closed))
        self.queryset = offered.order_by(*rows.query.order_by) if rows.query.order_by else offered

    def _rows(self, on_record: Any, every: Manager[Any]) -> list[Any]:
        """Return the rows on record, which may be one or many, as rows or as ids."""
        many = isinstance(on_record, (list, tuple, set, QuerySet))
        given = list(on_record) if many else [on_record]
        rows = [one for one in given if isinstance(one, every.model)]
        ids = [self._id_of(one) for one in given if not isinstance(one, every.model)]
        ids = [one for one in ids if one is not None]
        return [*rows, *every.filter(pk__in=ids)] if ids else rows

    def _id_of(self, value: Any) -> Any:
        try:
            return self.queryset.model._meta.pk.to_python(value)
        except ValidationError:
            return None

    def label_from_instance(self, obj: Any) -> str:
        """Return the row in words, marked where it has closed."""
        closed = CLOSED if getattr(obj, "is_active", True) is False else ""
        return f"{super().label_from_instance(obj)}{closed}"  # type: ignore[misc]

    def to_python(self, value: Any) -> Any:
        """Return the row; raises the same plain message for anything that is not offered."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None


class ModelSelect(ChoosingRow, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of `queryset`, from a drop-down list."""

    def __init__(self, label: str, *, blank: str = "Select an option", **options: Any) -> None:
        super().__init__(label, empty_label=blank, **options)


class ModelRadios(ChoosingRow, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of `queryset`, from radios."""

    widget = forms.RadioSelect

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, empty_label=None, **options)


class ModelCheckboxes(ChoosingRow, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any rows of `queryset`."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Return the rows; raises the same plain message for anything that is not offered."""
        try:
            return super().clean(value)
        except forms.ValidationError as wrong:
            if getattr(wrong, "code", "") == "required":
                raise
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None
