"""Verbs about who somebody is: joined to a record, told apart, asked to be named.

There is no merge. The referral is joined to the record that was there; the one made for the
referral stays behind, restricted, and is erased together with the other, so that the joining can
be undone (H7).
"""

from dataclasses import fields
from datetime import date, datetime
from itertools import zip_longest
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from referrals import rules
from referrals.codes import NamingState, Verdict
from referrals.models import IdentityFinding, NamingRequest, Referral
from referrals.rules import StepKind
from referrals.workflow.triage import take_step
from register import workflow as register
from register.models import Entry, Involvement, Person
from register.workflow.entries import facts_of

REASON = "Enter how you know"


@events.step
def say_same(
    *, referral: Referral, other: Person, reason: str, by: User, at: datetime
) -> IdentityFinding:
    """Join the referral to `other`, who is the same person; can be undone until it is decided.

    What the referral asks for is asked for `other` from now on.
    """
    rules.check_words(reason, message=REASON, field="reason")
    referral, mine, other = _hold_both(referral, other)
    check_may_be_joined(referral, mine)
    referral.person, referral.person_was_known = other, True
    finding = _find(referral, mine, other, Verdict.SAME, reason, by=by, at=at)
    take_step(referral, StepKind.JOINED, words=reason, by=by, at=at)
    _move_what_follows(referral, away_from=mine, to=other, by=by, at=at)
    _move_number(away_from=mine, to=other, by=by, at=at)
    register.restrict(person_id=mine.pk, by=by, at=at)
    return finding


@events.step
def part(*, referral: Referral, reason: str, by: User, at: datetime) -> IdentityFinding:
    """Undo the joining of a referral that is not decided: it stands alone again."""
    rules.check_words(reason, message=REASON, field="reason")
    joined = _joined(referral)
    referral = Referral.objects.get(pk=referral.pk)
    referral, other, mine = _hold_both(referral, joined.person, restricted=joined.person_id)
    _check_may_be_separated(referral)
    if other.pk != joined.other_id:
        raise RuleBroken(
            "This referral has already been separated from the other record. Nothing was changed."
        )
    mine = register.unrestrict(person_id=mine.pk, by=by, at=at)
    if mine.history.exclude(nhs_number=None).filter(nhs_number=other.nhs_number).exists():
        _move_number(away_from=other, to=mine, by=by, at=at)
    referral.person, referral.person_was_known = mine, False
    finding = _find(referral, mine, other, Verdict.UNDONE, reason, by=by, at=at)
    take_step(referral, StepKind.PARTED, words=reason, by=by, at=at)
    _move_what_follows(referral, away_from=other, to=mine, by=by, at=at)
    return finding


@events.step
def say_different(
    *, referral: Referral, other: Person, reason: str, by: User, at: datetime
) -> IdentityFinding:
    """Say that the referral is not about `other`, however alike they are."""
    rules.check_words(reason, message=REASON, field="reason")
    referral, mine, other = _hold_both(referral, other)
    check_may_be_told_apart(referral)
    finding = _find(referral, mine, other, Verdict.DIFFERENT, reason, by=by, at=at)
    events.publish(
        "referrals.told_apart",
        person=mine.pk,
        by=by,
        at=at,
        referral=referral.pk,
        finding=finding.pk,
    )
    return finding


def check_may_be_joined(referral: Referral, mine: Person) -> None:
    """Refuse to join a referral about `mine` to any other record now."""
    rules.next_state(StepKind.JOINED, referral.stands)
    _check_joinable(referral, mine)
    _check_not_passed_on(referral)


def check_may_be_separated(referral: Referral) -> None:
    """Refuse to separate a referral that is not joined to a record, or is decided."""
    _joined(referral)
    _check_may_be_separated(referral)


def check_may_be_told_apart(referral: Referral) -> None:
    """Refuse to tell a referral apart from a record once it is decided."""
    if referral.state in rules.DECIDED:
        raise RuleBroken("This referral has already been decided. Nothing was changed.")


def _joined(referral: Referral) -> IdentityFinding:
    joined: IdentityFinding | None = referral.findings.joined().first()
    if joined is None:
        raise RuleBroken("This referral is not joined to another record.")
    return joined


def _check_may_be_separated(referral: Referral) -> None:
    rules.next_state(StepKind.PARTED, referral.stands)
    _check_not_passed_on(referral)


def _hold_both(
    referral: Referral, other: Person, *, restricted: UUID | None = None
) -> tuple[Referral, Person, Person]:
    """Lock both people, in the order of their ids, then the referral.

    `restricted` is the one who may be restricted: the record that stayed behind.
    """
    mine_id = referral.person_id
    if mine_id is None:
        raise RuleBroken("This referral has not been sent yet.")
    if mine_id == other.pk:
        raise RuleBroken("The referral is about this record already.")
    held = {
        pk: register.hold(pk, restricted=pk == restricted) for pk in sorted((mine_id, other.pk))
    }
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if locked.person_id != mine_id:
        raise RuleBroken(
            "This referral was joined to another record, or separated from one, since you opened "
            "the page. Nothing was changed."
        )
    return locked, held[mine_id], held[other.pk]


def _check_joinable(referral: Referral, mine: Person) -> None:
    if referral.person_was_known or Entry.objects.filter(person=mine).exists():
        raise RuleBroken(
            "This referral is about someone who has a record of their own already. Two records "
            "are never merged: ask the teams which one to keep."
        )


def _check_not_passed_on(referral: Referral) -> None:
    if referral.redirects.open().exists():
        raise RuleBroken(
            "Another area is asked to take this referral. Wait until it has taken or returned it."
        )


def _find(
    referral: Referral,
    mine: Person,
    other: Person,
    verdict: Verdict,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> IdentityFinding:
    return IdentityFinding.objects.create(
        referral=referral, person=mine, other=other, verdict=verdict, reason=reason.strip(),
        by=by, at=at,
    )  # fmt: skip


def _move_what_follows(
    referral: Referral, *, away_from: Person, to: Person, by: User, at: datetime
) -> None:
    """End what the referral asked for about one record and ask for it about the other.

    Its clocks go on counting from the day on which it was sent, and stand still when they did.
    """
    common = {"referral": referral.pk, "level": referral.level}
    events.publish("referrals.moved_away", person=away_from.pk, by=by, at=at, **common)
    facts = facts_of(to) | common
    events.publish(
        "referrals.submitted", person=to.pk, by=by, at=at, known=referral.person_was_known,
        submitted_on=local_day(referral.submitted_at or at), pauses=_pauses(referral), **facts,
    )  # fmt: skip
    if referral.acknowledged_at is not None:
        events.publish("referrals.acknowledged", person=to.pk, by=by, at=at, **facts)


def _pauses(referral: Referral) -> list[str]:
    """Return when the clock of triage stood still: the days of asking and answering, "from/to"."""
    steps = referral.steps.filter(kind__in=[StepKind.ASKED, StepKind.ANSWERED]).order_by("at")
    days = [local_day(one.at).isoformat() for one in steps]
    spans = zip_longest(days[::2], days[1::2], fillvalue="")
    return [f"{asked}/{answered}" for asked, answered in spans]


def _move_number(*, away_from: Person, to: Person, by: User, at: datetime) -> None:
    """Let the record that goes on have the NHS number, where only the other one has it."""
    number = away_from.nhs_number
    if number and to.nhs_number is None:
        _set_number(away_from, None, by=by, at=at)
        _set_number(to, number, by=by, at=at)


def _set_number(person: Person, number: str | None, *, by: User, at: datetime) -> None:
    values = {one.name: getattr(person, one.name) for one in fields(register.PersonDetails)}
    register.update_person(
        person=person,
        details=register.PersonDetails(**values | {"nhs_number": number}),
        version=person.version,
        by=by,
        at=at,
    )


@events.step
def ask_to_be_named(
    *, nhs_number: str, birth_date: date, part: str, reason: str, by: User, at: datetime
) -> NamingRequest | None:
    """Ask the DSR team of the person with this number and birth date to name `by` on the record.

    None where the register knows nobody like this, or `by` has the record already: the page
    answers in the same words either way. Asked again while it waits, it is one request.
    """
    rules.check_words(reason, message="Enter why you ask", field="reason")
    found = Person.objects.filter(nhs_number=nhs_number, birth_date=birth_date).first()
    if found is None:
        return None
    person = register.hold(found.pk)
    if person.lead_professional_id == by.pk or _is_named(person, by):
        return None
    waiting = NamingRequest.objects.waiting().filter(person=person, asked_by=by).first()
    if waiting is not None:
        return waiting
    request = NamingRequest(
        person=person,
        asked_by=by,
        part=part.strip(),
        reason=reason.strip(),
        state=NamingState.WAITING,
        asked_at=at,
    )
    history.save(request, by=by, at=at, reason="ask_to_be_named")
    events.publish("referrals.naming_asked", person=person.pk, by=by, at=at, naming=request.pk)
    return request


def _is_named(person: Person, user: User) -> bool:
    return Involvement.objects.named().current().filter(person=person, user=user).exists()


@events.step
def name(*, request: NamingRequest, by: User, at: datetime) -> NamingRequest:
    """Name whoever asked as a partner on the record, which they may see from now on."""
    person, request = _hold_request(request)
    asker = request.asked_by
    if not asker.is_active:
        raise RuleBroken("The account of whoever asked is closed. Decline the request.")
    if not _is_named(person, asker):
        register.name_partner(
            person=person,
            name=asker.full_name,
            part=request.part,
            user=asker,
            organisation=asker.organisation,
            by=by,
            at=at,
        )
    return _decide(request, NamingState.NAMED, by=by, at=at)


@events.step
def decline_to_name(*, request: NamingRequest, words: str, by: User, at: datetime) -> NamingRequest:
    """Do not name whoever asked; the reason is for the record, and says nothing to them."""
    rules.check_words(words, message="Enter why they are not named", field="words")
    _, request = _hold_request(request)
    request.words = words.strip()
    return _decide(request, NamingState.DECLINED, by=by, at=at)


def _hold_request(request: NamingRequest) -> tuple[Person, NamingRequest]:
    person = register.hold(request.person_id)
    held = NamingRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    check_waits(held)
    return person, held


def check_waits(request: NamingRequest) -> None:
    """Refuse a request to be named that has been answered."""
    if request.state != NamingState.WAITING:
        raise RuleBroken(
            f"This request has been answered: {request.stands.label.lower()}. Nothing was changed."
        )


def _decide(request: NamingRequest, state: NamingState, *, by: User, at: datetime) -> NamingRequest:
    request.state, request.decided_by, request.decided_at = state, by, at
    history.save(request, by=by, at=at, reason=state)
    events.publish(
        "referrals.naming_decided",
        person=request.person_id,
        by=by,
        at=at,
        naming=request.pk,
        outcome=state,
        asked_by=request.asked_by_id,
    )
    return request
