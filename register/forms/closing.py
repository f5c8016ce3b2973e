"""Forms about leaving the register and coming back: one for each page of the journey."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django.utils.text import Truncator

from core import nhsuk
from core.nhsuk.fields.dates import BOXES
from core.nhsuk.layout import Button, Buttons, Part
from register import rules
from register.forms.correcting import Correction, why_field
from register.forms.open_lines import ENDS, GIVES, KEEPS, AsksOfLines, names_of
from register.open_work import Choices, OpenLine, OpenWork


class Page(nhsuk.Form):
    """A page of the journey: carries what the other pages have asked, and can go back."""

    previous = ""

    def carry(self, sent: Mapping[str, str]) -> None:
        """Carry the answers of the other pages as they were sent, hidden.

        So nothing is kept about a person before the record is closed.
        """
        own = self.names()
        if self.is_bound:
            self.data = {**{name: self.data[name] for name in self.data}, **sent}
        for name, value in sent.items():
            if name not in own:
                self.fields[name] = nhsuk.HiddenTextField(required=False, initial=value)

    def names(self) -> set[str]:
        """Return the names under which a browser sends what this page itself asks."""
        found: set[str] = set()
        for name, field in self.fields.items():
            boxes = BOXES if isinstance(field, nhsuk.DateField) else ()
            found |= {f"{name}_{box}" for box in boxes} or {name}
        return found

    def buttons(self) -> Part:
        """Return Continue, the way back, and Cancel."""
        back = Button("Back", name="back", value=self.previous, variant="secondary")
        return Buttons(
            Button(self.submit, variant=self.submit_variant),
            *([back] if self.previous else []),
            Button("Cancel", href=self.cancel),
        )


class ReasonForm(Page):
    """Why a record is closed."""

    reason = nhsuk.ChoiceRadios(
        "Why are you closing this record?",
        choices=[(one.value, one.label) for one in rules.LEAVES],
        missing="Select why you are closing this record",
    )


class LeftForm(Page):
    """When someone left, and why."""

    left_on = nhsuk.DateField(
        "When did they leave the register?", called="Date they left", past=True,
        hint="This can be today or earlier.",
    )  # fmt: skip
    words = nhsuk.LongTextField(
        "Why is this record being closed, and who agreed?",
        called="Why this record is being closed",
        missing="Enter why this record is being closed",
        max_length=4000,
    )


class DiedForm(Page):
    """When someone died, where that is known."""

    known = nhsuk.YesNoField(
        "Do you know the date of death?",
        missing="Select yes if you know the date of death",
        reveals={"yes": ["died_on"]},
    )
    died_on = nhsuk.DateField("Date of death", called="Date of death", past=True)
    words = nhsuk.LongTextField(
        "Is there anything the people who knew them should know?",
        called="What people should know",
        hint="For example, who told you and who is supporting the family.",
        required=False,
        max_length=4000,
    )


class CheckForm(Page):
    """The last page: everything that was answered, and the act."""

    submit = "Close this record"
    submit_variant = "warning"


class WorkForm(Page, AsksOfLines):
    """What becomes of each line of open work that could go on."""

    def __init__(self, *args: Any, work: Iterable[OpenWork], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.lines: list[OpenLine] = []
        for kind in work:
            for line in kind.lines:
                self.lines.append(line)
                self.ask(
                    line,
                    len(self.lines),
                    choices=[
                        (ENDS, "End this action"),
                        (KEEPS, f"{line.owner} keeps this action. We will not send reminders"),
                        (GIVES, "Give this action to someone else"),
                    ],
                    takers=kind.takers,
                    initial=ENDS,
                )

    def choices(self) -> Choices:
        """Return what was decided about each line."""
        return self.choices_about(self.lines)

    def said(self) -> list[dict[str, str]]:
        """Return what was decided about each line, in words, as rows of a summary list."""
        found = []
        for line in self.lines:
            do, to = names_of(line)
            takers = dict(self.fields[to].choices)  # type: ignore[attr-defined]
            words = {
                ENDS: "Ends",
                KEEPS: f"{line.owner} keeps it",
                GIVES: f"Goes to {takers.get(self.cleaned_data.get(to) or '', '')}",
            }[self.cleaned_data[do]]
            found.append({"key": Truncator(line.words).chars(120), "value": words})
        return found


class ReopenForm(nhsuk.Form):
    """Why a closed record is opened again."""

    submit = "Reopen this record"

    how = nhsuk.ChoiceRadios(
        "Why are you reopening this record?",
        choices=[(one.value, one.label) for one in rules.Reopening],
        hints={
            rules.Reopening.ERROR.value: "We will restore the rating, duties and work that "
            "closing the record ended.",
            rules.Reopening.RETURN.value: "We will open the record with the last rating, and "
            "start new deadlines.",
        },
        missing="Select why you are reopening this record",
    )
    words = nhsuk.LongTextField(
        "What happened?",
        called="What happened",
        missing="Enter why you are reopening this record",
        max_length=4000,
    )

    def __init__(self, *args: Any, died: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if died:
            error = rules.Reopening.ERROR
            self.fields["how"].choices = [(error.value, error.label)]  # type: ignore[attr-defined]


class CorrectClosingForm(Correction):
    """Why and when someone left the register, as it should have been recorded."""

    submit = "Put this right"
    layout = ["reason", "left_on", "words"]

    reason = nhsuk.ChoiceRadios(
        "Why did they leave the register?", choices=[],
        missing="Select why they left the register",
    )  # fmt: skip
    left_on = LeftForm.base_fields["left_on"]
    words = nhsuk.LongTextField(
        "Why was this record closed, and who agreed?",
        called="Why this record was closed",
        missing="Enter why this record was closed",
        max_length=4000,
    )
    why = why_field("wrong record")
    version = nhsuk.VersionField()

    def __init__(self, *args: Any, reasons: Iterable[rules.ClosureReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["reason"]).choices = [(one.value, one.label) for one in reasons]

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        values = super().right()
        return values | {"reason": rules.ClosureReason(values["reason"])}


class CorrectDeathForm(nhsuk.Form):
    """The date of a death, put right."""

    submit = "Save the date of death"

    died_on = nhsuk.DateField("Date of death", called="Date of death", past=True)
    why = why_field("old date")
    was = nhsuk.HiddenTextField(required=False)

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not known:  # a first date puts nothing right
            del self.fields["why"]

    def seen(self) -> date | None:
        """Return the date that the page had shown; None where none was known."""
        was = self.cleaned_data["was"]
        return date.fromisoformat(was) if was else None
