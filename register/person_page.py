"""What the page of a person reads of the register, each thing once.

Given to `Viewing.once`, so that floors above read nothing of it again.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Manager, OuterRef
from django.db.models.functions import JSONObject

from core.records import Viewing
from register.models import (
    AreaMove,
    DischargeLine,
    Entry,
    ExtendedLeave,
    InpatientStay,
    Rating,
    Standing,
    StatusChange,
    StayConcern,
    StrikeOut,
    Transfer,
)
from register.workflow.mistakes.striking_out import TAKEN_BACK

MOST = 50
"""How many of a kind the page reads, the latest first: what is older stands in the copy."""


def standing(viewing: Viewing) -> Standing | None:
    """Return the list row of the person; None for someone who is not on the register."""
    return getattr(viewing.person, "standing", None)


def entry(viewing: Viewing) -> Entry | None:
    """Return the open entry, if the person is on the register."""
    row = viewing.once(standing)
    return row.entry if row is not None else None


def ratings(viewing: Viewing) -> list[Rating]:
    """Return the ratings that stand, the latest first."""
    rows = Rating.objects.filter(entry__person=viewing.person).select_related("set_by")
    return list(rows[:MOST])


def struck_out(viewing: Viewing) -> list[StrikeOut]:
    """Return what was struck out or put right, the last first."""
    rows = StrikeOut.objects.filter(person=viewing.person).select_related("by")
    return list(rows.order_by("-at")[:MOST])


def moves(viewing: Viewing) -> list[AreaMove]:
    """Return the hand-overs between areas; nothing is read where there never was one."""
    if not getattr(viewing.person, "handed_over", True):
        return []
    rows = AreaMove.objects.filter(person=viewing.person)
    return list(rows.select_related("from_area", "to_area", "proposed_by", "decided_by"))


def open_move(viewing: Viewing) -> AreaMove | None:
    """Return the hand-over that waits for an answer, if there is one."""
    return next((move for move in viewing.once(moves) if move.is_open), None)


def out_of_force(viewing: Viewing) -> list[StrikeOut]:
    """Return the strike-outs of what does not count: one made by mistake was itself struck out."""
    rows = viewing.once(struck_out)
    restored = {row.fact_id for row in rows if row.kind == TAKEN_BACK}
    return [row for row in rows if row.pk not in restored and row.kind != TAKEN_BACK]


def stays(viewing: Viewing) -> list[InpatientStay]:
    """Return the stays, the latest first, each with what happened during it as plain values."""
    rows = InpatientStay.objects.filter(person=viewing.person).select_related(
        "hospital", "commissioner", "host_commissioner", "s117_icb", "s117_authority"
    )
    past = InpatientStay.history.filter(id=OuterRef("pk"))
    lines = DischargeLine.objects.filter(stay=OuterRef("pk")).current()
    return list(
        rows.annotate(
            moved=_of_the_stay(
                Transfer.objects, "moved_on", from_hospital="from_hospital__name",
                from_ward="from_ward", hospital="hospital__name", ward="ward", words="reason",
            ),
            changed=_of_the_stay(
                StatusChange.objects, "changed_on", was="was", status="legal_status",
                section="section", words="section_other",
            ),
            on_leave=_of_the_stay(
                ExtendedLeave.objects, "started_on", until="ended_on", words="note"
            ),
            worried=_of_the_stay(
                StayConcern.objects, "seen_on", kind="kind", by="raised_by__full_name",
                words="note",
            ),
            past=ArraySubquery(past.values(json=JSONObject(
                admitted_on="admitted_on", discharged_on="discharged_on", at="history_date"
            ))),
            line_states=ArraySubquery(lines.values("state")),
        ).order_by("-admitted_on")
    )  # fmt: skip


def _of_the_stay(facts: Manager[Any], day: str, **values: str) -> ArraySubquery:
    """Return these values of the facts that stand in a stay, each with its id and its day."""
    rows = facts.filter(stay=OuterRef("pk")).order_by(day)
    return ArraySubquery(rows.values(json=JSONObject(fact="pk", on=day, **values)))


def open_stay(viewing: Viewing) -> InpatientStay | None:
    """Return the stay that goes on, if the person is in hospital."""
    return next((one for one in viewing.once(stays) if one.discharged_on is None), None)
