"""Forms of what follows a review: recommendations, escalation, closing."""

from actions.forms import AgreeForm
from core import nhsuk
from reviews.details import Recommended


class AgreeRecommendationForm(AgreeForm):
    """The action that a recommendation becomes."""

    def wanted(self) -> Recommended:
        """Return what was typed."""
        return Recommended(
            description=self.cleaned_data["description"],
            due_on=self.cleaned_data["due_on"],
            **self.owned_by(),
        )


class LeaveRecommendationForm(nhsuk.Form):
    """Why a recommendation becomes no action."""

    submit = "Record why there is no action"

    reason = nhsuk.LongTextField(
        "Why does this recommendation become no action?",
        called="The reason",
        missing="Enter why this recommendation becomes no action",
        max_length=1000,
        rows=3,
    )


class EscalateForm(nhsuk.Form):
    """Why a review goes to the oversight panel."""

    submit = "Record this escalation"

    reason = nhsuk.LongTextField(
        "Why is this review escalated?",
        called="The reason",
        hint="Is the person safe and well? What must the panel decide?",
        missing="Enter why the review is escalated",
        max_length=2000,
        rows=4,
    )
    escalated_on = nhsuk.DateField(
        "When was it escalated?",
        called="Date of the escalation",
        hint="For example, 15 3 2026",
        past=True,
    )


class OversightForm(nhsuk.Form):
    """What the oversight panel decided."""

    submit = "Record what the panel decided"

    outcome = nhsuk.LongTextField(
        "What did the oversight panel decide?",
        called="What the panel decided",
        missing="Enter what the oversight panel decided",
        max_length=4000,
    )
    oversight_on = nhsuk.DateField(
        "When did it decide?",
        called="Date of the decision",
        hint="For example, 15 3 2026",
        past=True,
    )


class CloseForm(nhsuk.Form):
    """Nothing to type: all that follows a review has been done."""

    submit = "Close this review"
