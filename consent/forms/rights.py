"""What is asked before a copy is made, and when advice is asked for or given."""

from typing import Any

from accounts.models import Area, choices
from consent import rules
from core import nhsuk


class CopyForm(nhsuk.Form):
    """Why a copy of everything is made, and how it is given."""

    submit = "Make the copy"

    purpose = nhsuk.ChoiceRadios(
        "Why is this copy made?",
        choices=choices(rules.CopyPurpose),
        missing="Select why this copy is made",
    )
    checked = nhsuk.ConfirmField(
        "I have checked who asks, and that they may have it",
        missing="Check who asks, and that they may have it, before you make a copy",
    )
    form = nhsuk.ChoiceRadios(
        "How do you want it?",
        choices=[
            ("page", "A page to read and print"),
            ("json", "A file for another system (JSON)"),
        ],
        missing="Select how you want the copy",
    )


class AdviceForm(nhsuk.Form):
    """A question to the DSR team of an area about somebody who is not named."""

    submit = "Send the question"

    area = nhsuk.ModelSelect(
        "Area", queryset=Area.objects.none(), missing="Select the area whose team you ask"
    )
    question = nhsuk.LongTextField(
        "What do you want to ask?",
        hint="No name, initials, date of birth, address or number. An age in years is enough",
        called="Your question",
        missing="Enter your question",
    )

    def __init__(self, *args: Any, areas: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class AnswerForm(nhsuk.Form):
    """The team's answer."""

    submit = "Send the answer"

    answer = nhsuk.LongTextField(
        "What do you advise?",
        hint="No name, initials, date of birth, address or number",
        called="Your answer",
        missing="Enter your answer",
    )
