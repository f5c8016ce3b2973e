"""What happened during a stay, as a commissioner needs it: newest first, and no story.

The accounts of visits and reviews stay with those who look after the person. A concern about
restraint or segregation is shown whole: it is what oversight is for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.nhsuk.say import date_words
from duties.models import Duty
from register.coded_lists import discharge_checklist
from register.models import (
    DischargeLine,
    ExtendedLeave,
    InpatientStay,
    StatusChange,
    StayConcern,
    Transfer,
)
from reviews.models import OversightVisit, Review


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that took place during a stay."""

    on: date
    title: str
    words: str = ""
    is_concern: bool = False


@dataclass(frozen=True, slots=True)
class During:
    """What took place during a stay, and how the way out stands."""

    happened: list[Happened]
    way_out: list[tuple[str, str]]

    @property
    def concerns(self) -> list[Happened]:
        """Concerns about how the person is treated."""
        return [one for one in self.happened if one.is_concern]


def due(stay: InpatientStay, *, on: date) -> list[tuple[Duty, bool]]:
    """Return the visits and C(E)TRs that are open for the person of this stay, soonest first.

    Each comes with whether it is overdue on the day `on`.
    """
    duties = Duty.objects.open().filter(person=stay.person_id)
    rows = (duties.visits() | duties.reviews()).order_by("due_on")
    return [(duty, duty.is_overdue(on)) for duty in rows]


def during(stay: InpatientStay) -> During:
    """Return what took place during `stay`; seven queries."""
    found = [*_moves(stay), *_terms(stay), *_leaves(stay), *_concerns(stay), *_seen(stay)]
    found.sort(key=lambda one: one.on, reverse=True)
    checklist = discharge_checklist()
    lines = DischargeLine.objects.filter(stay=stay).current()
    way_out = [(checklist.words(one.code), one.get_state_display()) for one in lines]
    return During(found, way_out)


def _moves(stay: InpatientStay) -> Iterator[Happened]:
    rows = Transfer.objects.filter(stay=stay).select_related("hospital", "from_hospital")
    for one in rows:
        to = ", ".join(filter(None, [one.hospital.name, one.ward]))
        rated = " The unit was rated Inadequate." if one.unit_inadequate else ""
        came = ", ".join(filter(None, [one.from_hospital.name, one.from_ward]))
        words = f"From {came}. {one.get_security_display()}.{rated}"
        yield Happened(one.moved_on, f"Moved to {to}", words)


def _terms(stay: InpatientStay) -> Iterator[Happened]:
    for one in StatusChange.objects.filter(stay=stay):
        yield Happened(
            one.changed_on,
            f"Legal status: {one.get_legal_status_display()}",
            f"It was: {one.get_was_display()}.",
        )


def _leaves(stay: InpatientStay) -> Iterator[Happened]:
    for one in ExtendedLeave.objects.filter(stay=stay):
        until = f"until {date_words(one.ended_on)}" if one.ended_on else "which goes on"
        yield Happened(
            one.started_on, f"Extended section 17 leave, {until}", "Left out of national counts."
        )


def _concerns(stay: InpatientStay) -> Iterator[Happened]:
    for one in StayConcern.objects.filter(stay=stay).select_related("raised_by"):
        title = f"Concern: {one.get_kind_display().lower()}"
        words = f"{one.note} Raised by {one.raised_by.full_name}."
        yield Happened(one.seen_on, title, words, is_concern=True)


def _seen(stay: InpatientStay) -> Iterator[Happened]:
    for visit in OversightVisit.objects.filter(stay=stay).select_related("visited_by"):
        saw = "The person was seen." if visit.saw_person else "The person was not seen."
        title = f"Oversight visit by {visit.visited_by.full_name}"
        yield Happened(visit.visited_on, title, saw)
    for review in Review.objects.filter(stay=stay):
        sent = (
            f"Report sent on {date_words(review.report_sent_on)}."
            if review.report_sent_on
            else "The report has not been sent."
        )
        yield Happened(review.held_on, review.shown_kind, sent)
