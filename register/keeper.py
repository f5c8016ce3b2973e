"""What the register keeps about a person, for their page, their copy and their erasure."""

from datetime import datetime
from uuid import UUID

from accounts.rules import Permission
from core.copies import Told
from core.records import Erased, Keeper, Moment, Panel, Plain, Viewing, remove
from register import move_moments, past_entries, person_page, stay_moments, who_is_who
from register.copies import copy_of
from register.easy_words import easy_words
from register.models import (
    AdultDecision,
    AreaMove,
    Departure,
    DischargeLine,
    Entry,
    ExtendedLeave,
    IdentityFinding,
    InpatientStanding,
    InpatientStay,
    Involvement,
    Person,
    Rating,
    Standing,
    StatusChange,
    StatutoryView,
    StayConcern,
    StrikeOut,
    Transfer,
)
from register.panels import panels_of
from register.rules import Cause
from register.rules.identity import Verdict
from register.workflow.mistakes.striking_out import TAKEN_BACK

STRUCK = {
    Cause.MISTAKE: "Struck out",
    Cause.WRONG_PERSON: "Struck out, recorded on the wrong person",
    Cause.CORRECTED: "Put right. It had said",
}


def _struck(row: StrikeOut) -> str:
    """Return the title of a strike-out on the timeline."""
    did = "Restored" if row.kind == TAKEN_BACK else STRUCK[Cause(row.cause)]
    return f"{did}: {row.said}"


def _compared(viewing: Viewing) -> list[Moment]:
    """Return what was found of this and other records, for the team; it names no one else."""
    person, areas = viewing.person, viewing.viewer.grants(Permission.TRIAGE).areas
    if person.area_id not in areas or not getattr(person, "compared", True):
        return []
    moments = []
    for one in who_is_who.findings_of([person.pk]):
        what = COMPARED[one.says]
        moments.append(Moment(one.at, f"{what} another record", one.reason, one.by.full_name))
        if one.ended_at is not None and one.ended_by is not None:
            title = f"No longer recorded as: {what.lower()} another record"
            moments.append(Moment(one.ended_at, title, one.ended_reason, one.ended_by.full_name))
    return moments


COMPARED = {
    Verdict.SAME: "The same person as",
    Verdict.DIFFERENT: "A different person from",
    Verdict.POSSIBLE: "Possibly the same person as",
}


class RegisterKeeper(Keeper):
    """Person, involvement, entries, ratings, stays, and the list row derived from them."""

    name = "register"
    floor = 2
    models = (
        Person, Involvement, Entry, Rating, AdultDecision, StatutoryView, InpatientStay, Transfer,
        StatusChange, ExtendedLeave, StayConcern, DischargeLine, StrikeOut, Standing,
        InpatientStanding, Departure, IdentityFinding, AreaMove,
    )  # fmt: skip

    def panels(self, viewing: Viewing) -> list[Panel]:
        """Return details, those involved, ratings, stays, and what the statute asks."""
        return panels_of(viewing)

    def timeline(self, viewing: Viewing) -> list[Moment]:
        """Return ratings, stays, what was struck out, and when someone left and came back."""
        return (
            [
                Moment(one.at, _struck(one), one.reason, one.by.full_name)
                for one in viewing.once(person_page.struck_out)
            ]
            + past_entries.moments(viewing.person.pk)
            + _compared(viewing)
            + move_moments.moments(viewing.once(person_page.moves))
            + stay_moments.moments(viewing.once(person_page.stays))
            + [
                Moment(
                    when=rating.set_at,
                    title=f"Rated {rating.level}",
                    words="\n".join(filter(None, [rating.reason, rating.against_floor])),
                    by=rating.set_by.full_name,
                )
                for rating in viewing.once(person_page.ratings)
            ]
        )

    def export(self, person_id: UUID) -> Told:
        """Return the person and everything of the register about them."""
        return copy_of(person_id)

    def plainly(self, person_id: UUID, *, at: datetime) -> list[Plain]:
        """Return the rating in plain words, and who helps."""
        return easy_words(person_id)

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove it all, newest rating first, the person last.

        Where something was moved here from another record, that one no longer says to whom.
        """
        remove(InpatientStanding.objects.filter(person=person_id), erased)
        remove(Standing.objects.filter(person=person_id), erased)
        remove(Departure.objects.filter(person=person_id), erased)
        remove(DischargeLine.objects.filter(stay__person=person_id), erased)
        for during in (Transfer, StatusChange, ExtendedLeave, StayConcern):
            remove(during.recorded.filter(stay__person=person_id), erased)
        remove(StatutoryView.objects.filter(person=person_id), erased)
        remove(AdultDecision.objects.filter(entry__person=person_id), erased)
        remove(Rating.recorded.filter(entry__person=person_id), erased)
        remove(InpatientStay.recorded.filter(person=person_id), erased)
        remove(Entry.recorded.filter(person=person_id), erased)
        remove(StrikeOut.objects.filter(person=person_id), erased)
        StrikeOut.objects.filter(moved_to=person_id).update(moved_to=None, replaced_by=None)
        remove(AreaMove.objects.filter(person=person_id), erased)
        remove(IdentityFinding.objects.of(person_id), erased)
        remove(Involvement.objects.filter(person=person_id), erased)
        remove(Person.everyone.filter(pk=person_id), erased)
