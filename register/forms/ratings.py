"""Forms about the rating and the adult decision."""

from core import nhsuk
from register import rules

LEVELS = [(level.value, level.label) for level in rules.Level]
MEANT = {level.value: level.meaning for level in rules.Level}


class RateForm(nhsuk.Form):
    """A rating and its reason."""

    submit = "Record this rating"

    level = nhsuk.ChoiceRadios(
        "What is the risk of admission to a mental health hospital?",
        choices=LEVELS,
        hints=MEANT,
        missing="Select a rating",
    )
    reason = nhsuk.LongTextField(
        "Why this rating?",
        called="The reason for the rating",
        hint="What changed, and what the people around the person agreed.",
        missing="Enter the reason for this rating",
        max_length=4000,
    )
    follows = nhsuk.HiddenTextField(required=False)


class AgainstFloorForm(nhsuk.Form):
    """Why a rating is lower than the policy has it for now. Asked between the form and the act."""

    against_floor = nhsuk.LongTextField(
        "Why is the rating lower than the policy says?",
        called="The reason",
        hint="What makes the risk lower so soon after discharge, and who agreed.",
        missing="Enter why the rating is lower than the policy says",
        max_length=4000,
    )


class AdulthoodForm(nhsuk.Form):
    """Whether a young person stays on the register as an adult."""

    submit = "Record the adult decision"

    outcome = nhsuk.ChoiceRadios(
        "What is decided?",
        choices=[(one.value, one.label) for one in rules.AdultOutcome],
        missing="Select what is decided",
    )
    reason = nhsuk.LongTextField(
        "Why, and who agreed?",
        called="The reason for the decision",
        hint="Say which adult services were asked, and what the person and their family think.",
        missing="Enter the reason for this decision",
        max_length=4000,
    )
