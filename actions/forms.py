"""Forms of actions and duties: parsing, field checks and layout. They save nothing."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from core import keyset, nhsuk

_DATE_HINT = "For example, 15 3 2027"


def choose(form: nhsuk.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field `name` of the form choose among `rows`."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


class OwnerSelect(nhsuk.ModelSelect):
    """Who is to own an action, with the service that they work for."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name and the service."""
        service = obj.organisation.name if obj.organisation else ""
        return f"{obj.full_name} ({service})" if service else obj.full_name


class SentOnce(nhsuk.Form):
    """A form that carries a token of its own, so that sending it twice makes one thing."""

    token = nhsuk.HiddenTextField(required=False, max_length=36)

    def key(self) -> str:
        """Return the key of this submission; empty where the token was lost."""
        token: UUID | None = keyset.identifier(self.cleaned_data.get("token"))
        return f"form:{token}" if token else ""


class AgreeForm(SentOnce):
    """An action: what, who, by when."""

    submit = "Agree this action"

    description = nhsuk.LongTextField(
        "What is to be done?",
        called="What is to be done",
        hint="Start with a verb. One action, one owner.",
        missing="Enter what is to be done",
        max_length=2000,
        rows=3,
    )
    owner = OwnerSelect(
        "Who owns it?",
        hint="One person who answers for it",
        missing="Select who owns the action",
        queryset=User.objects.none(),
    )
    due_on = nhsuk.DateField("When is it due?", called="Due date", hint=_DATE_HINT, future=True)

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", owners)


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
        "New due date", hint="Leave empty to keep the date", future=True, required=False
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


class ReassignForm(nhsuk.Form):
    """Another owner."""

    submit = "Change the owner"

    owner = OwnerSelect(
        "Who owns it now?", missing="Select who owns the action", queryset=User.objects.none()
    )
    reason = nhsuk.LongTextField(
        "Why does the owner change?",
        called="The reason",
        missing="Enter why the owner changes",
        max_length=1000,
        rows=3,
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", owners)


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
        "Why need this not happen?",
        called="The reason",
        hint="Your name and this reason stay on the person's record.",
        missing="Enter why this need not happen",
        max_length=1000,
        rows=3,
    )
