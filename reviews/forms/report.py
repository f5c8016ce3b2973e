"""Forms of the report of a review: its copies, and the answers to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from core import nhsuk
from reviews import rules


class SendReportForm(nhsuk.Form):
    """Who was sent a copy, and when."""

    submit = "Record that the report was sent"

    recipients = nhsuk.ChoiceCheckboxes(
        "Who was sent a copy?", choices=[], missing="Select who was sent a copy"
    )
    sent_on = nhsuk.DateField(
        "When was it sent?", called="Date sent", hint="For example, 15 3 2026", past=True
    )

    def __init__(
        self,
        *args: Any,
        waiting: Sequence[rules.Recipient],
        names: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].choices = [  # type: ignore[attr-defined]
            (one.value, ": ".join(filter(None, [one.label, names.get(one, "")]))) for one in waiting
        ]

    def chosen(self) -> list[rules.Recipient]:
        """Return those who were sent a copy."""
        return [rules.Recipient(one) for one in self.cleaned_data["recipients"]]


class RegardForm(nhsuk.Form):
    """What somebody answered who must have regard to the recommendations."""

    submit = "Record this answer"

    regard = nhsuk.LongTextField(
        "How did they have regard to the recommendations?",
        called="The answer",
        hint="What they will do about each, or why they will not.",
        missing="Enter what they answered",
        max_length=2000,
    )
    regard_on = nhsuk.DateField(
        "When did they answer?",
        called="Date of the answer",
        hint="For example, 15 3 2026",
        past=True,
    )
