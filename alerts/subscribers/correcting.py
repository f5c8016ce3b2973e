"""What was recorded by mistake: whoever was told of it is told, and a RED that stands is raised."""

from accounts.models import User
from alerts.models import Acknowledgement, Notice
from alerts.rules import Subject
from alerts.subscribers.facts import id_in, others, person_of
from alerts.workflow import note_seen, owe, withdraw_fact
from core.events import Event, subscribe
from register.models import Person, Standing
from register.rules import Level

PUT_RIGHT = ("register.struck_out", "register.fact_corrected")
CLOSING = "closing"
"""A closing that was struck out is a reopening, of which `alerts.subscribers.leaving` tells."""


@subscribe(*PUT_RIGHT)
def tell_of_the_mistake(event: Event) -> None:
    """Take back what is owed about the fact; tell those who had a notice of it, and the lead."""
    if event.facts["fact_kind"] == CLOSING:
        return
    fact = id_in(event, "fact")
    about = Notice.objects.about_fact(person_of(event), fact).filter(cancelled_at__isnull=True)
    told = list(User.objects.active().filter(pk__in=about.values("user")))
    person = Person.everyone.select_related("lead_professional").get(pk=person_of(event))
    if person.lead_professional is not None:
        told.append(person.lead_professional)
    withdraw_fact(person_id=person_of(event), fact=fact, at=event.at)
    owe(
        kind="record_put_right",
        key=str(event.facts["strike_out"]),
        at=event.at,
        to=others(told, event),
        person_id=event.person_id,
    )


@subscribe(*PUT_RIGHT)
def raise_the_red_that_stands(event: Event) -> None:
    """Alert the team to somebody who is RED now, unless that very RED was acknowledged."""
    standing = Standing.objects.filter(person=person_of(event), shown=Level.RED).first()
    if standing is None or event.facts["fact_kind"] == CLOSING:
        return
    seen = Acknowledgement.objects.filter(subject=Subject.RATING, area=standing.area_id)
    if seen.filter(subject_id=standing.rating_id).exists():
        return
    wrong = seen.filter(subject_id=id_in(event, "fact")).select_related("by").first()
    if wrong is not None and event.kind == "register.fact_corrected":  # the same RED, in words
        person = Person.objects.select_related("area").get(pk=person_of(event))
        note_seen(
            subject=Subject.RATING, subject_id=standing.rating_id, area=person.area,
            person_id=person.pk, by=wrong.by, at=event.at,
        )  # fmt: skip
        return
    owe(
        kind="red_rating",
        key=f"{standing.rating_id}:{event.id}",
        at=event.at,
        to=User.objects.team_of(standing.area_id),
        person_id=event.person_id,
        subject_id=standing.rating_id,
    )
