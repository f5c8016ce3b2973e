"""What the sections of a draft share: their end, and the forms built from tables of questions.

Every section carries the version that its writer saw, and may be left unfinished: then nothing
is required, and what cannot be read yet is kept as it was typed.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from accounts.models import Organisation
from accounts.rules import OrganisationKind
from core import nhsuk
from core.nhsuk.layout import Part
from referrals import questions
from referrals.questions import Question
from referrals.rules import SectionKey

LATER = nhsuk.Button("Save and come back later", name="later", value="yes", variant="secondary")
COMPLETED = [("yes", "Yes, I have completed this section"), ("no", "No, I will come back later")]


def is_unfinished(data: QueryDict) -> bool:
    """Whether the writer of a section will come back, or asks for more rows."""
    return bool(data.get("later") or data.get("more")) or data.get("completed") == "no"


class SectionForm(nhsuk.Form):
    """Base of the sections. `answers()` gives what is kept; `initial_of` reads it again.

    `partial` asks for nothing: the section is kept as far as it has been written.
    """

    submit = "Save and continue"
    version = nhsuk.HiddenTextField(required=False)
    completed = nhsuk.ChoiceRadios(
        "Have you completed this section?",
        choices=COMPLETED,
        missing="Select whether you have completed this section",
    )

    def __init__(self, *args: Any, partial: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.build()
        if partial:
            for field in self.fields.values():
                field.required = False

    def build(self) -> None:
        """Add the fields that depend on data."""

    def end(self) -> list[Part | str]:
        """Return what every section ends with: whether it is complete, and the buttons."""
        return ["completed", self.buttons()]

    def answers(self) -> dict[str, Any]:
        """Return what was answered, as plain values for JSON."""
        raise NotImplementedError

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return answers that were kept, as the form takes `initial`."""
        return dict(answers)


def version_of(data: QueryDict) -> int:
    """Return the version of the section that the page was made with; 0 for none."""
    typed = str(data.get("version") or "0")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class TableForm(SectionForm):
    """A section that is one table of questions: that of its `key`, unless it names its own."""

    key: ClassVar[SectionKey]
    table: ClassVar[tuple[Question, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.table = cls.table or questions.TABLES[cls.key]

    def build(self) -> None:
        """Add one field for each question."""
        for one in self.table:
            self.fields[one.name] = field_for(one)

    def layout_parts(self) -> list[Part | str]:
        """Group the questions under their headings."""
        asked = set(self._as_declared())
        return [*grouped([q for q in self.table if q.name in asked]), *self.end()]

    def answers(self) -> dict[str, Any]:
        """Return each answer as plain values; an organisation with its name."""
        found: dict[str, Any] = {}
        for one in self.table:
            found |= plain(one, self.cleaned_data.get(one.name))
        return found

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers, dates as dates."""
        values = dict(answers)
        for one in cls.table:
            if one.kind == "date" and values.get(one.name):
                values[one.name] = date.fromisoformat(values[one.name])
        return values


def plain(question: Question, value: Any) -> dict[str, Any]:
    """Return an answer by its question's name, as JSON knows it."""
    if isinstance(value, Organisation):
        return {question.name: str(value.pk), f"{question.name}_name": value.name}
    return {question.name: value.isoformat() if isinstance(value, date) else value}


def grouped(asked: list[Question]) -> list[Part | str]:
    """Return the names of questions, those after a heading in a part under it."""
    parts: list[Part | str] = []
    names: list[str] = []
    heading = ""
    for one in [*asked, None]:
        if one is None or one.heading:
            if heading and names:
                parts.append(nhsuk.Section(heading, *names))
            else:
                parts += names
            names, heading = [], one.heading if one else ""
        if one is not None:
            names.append(one.name)
    return parts


def field_for(one: Question) -> forms.Field:
    """Return the field that asks a question."""
    options: dict[str, Any] = {"required": one.required, "hint": one.hint}
    for name in ("called", "missing"):
        if getattr(one, name):
            options[name] = getattr(one, name)
    if one.reveals:
        options["reveals"] = dict(one.reveals)
    return _FACTORIES[one.kind](one, options)


def _line(one: Question, options: dict[str, Any]) -> forms.Field:
    return nhsuk.PlainTextField(one.label, max_length=one.limit or 200, **options)


def _text(one: Question, options: dict[str, Any]) -> forms.Field:
    rows = 3 if one.limit else 5
    return nhsuk.LongTextField(one.label, max_length=one.limit or 4000, rows=rows, **options)


def _organisation(one: Question, options: dict[str, Any]) -> forms.Field:
    rows = Organisation.objects.open().filter(kind=OrganisationKind.LOCAL_AUTHORITY)
    return nhsuk.ModelSelect(one.label, queryset=rows, blank="Select a local authority", **options)


def _coded(one: Question, options: dict[str, Any]) -> forms.Field:
    if one.listed is None:
        raise TypeError(f"{one.name} has no list")
    return nhsuk.CodedSelect(one.label, listed=one.listed, **options)


_FACTORIES: dict[str, Callable[[Question, dict[str, Any]], forms.Field]] = {
    "line": _line,
    "name": lambda one, options: nhsuk.NameField(one.label, max_length=100, **options),
    "text": _text,
    "organisation": _organisation,
    "coded": _coded,
    "date": lambda one, options: nhsuk.DateField(one.label, past=True, **options),
    "nhs_number": lambda one, options: nhsuk.NHSNumberField(one.label, **options),
    "yes_no": lambda one, options: nhsuk.YesNoField(one.label, **options),
    "choice": lambda one, options: nhsuk.ChoiceRadios(one.label, choices=one.choices, **options),
}
