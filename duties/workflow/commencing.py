"""The day on which Part 8A begins: an administrator sets it, on the authority of regulations."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from core import events
from core.errors import Conflict
from duties import rules
from duties.models import Commencement


@events.step
def set_commencement(
    *, begins_on: date | None, authority: str, follows: Commencement | None, by: User, at: datetime
) -> Commencement:
    """Switch the statutory rules on from `begins_on`, or off again with None.

    `follows` is the setting that was shown when this one was made: raises Conflict when somebody
    else has set another meanwhile. What happened before it keeps the duties that it has.
    """
    rules.check_words(authority, "Enter which regulations say so, or why", field="authority")
    made = Commencement(
        begins_on=begins_on, authority=authority.strip(), follows=follows, set_by=by, set_at=at
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            "Somebody else has set the day while you were typing. Look at it and try again."
        ) from None
    events.publish(
        "duties.commencement_set", by=by, at=at, commencement=made.pk, begins_on=begins_on
    )
    return made
