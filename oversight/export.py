"""The BLUE list as a file: safe to open in a spreadsheet, and nothing in its name."""

import csv
import io
from collections.abc import Iterable

from oversight.blue import Line

HEADINGS = (
    "Name", "Date of birth", "NHS number", "Hospital", "Ward", "Security", "Legal status",
    "Admitted", "Days in hospital", "Rating at admission", "On the register before",
    "Planned discharge", "Responsible commissioner", "Visit due", "C(E)TR due",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Return `value` as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(lines: Iterable[Line]) -> str:
    """Return the list as comma-separated values with a heading, as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    for line in lines:
        values = (
            line.name, line.birth_date, line.nhs_number, line.hospital, line.ward, line.security,
            line.legal_status, line.admitted_on, line.days, line.level_at_admission,
            line.on_register_before, line.planned_discharge_on, line.commissioner,
            line.visit_due, line.review_due,
        )  # fmt: skip
        writer.writerow([cell(value) for value in values])
    return out.getvalue()
