"""What several verbs of reviews need: the stay on a day, the facts for policy, the actions."""

from datetime import date, datetime

from django.db.models import Q

from accounts.models import User
from actions import workflow as actions
from actions.models import Action
from actions.rules import Origin
from consent.models import Decision
from core.errors import RuleBroken
from register.models import InpatientStay, Person, Standing
from reviews.details import Recommended
from reviews.models import OversightVisit, Review


def stay_on(person: Person, day: date) -> InpatientStay | None:
    """Return the stay in hospital that the day falls into, if any."""
    stays = InpatientStay.objects.filter(person=person, admitted_on__lte=day)
    return stays.filter(Q(discharged_on__isnull=True) | Q(discharged_on__gt=day)).first()


def days_of(stay: InpatientStay) -> list[date]:
    """Return the days on which a visit took place in a stay.

    A review holds no stay to its days: it lies in the stay, or in none, as the days come to be.
    """
    days = OversightVisit.objects.filter(stay=stay).order_by()
    return list(days.values_list("visited_on", flat=True))


def level_of(person: Person) -> str | None:
    """Return the rating in force."""
    return Standing.objects.filter(person=person).values_list("level", flat=True).first()


def consented(person: Person, scope: str, *, on: date) -> bool:
    """Whether the decision that stands on the day covers `scope`: "cetr" or "keyworker".

    No scope is inferred from another, and none from a decision that has lapsed.
    """
    decision = Decision.objects.standing(person.pk, on=on)
    return decision is not None and bool(getattr(decision, scope))


def agree_all(
    source: Review | OversightVisit,
    origin: Origin,
    wanted: tuple[Recommended, ...],
    *,
    by: User,
    at: datetime,
) -> None:
    """Agree one action for each recommendation; a broken rule names the row it is in."""
    for number, one in enumerate(wanted, start=1):
        try:
            agree_one(source, origin, one, by=by, at=at)
        except RuleBroken as broken:
            raise RuleBroken(broken.message, field=f"row{number}_{broken.field}") from broken


def agree_one(
    source: Review | OversightVisit, origin: Origin, one: Recommended, *, by: User, at: datetime
) -> Action:
    """Agree the action that a recommendation or a concern asks for."""
    return actions.agree(
        person=source.person,
        description=one.description,
        owner=one.owner,
        contact=one.contact,
        due_on=one.due_on,
        by=by,
        at=at,
        origin=origin,
        origin_id=source.pk,
    )
