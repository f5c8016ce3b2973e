"""Sections with rows of people: the network, and who took part in the rating."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from core import autosave, nhsuk
from core.nhsuk.layout import Part
from referrals import questions
from referrals.forms.tables import SectionForm, field_for
from register.rules import MEANINGS, Level

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
        fixed = self.is_bound and autosave.SHOWN_AS_TYPED not in self.data
        wanted = max(sent, default=0) if fixed else max(used, default=0) + 1
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
    )

    def build(self) -> None:
        """Add the rows and the questions about an advocate."""
        super().build()
        for one in (questions.ADVOCATE, questions.ADVOCATE_DETAIL):
            self.fields[one.name] = field_for(one)

    def layout_parts(self) -> list[Part | str]:
        """Rows first, then the advocate."""
        return [*self.row_parts(), nhsuk.Section("Advocate", "advocate"), *self.end()]

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
        decided = nhsuk.Section("Your rating", "level", "level_reason")
        return [*self.row_parts(), decided, *self.end()]

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
