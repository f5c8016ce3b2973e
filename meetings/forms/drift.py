"""The form of the weekly sample: what came of looking at someone."""

from core import nhsuk
from meetings.drift import Looked

OUTCOMES = [(one.value, one.label) for one in (Looked.NO_CHANGE, Looked.RATED, Looked.ACTION)]
"""What someone may say; that a meeting discussed the person is noted by itself."""


class LookForm(nhsuk.Form):
    """What the team found."""

    submit = "Save"
    layout = ["outcome", "note"]

    outcome = nhsuk.ChoiceRadios(
        "What came of it?",
        hint="Give the rating or agree the action first, on the person's page.",
        choices=OUTCOMES,
        missing="Select what came of it",
    )
    note = nhsuk.LongTextField(
        "What did you look at?",
        hint="For example, who was asked and what they said. Needed where nothing changes.",
        called="What you looked at",
        max_length=1000,
        rows=3,
        required=False,
    )

    def looked(self) -> Looked:
        """Return the outcome."""
        return Looked(self.cleaned_data["outcome"])
