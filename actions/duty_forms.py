"""Forms about duties and the policy: recording one as done, "what if?", and the statute's day."""

from typing import Any

from core import nhsuk
from duties import explaining

_OR_NOT = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


class RecordDoneForm(nhsuk.Form):
    """When it was done, and what shows it."""

    submit = "Record as done"

    on = nhsuk.DateField("When was it done?", called="The day", hint="For example, 15 3 2027")
    done = nhsuk.LongTextField(
        "What was done, and who was told?",
        called="What was done",
        hint="Your name and these words stay on the person's record.",
        missing="Enter what was done, and who was told",
        max_length=900,
        rows=3,
    )


class ImagineForm(nhsuk.FilterForm):
    """Somebody who does not exist, and what happened to them today."""

    submit = "Show what must happen"
    submit_variant = ""

    happened = nhsuk.SelectField(
        "What happened today?",
        missing="Select what happened",
        choices=[(key, words) for key, (words, _) in explaining.SITUATIONS.items()],
    )
    years = nhsuk.WholeNumberField(
        "Age in years", called="Age in years", missing="Enter the age in years",
        min_value=0, max_value=119,
    )  # fmt: skip
    months = nhsuk.WholeNumberField(
        "And months", called="Months", required=False, min_value=0, max_value=11
    )
    ehc_plan = nhsuk.ChoiceRadios(
        "Is there an EHC plan?", hint="Education, health and care plan", required=False,
        choices=_OR_NOT, inline=True,
    )  # fmt: skip
    security = nhsuk.SelectField(
        "Security of the ward, if in hospital", required=False, blank="Not known",
        choices=list(explaining.WARDS.items()),
    )  # fmt: skip
    legal_status = nhsuk.SelectField(
        "Legal status, if in hospital", required=False, blank="Not known",
        choices=list(explaining.STATUSES.items()),
    )  # fmt: skip
    unit_inadequate = nhsuk.ConfirmField(
        "The unit is rated Inadequate by the Care Quality Commission", required=False
    )
    region = nhsuk.SelectField("Region", required=False, blank="Any other region", choices=[])
    statute = nhsuk.ConfirmField(
        "Show Part 8A of the Mental Health Act 1983 as if it had begun", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = explaining.regions()  # type: ignore[attr-defined]

    def imagined(self) -> explaining.Imagined:
        """Return the person who was described."""
        given = dict(self.cleaned_data)
        plan = given.pop("ehc_plan", "")
        given["months"] = given.get("months") or 0
        return explaining.Imagined(ehc_plan={"yes": True, "no": False}.get(plan), **given)


class CommencementForm(nhsuk.Form):
    """From which day Part 8A applies, and on what authority."""

    submit = "Check what this means"

    follows = nhsuk.HiddenTextField(required=False, max_length=36)
    switch = nhsuk.ChoiceRadios(
        "Does Part 8A apply?",
        missing="Select whether Part 8A applies",
        choices=[("on", "Yes, from a day"), ("off", "No, or no longer")],
        reveals={"on": ["begins_on"]},
    )
    begins_on = nhsuk.DateField("From which day?", called="The day", hint="For example, 1 4 2027")
    authority = nhsuk.PlainTextField(
        "Which regulations say so?",
        called="The authority",
        hint="For example, the number of a commencement order. Or why it is switched off.",
        missing="Enter which regulations say so, or why",
        max_length=300,
    )


class ConfirmCommencementForm(nhsuk.Form):
    """A second administrator's yes: they have read what it means."""

    submit = "Confirm this day"

    checked = nhsuk.ConfirmField(
        "I have checked the regulations and what this means",
        missing="Confirm that you have checked the regulations and what this means",
    )


class RejectCommencementForm(nhsuk.Form):
    """Why a second administrator rejects the proposal."""

    submit = "Reject this proposal"

    reason = nhsuk.PlainTextField(
        "Why do you reject it?",
        called="The reason",
        missing="Enter why you reject this proposal",
        max_length=300,
    )


class WithdrawCommencementForm(nhsuk.Form):
    """One's own proposal, withdrawn."""

    submit = "Withdraw this proposal"


class DecideTransitionForm(nhsuk.Form):
    """From when Part 8A applies to someone already detained when it began, or that it does not."""

    submit = "Record this decision"

    applies = nhsuk.ChoiceRadios(
        "Does Part 8A apply to this detention?",
        missing="Select whether Part 8A applies",
        choices=[("yes", "Yes, from a day"), ("no", "No")],
        reveals={"yes": ["applies_from"]},
    )
    applies_from = nhsuk.DateField(
        "From which day?",
        called="The day",
        hint="The day on which Part 8A began, or a later day. The first review is counted from it.",
    )
    reason = nhsuk.LongTextField(
        "What is the reason for this decision?",
        called="The reason",
        hint="For example, the regulations or the legal advice that you followed.",
        missing="Enter the reason for this decision",
        max_length=1000,
        rows=4,
    )


class CorrectDecisionForm(nhsuk.Form):
    """What a decision about a duty should have said."""

    submit = "Put the decision right"

    words = nhsuk.LongTextField(
        "What should it say?", called="What it should say", missing="Enter what it should say",
        max_length=4000,
    )  # fmt: skip
    on = nhsuk.DateField("When was it done?", called="Date it was done", past=True)
    reason = nhsuk.LongTextField(
        "What was wrong, and how do you know?", called="What was wrong",
        hint="The wrong decision stays in the history, shown as struck out.",
        missing="Enter what was wrong", max_length=1000, rows=3,
    )  # fmt: skip

    def __init__(self, *args: Any, asks_day: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_day:
            del self.fields["on"]


class StrikeOutForm(nhsuk.Form):
    """Why a decision about a duty, or about Part 8A, was a mistake."""

    submit = "Strike out this decision"

    reason = nhsuk.LongTextField(
        "Why was this decision a mistake?",
        called="The reason",
        missing="Enter why this decision was a mistake",
        max_length=1000,
        rows=4,
    )
