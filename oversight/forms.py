"""Forms of oversight."""

from core import nhsuk


class ExportForm(nhsuk.Form):
    """Why the list is taken out of the service."""

    submit = "Download the BLUE list"

    purpose = nhsuk.PlainTextField(
        "What do you need the list for?",
        called="What you need the list for",
        hint="Your answer is logged with your name. Do not name anybody.",
        missing="Enter what you need the list for",
        max_length=200,
    )
