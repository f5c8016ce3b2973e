"""Giving the people whom one professional leads to another, many at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import RuleBroken
from register.models import Person
from register.querysets import areas_of_lead
from register.workflow.holding import hold
from register.workflow.people import name_lead


@dataclass(frozen=True, slots=True)
class LeftAsIs:
    """A person whose lead professional was not changed, and why."""

    person: Person
    why: str


@dataclass(slots=True)
class Given:
    """What came of several people: who has the new lead now, and who was left."""

    changed: list[Person] = field(default_factory=list)
    already: list[Person] = field(default_factory=list)
    refused: list[LeftAsIs] = field(default_factory=list)


@events.step
def hand_over(*, people: Iterable[Person], was: User, lead: User, by: User, at: datetime) -> Given:
    """Make `lead` the lead professional of each of `people` whom `was` leads.

    One who cannot be given stops no other. Asking twice changes nothing the second time: whom
    `lead` has by then is `already` theirs, and whom someone else has meanwhile is left.
    """
    if was.pk == lead.pk:
        raise RuleBroken("Choose someone other than the present lead professional", field="lead")
    if not lead.is_active:
        raise RuleBroken("Choose someone whose account is active", field="lead")
    areas, came = set(areas_of_lead(lead)), Given()
    # In one order always, so that two who do this at once never wait for each other.
    for person in sorted(people, key=lambda one: one.pk):
        try:
            with transaction.atomic():
                _give(person, was, lead, areas, came, by=by, at=at)
        except RuleBroken as broken:
            came.refused.append(LeftAsIs(person, broken.message))
    if came.changed:
        events.publish(
            "register.people_handed_over", by=by, at=at, was=was.pk, lead=lead.pk,
            count=len(came.changed),
        )  # fmt: skip
    return came


def _give(
    person: Person, was: User, lead: User, areas: set[object], came: Given, *,
    by: User, at: datetime,
) -> None:  # fmt: skip
    held = hold(person.pk)
    if held.lead_professional_id == lead.pk:
        came.already.append(held)
        return
    if held.lead_professional_id != was.pk:
        now = held.lead_professional.full_name if held.lead_professional else "no one"
        raise RuleBroken(f"Their lead professional has changed to {now} since you opened the page.")
    if held.area_id not in areas:
        raise RuleBroken(f"{lead.full_name} is not a lead professional in {held.area.name}.")
    came.changed.append(name_lead(person=held, lead=lead, by=by, at=at, told_otherwise=True))
