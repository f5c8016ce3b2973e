"""What the pages show that undo or put right what a meeting recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.models import User
from accounts.rules import Permission
from actions.models import Action
from actions.rules import Origin
from core.errors import RuleBroken
from core.models import AuditEvent
from meetings.forms.lines import is_id
from meetings.models import (
    AgendaItem,
    AttendanceCorrection,
    LetterGiven,
    Meeting,
    MovedMinutes,
    Outcome,
    PutBack,
)
from meetings.rules import OVER, ItemState
from meetings.workflow.abandoning import check_put_back
from meetings.workflow.reopening import check_reopen, coming_back
from register.models import Person, Standing
from register.rules import Level


def so_far(meeting: Meeting) -> dict[str, int]:
    """Return how many people an open meeting has decided about, how many wait, and of them RED."""
    if not meeting.is_open:
        return {"decided": 0, "waiting": 0, "red": 0}
    lines = AgendaItem.objects.filter(meeting=meeting).unrestricted().to_discuss()
    waiting = lines.exclude(state=ItemState.DISCUSSED)
    return {
        "decided": lines.filter(state=ItemState.DISCUSSED).count(),
        "waiting": waiting.count(),
        "red": waiting.filter(person__standing__shown=Level.RED).count(),
    }


@dataclass(frozen=True, slots=True)
class Reopening:
    """What follows when a meeting is opened again, and who has been told of it meanwhile."""

    back: list[AgendaItem]
    red: int
    elsewhere: list[AgendaItem]
    told: list[AgendaItem]
    letters: list[LetterGiven]
    packs: list[tuple[str, datetime]]

    def people(self) -> set[UUID]:
        """Return the ids of those whom the page names."""
        named = {one.person_id for one in (*self.elsewhere, *self.told)}
        return named | {one.item.person_id for one in self.letters}


def reopening(meeting: Meeting) -> Reopening:
    """Return what follows when a meeting that has ended is opened again."""
    lines = AgendaItem.objects.filter(meeting=meeting).unrestricted().select_related("person")
    back = list(coming_back(meeting).unrestricted())
    red = Standing.objects.filter(person__in=[one.person_id for one in back], shown=Level.RED)
    elsewhere = lines.filter(carried_into__isnull=False).exclude(carried_into__meeting=F("meeting"))
    letters = LetterGiven.objects.filter(item__meeting=meeting).unrestricted()
    return Reopening(
        back=back,
        red=red.count(),
        elsewhere=list(elsewhere.select_related("carried_into__meeting").order_by("position")),
        told=list(lines.filter(feedback_at__isnull=False).order_by("position")),
        letters=list(letters.select_related("item__person")),
        packs=_packs(meeting),
    )


def _packs(meeting: Meeting) -> list[tuple[str, datetime]]:
    """Return by whom, and when, the PDF pack of a meeting was made after the meeting had ended."""
    if meeting.closed_at is None:
        return []
    made = AuditEvent.objects.filter(
        kind="meetings.printed", at__gte=meeting.closed_at, facts__meeting=str(meeting.pk)
    )
    rows = made.order_by("at").values_list("actor__full_name", "at")
    return [(name or "", at) for name, at in rows]


def attendance_corrections(meeting: Meeting) -> list[AttendanceCorrection]:
    """Return how the attendance of a meeting was corrected after its end, the oldest first."""
    rows = AttendanceCorrection.objects.filter(attendee__meeting=meeting)
    return list(rows.select_related("attendee__user", "by"))


def put_backs(meeting: Meeting) -> list[PutBack]:
    """Return when a meeting was put back to planned, or opened again, the latest first."""
    return list(meeting.put_backs.select_related("by"))


def not_put_back(meeting: Meeting, *, at: datetime) -> str:
    """Return why a meeting cannot be put back to planned now; nothing where it can be."""
    return _refusal(lambda: check_put_back(meeting=meeting, at=at))


def not_reopened(meeting: Meeting) -> str:
    """Return why a meeting that has ended cannot be opened again now; nothing where it can be."""
    return _refusal(lambda: check_reopen(meeting=meeting))


def _refusal(check: Callable[[], None]) -> str:
    try:
        check()
    except RuleBroken as broken:
        return broken.message
    return ""


def opened_again_at(meeting: Meeting) -> datetime | None:
    """Return when a meeting that had ended was opened again, the last time."""
    rows = meeting.put_backs.filter(from_state__in=OVER)
    return rows.values_list("at", flat=True).first()


def struck_out(item: AgendaItem) -> list[Outcome]:
    """Return the minutes about a line's person at the meeting that were struck out."""
    rows = Outcome.objects.filter(item__meeting=item.meeting_id, item__person=item.person_id)
    told = (
        "minuted_by",
        "struck_out_by",
        "item__meeting",
        "rating__struck_out__by",
        "rating__entry__struck_out__by",
    )
    return list(rows.struck_out().select_related(*told).prefetch_related("moves__item__person"))


def that_stays(item: AgendaItem) -> dict[str, Any]:
    """Return what was recorded with minutes and stands when they are struck out."""
    agreed = Action.objects.from_origin(Origin.MEETING, item.pk).unfinished()
    return {
        "standing": Standing.objects.filter(person=item.person_id).first(),
        "agreed": list(agreed.select_related("owner")),
        "letters": list(LetterGiven.objects.filter(item=item)),
    }


def minutes_sent(item: AgendaItem, sent: str) -> Outcome:
    """Return the minutes about a line's person that a page had shown, by the id it has sent."""
    rows = Outcome.objects.filter(item__meeting=item.meeting_id, item__person=item.person_id)
    found = (
        rows.select_related("item__meeting").filter(pk=sent).first()
        if is_id(sent) and sent
        else None
    )
    if found is None:
        raise RuleBroken("These minutes are not there any more. Go back and look again.")
    return found


def can_move(outcome: Outcome) -> bool:
    """Whether minutes that were struck out can be moved: not while they are somewhere else."""
    return not outcome.item.meeting.is_urgent and outcome.movable


def moved_last(item: AgendaItem) -> Outcome:
    """Return the minutes about a line's person that were moved last, for a page sent twice."""
    moved = [one for one in struck_out(item) if not can_move(one)]
    if not moved:
        raise RuleBroken("There is nothing to move. Go back and look again.")
    return moved[0]


def others_on(item: AgendaItem, *, user: User) -> list[Person]:
    """Return the other people on the agenda of a line, as `user` may minute them, by name."""
    lines = AgendaItem.objects.permitted(user, Permission.MEETING_RUN)
    people = lines.filter(meeting=item.meeting_id).exclude(person=item.person_id).values("person")
    rows = Person.objects.permitted(user, Permission.MEETING_RUN).filter(pk__in=people)
    return sorted(rows, key=lambda one: (one.sort_name, one.pk))


def agreed_with(outcome: Outcome, *, user: User) -> list[Action]:
    """Return the actions agreed with minutes that are not finished, by when they are due.

    Those about the wrong person, whom the reader must be allowed to see.
    """
    rows = Action.objects.permitted(user, Permission.ACTION_VIEW).unfinished()
    rows = rows.from_origin(Origin.MEETING, outcome.item_id)
    return list(rows.select_related("owner").order_by("due_on"))


def joined(own: Outcome, offered: dict[str, str]) -> dict[str, str]:
    """Return the person's own words with those offered below them, so that neither is lost."""
    words = {
        name: "\n\n".join(one for one in (getattr(own, name), offered[name]) if one.strip())
        for name in ("changed", "views", "discussion")
    }
    return words | {"headline": own.headline or offered["headline"]}


def moved_here(item: AgendaItem) -> list[MovedMinutes]:
    """Return the minutes that were moved to a line from the wrong person and wait to be checked."""
    rows = MovedMinutes.objects.waiting().filter(item=item)
    return list(rows.select_related("outcome", "by"))


def to_check(*, user: User) -> list[MovedMinutes]:
    """Return the minutes that were moved to people of the user's areas and wait to be checked."""
    rows = MovedMinutes.objects.permitted(user, Permission.MEETING_RUN).waiting()
    told = ("item__person", "item__meeting__area", "item__meeting__chair", "by")
    return list(rows.select_related(*told))


def moved_to_check(meeting: Meeting) -> list[MovedMinutes]:
    """Return the minutes of a meeting that were moved to the right person and wait there."""
    rows = MovedMinutes.objects.unrestricted().waiting().filter(item__meeting=meeting)
    return list(rows.select_related("item__person", "by"))


def as_offered(moved: MovedMinutes) -> dict[str, str]:
    """Return the words of moved minutes for a form; why a rating was agreed goes along as said.

    The rating itself is only proposed: it was agreed about someone else. What the register had
    written about that person is left out.
    """
    wrong = moved.outcome
    reason = f"Reason given for the rating: {wrong.reason}" if wrong.reason.strip() else ""
    said = "\n\n".join(one for one in (wrong.discussion.strip(), reason) if one)
    return {
        "headline": wrong.headline, "changed": wrong.changed_by_hand, "views": wrong.views,
        "discussion": said, "proposed_level": wrong.agreed_level or wrong.proposed_level,
    }  # fmt: skip
