"""What the team is asked around a referral: redirects, letters, identity, being named."""

from typing import Any

from accounts.models import Area, choices
from accounts.querysets import AreaQuerySet
from core import nhsuk
from referrals.codes import LetterAbout, LetterWay


class RedirectForm(nhsuk.Form):
    """Which other area, and why."""

    submit = "Ask the other area"

    to_area = nhsuk.ModelSelect(
        "Which area should take the referral?",
        called="The area",
        queryset=Area.objects.none(),
        missing="Select the area that should take the referral",
    )
    reason = nhsuk.LongTextField(
        "Why?",
        called="The reason",
        hint="The other team reads this. The referrer sees that another area was asked.",
        missing="Enter why you redirect the referral",
    )

    def __init__(self, *args: Any, areas: AreaQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to_area"].queryset = areas  # type: ignore[attr-defined]


class TakeForm(nhsuk.Form):
    """A button: this area answers for the referral from now on."""

    submit = "Take this referral"


class ReturnForm(nhsuk.Form):
    """Back to the area that asked, with a reason."""

    submit = "Return the referral"

    words = nhsuk.LongTextField(
        "Why do you return it?",
        called="The reason",
        hint="The first team goes on answering for the referral, and reads this.",
        missing="Enter why you return the referral",
    )


class GiveLetterForm(nhsuk.Form):
    """How the person got the letter."""

    submit = "Record that the person has been told"

    easy_read = nhsuk.YesNoField(
        "Was it the letter in easy read?", missing="Select yes if it was the letter in easy read"
    )
    way = nhsuk.ChoiceRadios(
        "How did the person get it?",
        choices=choices(LetterWay),
        missing="Select how the person got the letter",
    )
    about = nhsuk.HiddenTextField()

    def clean_about(self) -> LetterAbout | None:
        """Return which letter the page showed; none where it was lost."""
        try:
            return LetterAbout(self.cleaned_data["about"])
        except ValueError:
            return None


class AskToBeNamedForm(nhsuk.Form):
    """Whose record, and why."""

    submit = "Ask the DSR team"

    nhs_number = nhsuk.NHSNumberField(
        "NHS number of the person", missing="Enter the person's NHS number"
    )
    birth_date = nhsuk.DateField(
        "Date of birth of the person",
        called="Date of birth",
        hint="For example, 15 3 1984",
        past=True,
    )
    part = nhsuk.PlainTextField(
        "What are you to the person?",
        called="What you are to the person",
        hint="For example, social worker or psychiatrist",
        max_length=120,
        missing="Enter what you are to the person",
    )
    reason = nhsuk.LongTextField(
        "Why do you need to be named on the record?",
        called="Why you ask",
        hint="Leave out details about health. The DSR team reads this.",
        max_length=2000,
        missing="Enter why you ask",
    )


class DecideNamingForm(nhsuk.Form):
    """Named, or not, with a reason."""

    submit = "Save the answer"

    outcome = nhsuk.ChoiceRadios(
        "Do you name them on the record?",
        choices=[
            ("declined", "No"),
            ("named", "Yes, name them as a partner: they see the record from now on"),
        ],
        reveals={"declined": ["words"]},
        missing="Select whether you name them on the record",
    )
    words = nhsuk.LongTextField(
        "Why not?",
        called="The reason",
        hint="For the record. They are told only that they were not named.",
        missing="Enter why they are not named",
    )
