"""Recording a commissioner's oversight visit."""

from datetime import date, datetime

from accounts.models import User
from actions.rules import Origin
from core import events
from core.dates import local_day
from core.errors import RuleBroken
from register.models import InpatientStay
from register.workflow import hold
from register.workflow.stays import stay_facts
from reviews import rules
from reviews.details import VisitDetails
from reviews.models import OversightVisit
from reviews.workflow.common import agree_all, level_of


@events.step
def record_visit(
    *,
    stay: InpatientStay,
    on: date,
    details: VisitDetails,
    by: User,
    at: datetime,
    key: str = "",
    visited_by: User | None = None,
) -> OversightVisit:
    """Record a commissioner's visit made on the day `on`; each concern becomes an action.

    One made before a discharge may be recorded after it, and meets what was due on its day.
    `visited_by` is for a visit that someone else made and `by` puts on the right record.
    """
    person = hold(stay.person_id)
    known = OversightVisit.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    stay = InpatientStay.objects.get(pk=stay.pk)
    rules.check_visit(
        on, admitted_on=stay.admitted_on, discharged_on=stay.discharged_on, on=local_day(at)
    )
    rules.check_seen(details.saw_person, details.not_seen_reason)
    if not details.account.strip():
        raise RuleBroken("Enter what you saw, heard and asked", field="account")
    visit = OversightVisit.objects.create(
        person=person,
        stay=stay,
        visited_on=on,
        saw_person=details.saw_person,
        not_seen_reason="" if details.saw_person else details.not_seen_reason.strip(),
        account=details.account.strip(),
        visited_by=visited_by or by,
        recorded_at=at,
        key=key or None,
    )
    agree_all(visit, Origin.VISIT, details.concerns, by=by, at=at)
    facts = stay_facts(stay, person) | {
        "visit": visit.pk,
        "visited_on": on,
        "saw_person": visit.saw_person,
        "level": level_of(person),
    }
    events.publish("reviews.visited", person=person.pk, by=by, at=at, **facts)
    return visit
