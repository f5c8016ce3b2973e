"""The sections of a draft: forms built from the tables of questions.

Every section carries the version that its writer saw, and may be saved for later: then nothing
is required, but what is typed must still be readable.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from accounts.models import Organisation
from accounts.rules import OrganisationKind
from core import nhsuk
from core.nhsuk.layout import Part
from referrals import questions, rules, tooling
from referrals.models import Referral
from referrals.questions import Question
from referrals.rules import SectionKey
from register.rules import MEANINGS, Level

LATER = nhsuk.Button("Save and come back later", name="later", value="yes", variant="secondary")


class SectionForm(nhsuk.Form):
    """Base of the sections. `answers()` gives what is kept; `initial_of` reads it again."""

    submit = "Save and continue"
    also: ClassVar[Sequence[nhsuk.Button]] = (LATER,)
    version = nhsuk.HiddenTextField(required=False)

    def __init__(self, *args: Any, referral: Referral, **options: Any) -> None:
        super().__init__(*args, **options)
        self.referral = referral
        self.build()
        if self.partial:
            for field in self.fields.values():
                field.required = False

    def build(self) -> None:
        """Add the fields that depend on data."""

    @property
    def partial(self) -> bool:
        """Whether the writer saves for later or asks for more rows."""
        return self.is_bound and bool(self.data.get("later") or self.data.get("more"))

    def answers(self) -> dict[str, Any]:
        """Return what was answered, as plain values for JSON."""
        raise NotImplementedError

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return answers that were kept, as the form takes `initial`."""
        return dict(answers)


def version_in(form: forms.Form) -> int:
    """Return the version of the section that the page was made with; 0 for none."""
    typed = str(form.cleaned_data.get("version") or "0")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class TableForm(SectionForm):
    """A section that is one table of questions."""

    key: ClassVar[SectionKey]

    def build(self) -> None:
        """Add one field for each question."""
        for one in questions.TABLES[self.key]:
            self.fields[one.name] = field_for(one)

    def layout_parts(self) -> list[Part | str]:
        """Group the questions under their headings."""
        asked = set(self._as_declared())
        return [*grouped([q for q in questions.TABLES[self.key] if q.name in asked]),
                self.buttons()]  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return each answer as plain values; an organisation with its name."""
        found: dict[str, Any] = {}
        for one in questions.TABLES[self.key]:
            found |= plain(one, self.cleaned_data.get(one.name))
        return found

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers, dates as dates."""
        values = dict(answers)
        for one in questions.TABLES[cls.key]:
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


_FACTORIES: dict[str, Callable[[Question, dict[str, Any]], forms.Field]] = {
    "line": _line,
    "text": _text,
    "organisation": _organisation,
    "date": lambda one, options: nhsuk.DateField(one.label, past=True, **options),
    "nhs_number": lambda one, options: nhsuk.NHSNumberField(one.label, **options),
    "yes_no": lambda one, options: nhsuk.YesNoField(one.label, **options),
    "choice": lambda one, options: nhsuk.ChoiceRadios(one.label, choices=one.choices, **options),
}


class PersonForm(TableForm):
    """Who the person is."""

    key = SectionKey.PERSON

    def clean(self) -> dict[str, Any]:
        """Refuse somebody for whom the register is not, once both diagnoses are answered."""
        data = self.cleaned_data
        given = (data.get("learning_disability"), data.get("autism"))
        if all(given) and not set(given) & rules.ELIGIBLE_DIAGNOSES:
            self.add_error(
                "autism",
                "The register is for people with a learning disability, autistic people, or both",
            )
        return data


class WhyNowForm(TableForm):
    """Why the person is referred now."""

    key = SectionKey.WHY_NOW


class LivingForm(TableForm):
    """Where the person lives and what they do."""

    key = SectionKey.LIVING


class CommunicationForm(TableForm):
    """How the person communicates and what helps."""

    key = SectionKey.COMMUNICATION


class ViewsForm(TableForm):
    """What the person and the family say."""

    key = SectionKey.VIEWS


class ReviewsForm(TableForm):
    """C(E)TRs before this."""

    key = SectionKey.REVIEWS


MOST_ROWS = 12
PROFESSIONAL = ("name", "role", "organisation", "contact", "attends_cetr")
FAMILY = ("name", "role", "contact", "attends_cetr")
MDT = ("name", "role")


class RowsForm(SectionForm):
    """A section with rows of people; each row is `<prefix>_<n>_<part>`."""

    groups: ClassVar[Mapping[str, tuple[str, tuple[str, ...], str, int]]]
    labels: ClassVar[Mapping[str, str]] = {
        "name": "Name",
        "role": "Role",
        "organisation": "Organisation",
        "contact": "Telephone or email",
    }

    def build(self) -> None:
        """Add the rows: those filled in, and one more."""
        for prefix, (_, parts, noun, least) in self.groups.items():
            for place in range(1, self._rows(prefix, least) + 1):
                for part in parts:
                    self.fields[f"{prefix}_{place}_{part}"] = self._field(part, noun, place)

    def _rows(self, prefix: str, least: int) -> int:
        source: Any = self.data if self.is_bound else self.initial
        used = [n for n in range(1, MOST_ROWS + 1) if source.get(f"{prefix}_{n}_name")]
        sent = [n for n in range(1, MOST_ROWS + 1) if f"{prefix}_{n}_name" in source]
        wanted = max(sent, default=0) if self.is_bound else max(used, default=0) + 1
        return min(MOST_ROWS, max(wanted, least))

    def _field(self, part: str, noun: str, place: int) -> forms.Field:
        if part == "attends_cetr":
            return nhsuk.ConfirmField("Would need to take part in a C(E)TR", required=False)
        label = self.labels[part]
        return nhsuk.PlainTextField(
            label, called=f"{label} of {noun} {place}", required=False, optional_mark=False,
            max_length=100,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the name of anybody who has a role or a contact."""
        for prefix, (_, parts, noun, _least) in self.groups.items():
            for place in range(1, MOST_ROWS + 1):
                given = [self.cleaned_data.get(f"{prefix}_{place}_{part}") for part in parts]
                name = f"{prefix}_{place}_name"
                if any(given[1:]) and not given[0] and name in self.fields:
                    self.add_error(name, f"Enter the name of {noun} {place}")
        return self.cleaned_data

    def rows(self, prefix: str) -> list[dict[str, Any]]:
        """Return the rows that have a name."""
        parts = self.groups[prefix][1]
        rows = [
            {part: self.cleaned_data.get(f"{prefix}_{place}_{part}") for part in parts}
            for place in range(1, MOST_ROWS + 1)
        ]
        return [row for row in rows if row["name"]]

    def row_parts(self) -> list[Part | str]:
        """Return the rows, each a fieldset."""
        shown: list[Part | str] = []
        for prefix, (title, parts, noun, _) in self.groups.items():
            fieldsets = [
                nhsuk.Fieldset(
                    f"{noun.capitalize()} {place}",
                    *(f"{prefix}_{place}_{part}" for part in parts),
                    size="s",
                )
                for place in range(1, MOST_ROWS + 1)
                if f"{prefix}_{place}_name" in self.fields
            ]
            shown.append(nhsuk.Section(title, *fieldsets))
        return shown

    @classmethod
    def initial_rows(cls, prefix: str, rows: list[Mapping[str, Any]]) -> dict[str, Any]:
        """Return rows that were kept, by field name."""
        return {
            f"{prefix}_{place}_{part}": value
            for place, row in enumerate(rows, start=1)
            for part, value in row.items()
        }


class NetworkForm(RowsForm):
    """Professionals, family and carers, and an advocate."""

    groups = {
        "professional": ("Professionals", PROFESSIONAL, "professional", 2),
        "family": ("Family and carers", FAMILY, "family member or carer", 1),
    }
    also = (
        nhsuk.Button("Save and add more people", name="more", value="yes", variant="secondary"),
        LATER,
    )

    def build(self) -> None:
        """Add the rows and the questions about an advocate."""
        super().build()
        for one in (questions.ADVOCATE, questions.ADVOCATE_DETAIL):
            self.fields[one.name] = field_for(one)

    def layout_parts(self) -> list[Part | str]:
        """Rows first, then the advocate."""
        return [*self.row_parts(), nhsuk.Section("Advocate", "advocate"), self.buttons()]

    def answers(self) -> dict[str, Any]:
        """Return the people, by group, and the advocate."""
        return {
            "professionals": self.rows("professional"),
            "family": self.rows("family"),
            "advocate": self.cleaned_data.get("advocate") or "",
            "advocate_detail": self.cleaned_data.get("advocate_detail") or "",
        }

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the people as rows."""
        return {
            **cls.initial_rows("professional", answers.get("professionals", [])),
            **cls.initial_rows("family", answers.get("family", [])),
            "advocate": answers.get("advocate", ""),
            "advocate_detail": answers.get("advocate_detail", ""),
        }


class ToolForm(SectionForm):
    """The clinical support tool: each item with its options, and the evidence for it."""

    def __init__(self, *args: Any, asked: tooling.Questionnaire, **options: Any) -> None:
        self.asked = asked
        super().__init__(*args, **options)

    def build(self) -> None:
        """Add a choice and a text for each item of the tool."""
        for item in self.asked.items:
            title = f"{item.number}. {item.text}"
            self.fields[f"item_{item.id}"] = nhsuk.ChoiceRadios(
                title,
                hint=item.guidance,
                choices=tooling.options_of(item),
                missing=f"Select an answer to {title}",
            )
            self.fields[f"evidence_{item.id}"] = nhsuk.LongTextField(
                "Evidence", called=f"Evidence for {item.number}", required=False, rows=2,
                max_length=2000, count=False,
            )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return options and evidence by item."""
        data = self.cleaned_data
        ids = [item.id for item in self.asked.items]
        return {
            "answers": {one: data[f"item_{one}"] for one in ids if data.get(f"item_{one}")},
            "evidence": {
                one: data[f"evidence_{one}"] for one in ids if data.get(f"evidence_{one}")
            },
        }

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return options and evidence by field name."""
        return {f"item_{one}": value for one, value in answers.get("answers", {}).items()} | {
            f"evidence_{one}": value for one, value in answers.get("evidence", {}).items()
        }


class RatingForm(RowsForm):
    """Who took part, and the clinician's own rating beside the tool's suggestion."""

    groups = {"mdt": ("Who took part in the multidisciplinary team", MDT, "member", 3)}
    level = nhsuk.ChoiceRadios(
        "Your rating of the risk of admission to a mental health hospital",
        choices=[(level.value, level.value) for level in Level],
        hints={level.value: MEANINGS[level.value] for level in Level},
        missing="Select your rating",
    )
    level_reason = nhsuk.LongTextField(
        "Reasons for your rating",
        required=False,
        optional_mark=False,
        hint="Needed when the tool makes no suggestion, or when your rating differs from it.",
    )

    def layout_parts(self) -> list[Part | str]:
        """Who took part first, then the rating."""
        return [*self.row_parts(), nhsuk.Section("Your rating", "level", "level_reason"),
                self.buttons()]  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return the rating and who took part; the workflow adds what the tool suggests."""
        return {
            "mdt": self.rows("mdt"),
            "level": self.cleaned_data.get("level") or "",
            "level_reason": self.cleaned_data.get("level_reason") or "",
        }

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return who took part as rows, and the rating."""
        rows = cls.initial_rows("mdt", answers.get("mdt", []))
        return rows | {name: answers.get(name, "") for name in ("level", "level_reason")}


class CheckForm(nhsuk.Form):
    """The declaration, and the button that sends."""

    submit = "Send the referral"
    declared = nhsuk.ConfirmField(
        "I confirm the declaration", missing="Tick the box to confirm the declaration"
    )


FORMS: dict[SectionKey, type[SectionForm]] = {
    SectionKey.PERSON: PersonForm,
    SectionKey.NETWORK: NetworkForm,
    SectionKey.WHY_NOW: WhyNowForm,
    SectionKey.LIVING: LivingForm,
    SectionKey.COMMUNICATION: CommunicationForm,
    SectionKey.VIEWS: ViewsForm,
    SectionKey.REVIEWS: ReviewsForm,
    SectionKey.TOOL: ToolForm,
    SectionKey.RATING: RatingForm,
}
