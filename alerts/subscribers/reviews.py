"""Reviews asked for, arranged, and ended early: who has something to do, and who asked."""

from accounts.models import User
from alerts.subscribers.facts import id_in, others, person_of, users_named
from alerts.workflow import owe
from core.events import Event, subscribe
from register.models import Person


@subscribe("reviews.requested")
def tell_the_team_of_a_request(event: Event) -> None:
    """Tell the area's team that a review is asked for and waits to be arranged."""
    _to_the_team("review_requested", event)


@subscribe("reviews.stopped")
def tell_that_a_review_stops(event: Event) -> None:
    """Tell the area's team, and whoever asked, that consent was withdrawn: no paper goes out."""
    _to_the_team("review_stopped", event)
    _to_whoever_asked("review_stopped", event)


@subscribe("reviews.arranged")
def tell_of_the_date(event: Event) -> None:
    """Tell the lead professional, and whoever asked, that the review has a date."""
    lead = Person.objects.select_related("lead_professional").get(pk=person_of(event))
    users = [*users_named(event, "asked_by"), *filter(None, [lead.lead_professional])]
    owe(
        kind="review_arranged",
        key=f"{event.facts['request']}:{event.facts['planned_on']}",
        at=event.at,
        to=[user for user in others(users, event) if user.is_active],
        person_id=event.person_id,
        subject_id=id_in(event, "request"),
    )


@subscribe("reviews.declined", "reviews.cancelled")
def tell_who_asked(event: Event) -> None:
    """Tell whoever asked that no review comes of it; the reason is on the register."""
    _to_whoever_asked("review_ended", event)


def _to_the_team(kind: str, event: Event) -> None:
    person = Person.objects.get(pk=person_of(event))
    owe(
        kind=kind,
        key=str(event.facts["request"]),
        at=event.at,
        to=others(User.objects.team_of(person.area_id), event),
        person_id=event.person_id,
        subject_id=id_in(event, "request"),
    )


def _to_whoever_asked(kind: str, event: Event) -> None:
    owe(
        kind=kind,
        key=str(event.facts["request"]),
        at=event.at,
        to=others(users_named(event, "asked_by"), event),
        person_id=event.person_id,
        subject_id=id_in(event, "request"),
    )
