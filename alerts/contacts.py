"""Those who are mailed at an address that no account has, looked up when the mail is sent."""

from collections.abc import Callable
from uuid import UUID

from accounts.models import EmailChange
from actions.models import Action
from actions.rules import ActionStatus
from alerts.models import Notice
from referrals.models import TrainingPlace


def _owner_of_an_action(subject: UUID) -> str | None:
    """Return the address of the owner of an action that is still to do and still theirs."""
    asked = Action.objects.open().unrestricted().filter(pk=subject, owner__isnull=True)
    return asked.values_list("contact_email", flat=True).first()


def _owner_of_what_was_cancelled(subject: UUID) -> str | None:
    """Return the address of the owner of an action that is not wanted any more."""
    ended = Action.objects.unrestricted().filter(status=ActionStatus.CANCELLED, owner__isnull=True)
    return ended.filter(pk=subject).values_list("contact_email", flat=True).first()


def _who_wants_a_place(subject: UUID) -> str | None:
    """Return the address of whoever asked for a place in a training session."""
    return TrainingPlace.objects.filter(pk=subject).values_list("email", flat=True).first()


def _address_to_confirm(subject: UUID) -> str | None:
    """Return the new address of an account while it still waits to be confirmed."""
    waits = EmailChange.objects.waiting().filter(pk=subject)
    return waits.values_list("new_email", flat=True).first()


def _former_address(subject: UUID) -> str | None:
    """Return the address that an account has, or had, before a change."""
    return EmailChange.objects.filter(pk=subject).values_list("old_email", flat=True).first()


def _new_address(subject: UUID) -> str | None:
    """Return the address that a change gave to an account."""
    return EmailChange.objects.filter(pk=subject).values_list("new_email", flat=True).first()


CONTACTS: dict[str, Callable[[UUID], str | None]] = {
    "answer": _owner_of_an_action,
    "contact": _owner_of_what_was_cancelled,
    "training": _who_wants_a_place,
    "confirm_email": _address_to_confirm,
    "old_email": _former_address,
    "former_email": _former_address,
    "new_email": _new_address,
}
"""By the link of the notice: the address of its subject, or none when it must not go any more."""


def address_of(notice: Notice) -> str | None:
    """Return the e-mail address that a notice to somebody without an account goes to."""
    if notice.subject_id is None or notice.wording.link not in CONTACTS:
        return None
    return CONTACTS[notice.wording.link](notice.subject_id) or None


def action_of(notice: Notice) -> Action | None:
    """Return the action that a notice to an owner without an account is about."""
    if not notice.to_contact or notice.wording.link not in {"answer", "contact"}:
        return None
    return Action.objects.filter(pk=notice.subject_id).first() if notice.subject_id else None
