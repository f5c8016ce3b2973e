"""What is asked to put right the words of a step of triage."""

from core import nhsuk
from referrals.forms.triage import DeclineForm
from register.forms.correcting import Correction, why_field


class CorrectWordsForm(Correction):
    """Words written to the other side."""

    submit = "Put this right"
    words = nhsuk.LongTextField(
        "What should it say?", called="What it should say", missing="Enter the right words"
    )
    why = why_field("old wording")


class CorrectForPersonForm(CorrectWordsForm):
    """Words written to the referrer, and those of the letter to the person."""

    for_person = DeclineForm.base_fields["for_person"]
