"""What the register keeps about a person, for their page, their copy and their erasure."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from core.copies import Told
from core.records import Erased, Keeper, Moment, Panel, Plain, remove
from register.copies import copy_of
from register.easy_words import easy_words
from register.models import (
    AdultDecision,
    DischargeLine,
    Entry,
    ExtendedLeave,
    InpatientStanding,
    InpatientStay,
    Involvement,
    Person,
    Rating,
    Standing,
    StatusChange,
    StatutoryView,
    StayConcern,
    Transfer,
)


def _detail_rows(person: Person) -> list[dict[str, object]]:
    """Return the person's details as rows of a summary list."""
    return [
        {"key": key, "value": value}
        for key, value in (
            ("Area", person.area.name),
            ("Address", person.address),
            ("Postcode", person.postcode),
            ("Phone number", person.phone),
            ("GP practice", person.gp_practice),
            ("Learning disability", person.get_learning_disability_display()),
            ("Autism", person.get_autism_display()),
            ("Education, health and care plan", person.ehc_plan),
            ("Communication", person.communication_needs),
            ("Reasonable adjustments", person.reasonable_adjustments),
            ("Responsible integrated care board", person.responsible_icb),
            ("Local authority of ordinary residence", person.ordinary_residence_la),
        )
    ]


class RegisterKeeper(Keeper):
    """Person, involvement, entries, ratings, stays, and the list row derived from them."""

    name = "register"
    floor = 2
    models = (
        Person, Involvement, Entry, Rating, AdultDecision, StatutoryView, InpatientStay, Transfer,
        StatusChange, ExtendedLeave, StayConcern, DischargeLine, Standing, InpatientStanding,
    )  # fmt: skip

    def panels(self, person_id: UUID, *, viewer: User, at: datetime) -> list[Panel]:
        """Return details, those involved, ratings and stays."""
        person = Person.objects.select_related(
            "area", "responsible_icb", "ordinary_residence_la", "lead_professional"
        ).get(pk=person_id)
        return [
            Panel(
                "details",
                "About the person",
                "register/panels/details.html",
                {"person": person, "rows": _detail_rows(person)},
                order=30,
            ),
            Panel(
                "involved",
                "Who is involved",
                "register/panels/involved.html",
                {
                    "person": person,
                    "partners": list(
                        Involvement.objects.named()
                        .current()
                        .filter(person=person_id)
                        .select_related("organisation")
                    ),
                },
            ),
            Panel(
                "ratings",
                "Ratings",
                "register/panels/ratings.html",
                {
                    "ratings": list(
                        Rating.objects.filter(entry__person=person_id).select_related("set_by")[:20]
                    )
                },
            ),
            Panel(
                "stays",
                "Stays in hospital",
                "register/panels/stays.html",
                {
                    "stays": list(
                        InpatientStay.objects.filter(person=person_id)
                        .select_related("hospital", "commissioner")
                        .order_by("-admitted_on")
                    )
                },
            ),
        ]

    def timeline(self, person_id: UUID, *, viewer: User) -> list[Moment]:
        """Return ratings, admissions and discharges; the caller has the panels' own rows too."""
        return [
            Moment(
                when=rating.set_at,
                title=f"Rated {rating.level}",
                words=rating.reason,
                by=rating.set_by.full_name,
            )
            for rating in Rating.objects.filter(entry__person=person_id).select_related("set_by")[
                :50
            ]
        ]

    def export(self, person_id: UUID) -> Told:
        """Return the person and everything of the register about them."""
        return copy_of(person_id)

    def plainly(self, person_id: UUID, *, at: datetime) -> list[Plain]:
        """Return the rating in plain words, and who helps."""
        return easy_words(person_id)

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove it all, newest rating first, the person last."""
        remove(InpatientStanding.objects.filter(person=person_id), erased)
        remove(Standing.objects.filter(person=person_id), erased)
        for during in (Transfer, StatusChange, ExtendedLeave, StayConcern, DischargeLine):
            remove(during.objects.filter(stay__person=person_id), erased)
        remove(StatutoryView.objects.filter(person=person_id), erased)
        remove(AdultDecision.objects.filter(entry__person=person_id), erased)
        remove(Rating.objects.filter(entry__person=person_id), erased)
        remove(InpatientStay.objects.filter(person=person_id), erased)
        remove(Entry.objects.filter(person=person_id), erased)
        remove(Involvement.objects.filter(person=person_id), erased)
        remove(Person.everyone.filter(pk=person_id), erased)
