"""What triage asks: words for the referrer, or a rating and its reason."""

from typing import Any

from core import nhsuk
from register.rules import MEANINGS, Level


class AcknowledgeForm(nhsuk.Form):
    """A button: a named person has seen the referral."""

    submit = "Acknowledge this referral"


class AskForm(nhsuk.Form):
    """More information is needed."""

    submit = "Ask the referrer"
    words = nhsuk.LongTextField(
        "What do you need to know?",
        called="What you need to know",
        hint="Triage is paused until the referrer answers.",
        missing="Enter what you need to know",
    )
    for_person = nhsuk.LongTextField(
        "What should the letter tell the person?",
        called="What the letter should tell the person",
        hint="Printed in the letter to them. Plain words, one idea a line.",
        max_length=2000,
        rows=3,
        required=False,
    )


class AnswerForm(nhsuk.Form):
    """The information asked for."""

    submit = "Send the answer"
    words = nhsuk.LongTextField("Your answer", missing="Enter your answer")


class DeclineForm(nhsuk.Form):
    """Declined, with advice."""

    submit = "Decline the referral"
    advice = nhsuk.LongTextField(
        "What do you advise instead?",
        called="Your advice",
        hint="The referrer reads this: say why, what to do now, and when to refer again.",
        missing="Enter your advice for the referrer",
    )
    for_person = nhsuk.LongTextField(
        "What should the letter tell the person?",
        called="What the letter should tell the person",
        hint="Printed in the letter to them. Kind, plain words, one idea a line.",
        max_length=2000,
        rows=3,
        required=False,
    )


class WithdrawForm(nhsuk.Form):
    """Taken back by who sent it."""

    submit = "Withdraw the referral"
    submit_variant = "warning"
    reason = nhsuk.LongTextField(
        "Why are you withdrawing the referral?",
        called="The reason",
        missing="Enter why you are withdrawing the referral",
    )


class ReopenForm(nhsuk.Form):
    """The decision was a mistake."""

    submit = "Put it back to triage"
    why = nhsuk.LongTextField(
        "What was wrong with the decision?",
        called="What was wrong",
        hint="The decision and your reason will stay in the referral's history.",
        missing="Enter what was wrong with the decision",
    )


class RestoreForm(nhsuk.Form):
    """The decision was right after all."""

    submit = "Restore the decision"
    why = nhsuk.LongTextField(
        "Why was it wrong to put this referral back?",
        called="Why it was wrong to put the referral back",
        hint="Your reason will stay in the referral's history.",
        missing="Enter why it was wrong to put the referral back",
    )


class TakeBackWithdrawalForm(nhsuk.Form):
    """The referrer's own withdrawal was a mistake."""

    submit = "Undo the withdrawal"
    why = nhsuk.LongTextField(
        "Why are you undoing the withdrawal?",
        called="Your reason",
        hint="The DSR team will read this.",
        missing="Enter why you are undoing the withdrawal",
    )


class AcceptForm(nhsuk.Form):
    """The rating to begin with. Possible duplicates must have been looked at."""

    submit = "Accept and put on the register"
    level = nhsuk.ChoiceRadios(
        "Rating to begin with",
        choices=[(level.value, level.value) for level in Level],
        hints={level.value: MEANINGS[level.value] for level in Level},
        missing="Select the rating to begin with",
    )
    reason = nhsuk.LongTextField(
        "Why does the rating differ from the referring clinician's?",
        called="Why the rating differs",
        required=False,
        optional_mark=False,
        hint="Leave empty when it is the same.",
    )
    looked = nhsuk.ConfirmField(
        "I have looked at the possible duplicates, and none is this person",
        missing="Look at the possible duplicates first, then tick the box",
    )
    follows = nhsuk.HiddenTextField(required=False)

    def __init__(self, *args: Any, duplicates: bool, on_register: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not duplicates:
            del self.fields["looked"]
        if on_register:
            self.submit = "Accept and update the rating"  # type: ignore[misc]
