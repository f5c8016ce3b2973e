"""Forms for minutes that were recorded on the wrong person."""

import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from core import nhs_number, nhsuk
from meetings.forms.minutes import WordsForm
from register.models import Person

Find = Callable[[dict[str, Any]], Person | None]
"""Finds a person whom the user may minute, by the field and value given."""
_RECORD = re.compile(r"/people/([0-9a-fA-F-]{36})/")


class MoveMinutesForm(nhsuk.Form):
    """Whom the minutes are about: someone on the same agenda, or anyone whose record one sees."""

    submit = "Move the minutes"

    listed = nhsuk.SelectField(
        "Who are they about?",
        hint="The people on the agenda of this meeting.",
        choices=[],
        blank="Choose a person",
        required=False,
    )
    record = nhsuk.PlainTextField(
        "Or someone who is not on the agenda",
        called="The person",
        hint="Their NHS number, or the address of their page in this register, copied from the "
        "top of your browser.",
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, find: Find, listed: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = find
        field: Any = self.fields["listed"]
        field.choices = [(str(one.pk), one.name) for one in listed]
        self.person: Person | None = None

    def clean_record(self) -> str:
        """Return what was typed, with the person that it names kept as `person`."""
        typed: str = self.cleaned_data["record"]
        if not typed:
            return typed
        record = _RECORD.search(typed)
        try:
            named = {"pk": UUID(record[1])} if record else {"nhs_number": nhs_number.parse(typed)}
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None
        self.person = self.find(named)
        if self.person is None:
            raise ValidationError("You cannot take minutes about anyone with this number or page.")
        return typed

    def clean(self) -> dict[str, Any]:
        """Ask for one person, and no more."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        listed = values.get("listed")
        if listed and self.person is not None and str(self.person.pk) != listed:
            self.add_error("record", "Select someone on the agenda or enter someone else, not both")
        elif listed:
            self.person = self.find({"pk": UUID(listed)})
        if self.person is None and not self.errors:
            self.add_error("listed", "Select who the minutes are about")
        return values


class CheckMovedForm(WordsForm):
    """The words that were moved, as they are to stand in the minutes of the right person."""

    submit = "Save these minutes"
