"""Putting right how someone left the register: the date of a death, or why and when they left."""

from datetime import date, datetime

from accounts.models import User
from core import events, history
from core.dates import in_words, local_day
from core.errors import Conflict, RuleBroken
from register import rules
from register.models import Entry, InpatientStay, Person
from register.workflow.closing import check_after_stays, check_reason_of
from register.workflow.holding import hold
from register.workflow.mistakes.striking_out import events_telling, note_put_right, tell_right
from register.workflow.standing import refresh_standing
from register.workflow.stay_days import days_during
from register.workflow.stays import save_stay, tell_corrected


@events.step
def correct_death(
    *,
    person: Person,
    died_on: date,
    by: User,
    at: datetime,
    was: date | None = None,
    why: str = "",
) -> Person:
    """Put the date of a death right, or add it once it is known; the old one stays in the history.

    A date that is changed needs the words `why`; the old one is kept, struck through. `was` is the
    date on the page: where someone else has changed it since, nothing is written.
    """
    person = hold(person.pk)
    entry = Entry.objects.filter(person=person).order_by("-opened_at").first()
    if entry is None or not entry.ended_by_death:
        raise RuleBroken("This record was not closed because the person died.")
    rules.check_died_on(died_on, birth_date=person.birth_date, on=local_day(at))
    if person.died_on == died_on:
        return person
    if person.died_on != was:
        raise RuleBroken(
            "Someone else has changed the date of death since you opened the page. Check the "
            "record, then try again."
        )
    check_after_stays(person, died_on, field="died_on")
    if person.died_on is not None:
        said = f"Died on {in_words(person.died_on)}"
        note_put_right(
            person=person, kind="closing", fact_id=entry.pk, said=said, reason=why, by=by, at=at
        )
    _end_stay_with(person, entry, on=died_on, by=by, at=at)
    person.died_on = entry.left_on = died_on
    history.save(person, by=by, at=at, reason="correct_death")
    history.save(entry, by=by, at=at, reason="correct_death")
    refresh_standing(person)
    closed = events_telling(person.pk, ["register.closed"], entry=entry.pk)
    events.publish(
        "register.death_corrected", person=person.pk, by=by, at=at, entry=entry.pk,
        of=closed[-1:], left_on=died_on,
    )  # fmt: skip
    return person


@events.step
def correct_closing(
    *,
    entry: Entry,
    reason: rules.ClosureReason,
    left_on: date,
    words: str,
    why: str,
    version: int,
    by: User,
    at: datetime,
) -> Entry:
    """Put right why, when and in which words someone left the register; they stay off it.

    How long the record is kept follows. What ended with the closing stays ended. A death, and the
    end of a lawful basis, end more than other reasons: for those the record is reopened and closed
    again. `version` is what the page had shown, a row of the entry's history.
    """
    person = hold(entry.person_id)
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    last = Entry.objects.filter(person=person).order_by("-opened_at").first()
    if entry.closed_at is None or last is None or last.pk != entry.pk:
        raise RuleBroken("This record is not closed now. Nothing was changed.")
    said = {"closure_reason": reason, "left_on": left_on, "closure_words": words.strip()}
    newest = entry.history.first()
    if newest.pk != version:
        if newest.history_user_id == by.pk and _says(entry) == said:  # sent twice
            return entry
        raise Conflict(
            f"{newest.history_user.full_name} has changed this since you opened the page. What you "
            "typed is kept below: look at the record, then decide again."
        )
    was = rules.ClosureReason(entry.closure_reason)
    if was is rules.ClosureReason.DIED:
        raise RuleBroken("Correct the date of death instead, or reopen the record.")
    if reason is not was and {reason, was} & set(rules.CLOSES_A_STAY):
        raise RuleBroken(
            "This changes more than the reason. Reopen the record, then close it again.",
            field="reason",
        )
    rules.check_strike_out(why)
    check_after_stays(person, left_on, field="left_on")
    opened_on = local_day(entry.opened_at)
    rules.check_left_on(left_on, opened_on=opened_on, on=local_day(entry.closed_at))
    check_reason_of(entry, person=person, reason=reason, at=entry.closed_at)
    if _says(entry) == said:
        raise RuleBroken("This is what is recorded now. Change it, or go back.", field="reason")
    row = note_put_right(
        person=person, kind="closing", fact_id=entry.pk, said=_closing_says(entry), reason=why,
        by=by, at=at,
    )  # fmt: skip
    _end_stay_with(person, entry, on=left_on, by=by, at=at)
    for name, value in said.items():
        setattr(entry, name, value)
    history.save(entry, by=by, at=at, reason="correct_closing")
    refresh_standing(person)
    closed = events_telling(person.pk, ["register.closed"], entry=entry.pk)
    tell_right(row, fact=entry.pk, of=closed[-1:], reason=reason, left_on=left_on)
    return entry


def _end_stay_with(person: Person, entry: Entry, *, on: date, by: User, at: datetime) -> None:
    """Let a stay that ended because the record was closed end on the right day as well."""
    stays = InpatientStay.objects.select_for_update().filter(
        person=person, discharged_on__isnull=False
    )
    stay = stays.order_by("-admitted_on").first()
    if stay is None or not _ended_by(stay, entry):
        return
    was, stay.discharged_on = stay.discharged_on, max([on, stay.admitted_on, *days_during(stay)])
    if stay.discharged_on == was:
        return
    save_stay(stay, by=by, at=at, reason="correct_stay")
    tell_corrected(stay, ["discharged_on"], by=by, at=at, was_discharged_on=was)


def _ended_by(stay: InpatientStay, entry: Entry) -> bool:
    rows = stay.history.filter(history_change_reason="close", history_date=entry.closed_at)
    return bool(rows.exists())


def _says(entry: Entry) -> dict[str, object]:
    names = ("closure_reason", "left_on", "closure_words")
    return {name: getattr(entry, name) for name in names}


def _closing_says(entry: Entry) -> str:
    label = rules.ClosureReason(entry.closure_reason).label
    left = f", left on {in_words(entry.left_on)}" if entry.left_on else ""
    return f"Record closed: {label[0].lower()}{label[1:]}{left}. {entry.closure_words}"
