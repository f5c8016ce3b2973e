"""Giving the person a copy of everything: on the record that it was made, by whom and why."""

from datetime import datetime

from accounts.models import User
from consent import rules
from core import events
from register.models import Person
from register.workflow import hold


@events.step
def make_copy(
    *, person: Person, purpose: rules.CopyPurpose, form: str, by: User, at: datetime
) -> None:
    """Note that a copy of the record was made, as a page or as a file (`form`), and why."""
    person = hold(person.pk)
    events.publish(
        "consent.copy_made", person=person.pk, by=by, at=at, purpose=purpose.value, form=form
    )
