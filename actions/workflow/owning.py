"""Who owns an action: a colleague, or a named person of a service who has no account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import Organisation, User
from accounts.rules import Permission
from actions.models import Action, Cover
from actions.querysets import possible_owners
from core.dates import local_day
from core.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Contact:
    """A named person of a service without an account, who answers through a signed link."""

    name: str
    email: str
    organisation: Organisation


def give_to(
    action: Action,
    *,
    owner: User | None,
    contact: Contact | None,
    organisation: Organisation | None,
) -> None:
    """Make one of the two the owner of `action`, who alone answers for it.

    `organisation` says for which service an owner with an account acts, if not their own.
    """
    if (owner is None) == (contact is None):
        raise RuleBroken("Choose one owner: a colleague, or someone without an account",
                         field="owner")  # fmt: skip
    if owner is not None:
        if not owner.is_active:
            raise RuleBroken("Choose an owner whose account is active", field="owner")
        if not owner.holds(Permission.ACTION_DO):
            raise RuleBroken(
                f"{owner.full_name} has no role that lets them open actions. Select another owner",
                field="owner",
            )
        action.owner, action.organisation = owner, organisation or owner.organisation
        action.contact_name = action.contact_email = ""
    elif contact is not None:
        _check_contact(contact, action.person.area_id)
        action.owner, action.organisation = None, contact.organisation
        action.contact_name = contact.name.strip()
        action.contact_email = contact.email.strip().lower()
    action.contact_round += 1


def _check_contact(contact: Contact, area_id: UUID) -> None:
    """Refuse somebody who cannot be mailed, or who has an account and so must be chosen by it."""
    if not contact.name.strip():
        raise RuleBroken("Enter the name of the person who owns the action", field="contact_name")
    try:
        validate_email(contact.email.strip())
    except ValidationError as wrong:
        raise RuleBroken(
            "Enter an email address in the correct format, like name@example.com",
            field="contact_email",
        ) from wrong
    if not contact.organisation.is_active:
        raise RuleBroken("Select a service that is still open", field="contact_service")
    if possible_owners(area_id).filter(email__iexact=contact.email.strip()).exists():
        raise RuleBroken(
            "This address has an account here. Choose the person as the owner", field="owner"
        )


def covering(action: Action, *, by: User, at: datetime) -> UUID | None:
    """Return the owner whom `by` stands in for at this moment; none when that is not so."""
    if action.owner_id is None or action.owner_id == by.pk:
        return None
    standing = Cover.objects.on(local_day(at)).filter(user=action.owner_id, covered_by=by)
    return action.owner_id if standing.exists() else None
