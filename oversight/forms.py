"""Forms of oversight."""

from core import nhsuk

PURPOSES = [
    ("national_return", "A national return, such as Assuring Transformation"),
    ("visits", "Planning oversight visits"),
    ("reviews", "Planning C(E)TRs"),
    ("meeting", "A meeting of commissioners or an oversight panel"),
    ("audit", "An audit, or a question from the regulator"),
]
"""Why a list leaves the service. Codes, so that no name can be typed into the read log."""
FORMATS = [("xlsx", "A workbook (XLSX)"), ("csv", "Comma-separated values (CSV)")]


class ExportForm(nhsuk.Form):
    """Why the list is taken out of the service, and as what."""

    submit = "Download the BLUE list"

    purpose = nhsuk.ChoiceRadios(
        "What do you need the list for?",
        hint="Your answer is logged with your name.",
        choices=PURPOSES,
        missing="Select what you need the list for",
    )
    format = nhsuk.ChoiceRadios(
        "What kind of file?", choices=FORMATS, missing="Select what kind of file you need"
    )


class SaveViewForm(nhsuk.Form):
    """What somebody calls the filters that they chose."""

    submit = "Save this view"

    name = nhsuk.PlainTextField(
        "Name of this view",
        hint="Such as: visits overdue in the north. Do not name a person.",
        max_length=60,
        missing="Enter a name for this view",
    )


class RemoveViewForm(nhsuk.Form):
    """Nothing to type: the button removes the view."""

    submit = "Remove this view"
