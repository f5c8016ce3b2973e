"""The BLUE list as a file: safe to open in a spreadsheet, and nothing in its name."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

from core.nhsuk import say
from oversight.blue import Line

COLUMNS = (
    ("Name", 28), ("Date of birth", 14), ("NHS number", 14), ("Hospital", 32), ("Ward", 18),
    ("Security", 24), ("Legal status", 24), ("Extended section 17 leave", 14), ("Admitted", 14),
    ("Days in hospital", 10), ("Rating at admission", 12), ("On the register before", 12),
    ("Planned discharge", 14), ("Responsible commissioner", 32), ("Visit due", 14),
    ("C(E)TR due", 14),
)  # fmt: skip
"""Headings, with the width of their column in a workbook, in characters."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEAD = 4
"""The workbook's row of headings, counted from nothing."""
MARKING = "Official: sensitive. Names people in a mental health hospital."


def values(line: Line) -> tuple[object, ...]:
    """Return what a file says of one inpatient, in the order of `COLUMNS`."""
    return (
        line.name, line.birth_date, line.nhs_number, line.hospital, line.ward, line.security,
        line.legal_status, line.on_leave, line.admitted_on, line.days, line.level_at_admission,
        line.on_register_before, line.planned_discharge_on, line.commissioner,
        line.visit_due, line.review_due,
    )  # fmt: skip


def cell(value: object) -> str:
    """Return `value` as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(lines: Iterable[Line]) -> bytes:
    """Return the list as comma-separated values with a heading, as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([heading for heading, _ in COLUMNS])
    for line in lines:
        writer.writerow([cell(value) for value in values(line)])
    return out.getvalue().encode()


def as_workbook(lines: Iterable[Line], *, at: datetime, filters: Sequence[str]) -> bytes:
    """Return the list as a workbook: its marking, "as at" and filters above the headings.

    Text is written as text, whatever it begins with; dates and days as what they are, so that
    they sort.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet("BLUE list")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "d mmmm yyyy", "align": "left"})
        sheet.write_string(0, 0, MARKING, book.add_format({"bold": True}))
        sheet.write_string(1, 0, f"As at {say.moment_words(at)}")
        sheet.write_string(2, 0, f"Shown: {'; '.join(filters) if filters else 'everyone'}")
        for place, (heading, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(HEAD, place, heading, bold)
        row = HEAD
        for row, line in enumerate(lines, start=HEAD + 1):
            for place, value in enumerate(values(line)):
                if isinstance(value, date):
                    sheet.write_datetime(row, place, value, day)
                elif isinstance(value, int) and not isinstance(value, bool):
                    sheet.write_number(row, place, value)
                else:
                    sheet.write_string(row, place, _text(value))
        sheet.autofilter(HEAD, 0, row, len(COLUMNS) - 1)
        sheet.freeze_panes(HEAD + 1, 1)
    return out.getvalue()


def _text(value: object) -> str:
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value or "")
