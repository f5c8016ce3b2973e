"""Choices: radios, checkboxes, drop-down lists, yes or no, and those of model rows."""

from typing import Any

from django import forms

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


class ChoosingRow(Choosing):
    """A field that is answered by selecting a row; a value that is no id is no such row."""

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


class ModelCheckboxes(Choosing, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
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
