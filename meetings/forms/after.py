"""Forms of what follows a meeting."""

from typing import Any
from uuid import uuid4

from accounts.colleagues import ColleagueSelect
from accounts.models import User, choices
from accounts.querysets import UserQuerySet
from core import nhsuk
from meetings.rules.after import Given, Ruling
from register.rules import Level


class DeputyForm(nhsuk.Form):
    """Who approves in place of the chair."""

    submit = "Name this deputy"

    user = ColleagueSelect("Deputy", queryset=User.objects.none(), missing="Select the deputy")

    def __init__(self, *args: Any, colleagues: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues.select_related("organisation")  # type: ignore[attr-defined]


class CorrectionForm(nhsuk.Form):
    """A dated correction beside approved minutes."""

    submit = "Add this correction"

    words = nhsuk.LongTextField(
        "What should the minutes have said?", called="The correction", rows=4
    )
    key = nhsuk.HiddenTextField(max_length=32)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4().hex)


class RatifyForm(nhsuk.Form):
    """Whether a provisional decision stands."""

    submit = "Save the ruling"

    ruling = nhsuk.ChoiceRadios(
        "What is decided?",
        choices=[
            (Ruling.RATIFIED.value, "Ratify: keep the rating"),
            (Ruling.OVERTURNED.value, "Overturn: give another rating"),
        ],
        missing="Select whether the decision is ratified or overturned",
        reveals={Ruling.OVERTURNED.value: ["level", "reason"]},
    )
    level = nhsuk.ChoiceRadios(
        "Rating agreed instead",
        choices=[(one.value, one.label) for one in Level],
        required=False,
        small=True,
    )
    reason = nhsuk.LongTextField(
        "Why is it overturned?", missing="Enter why it is overturned", rows=4
    )
    follows = nhsuk.HiddenTextField(required=False, max_length=36)


class GiveLetterForm(nhsuk.Form):
    """That the person got their letter."""

    submit = "Record that the person has the letter"

    easy_read = nhsuk.ChoiceRadios(
        "Which letter?",
        choices=[("easy", "Easy read"), ("plain", "Plain English")],
        missing="Select which letter was given",
    )
    how = nhsuk.ChoiceRadios(
        "How did the person get it?", choices=choices(Given), missing="Select how it was given"
    )
    given_on = nhsuk.DateField("When?", called="The date", past=True)
