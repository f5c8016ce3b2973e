"""What happens on the register: RED and AMBER, changes of rating, records restricted."""

from typing import Any

from accounts.models import User
from alerts.models import Acknowledgement
from alerts.rules import Subject
from alerts.subscribers.facts import id_in, others, person_of, users_named
from alerts.workflow import cancel_about, note_seen, owe
from core.events import Event, subscribe
from register.models import Person, Standing
from register.rules import Level, RatingSource


def _in_force(event: Event) -> bool:
    """Whether the rating of which an event tells is the one that stands."""
    return Standing.objects.filter(rating=id_in(event, "rating")).exists()


def _still_red(event: Event) -> None:
    """Count somebody reviewed and still RED as acknowledged by whoever reviewed them."""
    if event.by is not None:
        person = Person.objects.select_related("area").get(pk=person_of(event))
        note_seen(
            subject=Subject.RATING, subject_id=id_in(event, "rating"), area=person.area,
            person_id=person.pk, by=event.by, at=event.at,
        )  # fmt: skip


@subscribe("register.rated")
def tell_of_a_rating(event: Event) -> None:
    """Alert the team to a new RED or AMBER, and tell the lead professional of any change.

    One that was moved here from the wrong record changes nothing where a later one stands.
    """
    level, was = event.facts.get("level"), event.facts.get("was")
    if "rated_at" in event.facts and not _in_force(event):
        return
    if level == was and event.facts.get("source") != RatingSource.DISCHARGE:
        if level == Level.RED:
            _still_red(event)
        return
    person = Person.objects.select_related("lead_professional").get(pk=person_of(event))
    kind = {Level.RED: "red_rating", Level.AMBER: "amber_rating"}.get(Level(str(level)))
    if kind and not event.facts.get("inpatient"):
        owe(
            kind=kind,
            key=str(event.facts["rating"]),
            at=event.at,
            to=User.objects.team_of(person.area_id),
            person_id=person.pk,
            subject_id=id_in(event, "rating"),
        )
    if person.lead_professional is not None and was is not None:
        owe(
            kind="rating_changed",
            key=str(event.facts["rating"]),
            at=event.at,
            to=others([person.lead_professional], event),
            person_id=person.pk,
        )


@subscribe("register.lead_named")
def tell_both_leads(event: Event) -> None:
    """Tell the lead professional of now, and the one before."""
    if event.facts["lead"] == event.facts["was"] or event.facts["told_otherwise"]:
        return
    for kind, who in (("lead_named", "lead"), ("lead_ended", "was")):
        owe(
            kind=kind, key=str(event.id), at=event.at,
            to=others(users_named(event, who), event), person_id=person_of(event),
        )  # fmt: skip


@subscribe("register.people_handed_over")
def tell_the_new_lead(event: Event) -> None:
    """Tell a lead professional once that people whom a colleague led are theirs now."""
    to = others(users_named(event, "lead"), event)
    owe(kind="people_given", key=str(event.id), at=event.at, to=to)


@subscribe("register.person_updated")
def alert_the_new_team(event: Event) -> None:
    """Alert the team of the area that somebody rated RED has moved to."""
    changed: Any = event.facts.get("changed") or []
    standing = Standing.objects.filter(person=person_of(event), shown=Level.RED).first()
    if "area" in changed and standing is not None:
        owe(
            kind="red_rating",
            key=f"{standing.rating_id}:{standing.area_id}",
            at=event.at,
            to=User.objects.team_of(standing.area_id),
            person_id=event.person_id,
            subject_id=standing.rating_id,
        )


@subscribe("register.unrestricted", "register.reopened")
def alert_the_team_again(event: Event) -> None:
    """Alert the team anew to someone RED whose record was hidden or closed in error.

    What was owed then was withdrawn.
    """
    raise_unseen_red(event)


def raise_unseen_red(event: Event) -> None:
    """Alert the team to someone who is RED now, unless that very RED has been acknowledged."""
    standing = Standing.objects.filter(person=person_of(event), shown=Level.RED).first()
    if standing is None:
        return
    seen = Acknowledgement.objects.filter(
        subject=Subject.RATING, subject_id=standing.rating_id, area=standing.area_id
    )
    if seen.exists():
        return
    owe(
        kind="red_rating",
        key=f"{standing.rating_id}:{event.id}",
        at=event.at,
        to=User.objects.team_of(standing.area_id),
        person_id=event.person_id,
        subject_id=standing.rating_id,
    )


@subscribe("register.restricted")
def withdraw_what_is_owed(event: Event) -> None:
    """Cancel what is owed about a restricted person; tell the lead, without detail."""
    person = Person.everyone.select_related("lead_professional").get(pk=person_of(event))
    cancel_about(person_id=person.pk, at=event.at)
    if person.lead_professional is not None:
        # No person on this notice: it says nothing about anybody, and it outlives the record.
        owe(
            kind="record_closed",
            key=str(event.id),
            at=event.at,
            to=[person.lead_professional],
        )
