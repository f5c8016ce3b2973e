"""Forms for putting right and striking out what was recorded by mistake."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from core import nhs_number, nhsuk
from register import rules
from register.forms.ratings import RateForm
from register.forms.stays import AdmitForm, StartLeaveForm, StatusForm
from register.models import ExtendedLeave, Person, Rating, StatusChange

Find = Callable[[dict[str, Any]], Person | None]
"""Finds a person whom the user may change, by the field and value given."""
_RECORD = re.compile(r"/people/([0-9a-fA-F-]{36})/")


def why_field(what: str) -> forms.Field:
    """Return the question that every correction asks."""
    return nhsuk.LongTextField(
        "What was wrong, and how was it found?",
        called="What was wrong",
        hint=f"The {what} stays in the history, shown as struck out, with these words beside it.",
        missing="Enter what was wrong",
        max_length=1000,
        rows=3,
    )


class StrikeOutForm(nhsuk.Form):
    """Why a fact does not stand and, where it belongs to someone else, to whom."""

    submit = "Continue"

    cause = nhsuk.ChoiceRadios(
        "Why is it wrong?",
        choices=[(one.value, one.label) for one in rules.CHOSEN],
        missing="Select why it is wrong",
    )
    right_person = nhsuk.PlainTextField(
        "Whose is it?",
        called="The right person",
        hint="Their NHS number, or the address of their page in this register, copied from the "
        "top of your browser. Leave it empty if you do not know: you can record it later.",
        required=False,
        max_length=300,
    )
    why = why_field("record")

    def __init__(self, *args: Any, find: Find, can_move: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find = find
        self.other: Person | None = None
        if not can_move:
            del self.fields["right_person"]

    def clean_right_person(self) -> str:
        """Return what was typed, with the person that it names kept as `other`."""
        typed: str = self.cleaned_data["right_person"]
        if not typed:
            return typed
        record = _RECORD.search(typed)
        try:
            named = {"pk": UUID(record[1])} if record else {"nhs_number": nhs_number.parse(typed)}
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None
        self.other = self.find(named)
        if self.other is None:
            raise ValidationError(
                "No one whose record you may change has this number or page. Check it, or leave "
                "it empty and tell the DSR team of their area."
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """Refuse a right person where the fact is said to be a plain mistake."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.other is not None and values.get("cause") == rules.Cause.MISTAKE:
            self.add_error(
                "cause", "Select that it was recorded on the wrong person, or leave out whose it is"
            )
        return values


class CorrectRatingForm(RateForm):
    """What a rating should have said."""

    submit = "Put the rating right"
    layout = ["level", "reason", "why"]

    why = why_field("wrong rating")

    @staticmethod
    def initial_of(rating: Rating) -> dict[str, Any]:
        """Return what the form shows of `rating` at first."""
        return {"level": rating.level, "reason": rating.reason}


class CorrectStatusForm(StatusForm):
    """What a change of legal status should have said."""

    submit = "Put the legal status right"
    layout = ["changed_on", "legal_status", "section", "section_other", "why"]

    why = why_field("wrong status")

    @staticmethod
    def initial_of(change: StatusChange) -> dict[str, Any]:
        """Return what the form shows of `change` at first."""
        names = ("changed_on", "legal_status", "section", "section_other")
        return {name: getattr(change, name) for name in names}


class CorrectLeaveForm(nhsuk.Form):
    """On which days someone was on extended leave."""

    submit = "Put the leave right"

    started_on = StartLeaveForm.base_fields["started_on"]
    ended_on = nhsuk.DateField(
        "When did they come back?", called="Last day of leave",
        hint="Leave it empty if they are still on leave", past=True, required=False,
    )  # fmt: skip
    why = why_field("wrong record")

    @staticmethod
    def initial_of(leave: ExtendedLeave) -> dict[str, Any]:
        """Return what the form shows of `leave` at first."""
        return {"started_on": leave.started_on, "ended_on": leave.ended_on}


class EarlierStayForm(AdmitForm):
    """A stay that no one here knew of and that has ended."""

    submit = "Record the earlier stay"
    layout = [
        *AdmitForm.layout,
        nhsuk.Section("When it ended", "discharged_on", "destination"),
    ]

    discharged_on = nhsuk.DateField(
        "When were they discharged?", called="Date of discharge", past=True
    )
    destination = nhsuk.PlainTextField(
        "Where did they go?", called="Where they went", max_length=200, required=False
    )
