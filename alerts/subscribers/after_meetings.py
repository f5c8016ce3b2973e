"""Minutes approved: who hears of the outcome, and which service of its actions."""

from typing import Any
from uuid import UUID

from accounts.models import User
from actions.querysets import representatives
from alerts.subscribers.facts import id_in, others, person_of, users_named
from alerts.workflow import owe, withdraw
from core.events import Event, subscribe
from register.models import Person


@subscribe("meetings.outcome_approved")
def tell_the_lead_of_the_outcome(event: Event) -> None:
    """Tell the lead professional the outcome, and that they update the team and the family."""
    owe(
        kind="meeting_outcome",
        key=str(event.facts["item"]),
        at=event.at,
        to=users_named(event, "lead"),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )


@subscribe("meetings.struck_out", "meetings.fact_corrected")
def tell_the_lead_of_the_correction(event: Event) -> None:
    """Tell a lead who was told of an outcome that it was struck out, or is provisional now."""
    owe(
        kind="meeting_corrected",
        key=str(event.id),
        at=event.at,
        to=users_named(event, "lead"),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )


@subscribe("meetings.minutes_offered")
def tell_the_team_of_minutes_to_check(event: Event) -> None:
    """Tell the team of the right person's area that minutes moved to them wait to be checked."""
    person = Person.objects.get(pk=person_of(event))
    owe(
        kind="minutes_to_check",
        key=str(event.facts["moved"]),
        at=event.at,
        to=others(User.objects.team_of(person.area_id), event),
        person_id=person.pk,
        subject_id=id_in(event, "moved"),
    )


@subscribe("meetings.moved_minutes_checked")
def ask_no_one_to_check_again(event: Event) -> None:
    """Withdraw what would yet ask for minutes to be checked that have been, or were set aside."""
    withdraw(kind="minutes_to_check", subject_id=id_in(event, "moved"), at=event.at)


@subscribe("meetings.approved")
def tell_each_service_of_its_actions(event: Event) -> None:
    """Tell those who represent each service that it has actions from a meeting; once a meeting.

    The notice is about no person: it leads to the service's list of actions.
    """
    services: Any = event.facts.get("services") or []
    told: dict[UUID, User] = {}
    for service in services:
        for user in representatives(id_in(event, "area"), UUID(str(service))):
            told[user.pk] = user
    owe(
        kind="service_actions",
        key=str(event.facts["meeting"]),
        at=event.at,
        to=told.values(),
        subject_id=id_in(event, "meeting"),
    )
