"""What the register says about a person in a subject-access copy."""

from collections.abc import Iterable
from uuid import UUID

from core.copies import Line, Sheet, Told, earlier, told
from core.nhs_number import show
from register.forms import GENDERS
from register.models import Entry, InpatientStay, Involvement, Person, Rating


def _coded(person: Person) -> Iterable[Line]:
    if person.nhs_number:
        yield Line("NHS number", show(person.nhs_number))
    if person.gender:
        yield Line("Gender", dict(GENDERS).get(person.gender, person.gender))


PERSON = Sheet(
    {
        "given_name": "First name",
        "family_name": "Last name",
        "preferred_name": "Likes to be called",
        "birth_date": "Date of birth",
        "phone": "Phone number",
        "gp_practice": "GP practice",
        "responsible_icb": "Responsible integrated care board",
        "ordinary_residence_la": "Local authority of ordinary residence",
        "ehc_plan": "Has an education, health and care plan",
        "communication_needs": "How they communicate",
        "restricted_at": "Hidden since",
    },
    leave={"nhs_number", "gender", "version"},
    more=_coded,
)
INVOLVED = Sheet(
    {
        "basis": "Why they are named",
        "user": "Colleague with an account",
        "part": "Their part",
        "contact": "How to reach them",
        "attends_cetr": "Would take part in a C(E)TR",
        "since": "Named since",
        "until": "Named until",
    },
    others={"name", "part", "contact"},
)
ENTRY = Sheet(
    {
        "opened_at": "On the register since",
        "closed_at": "Off the register since",
        "closed_by": "Closed by",
        "closure_reason": "Why it was closed",
    }
)
RATING = Sheet(
    {
        "level": "Rating",
        "reason": "Why",
        "source": "Where it was decided",
        "set_by": "Decided by",
        "set_at": "Decided on",
    }
)
STAY = Sheet(
    {
        "security": "Security of the ward",
        "planned": "The admission was planned",
        "out_of_area": "Away from their own area",
        "on_register_before": "Was on the register before",
        "level_at_admission": "Rating before the admission",
        "cetr_before": "A C(E)TR was held before",
        "commissioner": "Responsible commissioner",
        "host_commissioner": "Commissioner of the hospital's area",
        "planned_discharge_on": "Planned day of discharge",
        "discharge_barriers": "What stands in the way of discharge",
        "destination": "Where they moved to",
    }
)


def copy_of(person_id: UUID) -> Told:
    """Return everything of the register about the person, earlier versions included."""
    person = Person.everyone.filter(pk=person_id)
    involved = Involvement.objects.filter(person=person_id).order_by("since")
    entries = Entry.objects.filter(person=person_id).order_by("opened_at")
    stays = InpatientStay.objects.filter(person=person_id).order_by("admitted_on")
    return {
        "About the person": told(person, PERSON),
        "About the person, before it was changed": earlier(person, PERSON),
        "People and services named": told(involved, INVOLVED),
        "People and services named, before it was changed": earlier(involved, INVOLVED),
        "Times on the register": told(entries, ENTRY),
        "Times on the register, before it was changed": earlier(entries, ENTRY),
        "Ratings of the risk of going into hospital": told(
            Rating.objects.filter(entry__person=person_id), RATING
        ),
        "Stays in hospital": told(stays, STAY),
        "Stays in hospital, before it was changed": earlier(stays, STAY),
    }
