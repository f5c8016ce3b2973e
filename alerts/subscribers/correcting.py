"""What was recorded by mistake: whoever was told of it is told, and a RED that stands is raised."""

from uuid import UUID

from accounts.models import User
from alerts.models import Acknowledgement, Notice
from alerts.rules import Subject
from alerts.subscribers.facts import id_in, others, person_of
from alerts.subscribers.register import raise_unseen_red
from alerts.workflow import note_seen, owe, withdraw_fact
from core.events import Event, subscribe
from register.models import Person, Rating, Standing, StrikeOut
from register.rules import Cause, Level
from register.workflow.mistakes.striking_out import TAKEN_BACK

PUT_RIGHT = ("register.struck_out", "register.fact_corrected")
HIDES = ("stay", "discharge")
"""What decides beside the ratings themselves whether someone is shown as RED or as BLUE."""

CLOSING = "closing"
"""A closing that was struck out is a reopening, of which `alerts.subscribers.leaving` tells."""


@subscribe(*PUT_RIGHT, "register.stay_corrected")
def tell_of_the_mistake(event: Event) -> None:
    """Take back what is owed about the fact; tell those who had a notice of it, and the lead.

    What was put right and what was a mistake from the first are told of in different words. It is
    gathered with other corrections into one email, unless it bears on RED.
    """
    if "strike_out" not in event.facts or _is_a_reopening(event):
        return  # a stay that follows another fact put right, of which is told by itself
    fact = id_in(event, "fact")
    about = Notice.objects.about_fact(person_of(event), fact).filter(cancelled_at__isnull=True)
    told = list(User.objects.active().filter(pk__in=about.values("user")))
    person = Person.everyone.select_related("lead_professional").get(pk=person_of(event))
    if person.lead_professional is not None:
        told.append(person.lead_professional)
    withdraw_fact(person_id=person_of(event), fact=fact, at=event.at)
    owe(
        kind="record_put_right" if _is_correction(event) else "record_struck_out",
        key=str(event.facts["strike_out"]),
        at=event.at,
        to=others(told, event),
        person_id=event.person_id,
        subject_id=id_in(event, "strike_out"),
        urgent=_bears_on_red(id_in(event, "strike_out")),
    )


def _bears_on_red(strike_out: UUID) -> bool:
    """Whether a RED rating was struck out or put in its place, or a RED is shown because of it."""
    struck = StrikeOut.objects.get(pk=strike_out)
    touched = Rating.struck_with(struck) | Rating.recorded.filter(pk__in=[struck.replaced_by])
    levels = set(touched.values_list("level", flat=True))
    if Level.RED in levels:
        return True
    shown = Standing.objects.filter(person=struck.person_id, shown=Level.RED)
    return (bool(levels) or struck.kind in HIDES) and shown.exists()


def _is_a_reopening(event: Event) -> bool:
    if event.kind != "register.struck_out":
        return False
    restored = event.facts["fact_kind"] == TAKEN_BACK and not event.facts.get("placed")
    return restored or event.facts["fact_kind"] == CLOSING


def _is_correction(event: Event) -> bool:
    """Whether a fact of the same kind stands in the place of the one struck out."""
    corrected = event.kind in ("register.fact_corrected", "register.stay_corrected")
    restored = event.facts.get("fact_kind") == TAKEN_BACK
    return corrected or restored or event.facts.get("cause") == Cause.CORRECTED


@subscribe(*PUT_RIGHT)
def raise_the_red_that_stands(event: Event) -> None:
    """Alert the team to someone who is RED now; the same RED in other words stays acknowledged."""
    if _is_a_reopening(event):
        return
    if event.kind == "register.fact_corrected" or event.facts["fact_kind"] == TAKEN_BACK:
        _keep_acknowledged(event)
    raise_unseen_red(event)


def _keep_acknowledged(event: Event) -> None:
    """Count a RED put right in its words as acknowledged by who did so before."""
    standing = Standing.objects.filter(person=person_of(event), shown=Level.RED).first()
    if standing is None:
        return
    seen = Acknowledgement.objects.filter(
        subject=Subject.RATING, subject_id=id_in(event, "fact"), area=standing.area_id
    )
    before = seen.select_related("by", "area").first()
    if before is not None:
        note_seen(
            subject=Subject.RATING, subject_id=standing.rating_id, area=before.area,
            person_id=standing.person_id, by=before.by, at=event.at,
        )  # fmt: skip
