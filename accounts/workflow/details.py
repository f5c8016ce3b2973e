"""What an account says of its holder: name, job, phone, organisation."""

from dataclasses import dataclass
from datetime import datetime

from accounts.links import details_version
from accounts.models import Organisation, User
from accounts.workflow.users import hold_active
from core import events, history
from core.errors import Conflict, RuleBroken


@dataclass(frozen=True, slots=True)
class Details:
    """Who someone is to their colleagues; a job or an organisation may be unknown."""

    full_name: str
    job_title: str = ""
    phone: str = ""
    organisation: Organisation | None = None


@events.step
def correct_details(*, user: User, details: Details, seen: str, by: User, at: datetime) -> User:
    """Put the details of an account right, at once; what they were stays in its history.

    `seen` is the version that the page had shown (`accounts.links.details_version`): of two who
    change it at once the second is told. Roles are held for an organisation of their own, so a
    new organisation changes nothing that `user` may see or do. It decides which service is shown
    the actions that they come to own, so no one changes their own.
    """
    user = hold_active(user)
    name = " ".join(details.full_name.split())
    wanted = {
        "full_name": name,
        "job_title": details.job_title.strip(),
        "phone": details.phone.strip(),
        "organisation": details.organisation,
    }
    changed = sorted(key for key, value in wanted.items() if getattr(user, key) != value)
    if not changed:
        return user
    if seen != details_version(user):
        raise Conflict("These details have changed since you opened the page")
    if not name:
        raise RuleBroken("Enter the full name", field="full_name")
    if "organisation" in changed:
        _check_organisation(user, details.organisation, by)
    for key in changed:
        setattr(user, key, wanted[key])
    history.save(user, by=by, at=at, reason="correct_details")
    events.publish(
        "accounts.details_corrected",
        by=by,
        at=at,
        user=user.pk,
        fields=changed,
        organisation=user.organisation_id if "organisation" in changed else None,
    )
    return user


def _check_organisation(user: User, organisation: Organisation | None, by: User) -> None:
    """Raise `RuleBroken` for an organisation that cannot be chosen, or not by `by`."""
    if by.pk == user.pk:
        raise RuleBroken(
            "You cannot change your own organisation. Ask a colleague who manages accounts",
            field="organisation",
        )
    if organisation is None or not organisation.is_active:
        raise RuleBroken("Select an organisation from the list", field="organisation")
