"""The form of a commissioner's oversight visit."""

from typing import Any

from core import nhsuk
from reviews.details import VisitDetails
from reviews.forms.rows import WithActions


class VisitFields(nhsuk.Form):
    """What a visit and its correction both ask."""

    visited_on = nhsuk.DateField(
        "When did you visit?", called="Date of the visit", hint="For example, 15 3 2026", past=True
    )
    saw_person = nhsuk.YesNoField(
        "Did you see the person?",
        reveals={"no": ["not_seen_reason"]},
        missing="Select yes if you saw the person",
    )
    not_seen_reason = nhsuk.LongTextField(
        "Why did you not see the person?",
        called="The reason",
        missing="Enter why you did not see the person",
        max_length=1000,
        rows=3,
    )
    account = nhsuk.LongTextField(
        "What did you see, hear and ask?",
        called="What you saw, heard and asked",
        hint="Safety, care, restraint or segregation, plans to leave hospital.",
        missing="Enter what you saw, heard and asked",
        max_length=4000,
    )


class VisitForm(VisitFields, WithActions):
    """A commissioner's oversight visit."""

    submit = "Record this visit"
    rows = 4
    row_words = "Concern"
    row_intro = (
        "Each concern becomes an action with one owner in the person's area, and a date. "
        "Leave spare rows blank."
    )

    def layout_parts(self) -> list[Any]:
        """Return the visit, then the concerns."""
        visit = nhsuk.Section("The visit", "visited_on", "saw_person", "account")
        return [visit, *self.row_parts(), self.buttons()]

    def details(self) -> VisitDetails:
        """Return what was typed."""
        return VisitDetails(
            saw_person=self.cleaned_data["saw_person"],
            not_seen_reason=self.cleaned_data["not_seen_reason"],
            account=self.cleaned_data["account"],
            concerns=self.recommended(),
        )
