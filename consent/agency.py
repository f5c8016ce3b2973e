"""Plain text to paste into another organisation's own record: no markup, nothing to format."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from consent import presenting
from consent.models import Decision
from consent.workflow import details_of
from core.copies import plainly
from core.nhs_number import show
from core.nhsuk import say
from register.models import Person

Rows = Iterable[Mapping[str, Any]]


def document(
    title: str, *, person: Person, at: datetime, sections: Iterable[tuple[str, Rows]]
) -> str:
    """Return `title`, who it is about, and each section's questions with their answers."""
    number = show(person.nhs_number) if person.nhs_number else "Not known"
    lines = [
        title.upper(),
        f"From the Dynamic Support Register, {say.moment_words(at)}",
        "",
        f"Name: {person.name}",
        f"Date of birth: {say.date_words(person.birth_date)}",
        f"NHS number: {number}",
    ]
    for heading, rows in sections:
        answered = [line for row in rows for line in _answer(row["key"], row.get("value"))]
        if answered:
            lines += ["", heading.upper(), *answered]
    return "\n".join(lines) + "\n"


def _answer(question: str, value: object) -> Iterable[str]:
    words = ", ".join(map(plainly, value)) if isinstance(value, list) else plainly(value)
    if not words:
        return
    first, *rest = words.splitlines() or [""]
    yield f"{question}{' ' if question.endswith('?') else ': '}{first}"
    yield from (f"    {line}" for line in rest)


def context(
    title: str, *, person: Person, at: datetime, sections: Iterable[tuple[str, Rows]]
) -> dict[str, Any]:
    """Return what the page with the text to copy shows."""
    text = document(title, person=person, at=at, sections=sections)
    return {"heading": title, "text": text, "rows": text.count("\n") + 2}


def of_decision(decision: Decision, *, person: Person, at: datetime) -> dict[str, Any]:
    """Return the same for a decision about being on the register."""
    sections = [
        ("Recorded on the register", presenting.recorded(decision)),
        *presenting.sections(details_of(decision)),
    ]
    title = str(decision.get_basis_display())
    return context(title, person=person, at=at, sections=sections)
