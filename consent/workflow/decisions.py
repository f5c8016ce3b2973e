"""Recording on what basis somebody is on the register, and asking whether one stands."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from consent import policy, rules
from consent.details import (
    BasisDetails,
    BestInterestsDetails,
    CapacityDetails,
    ChildDetails,
    Portable,
)
from consent.models import BestInterestsDecision, CapacityAssessment, ChildDecision, Decision
from core import events
from core.dates import age_on, in_words, local_day
from core.errors import RuleBroken
from core.models import new_id
from register.models import Person
from register.workflow import hold
from register.workflow.entries import facts_of

PARTS = {"capacity", "best_interests", "child"}


@events.step
def record(
    *, person: Person, details: BasisDetails, by: User, at: datetime, narrows: bool = False
) -> Decision:
    """Record a decision about being on the register; the one before it is superseded.

    One that `narrows` is what is left of the one before it, with nothing asked again: it counts as
    no renewal.

    The same decision sent twice by the same user is recorded once. Raises `RuleBroken` for a
    basis that the law does not know at the person's age, or that contradicts itself.
    """
    person = hold(person.pk)
    latest = _check(details, birth_date=person.birth_date, on=local_day(at))
    before = _in_force(person)
    if before is not None and before.recorded_by_id == by.pk and _same(before, details, latest):
        return before
    return take(person=person, details=details, narrows=narrows, by=by, at=at)


def take(
    *, person: Person, details: BasisDetails, by: User, at: datetime, narrows: bool = False,
    key: UUID | None = None, in_place_of: Decision | None = None,
) -> Decision:  # fmt: skip
    """Write a decision that is to follow the one in force, about a person who is held.

    One `in_place_of` another, which was struck out, has the `key` under which it is known there.
    """
    latest = _check(details, birth_date=person.birth_date, on=local_day(at))
    before = _in_force(person)
    decision = Decision.objects.create(
        id=key or new_id(),
        person=person,
        **_values(details, without=PARTS | {"review_on"}),
        review_on=details.review_on or latest,
        capacity=_part(CapacityAssessment, person, details.capacity),
        best_interests=_part(BestInterestsDecision, person, details.best_interests),
        child=_part(ChildDecision, person, details.child),
        follows=before,
        recorded_by=by,
        recorded_at=at,
    )
    kind = "consent.narrowed" if narrows else "consent.recorded"
    was = in_place_of or before
    _tell(kind, decision, person=person, by=by, at=at, supersedes=was.pk if was else None)
    return decision


def _in_force(person: Person) -> Decision | None:
    rows = Decision.objects.select_related("capacity", "best_interests", "child")
    return rows.current().filter(person=person).first()


def says_the_same(decision: Decision, details: BasisDetails, *, on: date) -> bool:
    """Whether a decision on record says just what `details` would."""
    latest = _check(details, birth_date=decision.person.birth_date, on=on)
    return _same(decision, details, latest)


def check_decision(*, person: Person, details: BasisDetails, on: date) -> None:
    """Raise `RuleBroken` when `record` would refuse this decision on the day `on`."""
    _check(details, birth_date=person.birth_date, on=on)


def check_basis(*, person: Person, on: date) -> None:
    """Raise `RuleBroken` when no lawful basis to be on the register stands on the day `on`."""
    latest = Decision.objects.newest(person.pk)
    if latest is None:
        raise RuleBroken(
            "There is no lawful basis to be on the register. Record consent, a best-interests "
            "decision or parental responsibility first."
        )
    if rules.Basis(latest.basis) not in rules.bases_for(age_on(person.birth_date, on)):
        raise RuleBroken(
            "The lawful basis on record is not possible at the person's age. "
            "Ask again and record the decision first."
        )
    if Decision.objects.standing(person.pk, on=on) is None:
        raise RuleBroken(
            f"The lawful basis fell due for review on {in_words(latest.review_on)}. "
            "Ask again and record the decision first."
        )


def details_of(decision: Decision) -> BasisDetails:
    """Return a recorded decision as it was typed, for showing and for taking it again."""
    return BasisDetails(
        **{
            one.name: _code(one.name, getattr(decision, one.name))
            for one in fields(BasisDetails)
            if one.name not in PARTS
        },
        capacity=_read(CapacityDetails, decision.capacity),
        best_interests=_read(BestInterestsDetails, decision.best_interests),
        child=_read(ChildDetails, decision.child),
    )


def _check(details: BasisDetails, *, birth_date: date, on: date) -> date:
    """Check a decision about somebody born on `birth_date`; return the latest day of review."""
    if details.decided_on < birth_date:
        raise RuleBroken("Date of the decision is before the date of birth", field="decided_on")
    age = age_on(birth_date, min(on, details.decided_on))
    rules.check_age(details.basis, age=age)
    rules.check_attorney_age(has_attorney=details.has_attorney, age=age)
    rules.check_details(details)
    if details.capacity is not None:
        rules.check_assessment_age(
            details.capacity, decided_on=details.decided_on,
            days=policy.current().capacity.assessment_days,
        )  # fmt: skip
    figures = policy.current().review
    latest = rules.review_on(
        decided_on=details.decided_on,
        birth_date=birth_date,
        fluctuating=details.fluctuating,
        months=figures.months,
        fluctuating_months=figures.fluctuating_months,
    )
    rules.check_dates(
        decided_on=details.decided_on, asked_review=details.review_on, latest=latest, on=on
    )
    return latest


def _tell(
    kind: str, decision: Decision, *, person: Person, by: User, at: datetime,
    supersedes: UUID | None,
) -> None:  # fmt: skip
    events.publish(
        kind,
        person=person.pk,
        by=by,
        at=at,
        decision=decision.pk,
        basis=decision.basis,
        decided_on=decision.decided_on,
        review_on=decision.review_on,
        share_partners=decision.share_partners,
        cetr=decision.cetr,
        keyworker=decision.keyworker,
        supersedes=supersedes,
        **facts_of(person),
    )


def _values(record: Portable, *, without: Collection[str] = ()) -> dict[str, Any]:
    names = [one.name for one in fields(record) if one.name not in without]  # type: ignore[arg-type]
    return {name: getattr(record, name) for name in names}


def _part(model: type[Any], person: Person, part: Portable | None) -> Any:
    return None if part is None else model.objects.create(person=person, **_values(part))


CODES = {
    "basis": rules.Basis,
    "attorney": rules.Attorney,
    "attorney_view": rules.AttorneyView,
    "advocate": rules.Advocate,
    "holder_relation": rules.Relation,
}


def _code(name: str, value: Any) -> Any:
    if name == "information_formats":
        return [rules.Format(one) for one in value]
    if name == "consulted_who":
        return [rules.Consulted(one) for one in value]
    return CODES[name](value) if name in CODES and value is not None else value


def _read(kind: type[Any], row: Any) -> Any:
    if row is None:
        return None
    return kind(**{one.name: _code(one.name, getattr(row, one.name)) for one in fields(kind)})


def _same(decision: Decision, details: BasisDetails, latest: date) -> bool:
    typed, kept = details.as_json(), details_of(decision).as_json()
    typed["review_on"] = (details.review_on or latest).isoformat()
    return typed == kept
