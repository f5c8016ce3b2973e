"""What the register says to the person themselves: my colour, and who helps me."""

from uuid import UUID

from django.db.models import Q

from core.records import Part, Plain
from register.models import Involvement, Person, Standing

COLOURS = {
    "RED": ("Your colour is red.", "Red means you need help now."),
    "AMBER": ("Your colour is amber.", "Amber means you need help soon."),
    "GREEN": ("Your colour is green.", "Green means your support is working."),
    "BLUE": ("Your colour is blue.", "Blue means you are in hospital."),
}
MEANING = "The colour is about going into a mental health hospital. It says how likely that is now."


def easy_words(person_id: UUID) -> list[Plain]:
    """Return the rating and those who help, one idea a line."""
    said = []
    standing = Standing.objects.filter(person=person_id).first()
    if standing is None:
        said.append(Plain(Part.COLOUR, "You are not on the register now.", "paper"))
    else:
        colour = standing.shown
        said += [Plain(Part.COLOUR, words, colour.lower()) for words in COLOURS[colour]]
        said += [Plain(Part.COLOUR, f"{words}.", "hospital") for words in MEANING[:-1].split(". ")]
    return said + _helpers(person_id)


def _helpers(person_id: UUID) -> list[Plain]:
    person = Person.objects.select_related("lead_professional").get(pk=person_id)
    said = []
    if person.lead_professional is not None:
        lead = person.lead_professional.full_name
        said.append(Plain(Part.HELPING, f"{lead} makes sure that people help you.", "person"))
    partners = Involvement.objects.named().current().filter(person=person_id)
    for one in partners.filter(~Q(name="")).select_related("user").order_by("since"):
        part = f" ({one.part})" if one.part else ""
        said.append(Plain(Part.HELPING, f"{one.name}{part} helps you.", "person"))
    return said
