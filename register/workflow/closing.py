"""Leaving the register."""

from datetime import date, datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register import rules
from register.models import Entry, InpatientStay, Person
from register.open_work import Choices
from register.workflow.holding import current_rating, hold, open_entry
from register.workflow.standing import refresh_standing
from register.workflow.stay_days import days_during


@events.step
def close(
    *,
    person: Person,
    reason: rules.ClosureReason,
    by: User,
    at: datetime,
    words: str = "",
    left_on: date | None = None,
    died_on: date | None = None,
    choices: Choices | None = None,
    seen: UUID | None = None,
) -> Entry:
    """Take a person off the register; the record stays until its disposition falls due.

    Refused for stepping down at any level but GREEN, and during a stay in hospital, unless the
    reason allows of no discharge: then the stay ends with the entry. Someone who came as a child
    leaves by judgement only once the adult decision says so.

    `choices` decide about the lines of open work that whoever closes it had in front of them;
    without any, all of it ends. `seen` is the entry on the page: sent twice, it is closed once.
    """
    person = hold(person.pk)
    known = _closed_already(seen, reason=reason, words=words, by=by)
    if known is not None:
        return known
    entry, today = check_closing(person=person, reason=reason, at=at), local_day(at)
    stay = InpatientStay.objects.open().select_for_update().filter(person=person).first()
    current = current_rating(entry)
    _note_death(person, reason, died_on, by=by, at=at)
    left = left_on or today
    field = "died_on" if reason is rules.ClosureReason.DIED else "left_on"
    check_after_stays(person, died_on or left, field=field)
    if reason is not rules.ClosureReason.DIED:
        rules.check_left_on(left, opened_on=local_day(entry.opened_at), on=today)
    entry.closed_at, entry.closed_by, entry.closure_reason = at, by, reason
    entry.closure_words = words.strip()
    entry.left_on = person.died_on if entry.ended_by_death else left
    history.save(entry, by=by, at=at, reason="close")
    if stay is not None:
        _end_stay(stay, reason=reason, on=entry.left_on or today, by=by, at=at)
    refresh_standing(person)
    events.publish(
        "register.closed",
        person=person.pk,
        by=by,
        at=at,
        entry=entry.pk,
        reason=reason,
        shown=rules.BLUE if stay is not None else current.level,
        commissioner=stay.commissioner_id if stay is not None else person.responsible_icb_id,
        left_on=entry.left_on,
        **(choices.as_facts() if choices is not None else {}),
    )
    return entry


def check_closing(*, person: Person, reason: rules.ClosureReason, at: datetime) -> Entry:
    """Return the person's open entry; raises where it cannot be closed for this reason."""
    entry = open_entry(person)
    stays = InpatientStay.objects.open().filter(person=person)
    if reason not in rules.CLOSES_A_STAY and stays.exists():
        raise RuleBroken("Record the discharge first: this person is in hospital.", field="reason")
    check_reason_of(entry, person=person, reason=reason, at=at)
    return entry


def check_after_stays(person: Person, day: date, *, field: str) -> None:
    """Refuse a day of leaving or death before a stay began or before a discharge."""
    for stay in InpatientStay.objects.filter(person=person).order_by("-admitted_on"):
        ended = stay.discharged_on if stay.destination not in rules.CLOSES_A_STAY.values() else None
        last = max(stay.admitted_on, ended or stay.admitted_on)
        if day < last:
            what = "were discharged from" if ended == last else "were admitted to"
            raise RuleBroken(
                f"They {what} hospital on {in_words(last)}. Enter that day or a later one, or "
                "correct the stay first.",
                field=field,
            )


def check_reason_of(
    entry: Entry, *, person: Person, reason: rules.ClosureReason, at: datetime
) -> None:
    """Refuse a reason for which the entry cannot end, or could not have ended at that moment."""
    if (
        reason is rules.ClosureReason.STEPPED_DOWN
        and current_rating(entry).level != rules.Level.GREEN
    ):
        raise RuleBroken(
            "Only someone rated GREEN can step down from the register.", field="reason"
        )
    _check_adulthood(person, entry, reason, at)


def _closed_already(
    seen: UUID | None, *, reason: rules.ClosureReason, words: str, by: User
) -> Entry | None:
    """Return the entry on the page where `by` has closed it with the same words; raises where
    someone else was first."""
    rows = Entry.objects.filter(pk=seen, closed_at__isnull=False) if seen else Entry.objects.none()
    entry = rows.select_related("closed_by").first()
    if entry is None or entry.closed_at is None or entry.closed_by is None:
        return None
    if (entry.closed_by_id, entry.closure_reason, entry.closure_words) == (
        by.pk, reason, words.strip(),
    ):  # fmt: skip
        return entry
    raise RuleBroken(
        f"{entry.closed_by.full_name} closed this record on {in_words(local_day(entry.closed_at))} "
        f"({rules.ClosureReason(entry.closure_reason).label.lower()}). Your answers were not saved."
    )


def _note_death(
    person: Person, reason: rules.ClosureReason, died_on: date | None, *, by: User, at: datetime
) -> None:
    if reason is not rules.ClosureReason.DIED or died_on is None:
        return
    rules.check_died_on(died_on, birth_date=person.birth_date, on=local_day(at))
    person.died_on = died_on
    history.save(person, by=by, at=at, reason="close")


def _check_adulthood(
    person: Person, entry: Entry, reason: rules.ClosureReason, at: datetime
) -> None:
    """Refuse to end a young person's time on the register because of an age alone."""
    decided = entry.adult_decisions.values_list("outcome", flat=True).first()
    rules.check_closure_at_18(
        reason=reason,
        birth_date=person.birth_date,
        opened_on=local_day(entry.opened_at),
        decided=rules.AdultOutcome(decided) if decided else None,
        on=local_day(at),
    )


def _end_stay(
    stay: InpatientStay, *, reason: rules.ClosureReason, on: date, by: User, at: datetime
) -> None:
    """End a stay for want of a discharge: on the day `on`, or that of the last thing in it."""
    stay.discharged_on = max([on, stay.admitted_on, *days_during(stay)])
    stay.destination = rules.CLOSES_A_STAY[reason]
    stay.version += 1
    for leave in stay.leaves.open().select_for_update():
        leave.ended_on = max(stay.discharged_on, leave.started_on)
        history.save(leave, by=by, at=at, reason="close")
    history.save(stay, by=by, at=at, reason="close")
    events.publish(
        "register.stay_ended",
        person=stay.person_id,
        by=by,
        at=at,
        stay=stay.pk,
        on=stay.discharged_on,
        reason=reason,
    )
