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


class ExportForm(nhsuk.Form):
    """Why the list is taken out of the service."""

    submit = "Download the BLUE list"

    purpose = nhsuk.ChoiceRadios(
        "What do you need the list for?",
        hint="Your answer is logged with your name.",
        choices=PURPOSES,
        missing="Select what you need the list for",
    )
