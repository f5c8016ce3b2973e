"""Rows at the end of a form, each of which becomes an action: what, who, by when."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.colleagues import ColleagueSelect
from accounts.models import User
from actions.forms import SentOnce, choose
from core import nhsuk
from reviews.details import Recommended

_ROW = ("description", "owner", "due_on")


class WithActions(SentOnce):
    """A form that ends with rows, each of which becomes an action: what, who, by when.

    A row counts once something was typed in it, and then needs all three.
    """

    rows: ClassVar[int] = 6
    row_words: ClassVar[str] = "Recommendation"
    row_intro: ClassVar[str] = ""

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, self.rows + 1):
            self._add_row(number, owners)

    def _add_row(self, number: int, owners: QuerySet[User]) -> None:
        what, who, when = (f"row{number}_{name}" for name in _ROW)
        words = f"{self.row_words} {number}"
        self.fields[what] = nhsuk.LongTextField(
            "What is to be done?", called=words, required=False, max_length=2000, rows=2,
            count=False, optional_mark=False,
        )  # fmt: skip
        self.fields[who] = ColleagueSelect(
            "Who owns it?", queryset=User.objects.none(), required=False, optional_mark=False
        )
        self.fields[when] = nhsuk.DateField(
            "When is it due?", called=f"{words}: due date", future=True, required=False,
            optional_mark=False,
        )  # fmt: skip
        choose(self, who, owners)

    def row_parts(self) -> list[Any]:
        """Return the rows for the layout: the first open, the others on demand."""
        parts: list[Any] = []
        for number in range(1, self.rows + 1):
            names = [f"row{number}_{name}" for name in _ROW]
            words = f"{self.row_words} {number}"
            typed = any(self[name].errors or self[name].value() for name in names[:2])
            shown = number == 1 or (self.is_bound and typed)
            parts.append(nhsuk.Fieldset(words, *names) if shown else nhsuk.Details(words, *names))
        return [nhsuk.Section(f"{self.row_words}s", *parts, intro=self.row_intro)]

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing in a row that was begun."""
        missing = {"description": "Enter what is to be done", "owner": "Select who owns it",
                   "due_on": "Enter the due date"}  # fmt: skip
        for number in range(1, self.rows + 1):
            names = {name: f"row{number}_{name}" for name in _ROW}
            typed = {name: self.cleaned_data.get(field) for name, field in names.items()}
            if not any(typed.values()):
                continue
            for name, value in typed.items():
                if not value and not self.errors.get(names[name]):
                    self.add_error(
                        names[name], f"{self.row_words} {number}: {missing[name].lower()}"
                    )
        return self.cleaned_data

    def recommended(self) -> tuple[Recommended, ...]:
        """Return the rows that were filled in, those left out in between closed up."""
        found = []
        for number in range(1, self.rows + 1):
            values: dict[str, Any] = {
                name: self.cleaned_data.get(f"row{number}_{name}") for name in _ROW
            }
            if values["description"]:
                found.append(Recommended(**values))
        return tuple(found)
