"""What has changed about a person since a meeting last discussed them, read from the register.

The minutes begin with it, so that no one has to look it up or type it. Each kind of record is
read once.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from actions.models import Action
from actions.rules import ActionStatus
from core.dates import in_words, local_day
from meetings.models import AgendaItem, Outcome
from referrals.models import ToolResult
from register.models import Entry, InpatientStay, Rating
from register.rules import RatingSource
from reviews.models import Review
from reviews.rules import ReviewKind

MOST = 30
"""Lines at most, the newest: a page that is read aloud in a minute."""


def since_last_time(item: AgendaItem, *, at: datetime) -> str:
    """Return one line for each change since the person was last discussed; the oldest first.

    No one discussed before is told about from the day they came onto the register. Nothing at
    all gives no words: the minute-taker says so, not the register.
    """
    since = _last_time(item)
    if since is None:
        return ""
    lines = sorted(_lines(item.person_id, since, on=local_day(at)))
    return "\n".join(words for _, words in lines[-MOST:])


def _last_time(item: AgendaItem) -> datetime | None:
    before = Outcome.objects.filter(item__person=item.person_id).before(item.meeting)
    last = before.select_related("item__meeting").first()
    if last is not None:
        meeting = last.item.meeting
        return meeting.closed_at or meeting.opened_at or meeting.starts_at
    entry = Entry.objects.open().filter(person=item.person_id).first()
    return entry.opened_at if entry else None


def _lines(person: UUID, since: datetime, *, on: date) -> Iterator[tuple[date, str]]:
    yield from _ratings(person, since)
    yield from _tools(person, since)
    yield from _stays(person, local_day(since))
    yield from _reviews(person, local_day(since))
    yield from _actions(person, since, on=on)


def _ratings(person: UUID, since: datetime) -> Iterable[tuple[date, str]]:
    for one in Rating.objects.filter(entry__person=person, set_at__gt=since):
        why = RatingSource(one.source).label
        yield _said(local_day(one.set_at), f"Rated {one.level} on {{}} ({why})")


def _tools(person: UUID, since: datetime) -> Iterable[tuple[date, str]]:
    for one in ToolResult.objects.about(person).filter(completed_at__gt=since):
        suggests = f"suggests {one.suggested}" if one.suggested else "suggests no rating"
        words = f"Clinical support tool completed on {{}}: {suggests}, clinician {one.level}"
        yield _said(local_day(one.completed_at), words)


def _stays(person: UUID, since: date) -> Iterable[tuple[date, str]]:
    recent = Q(admitted_on__gte=since) | Q(discharged_on__gte=since)
    stays = InpatientStay.objects.filter(recent, person=person)
    for one in stays.select_related("hospital"):
        if one.admitted_on >= since:
            yield _said(one.admitted_on, f"Admitted to {one.hospital.name} on {{}}")
        if one.discharged_on and one.discharged_on >= since:
            yield _said(one.discharged_on, f"Discharged from {one.hospital.name} on {{}}")


def _reviews(person: UUID, since: date) -> Iterable[tuple[date, str]]:
    for one in Review.objects.filter(person=person, held_on__gte=since):
        yield _said(one.held_on, f"{ReviewKind(one.kind).label} held on {{}}")


def _actions(person: UUID, since: datetime, *, on: date) -> Iterable[tuple[date, str]]:
    rows = Action.objects.filter(Q(done_at__gt=since) | Q(done_at=None, due_on__lt=on))
    for one in (
        rows.filter(person=person).exclude(status=ActionStatus.CANCELLED).select_related("owner")
    ):
        if one.done_at is not None:
            words = f"Done on {{}}: {one.description} ({one.owner_name})"
            yield _said(local_day(one.done_at), words)
        elif one.is_overdue(on):
            yield _said(one.due_on, f"Overdue since {{}}: {one.description} ({one.owner_name})")


def _said(day: date, words: str) -> tuple[date, str]:
    """Return a line with its day put into the first braces; the words may hold braces too."""
    before, after = words.split("{}", 1)
    return day, f"{before}{in_words(day)}{after}"
