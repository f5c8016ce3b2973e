"""Restoring an acceptance that was taken back by mistake: the taking back is itself struck out.

Someone who had come onto the register is on it as they were, with the ratings and, through those
that listen, the duties and the work that had ended. Of someone who was on it all the time, the
rating alone stands again, from its own moment.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from core.models import AuditEvent
from register import rules
from register.models import Entry, Involvement, Person, Rating, StrikeOut
from register.open_work import reopening_refusals
from register.workflow.holding import hold, last_recorded
from register.workflow.mistakes.acceptance import KIND
from register.workflow.mistakes.striking_out import TAKEN_BACK
from register.workflow.people import end_involvement, name_lead
from register.workflow.reopening import closing_of
from register.workflow.standing import refresh_standing


def refusal_to_restore(
    person: Person, *, accepted_at: datetime, taken_back_at: datetime, at: datetime
) -> str:
    """Return why what was taken back cannot be restored; empty where it can, or nothing was."""
    entry = _entry(person, taken_back_at)
    on_register = Entry.objects.open().filter(person=person).exists()
    if entry is None:
        rating = _rating(person, accepted_at, taken_back_at)
        if rating is None or on_register:
            return ""
        return (
            "This person has left the register since. If that is a mistake, reopen their record "
            "first."
        )
    if on_register:
        return (
            "This person has come onto the register since, with another referral. Accept this "
            "referral again instead."
        )
    if not Rating.recorded.filter(entry=entry, struck_out__isnull=True).exists():
        return "The ratings of that time were struck out. Accept this referral again instead."
    refusals = reopening_refusals(person.pk, entry.pk, at=at)
    return refusals[0].words if refusals else ""


@events.step
def restore_acceptance(
    *,
    person: Person,
    accepted_at: datetime,
    taken_back_at: datetime,
    words: str,
    by: User,
    at: datetime,
) -> StrikeOut | None:
    """Undo what taking back, at that moment, the acceptance of a referral did to the record.

    Whoever had been named with the acceptance is named again, unless someone else leads by now.
    Returns the strike-out of the taking back; None where the record had kept all that it had.
    Raises where `refusal_to_restore` says why not; the caller has asked for the words.
    """
    person = hold(person.pk)
    refusal = refusal_to_restore(
        person, accepted_at=accepted_at, taken_back_at=taken_back_at, at=at
    )
    if refusal:
        raise RuleBroken(refusal)
    entry, row = _entry(person, taken_back_at), None
    rating = _rating(person, accepted_at, taken_back_at)
    if entry is not None:
        row = _restore_entry(person, entry, words=words, by=by, at=at)
    elif rating is not None:
        row = _restore_rating(person, rating, words=words, by=by, at=at)
    _name_again(person, taken_back_at, by=by, at=at)
    return row


def _entry(person: Person, taken_back_at: datetime) -> Entry | None:
    """Return the time on the register that was struck out with the acceptance."""
    rows = Entry.recorded.filter(struck_out__kind=KIND, struck_out__at=taken_back_at)
    return rows.filter(person=person).select_related("struck_out__by").first()


def _rating(person: Person, accepted_at: datetime, taken_back_at: datetime) -> Rating | None:
    """Return the rating alone that was struck out with the acceptance."""
    rows = Rating.recorded.filter(
        entry__person=person, source=rules.RatingSource.REFERRAL, set_at=accepted_at,
        struck_out__at=taken_back_at, struck_out__cause=rules.Cause.MISTAKE,
    )  # fmt: skip
    return rows.select_related("struck_out__by").first()


def _restore_entry(
    person: Person, entry: Entry, *, words: str, by: User, at: datetime
) -> StrikeOut:
    """Open the entry again as it was; the duties and the work follow its reopening."""
    closing, struck = closing_of(entry), entry.struck_out
    row = _strike(struck, words=words, by=by, at=at)
    entry.closed_at = entry.closed_by = entry.left_on = entry.struck_out = None
    entry.closure_reason = entry.closure_words = ""
    history.save(entry, by=by, at=at, reason="restore")
    refresh_standing(person)
    ended = [closing.pk] if closing is not None else []
    _tell(row, fact=row.fact_id, ended=ended)
    events.publish(
        "register.reopened", person=person.pk, by=by, at=at, entry=entry.pk,
        closing=closing.pk if closing is not None else None,
    )  # fmt: skip
    return row


def _restore_rating(
    person: Person, rating: Rating, *, words: str, by: User, at: datetime
) -> StrikeOut:
    """Let a rating stand again from its own moment, in a row of its own, as it was given."""
    placed = Rating.objects.create(
        entry=rating.entry, level=rating.level, reason=rating.reason, source=rating.source,
        against_floor=rating.against_floor, follows=last_recorded(rating.entry),
        set_by=rating.set_by, set_at=rating.set_at,
    )  # fmt: skip
    row = _strike(rating.struck_out, placed=placed.pk, words=words, by=by, at=at)
    refresh_standing(person)
    _tell(row, fact=rating.pk, placed=placed.pk)
    return row


def _tell(
    row: StrikeOut, *, fact: UUID, ended: Iterable[int] = (), placed: UUID | None = None
) -> None:
    """Publish that the strike-out does not hold, nor the events `ended` that went with it."""
    told = AuditEvent.objects.filter(person_id=row.person_id, kind="register.struck_out")
    of = told.filter(facts__strike_out=str(row.fact_id)).values_list("pk", flat=True)
    events.publish(
        "register.struck_out", person=row.person_id, by=row.by, at=row.at, strike_out=row.pk,
        fact_kind=TAKEN_BACK, fact=fact, cause=row.cause, of=sorted({*of, *ended}), moved=False,
        placed=placed,
    )  # fmt: skip


def _strike(
    struck: StrikeOut | None, *, words: str, by: User, at: datetime, placed: UUID | None = None
) -> StrikeOut:
    """Strike out a strike-out, whose own words stay with who, when and why."""
    assert struck is not None  # noqa: S101 - found by it
    day = in_words(local_day(struck.at))
    return StrikeOut.objects.create(
        person_id=struck.person_id, kind=TAKEN_BACK, fact_id=struck.pk, cause=rules.Cause.MISTAKE,
        said=f"{struck.said}. {struck.by.full_name} had struck this out on {day}: "
        f"{struck.reason}"[:500],
        reason=words.strip()[:1000], replaced_by=placed, by=by, at=at,
    )  # fmt: skip


def _name_again(person: Person, taken_back_at: datetime, *, by: User, at: datetime) -> None:
    """Name again the lead and the partners who were taken off, and no more who came in instead.

    Someone whom a person has named as lead since stays.
    """
    person.refresh_from_db()
    instead = person.history.filter(history_date=taken_back_at, history_change_reason="name_lead")
    leads = {None, *instead.values_list("lead_professional", flat=True)}
    lead = _lead_then(person, taken_back_at) if person.lead_professional_id in leads else None
    if lead is not None and lead.is_active:
        name_lead(person=person, lead=lead, by=by, at=at, told_otherwise=True)
        came = Involvement.objects.named().current().filter(person=person, since=taken_back_at)
        for partner in list(came):
            end_involvement(involvement=partner, by=by, at=at)
    for partner in Involvement.objects.named().filter(person=person, until=taken_back_at):
        partner.until = None
        history.save(partner, by=by, at=at, reason="restore")
        events.publish(
            "register.involvement_restored", person=person.pk, by=by, at=at, involvement=partner.pk
        )


def _lead_then(person: Person, taken_back_at: datetime) -> User | None:
    """Return who led until then and was named no more."""
    rows = person.history.order_by("-history_id")
    off = rows.filter(history_date=taken_back_at, history_change_reason="lead_not_named").first()
    before = rows.filter(history_id__lt=off.history_id).first() if off is not None else None
    return User.objects.filter(pk=before.lead_professional_id).first() if before else None
