"""The frozen copy of a referral as a file: for a spreadsheet, for a program, for reading.

Everything comes from the copy, so that a file says what was sent though tools, forms and the
record have changed since.
"""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from core.nhs_number import show
from core.nhsuk.say import date_words, moment_words
from referrals.models import Referral, SubmittedCopy

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def rows_of(referral: Referral) -> list[tuple[str, str, str]]:
    """Return section, question and answer of everything that was sent."""
    copy: SubmittedCopy = referral.copy
    number = show(copy.nhs_number) if copy.nhs_number else "Not known"
    about = [
        ("Reference", referral.reference),
        ("Area", referral.area.name),
        ("Sent by", referral.referrer.full_name),
        ("Sent on", moment_words(copy.submitted_at)),
        ("Name", copy.name),
        ("Date of birth", date_words(copy.birth_date)),
        ("NHS number", number),
    ]
    said = [
        (section["title"], row["question"], row["answer"])
        for section in copy.content
        for row in section["rows"]
    ]
    return [*(("Referral", *one) for one in about), *said, ("Declaration", "", copy.declared)]


def as_csv(referral: Referral) -> str:
    """Return section, question and answer in three columns; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["Section", "Question", "Answer"])
    writer.writerows([[_cell(text) for text in row] for row in rows_of(referral)])
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_json(referral: Referral) -> str:
    """Return the copy as it is kept: sections with questions, answers and their data."""
    copy = referral.copy
    content: dict[str, Any] = {
        "reference": referral.reference,
        "area": referral.area.name,
        "sent_at": copy.submitted_at.isoformat(),
        "given_name": copy.given_name,
        "family_name": copy.family_name,
        "birth_date": copy.birth_date.isoformat(),
        "nhs_number": copy.nhs_number,
        "sections": copy.content,
        "declared": copy.declared,
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_text(referral: Referral) -> str:
    """Return it as plain words, a heading for each section."""
    lines: list[str] = []
    heading = ""
    for section, question, answer in rows_of(referral):
        if section != heading:
            heading = section
            lines += ["", section.upper()]
        lines.append(f"{question}: {answer or 'Not provided'}" if question else answer)
    return "\n".join(lines).strip() + "\n"


KINDS: dict[str, tuple[str, Callable[[Referral], str]]] = {
    "csv": ("text/csv", as_csv),
    "json": ("application/json", as_json),
    "txt": ("text/plain", as_text),
}
"""What a file may be: its type, and who writes it."""
