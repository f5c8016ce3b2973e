"""What meetings keep about a person, for their page, their copy and their erasure."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.rules import Permission
from core.copies import Told
from core.dates import local_day
from core.nhsuk import say
from core.records import Erased, Keeper, Moment, Panel, Part, Plain, Viewing, remove
from meetings.copies import copy_of, moved_to
from meetings.models import (
    Addendum,
    AgendaEdit,
    AgendaItem,
    Approval,
    AttendanceCorrection,
    Attendee,
    Deputy,
    Draft,
    DriftSample,
    LetterGiven,
    Meeting,
    MovedMinutes,
    Outcome,
    PutBack,
    Ratification,
)
from meetings.rules import Kind
from register.person_page import standing
from register.rules import Level


class MeetingsKeeper(Keeper):
    """Agenda lines, minutes, changes of an agenda by hand, and urgent meetings about the person."""

    name = "meetings"
    floor = 8
    models = (
        DriftSample, Meeting, Attendee, AgendaItem, AgendaEdit, Outcome, Draft, Ratification,
        Addendum, LetterGiven, Deputy, Approval, AttendanceCorrection, PutBack, MovedMinutes,
    )  # fmt: skip

    def panels(self, viewing: Viewing) -> list[Panel]:
        """Return when the person is met about, and what was agreed before."""
        person, row = viewing.person, viewing.once(standing)
        coming = Meeting.objects.next_about(person, on=local_day(viewing.at))
        urgent = [one for one in coming if one.kind == Kind.URGENT]
        tracking = [one for one in coming if one.kind == Kind.TRACKING]
        return [
            Panel(
                "meetings",
                "Meetings",
                "meetings/panels/meetings.html",
                {
                    "person": person,
                    "runs": person.area_id in viewing.viewer.grants(Permission.MEETING_RUN).areas,
                    "is_red": row is not None and row.shown == Level.RED,
                    "urgent": next(iter(urgent), None),
                    "next": next(iter(tracking), None),
                    "outcomes": viewing.once(_outcomes)[:10],
                },
            )
        ]

    def timeline(self, viewing: Viewing) -> list[Moment]:
        """Return when the person was discussed, with the headline."""
        return [moment for row in viewing.once(_outcomes) for moment in _moments(row)]

    def export(self, person_id: UUID) -> Told:
        """Return agenda lines, minutes, changes of agendas and urgent meetings."""
        return copy_of(person_id)

    def plainly(self, person_id: UUID, *, at: datetime) -> list[Plain]:
        """Return when people meet about the person next."""
        meeting = Meeting.objects.urgent_about(person_id).order_by("starts_at").first()
        if meeting is None:
            return []
        words = f"People meet to talk about how to help you: {say.moment_words(meeting.starts_at)}."
        return [Plain(Part.NEXT, words, "meeting")]

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove it all: what follows minutes, minutes, lines, the urgent meetings last."""
        for rows in (Draft.objects, Addendum.objects, LetterGiven.objects):
            remove(rows.filter(item__person=person_id), erased)
        minutes = _minutes_about(person_id)
        moved = Q(item__person=person_id) | Q(outcome__item__person=person_id)
        remove(MovedMinutes.objects.filter(moved), erased)
        remove(Ratification.objects.filter(outcome__in=minutes), erased)
        remove(Outcome.objects.filter(pk__in=minutes), erased)
        remove(AgendaItem.objects.filter(person=person_id), erased)
        remove(AgendaEdit.objects.filter(person=person_id), erased)
        remove(DriftSample.objects.filter(person=person_id), erased)
        corrected = AttendanceCorrection.objects.filter(attendee__meeting__person=person_id)
        remove(corrected, erased)
        for about in (Attendee.objects, Approval.objects, Deputy.objects, PutBack.objects):
            remove(about.filter(meeting__person=person_id), erased)
        remove(Meeting.objects.filter(person=person_id), erased)


def _minutes_about(person_id: UUID) -> list[UUID]:
    """Return the minutes about a person: on their lines, or struck out on the wrong one's and
    moved to theirs, for those words are about them."""
    rows = Outcome.objects.filter(Q(item__person=person_id) | moved_to(person_id))
    return list(rows.distinct().values_list("pk", flat=True))


def _moments(row: Outcome) -> Iterator[Moment]:
    """Yield when someone was discussed and, where it was recorded in error, when it was struck
    out and why."""
    kind = row.item.meeting.get_kind_display().lower()
    wrong = " (struck out)" if row.is_struck_out else ""
    yield Moment(
        when=row.minuted_at,
        title=f"Discussed: {kind}{wrong}",
        words=row.headline,
        by=row.minuted_by.full_name,
    )
    if row.struck_out_at is not None and row.struck_out_by is not None:
        yield Moment(
            when=row.struck_out_at,
            title=f"Minutes struck out: {kind}",
            words=row.struck_out_reason,
            by=row.struck_out_by.full_name,
        )


def _outcomes(viewing: Viewing) -> list[Outcome]:
    """Return what meetings said about the person, the latest meeting first."""
    rows = Outcome.objects.filter(item__person=viewing.person)
    rows = rows.select_related("item__meeting", "minuted_by", "struck_out_by")
    return list(rows.order_by("-item__meeting__starts_at", "pk")[:50])
