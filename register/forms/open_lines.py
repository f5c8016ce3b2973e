"""Asking about each line of open work: whether it ends, stays with its owner or goes to another."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.text import Truncator

from core import nhsuk
from register.open_work import Choices, OpenLine

ENDS, KEEPS, GIVES = "end", "keep", "give"


class AsksOfLines(nhsuk.Form):
    """Base of the forms that ask about lines; the fields are named after the line's id."""

    def ask(
        self, line: OpenLine, number: int, *, choices: Sequence[tuple[str, str]], takers: Any,
        initial: str = "",
    ) -> None:  # fmt: skip
        """Ask what happens to an action and, where it is given away, who takes it."""
        do, to = names_of(line)
        self.fields[do] = nhsuk.ChoiceRadios(
            f"{number}. {Truncator(line.words).chars(200)}",
            called=f"What happens to action {number}",
            hint=f"{line.owner}, {line.due}",
            choices=choices,
            reveals={GIVES: [to]},
            initial=initial,
            missing=f"Select what happens to action {number}",
        )
        self.fields[to] = nhsuk.SelectField(
            "New owner", choices=takers, missing=f"Select the new owner of action {number}"
        )

    def choices_about(self, lines: Iterable[OpenLine]) -> Choices:
        """Return what was decided about each of `lines`."""
        said: dict[str, list[UUID]] = {ENDS: [], KEEPS: []}
        give: list[tuple[UUID, UUID]] = []
        for line in lines:
            do, to = names_of(line)
            what = self.cleaned_data[do]
            if what == GIVES:
                give.append((line.id, UUID(self.cleaned_data[to])))
            else:
                said[what].append(line.id)
        return Choices(end=said[ENDS], keep=said[KEEPS], give=give)


def names_of(line: OpenLine) -> tuple[str, str]:
    """Return the names of the two fields about a line: what happens to it, and who takes it."""
    return f"do_{line.id.hex}", f"to_{line.id.hex}"
