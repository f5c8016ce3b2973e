"""Forms for putting right and striking out what was recorded by mistake."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from core import nhs_number, nhsuk
from register import rules
from register.forms.people import PartnerForm
from register.forms.ratings import RateForm
from register.forms.stays import (
    AdmitForm,
    ConcernForm,
    StartLeaveForm,
    StatusForm,
    StayFacts,
    TransferForm,
)
from register.models import ExtendedLeave, InpatientStay, Person, Transfer
from register.workflow import StayCorrection, TransferDetails, is_last_move

Find = Callable[[dict[str, Any]], Person | None]
"""Finds a person whom the user may change, by the field and value given."""
_RECORD = re.compile(r"/people/([0-9a-fA-F-]{36})/")


def why_field(what: str) -> forms.Field:
    """Return the question that every correction asks."""
    return nhsuk.LongTextField(
        "What was wrong, and how do you know?",
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


class Correction(nhsuk.Form):
    """Base of a form that shows what is recorded and asks what was wrong with it.

    It has the fields of the form that recorded it. What was chosen then can still be chosen, even
    if the organisation has closed or the account has ended since.
    """

    why = why_field("wrong record")
    fact = nhsuk.HiddenTextField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            kept = self.initial.get(name)
            if kept and isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                rows, key = field.queryset, getattr(kept, "pk", kept)
                field.queryset = rows.model._default_manager.filter(
                    Q(pk__in=rows.values("pk")) | Q(pk=key)
                )

    def layout_parts(self) -> list[Any]:
        """Ask what was wrong last, above the button."""
        parts = super().layout_parts()
        if "why" in parts:
            parts.remove("why")
        return [*parts[:-1], "why", parts[-1]]

    @classmethod
    def initial_of(cls, fact: Any) -> dict[str, Any]:
        """Return what the form shows of `fact` at first: a field is named as what it records."""
        names = [name for name in cls.base_fields if name not in NOT_OF_THE_FACT]
        return {name: getattr(fact, name) for name in names if hasattr(fact, name)}

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("token", "fact")}


NOT_OF_THE_FACT = frozenset({"why", "token", "follows", "fact"})


class CorrectRatingForm(Correction, RateForm):
    """What a rating should have said."""

    submit = "Put the rating right"
    layout = ["level", "reason"]

    why = why_field("wrong rating")

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        values = self.cleaned_data
        return {
            "level": rules.Level(values["level"]), "reason": values["reason"],
            "why": values["why"],
        }  # fmt: skip


class CorrectStatusForm(Correction, StatusForm):
    """What a change of legal status should have said."""

    submit = "Put the legal status right"

    why = why_field("wrong status")

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        values = self.cleaned_data
        return {"changed_on": values["changed_on"], "why": values["why"], **self.told()}


class CorrectLeaveForm(Correction):
    """On which days someone was on extended leave."""

    submit = "Put the leave right"
    layout = ["started_on", "ended_on"]

    started_on = StartLeaveForm.base_fields["started_on"]
    ended_on = nhsuk.DateField(
        "When did they come back?", called="Last day of leave",
        hint="Leave it empty if they are still on leave", past=True, required=False,
    )  # fmt: skip
    version = nhsuk.VersionField()

    @classmethod
    def initial_of(cls, fact: ExtendedLeave) -> dict[str, Any]:
        """Return what the form shows of a leave at first."""
        return super().initial_of(fact) | {"version": str(fact.history.first().pk)}


class CorrectStayForm(Correction, StayFacts):
    """What was recorded wrongly about an admission."""

    submit = "Save the correction"
    layout = [
        nhsuk.Section("Where and when", "hospital", "ward", "admitted_on", "planned", "security",
                      "unit_inadequate"),
        nhsuk.Section("Responsible organisations", "commissioner", "host_commissioner",
                      "out_of_area", "s117_icb", "s117_authority"),
        nhsuk.Section("Before the admission", "review_before",
                      "review_before_on"),
    ]  # fmt: skip

    discharged_on = nhsuk.DateField(
        "When were they discharged?", called="Date of discharge",
        hint="For example, 15 3 2026", past=True,
    )  # fmt: skip
    version = nhsuk.VersionField()
    why = why_field("wrong record")

    def __init__(self, *args: Any, ended: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ended:
            del self.fields["discharged_on"]

    def layout_parts(self) -> list[Any]:
        """Ask for the day of a discharge only where one is recorded, and last what was wrong."""
        ends = ["discharged_on"] if "discharged_on" in self.fields else []
        return [*self.layout, *ends, "why", self.buttons()]

    @classmethod
    def initial_of(cls, fact: InpatientStay) -> dict[str, Any]:
        """Return what the form shows of the stay at first."""
        shown = super().initial_of(fact)
        if not fact.review_before and not fact.cetr_before:
            shown["review_before"] = rules.ReviewBefore.NONE
        return shown

    def details(self) -> StayCorrection:
        """Return what was typed."""
        ended_on = self.cleaned_data.get("discharged_on")
        return StayCorrection(**self.facts(), discharged_on=ended_on)


class CorrectTransferForm(Correction, TransferForm):
    """What a move should have said."""

    submit = "Put the move right"

    version = nhsuk.VersionField()

    def __init__(self, *args: Any, last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not last:  # it names who oversees the hospital where the person is now
            del self.fields["host_commissioner"]

    @classmethod
    def initial_of(cls, fact: Transfer) -> dict[str, Any]:
        """Return what the form shows of a move at first.

        The last one shows the ward as the stay has it, which may have been corrected since.
        """
        shown = super().initial_of(fact) | {"version": str(fact.stay.version)}
        if is_last_move(fact):
            of_ward = ("hospital", "ward", "security", "unit_inadequate", "host_commissioner")
            shown |= {name: getattr(fact.stay, name) for name in of_ward}
        return shown

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        values = super().right()
        kept = {name: values.pop(name) for name in ("why", "version")}
        security = rules.Security(values.pop("security"))
        return {"details": TransferDetails(**values, security=security), **kept}


class CorrectConcernForm(Correction, ConcernForm):
    """What a concern should have said."""

    submit = "Put the concern right"

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        return super().right() | {"kind": rules.ConcernKind(self.cleaned_data["kind"])}


class CorrectPartnerForm(Correction, PartnerForm):
    """Who is named, and how to reach them."""

    submit = "Put this right"


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
