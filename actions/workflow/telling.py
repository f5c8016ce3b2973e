"""Whom a step of a ladder reaches: owners, whoever covers for them, services, teams."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import User
from actions.ladders import Audience
from actions.models import Action, Cover
from actions.querysets import commissioners, representatives
from duties.models import Duty
from register.models import InpatientStay, Person


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told of one step: users, those who commission, and an owner without an account.

    `covers` are those among the users who are told because they stand in for somebody.
    """

    to: list[UUID]
    leads: list[UUID]
    contact: bool
    covers: list[UUID]

    def as_columns(self) -> dict[str, Any]:
        """Return what the row of the chase keeps."""
        return {"to": self.to, "leads": self.leads, "contact": self.contact}


def told(
    subject: Action | Duty, audience: Collection[Audience], person: Person, *, on: date
) -> Told:
    """Return who is told: never nobody, when the area has a team."""
    found = _answerable(subject, audience, person)
    contact = isinstance(subject, Action) and subject.owner_id is None
    contact = contact and Audience.OWNER in audience
    team = User.objects.team_of(person.area_id)
    if Audience.TEAM in audience or not (found or contact):
        found |= set(team.values_list("pk", flat=True))
    standing = Cover.objects.on(on).reaching(person.area_id).filter(user__in=found)
    covers = set(standing.values_list("covered_by", flat=True))
    leads = set[UUID]()
    if Audience.ICB in audience:
        icb = person.area.icb_id
        leads = set(User.objects.commissioning_for(icb).values_list("pk", flat=True)) - found
    return Told(
        to=sorted(found | covers),
        leads=sorted(leads - covers),
        contact=contact,
        covers=sorted(covers - found),
    )


def _answerable(
    subject: Action | Duty, audience: Collection[Audience], person: Person
) -> set[UUID]:
    """Return the owner and the representatives of the service, as far as the step reaches them."""
    if isinstance(subject, Duty):
        return _for_duty(subject, person)
    found: set[UUID] = set()
    owner = subject.owner
    if Audience.OWNER in audience and owner is not None and owner.is_active:
        found.add(owner.pk)
    if Audience.SERVICE in audience and subject.organisation_id:
        service = representatives(person.area_id, subject.organisation_id)
        found |= set(service.values_list("pk", flat=True))
    return found


def _for_duty(duty: Duty, person: Person) -> set[UUID]:
    """Return those who answer for a duty: the commissioner for a visit, else the DSR team."""
    if any(outcome.event == "reviews.visited" for outcome in duty.outcomes):
        stay = InpatientStay.objects.open().filter(person=person).first()
        if stay is not None:
            return set(commissioners(stay.commissioner_id).values_list("pk", flat=True))
    return set(User.objects.team_of(person.area_id).values_list("pk", flat=True))
