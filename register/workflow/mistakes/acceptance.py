"""Taking back what accepting a referral did to the record, when it was accepted by mistake.

Someone who came onto the register with it was never on it: their time there is struck out with
its ratings, and what had begun about them ends as with a closing. Of someone who was on the
register already, the rating alone is struck out. In both cases those who were named on the record
with the acceptance are named no more.
"""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register import rules
from register.models import Entry, InpatientStay, Involvement, Person, Rating, StrikeOut
from register.workflow.holding import current_rating, hold
from register.workflow.mistakes.striking_out import events_telling, strike_out
from register.workflow.people import end_involvement
from register.workflow.standing import refresh_standing

KIND = "acceptance"
"""The kind of a strike-out of someone's time on the register."""
_TOLD = ("register.entered", "register.rated", "register.partner_named")


def refusal_to_take_back(entry: Entry | None) -> str:
    """Return why the acceptance that began `entry` cannot be taken back; empty where it can."""
    if entry is None:
        return ""
    if entry.closed_at is not None:
        left = in_words(entry.left_day or local_day(entry.closed_at))
        return (
            f"This person left the register on {left}. If the record should not have been closed, "
            "reopen it first. Otherwise leave it closed."
        )
    stays = InpatientStay.objects.filter(person=entry.person_id)
    since = stays.filter(admitted_on__gte=local_day(entry.opened_at))
    if (since | stays.open()).exists():
        return (
            "A stay in hospital has been recorded since the referral was accepted. If the stay is "
            "wrong, strike it out or move it to the right person first. If it is right, this "
            "person belongs on the register."
        )
    return ""


@events.step
def take_back_acceptance(
    *,
    person: Person,
    entry: Entry | None,
    accepted_at: datetime,
    reason: str,
    by: User,
    at: datetime,
) -> StrikeOut | None:
    """Undo what the acceptance of a referral at that moment did to the record.

    `entry` is the time on the register that rests on this referral alone, if one does. Returns
    the strike-out, or None where the rating that came with it has been struck out before.
    Raises where `refusal_to_take_back` says why not; the caller has asked for the reason.
    """
    person = hold(person.pk)
    words = refusal_to_take_back(entry)
    if words:
        raise RuleBroken(words)
    partners = _named_then(person, accepted_at, by=by, at=at)
    if entry is None:
        return _strike_rating(person, accepted_at, reason=reason, by=by, at=at)
    return _strike_entry(person, entry, partners, reason=reason, by=by, at=at)


def _strike_entry(
    person: Person, entry: Entry, partners: list[UUID], *, reason: str, by: User, at: datetime
) -> StrikeOut:
    """Close the entry, so that all that was begun ends, and strike it out.

    The ratings given meanwhile go with it, and would come back with it.
    """
    level = current_rating(entry).level
    row = StrikeOut.objects.create(
        person=person, kind=KIND, fact_id=entry.pk, cause=rules.Cause.MISTAKE,
        reason=reason.strip()[:1000], by=by, at=at,
        said=f"Came onto the register on {in_words(local_day(entry.opened_at))}, last rated "
        f"{level}",
    )  # fmt: skip
    told = _telling(person, entry, partners)
    entry.closed_at, entry.closed_by = at, by
    entry.closure_reason = rules.ClosureReason.ACCEPTED_IN_ERROR
    entry.left_on, entry.struck_out = local_day(at), row
    history.save(entry, by=by, at=at, reason="strike_out")
    refresh_standing(person)
    closed = events.publish(
        "register.closed", person=person.pk, by=by, at=at, entry=entry.pk, shown=level,
        reason=rules.ClosureReason.ACCEPTED_IN_ERROR, left_on=entry.left_on,
        commissioner=person.responsible_icb_id,
    )  # fmt: skip
    events.publish(
        "register.struck_out", person=person.pk, by=by, at=at, strike_out=row.pk, fact_kind=KIND,
        fact=entry.pk, cause=row.cause, of=sorted({*told, closed.id}), moved=False,
    )  # fmt: skip
    return row


def _telling(person: Person, entry: Entry, partners: list[UUID]) -> set[int]:
    """Return the events that told of the entry, of its ratings, and of who was named with it."""
    told = events_telling(person.pk, _TOLD[:2], entry=entry.pk)
    for partner in partners:
        told += events_telling(person.pk, _TOLD[2:], involvement=partner)
    return set(told)


def _strike_rating(
    person: Person, accepted_at: datetime, *, reason: str, by: User, at: datetime
) -> StrikeOut | None:
    """Strike out the rating that came with the referral, or the one put in its place."""
    given = Rating.recorded.filter(
        entry__person=person, source=rules.RatingSource.REFERRAL, set_at=accepted_at
    )
    standing = given.filter(struck_out__isnull=True).first()
    if standing is None:
        return None
    return strike_out(
        person=person, kind="rating", fact_id=standing.pk, cause=rules.Cause.MISTAKE,
        reason=reason[:1000], by=by, at=at,
    )  # fmt: skip


def _named_then(person: Person, accepted_at: datetime, *, by: User, at: datetime) -> list[UUID]:
    """Name no more who was named with the acceptance; return the partners among them."""
    named = person.history.filter(history_date=accepted_at, history_change_reason="name_lead")
    lead = named.order_by("-history_id").values_list("lead_professional", flat=True).first()
    if lead is not None and person.lead_professional_id == lead:
        person.lead_professional = None
        person.version += 1
        history.save(person, by=by, at=at, reason="lead_not_named")
        events.publish("register.lead_removed", person=person.pk, by=by, at=at, lead=lead)
    partners = Involvement.objects.named().current().filter(person=person, since=accepted_at)
    found = list(partners)
    for partner in found:
        end_involvement(involvement=partner, by=by, at=at)
    return [one.pk for one in found]
