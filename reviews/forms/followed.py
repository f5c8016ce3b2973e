"""Forms of what follows a review: recommendations, escalation, closing."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from actions.forms import OwnerSelect, choose
from core import nhsuk
from reviews.details import Recommended


class AgreeRecommendationForm(nhsuk.Form):
    """The action that a recommendation becomes."""

    submit = "Agree this action"

    description = nhsuk.LongTextField(
        "What is to be done?",
        called="What is to be done",
        missing="Enter what is to be done",
        max_length=2000,
        rows=3,
    )
    owner = OwnerSelect(
        "Who owns it?", missing="Select who owns the action", queryset=User.objects.none()
    )
    due_on = nhsuk.DateField(
        "When is it due?", called="Due date", hint="For example, 15 3 2027", future=True
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", owners)

    def wanted(self) -> Recommended:
        """Return what was typed."""
        return Recommended(**self.cleaned_data)


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
