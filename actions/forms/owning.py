"""What forms of actions share: who owns something, and a token that makes sending twice one."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.colleagues import ColleagueSelect
from accounts.models import Organisation, User
from actions.workflow import Contact
from core import keyset, nhsuk


def choose(form: nhsuk.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field `name` of the form choose among `rows`."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


class SentOnce(nhsuk.Form):
    """A form that carries a token of its own, so that sending it twice makes one thing."""

    token = nhsuk.HiddenTextField(required=False, max_length=36)

    def key(self) -> str:
        """Return the key of this submission; empty where the token was lost."""
        token: UUID | None = keyset.identifier(self.cleaned_data.get("token"))
        return f"form:{token}" if token else ""


class OwnedForm(SentOnce):
    """A form that asks who owns an action: a colleague, or somebody who has no account."""

    owner = ColleagueSelect(
        "Who owns it?",
        hint="One person who answers for it",
        queryset=User.objects.none(),
        required=False,
        optional_mark=False,
    )
    contact_name = nhsuk.PlainTextField(
        "Their name", called="Their name", required=False, max_length=120, optional_mark=False
    )
    contact_email = nhsuk.EmailField(
        "Their work email address", called="Their email address", required=False,
        optional_mark=False,
    )  # fmt: skip
    contact_service = nhsuk.ModelSelect(
        "Their service", queryset=Organisation.objects.none(), required=False,
        optional_mark=False,
    )  # fmt: skip

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", owners)
        choose(self, "contact_service", Organisation.objects.open())

    @staticmethod
    def contact_part() -> nhsuk.Details:
        """Return the part of the layout that asks for somebody without an account."""
        return nhsuk.Details(
            "The owner has no account", "contact_name", "contact_email", "contact_service"
        )

    def clean(self) -> dict[str, Any]:
        """Ask for one owner: a colleague, or a name with an address and a service."""
        typed = {name: self.cleaned_data.get(name) for name in _CONTACT}
        if self.cleaned_data.get("owner"):
            if any(typed.values()):
                self.add_error("owner", "Choose a colleague or someone without an account")
        elif not any(typed.values()):
            if not any(name in self.errors for name in ("owner", *_CONTACT)):
                self.add_error("owner", "Select who owns the action")
        else:
            for name, words in _CONTACT.items():
                if not typed[name] and name not in self.errors:
                    self.add_error(name, words)
        return self.cleaned_data

    def owned_by(self) -> dict[str, Any]:
        """Return the owner as the workflow takes it."""
        owner: User | None = self.cleaned_data.get("owner")
        if owner is not None:
            return {"owner": owner, "contact": None}
        name, email, service = (self.cleaned_data[one] for one in _CONTACT)
        return {"owner": None, "contact": Contact(name, email, service)}


_CONTACT = {
    "contact_name": "Enter the name of the person who owns the action",
    "contact_email": "Enter their email address",
    "contact_service": "Select their service",
}
