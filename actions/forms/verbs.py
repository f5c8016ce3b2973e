"""Forms of the verbs of one action or duty: parsing, field checks and layout. They save nothing."""

from actions.forms.owning import OwnedForm
from core import nhsuk

_DATE_HINT = "For example, 15 3 2027"
_KEEPS_DATE = "Leave empty to keep the date. An action that is overdue needs a new one."


class AgreeForm(OwnedForm):
    """An action: what, who, by when."""

    submit = "Agree this action"
    layout = ["description", "owner", OwnedForm.contact_part(), "due_on", "token"]

    description = nhsuk.LongTextField(
        "What is to be done?",
        called="What is to be done",
        hint="Start with a verb. One action, one owner. Do not write the person's name.",
        missing="Enter what is to be done",
        max_length=2000,
        rows=3,
    )
    due_on = nhsuk.DateField("When is it due?", called="Due date", hint=_DATE_HINT, future=True)


class MarkDoneForm(nhsuk.Form):
    """What was done and what shows it."""

    submit = "Mark as done"

    evidence = nhsuk.LongTextField(
        "What was done, and what shows it?",
        called="What was done",
        hint="The DSR team reads this before it closes the action.",
        missing="Enter what was done and what shows it",
        max_length=4000,
    )


class ConfirmForm(nhsuk.Form):
    """Nothing to type: the team has read the evidence."""

    submit = "Confirm and close this action"


class SendBackForm(nhsuk.Form):
    """Why an action is not done yet."""

    submit = "Send it back to the owner"

    reason = nhsuk.LongTextField(
        "What is still to do?",
        called="What is still to do",
        missing="Enter what is still to do",
        max_length=1000,
        rows=3,
    )
    due_on = nhsuk.DateField(
        "New due date", hint=_KEEPS_DATE, future=True, required=False, optional_mark=False
    )


class ExtendForm(nhsuk.Form):
    """More time, with the reason."""

    submit = "Give it more time"

    due_on = nhsuk.DateField("New due date", hint=_DATE_HINT, future=True)
    reason = nhsuk.LongTextField(
        "Why is more time needed?",
        called="The reason",
        missing="Enter why more time is needed",
        max_length=1000,
        rows=3,
    )


class ReassignForm(OwnedForm):
    """Another owner."""

    submit = "Change the owner"
    layout = ["owner", OwnedForm.contact_part(), "due_on", "reason", "token"]

    due_on = nhsuk.DateField(
        "New due date", hint=_KEEPS_DATE, future=True, required=False, optional_mark=False
    )
    reason = nhsuk.LongTextField(
        "Why are you changing the owner?",
        called="The reason",
        missing="Enter why you are changing the owner",
        max_length=1000,
        rows=3,
    )


class ReopenForm(nhsuk.Form):
    """Why an action that has ended goes on after all."""

    submit = "Open this action again"

    reason = nhsuk.LongTextField(
        "Why are you opening it again?",
        called="The reason",
        missing="Enter why you are opening this action again",
        max_length=1000,
        rows=3,
    )
    due_on = nhsuk.DateField(
        "New due date", hint=_KEEPS_DATE, future=True, required=False, optional_mark=False
    )


class CancelForm(nhsuk.Form):
    """Why an action is not needed any more."""

    submit = "Cancel this action"
    submit_variant = "warning"

    reason = nhsuk.LongTextField(
        "Why is it no longer needed?",
        called="The reason",
        missing="Enter why this action is no longer needed",
        max_length=1000,
        rows=3,
    )


class WaiveForm(nhsuk.Form):
    """Why a duty need not be met for this person now."""

    submit = "Waive this duty"
    submit_variant = "warning"

    reason = nhsuk.LongTextField(
        "Why is this not needed?",
        called="The reason",
        hint="Your name and this reason stay on the person's record.",
        missing="Enter why this need not happen",
        max_length=1000,
        rows=3,
    )
