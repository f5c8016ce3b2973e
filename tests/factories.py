"""Roots of test data. States are reached through workflow functions, never made here."""

import itertools
from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.models import Area, Organisation, RoleHeld, User
from accounts.rules import OrganisationKind, Role
from core import nhs_number
from register import workflow as register
from register.models import Person
from register.rules import Diagnosis, Level

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A Monday morning: what the frozen clock shows unless a test says otherwise."""

_numbers = itertools.count(1)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    ods_code = factory.Sequence(lambda n: f"X{n:04d}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = OrganisationKind.TRUST


class CommissionerFactory(OrganisationFactory):
    name = factory.Sequence(lambda n: f"Integrated care board {n}")
    kind = OrganisationKind.ICB
    commissions = True


class AreaFactory(DjangoModelFactory[Area]):
    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"area-{n}")
    name = factory.Sequence(lambda n: f"Area {n}")
    region = "northshire"
    icb = factory.SubFactory(CommissionerFactory)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@example.nhs.uk")
    full_name = factory.Sequence(lambda n: f"User Number{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    joined_at = NOW
    password = factory.django.Password("correct horse battery staple")


def give(
    user: User, role: Role, *, area: Area | None = None, organisation: Organisation | None = None
) -> User:
    """Give `user` a role, as an approval would."""
    RoleHeld.objects.create(
        user=user,
        role=role,
        area=area,
        organisation=organisation or Organisation.objects.get(staff=user),
        given_at=NOW,
    )
    user.__dict__.pop("roles_held", None)
    return user


def details(area: Area, **changed: object) -> register.PersonDetails:
    """Return a person's details that no rule refuses."""
    number = next(_numbers)
    values: dict[str, object] = {
        "family_name": f"Testperson{number}",
        "given_name": "Robin",
        "birth_date": date(1990, 5, 17),
        "area": area,
        "nhs_number": next(nhs_number.test_numbers(start=number * 37)),
        "learning_disability": Diagnosis.CONFIRMED,
        "autism": Diagnosis.PATHWAY,
    } | changed
    return register.PersonDetails(**values)


def on_register(
    area: Area, *, by: User, level: Level = Level.GREEN, lead: User | None = None,
    at: datetime = NOW, **changed: object,
) -> Person:  # fmt: skip
    """Return a person on the register at `level`, through the workflow."""
    person = register.add_person(details=details(area, **changed), lead=lead, by=by, at=at)
    register.enter(person=person, level=level, reason="As discussed.", by=by, at=at)
    return person


def handed_over(person: Person, *, to: Area, by: User, at: datetime = NOW) -> Person:
    """Return a person after another area has taken them over; a lead goes along."""
    move = register.propose_move(
        person=person, to_area=to, moves_on=at.date(), reason="Moves there", by=by, at=at
    )
    lead = person.lead_professional or give(UserFactory(), Role.LEAD, area=to)
    accepted = register.Accepted(lead=lead, responsible_icb=to.icb, ordinary_residence_la=None)
    return register.accept_move(move=move, accepted=accepted, by=by, at=at).person
