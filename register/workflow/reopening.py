"""Coming back to the register: a record closed in error, or a person who has come back."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from core.models import AuditEvent
from register import rules
from register.models import Entry, InpatientStay, Person, StrikeOut
from register.open_work import reopening_refusals
from register.workflow.entries import open_anew
from register.workflow.holding import current_rating, hold
from register.workflow.mistakes import meanwhile
from register.workflow.standing import refresh_standing


@events.step
def reopen(*, entry: Entry, how: rules.Reopening, words: str, by: User, at: datetime) -> Entry:
    """Open the last closed entry of a person again; what speaks against it is asked above.

    Closed in error: the entry goes on as if it had never been closed, with its rating, its stay
    and, through those that listen, the duties and the work that the closing ended. Come back: a
    new entry begins with the last rating. Sent twice by one user, it is done once.
    """
    person = hold(entry.person_id)
    rules.check_words(words)
    last = Entry.objects.filter(person=person).order_by("-opened_at").first()
    if last is None or last.closed_at is None:
        return _opened_already(last, how=how, words=words, by=by)
    if last.pk != entry.pk:
        raise RuleBroken("This person has been on the register since. Look at the record again.")
    rules.check_return(reason=rules.ClosureReason(last.closure_reason), how=how)
    for refusal in reopening_refusals(person.pk, last.pk, at=at):
        raise RuleBroken(refusal.words)
    if how is rules.Reopening.ERROR:
        return _undo(person, last, words=words.strip(), by=by, at=at)
    return _return(person, last, words=words.strip(), by=by, at=at)


def who_opened(entry: Entry) -> str:
    """Say who opened the record of an entry again, and when."""
    return meanwhile.of_record(entry, "this record")


def _opened_already(last: Entry | None, *, how: rules.Reopening, words: str, by: User) -> Entry:
    """Return the open entry where it is the same form sent twice; else say that it is open."""
    same = last is not None and (last.reopened, last.reopen_words) == (how, words.strip())
    mine = Entry.history.filter(id=last and last.pk, history_change_reason="reopen")
    if last is not None and same and mine.filter(history_user=by).exists():
        return last
    raise RuleBroken("Someone has already reopened this record. Nothing was changed.")


def _undo(person: Person, entry: Entry, *, words: str, by: User, at: datetime) -> Entry:
    """Strike the closing out, with all that it ended on this floor."""
    closing = closing_of(entry)
    closed_at, by_death = entry.closed_at, entry.ended_by_death
    why = rules.ClosureReason(entry.closure_reason).label
    row = StrikeOut.objects.create(
        person=person, kind="closing", fact_id=entry.pk, cause=rules.Cause.MISTAKE, reason=words,
        said=f"Left the register on {in_words(entry.left_on or local_day(at))}: {why}", by=by,
        at=at,
    )  # fmt: skip
    entry.closed_at = entry.closed_by = entry.left_on = None
    entry.closure_reason = entry.closure_words = ""
    entry.reopened, entry.reopen_words = rules.Reopening.ERROR, words
    history.save(entry, by=by, at=at, reason="reopen")
    if by_death and person.died_on is not None:
        person.died_on = None
        history.save(person, by=by, at=at, reason="reopen")
    ended = None if closing is None else _stay_ended_by(person.pk, closing)
    if ended is not None:
        _bring_back(UUID(str(ended.facts["stay"])), closed_at, by=by, at=at)
    refresh_standing(person)
    events.publish(
        "register.struck_out", person=person.pk, by=by, at=at, strike_out=row.pk,
        fact_kind="closing", fact=entry.pk, cause=row.cause, moved=False,
        of=[event.pk for event in (closing, ended) if event],
    )  # fmt: skip
    events.publish(
        "register.reopened",
        person=person.pk,
        by=by,
        at=at,
        entry=entry.pk,
        closing=closing.pk if closing is not None else None,
    )
    return entry


def _return(person: Person, last: Entry, *, words: str, by: User, at: datetime) -> Entry:
    """Open a new entry with the rating that the person had when they left."""
    rating = current_rating(last)
    entry = open_anew(
        person=person,
        level=rules.Level(rating.level),
        reason=words,
        source=rules.RatingSource.RETURN,
        by=by,
        at=at,
        entry=Entry(
            person=person, opened_at=at, reopened=rules.Reopening.RETURN, reopen_words=words
        ),
    )
    events.publish(
        "register.came_back", person=person.pk, by=by, at=at, entry=entry.pk, was=last.pk
    )
    return entry


def closing_of(entry: Entry) -> AuditEvent | None:
    """Return the event that told of the entry's last closing."""
    rows = AuditEvent.objects.filter(person_id=entry.person_id, kind="register.closed")
    return rows.filter(facts__entry=str(entry.pk)).order_by("-pk").first()


def _stay_ended_by(person_id: UUID, closing: AuditEvent) -> AuditEvent | None:
    """Return the event by which a closing ended a stay; the two were told of together."""
    rows = AuditEvent.objects.filter(person_id=person_id, kind="register.stay_ended")
    return rows.filter(at=closing.at, pk__lt=closing.pk).order_by("-pk").first()


def _bring_back(stay_id: UUID, closed_at: datetime | None, *, by: User, at: datetime) -> None:
    """Open the stay again, and the leave that ended with it."""
    stay = InpatientStay.objects.select_for_update().get(pk=stay_id)
    stay.discharged_on, stay.destination = None, ""
    stay.version += 1
    history.save(stay, by=by, at=at, reason="reopen")
    for leave in stay.leaves.select_for_update():
        ended = leave.history.filter(history_change_reason="close", history_date=closed_at)
        if ended.exists():
            leave.ended_on = None
            history.save(leave, by=by, at=at, reason="reopen")


def ended_by_closing(kind: str, person_id: UUID, closing: object) -> AuditEvent | None:
    """Return the event of `kind` in which an app told what it ended with that closing."""
    rows = AuditEvent.objects.filter(person_id=person_id, kind=kind)
    return rows.filter(facts__closing=closing).order_by("-pk").first()
