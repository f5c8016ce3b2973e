"""Legal holds: the law keeps a record that would be erased. It stays restricted meanwhile."""

from datetime import date, datetime

from accounts.models import User
from accounts.rules import Permission
from consent import rules
from consent.models import LegalHold
from consent.workflow.withdrawals import acting_role
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from register import workflow as register
from register.models import Person


@events.step
def set_hold(
    *,
    person: Person,
    reason: rules.HoldReason,
    words: str,
    review_on: date,
    by: User,
    at: datetime,
) -> LegalHold:
    """Keep the person's record, restricted or not, until the hold is lifted.

    A member of the team or the auditor of the person's area sets it and says when it is looked
    at again. Refused while another hold stands.
    """
    person = register.hold(person.pk, restricted=True)
    acting_role(by, Permission.ERASURE_APPROVE, person.area_id)
    if not words.strip():
        raise RuleBroken("Enter what exactly the record is kept for", field="words")
    rules.check_hold_dates(review_on=review_on, on=local_day(at))
    if LegalHold.objects.on(person.pk).exists():
        raise RuleBroken("A legal hold keeps this record already. Nothing was changed.")
    hold = LegalHold(
        person=person,
        area=person.area,
        reason=reason,
        words=words.strip(),
        review_on=review_on,
        set_by=by,
        set_at=at,
    )
    history.save(hold, by=by, at=at, reason="set_hold")
    events.publish("consent.hold_set", person=person.pk, by=by, at=at, hold=hold.pk)
    return hold


@events.step
def lift_hold(*, hold: LegalHold, why: str, by: User, at: datetime) -> LegalHold:
    """Let the record go its way again; an approved erasure is then carried out."""
    person = register.hold(hold.person_id, restricted=True)
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    acting_role(by, Permission.ERASURE_APPROVE, hold.area_id)
    if hold.lifted_at is not None:
        raise RuleBroken("This hold has been lifted already. Nothing was changed.")
    if not why.strip():
        raise RuleBroken("Enter why the record need not be kept any more", field="why")
    hold.lifted_by, hold.lifted_at, hold.lifted_why = by, at, why.strip()
    history.save(hold, by=by, at=at, reason="lift_hold")
    events.publish("consent.hold_lifted", person=person.pk, by=by, at=at, hold=hold.pk)
    return hold
