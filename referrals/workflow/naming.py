"""Verbs about being named on the record of someone who is known already."""

from datetime import date, datetime

from accounts.models import User
from core import events, history
from core.errors import RuleBroken
from referrals import rules
from referrals.codes import NamingState
from referrals.models import NamingRequest
from register import workflow as register
from register.models import Involvement, Person


@events.step
def ask_to_be_named(
    *, nhs_number: str, birth_date: date, part: str, reason: str, by: User, at: datetime
) -> NamingRequest | None:
    """Ask the DSR team of the person with this number and birth date to name `by` on the record.

    None where the register knows no one like this, or `by` has the record already: the page
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
    """Name the person who asked as a partner on the record, which they may see from now on."""
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
    """Do not name the person who asked; the reason is for the record, and not told to them."""
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
