"""What is asked on the public page of somebody who wants to be removed, and how it is handled."""

from typing import Any
from uuid import UUID

from consent import rules
from core import nhsuk

ASKERS = [
    (rules.Requester.PERSON, "I am asking for myself"),
    (rules.Requester.PARENT, "I have parental responsibility for a child"),
    (rules.Requester.ATTORNEY, "I hold a lasting power of attorney for health and welfare"),
    (rules.Requester.DEPUTY, "I am a deputy appointed by the Court of Protection"),
    (rules.Requester.ADVOCATE, "I am an advocate"),
    (rules.Requester.PROFESSIONAL, "I am a professional"),
]
OTHER, NOBODY = "other", "nobody"


class AskForRemovalForm(nhsuk.Form):
    """The public page: just enough to find the record and to reach whoever asks."""

    submit = "Send my request"

    requester = nhsuk.ChoiceRadios(
        "Who is asking?",
        choices=[(str(value), words) for value, words in ASKERS],
        missing="Select who is asking",
        reveals={
            str(value): ["authority"] for value, _ in ASKERS if value != rules.Requester.PERSON
        },
    )
    authority = nhsuk.PlainTextField(
        "Your name, and why you may ask",
        hint="For example, I am her mother",
        called="Your name and why you may ask",
        max_length=500,
        missing="Enter your name and why you may ask",
    )
    name = nhsuk.PlainTextField(
        "Full name of the person to be removed",
        called="The name",
        max_length=200,
        missing="Enter the full name of the person to be removed",
    )
    birth_date = nhsuk.DateField(
        "Their date of birth",
        hint="For example, 15 3 1984",
        called="Date of birth",
        past=True,
        required=False,
    )
    nhs_number = nhsuk.NHSNumberField(
        "Their NHS number",
        hint="If you know it. We need the date of birth or the NHS number to find the record",
        required=False,
    )
    contact = nhsuk.PlainTextField(
        "How can we reach you?",
        hint="A phone number, an email or a postal address",
        called="How we can reach you",
        max_length=300,
        missing="Enter how we can reach you",
    )
    words = nhsuk.LongTextField(
        "Is there anything else we should know?",
        hint="Please leave out details about health",
        called="What else we should know",
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one thing more than a name, or nobody could be found."""
        typed = super().clean() or self.cleaned_data
        broken = {"birth_date", "nhs_number"} & set(self.errors)
        if not broken and not typed.get("birth_date") and not typed.get("nhs_number"):
            self.add_error("birth_date", "Enter a date of birth or an NHS number")
        return typed


class HandleRequestForm(nhsuk.Form):
    """Whom a request means, among those whom the reader may see."""

    submit = "Save the answer"

    outcome = nhsuk.ChoiceRadios(
        "Whom does this request mean?", choices=[], missing="Select whom this request means"
    )
    number = nhsuk.NHSNumberField("NHS number of the person", required=False)
    identity_checked = nhsuk.ConfirmField(
        "I have checked who is asking, and that they may ask this",
        hint="Only needed if the request is about someone on the register",
        required=False,
    )
    identity_evidence = nhsuk.PlainTextField(
        "How did you check?",
        hint="Erased together with the record",
        called="How you checked",
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, people: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            *((str(pk), words) for pk, words in people.items()),
            (OTHER, "Someone else in my areas: I will enter the NHS number below"),
            (NOBODY, "No one on the register, or someone whose removal is under way"),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the number where it is to tell who is meant."""
        typed = super().clean() or self.cleaned_data
        if (
            typed.get("outcome") == OTHER
            and not typed.get("number")
            and "number" not in self.errors
        ):
            self.add_error("number", "Enter the NHS number of the person")
        return typed
