"""Verbs that Part 8A of the Mental Health Act 1983 asks for: recognise, form a statutory view."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from register import coded_lists
from register.models import InpatientStay, Person, StatutoryView
from register.workflow.entries import facts_of
from register.workflow.holding import hold
from register.workflow.stay_days import applicable_on
from register.workflow.stays import save_stay, stay_facts


@events.step
def recognise(*, person: Person, formed_on: date, by: User, at: datetime) -> Person:
    """Record when the responsible commissioner formed the view that somebody is autistic or has
    a learning disability; the applicable day of a detention that lasts follows (domain 8, S42).
    """
    person = hold(person.pk)
    if formed_on > local_day(at):
        raise RuleBroken("Date of the view must be today or in the past", field="formed_on")
    if formed_on < person.birth_date:
        raise RuleBroken("Date of the view is before the date of birth", field="formed_on")
    if person.commissioner_view_formed_on == formed_on:
        return person
    person.commissioner_view_formed_on = formed_on
    person.version += 1
    history.save(person, by=by, at=at, reason="recognise")
    stay = InpatientStay.objects.open().select_for_update().filter(person=person).first()
    if stay is None:
        facts = facts_of(person, inpatient=False)
    else:
        stay.applicable_on = applicable_on(person, stay.detained_since)
        save_stay(stay, by=by, at=at, reason="recognise")
        facts = stay_facts(stay, person)
    facts |= {"recognised_on": formed_on}
    events.publish("register.recognised", person=person.pk, by=by, at=at, **facts)
    return person


@events.step
def form_statutory_view(
    *,
    person: Person,
    factors: Collection[str],
    eligible: bool,
    reason: str,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> StatutoryView:
    """Record whether the risk factors for detention are met (section 125D).

    The test of detention stands beside the rating of the risk of admission: neither changes the
    other. Sent twice with one `key`, it is one view.
    """
    person = hold(person.pk)
    known = StatutoryView.objects.filter(person=person, key=key).first() if key else None
    if known is not None:
        return known
    listed = coded_lists.statutory_factors()
    if not set(factors) <= listed.codes():
        raise RuleBroken("The list of factors has changed. Open the page again.", field="factors")
    if eligible and not factors:
        raise RuleBroken("Select the risk factors that are met", field="factors")
    if not reason.strip():
        raise RuleBroken("Enter the reason for this view", field="reason")
    keyed = {"key": key} if key else {}
    view = StatutoryView.objects.create(
        person=person,
        factors=sorted(set(factors)),
        list_version=listed.version,
        eligible=eligible,
        reason=reason.strip(),
        formed_by=by,
        formed_at=at,
        **keyed,
    )
    events.publish(
        "register.statutory_view_formed",
        person=person.pk, by=by, at=at, view_id=view.pk, eligible=eligible, factors=view.factors,
        version=view.list_version,
    )  # fmt: skip
    return view
