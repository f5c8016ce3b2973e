"""What is asked when the law keeps a record, and when it need not be kept any more."""

from accounts.models import choices
from consent import rules
from core import nhsuk


class HoldForm(nhsuk.Form):
    """A legal hold: why, for what exactly, and when it is looked at again."""

    submit = "Keep this record"

    reason = nhsuk.ChoiceRadios(
        "Why must this record be kept?",
        choices=choices(rules.HoldReason),
        missing="Select why this record must be kept",
    )
    words = nhsuk.LongTextField(
        "What exactly, and who asked for it?",
        hint="For example, the coroner's reference. Erased together with the record",
        called="What exactly",
        max_length=1000,
        missing="Enter what exactly, and who asked for it",
    )
    review_on = nhsuk.DateField(
        "When will you look at this again?",
        hint="Within a year",
        called="The review",
        future=True,
        missing="Enter when you will look at this again",
    )


class LiftHoldForm(nhsuk.Form):
    """The law does not keep the record any more."""

    submit = "Lift the hold"
    submit_variant = "warning"

    why = nhsuk.LongTextField(
        "Why need this record not be kept any more?",
        hint="Erased together with the record",
        called="Why",
        max_length=1000,
        missing="Enter why the record need not be kept any more",
    )
