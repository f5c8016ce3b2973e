"""Forms about the Mental Health Act 1983, Part 8A."""

from typing import Any

from core import nhsuk
from core.sent_once import SentOnce
from register import coded_lists


class RecogniseForm(nhsuk.Form):
    """When the responsible commissioner formed its view."""

    submit = "Record the view"

    formed_on = nhsuk.DateField(
        "When did the responsible commissioner form the view?",
        called="Date of the view",
        hint="The day on which it considered the person to be autistic or to have a learning "
        "disability. No formal diagnosis is needed.",
        past=True,
    )


class StatutoryViewForm(SentOnce):
    """Whether the risk factors for detention are met."""

    submit = "Record this view"

    factors = nhsuk.ChoiceCheckboxes("Which risk factors are met?", choices=[], required=False)
    eligible = nhsuk.YesNoField(
        "Are the risk factors for detention under Part 2 met?",
        hint="This is the test of detention in section 125D. It changes no rating.",
        missing="Select yes if the risk factors for detention are met",
    )
    reason = nhsuk.LongTextField(
        "Why?",
        called="The reason for this view",
        missing="Enter the reason for this view",
        max_length=4000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = coded_lists.statutory_factors()
        field: Any = self.fields["factors"]
        field.choices = [(line.code, line.words) for line in listed.lines]
