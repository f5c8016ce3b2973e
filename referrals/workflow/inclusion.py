"""Verbs about requests of the public page: asked, given to a lead, closed, reminded of, expired.

The words are kept only while somebody works with them; closing wipes them.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Area, User
from accounts.rules import Permission
from consent.references import new_reference
from core import events
from core.dates import add_working_days, is_working_day, local_day
from core.errors import RuleBroken
from referrals import team_policy
from referrals.codes import Agrees, Asker, InclusionState
from referrals.models import InclusionRequest, Referral
from referrals.rules import SectionKey

OUTCOMES = (InclusionState.ADVISED, InclusionState.DECLINED, InclusionState.REFERRED)
TAKEN_OVER: dict[SectionKey, dict[str, Any]] = {
    SectionKey.PERSON: {"given_name": "", "family_name": "", "birth_date": None},
    SectionKey.WHY_NOW: {"words": ""},
}
"""What each section of a draft takes over from the request, and what is left of it there."""
MOST_OPEN = 500
"""So many open requests stop the form: more than any team could read (ours)."""


@events.step
def ask_to_be_included(
    *,
    key: UUID,
    area: Area | None,
    asker: Asker,
    asker_name: str,
    contact: str,
    given_name: str,
    family_name: str,
    birth_date: date | None,
    agrees: Agrees,
    words: str,
    at: datetime,
) -> InclusionRequest:
    """Keep what was typed until the team has dealt with it. The same `key` again asks once.

    Nobody is looked up, so that the answer is the same for everybody.
    """
    known = InclusionRequest.objects.filter(key=key).first()
    if known is not None:
        return known
    if InclusionRequest.objects.open().count() >= MOST_OPEN:
        raise RuleBroken("We cannot take requests on this page just now. Phone the team instead")
    made = InclusionRequest(
        key=key,
        reference=new_reference("I"),
        state=InclusionState.WAITING,
        area=area,
        asker=asker,
        asker_name=asker_name.strip(),
        contact=contact.strip(),
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        birth_date=birth_date,
        agrees=agrees,
        words=words.strip(),
        received_at=at,
        expires_on=local_day(at) + timedelta(days=team_policy.current().inclusion.keep_days),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the other of two sendings of one page won
        return InclusionRequest.objects.get(key=key)
    _tell("referrals.inclusion_asked", made, by=None, at=at)
    return made


@events.step
def find_lead(
    *, request: InclusionRequest, lead: User, area: Area, by: User, at: datetime
) -> InclusionRequest:
    """Give the request to a professional, who talks with the person and starts a referral."""
    request = _hold(request)
    if not lead.is_active or not lead.holds(Permission.REFER):
        raise RuleBroken("Choose someone who can refer", field="lead")
    check_may_find_lead(request)
    if request.lead_id == lead.pk:
        return request
    request.state, request.lead, request.area = InclusionState.LEAD_FOUND, lead, area
    request.handled_by, request.handled_at = by, at
    request.save()
    _tell("referrals.inclusion_lead_found", request, by=by, at=at, lead=lead.pk)
    return request


@events.step
def close_inclusion(
    *, request: InclusionRequest, outcome: InclusionState, told: bool, by: User, at: datetime
) -> InclusionRequest:
    """Close a request once whoever asked was told what came of it, and wipe it.

    Advice, a kind no, or a referral, which then was sent.
    """
    if outcome not in OUTCOMES:
        raise RuleBroken("Select what became of the request", field="outcome")
    if not told:
        raise RuleBroken("Tell whoever asked first, then tick the box", field="told")
    request = _hold(request)
    if outcome == InclusionState.REFERRED and not request.is_sent:
        raise RuleBroken("No referral was sent from this request yet", field="outcome")
    return _wipe(request, outcome, by=by, at=at)


@events.step
def start_from(
    *, request: InclusionRequest, referral: Referral, by: User, at: datetime
) -> InclusionRequest:
    """Let a draft begin from the request; its words go once the draft holds them, or is gone."""
    request = _hold(request)
    if request.lead_id != by.pk or referral.referrer_id != by.pk:
        raise RuleBroken("Another professional was asked to start this referral.")
    if request.referral_id is not None and request.referral_id != referral.pk:
        raise RuleBroken("A referral was started from this request already.")
    if request.referral_id == referral.pk:
        return request
    request.referral = referral
    request.save()
    _tell("referrals.inclusion_started", request, by=by, at=at, referral=referral.pk)
    return request


@events.step
def note_section_saved(
    *, referral_id: UUID, section: SectionKey, by: User | None, at: datetime
) -> None:
    """Wipe what the draft that began from the request holds now: the person, then the words.

    How to reach whoever asked stays until they were told what came of it.
    """
    if section not in TAKEN_OVER:
        return
    for request in InclusionRequest.objects.open().filter(referral=referral_id):
        held = _hold(request)
        for name, nothing in TAKEN_OVER[section].items():
            setattr(held, name, nothing)
        held.save()
        _tell("referrals.inclusion_taken_over", held, by=by, at=at, section=section)


@events.step
def note_discarded(*, referral_id: UUID, at: datetime) -> None:
    """Let another draft begin from the request, whose first one was thrown away or ran out."""
    for request in InclusionRequest.objects.open().filter(referral=referral_id):
        held = _hold(request)
        held.referral = None
        held.save()


def remind_of_inclusions(*, on: date, at: datetime) -> int:
    """Remind of requests that nobody goes on with or whose words go soon; returns how many.

    On working days. Once for each of the two; running it again reminds of nothing.
    """
    reminded = 0
    if is_working_day(on):
        for waiting in InclusionRequest.objects.open():
            if _is_reminder_due(waiting, on=on):
                reminded += _remind(waiting, on=on, at=at)
    return reminded


def _is_reminder_due(request: InclusionRequest, *, on: date) -> bool:
    days = [_warned_on(request)]
    if request.referral_id is None:
        last = local_day(request.handled_at or request.received_at)
        count = team_policy.current().inclusion.remind_after_working_days
        days.append(add_working_days(last, count))
    known = request.reminded_on
    return any(day <= on and (known is None or known < day) for day in days)


def _warned_on(request: InclusionRequest) -> date:
    return request.expires_on - timedelta(days=team_policy.current().inclusion.warn_days)


@events.step
def _remind(waiting: InclusionRequest, *, on: date, at: datetime) -> bool:
    held = InclusionRequest.objects.select_for_update().get(pk=waiting.pk)
    if not held.is_open or not _is_reminder_due(held, on=on):
        return False
    held.reminded_on = on
    held.save()
    last = on >= _warned_on(held)
    _tell("referrals.inclusion_waits", held, by=None, at=at, lead=held.lead_id, last=last)
    return True


def expire_inclusions(*, on: date, at: datetime) -> int:
    """Wipe requests whose time is up; returns how many. The team is told of one not dealt with."""
    expired = 0
    for late in InclusionRequest.objects.expired(on=on):
        expired += _expire(late, at=at)
    return expired


@events.step
def _expire(late: InclusionRequest, *, at: datetime) -> bool:
    held = InclusionRequest.objects.select_for_update().get(pk=late.pk)
    if not held.is_open:
        return False
    state = InclusionState.REFERRED if held.is_sent else InclusionState.EXPIRED
    _wipe(held, state, by=None, at=at)
    return True


def _hold(request: InclusionRequest) -> InclusionRequest:
    held = InclusionRequest.objects.select_for_update().filter(pk=request.pk).first()
    check_asked(held)
    assert held is not None  # noqa: S101 - as checked
    return held


def check_asked(request: InclusionRequest | None) -> None:
    """Refuse to act on a request that was answered, or whose time is over."""
    if request is None or not request.is_open:
        raise RuleBroken(
            "This request is closed: it was answered, or its time is over. Nothing was changed."
        )


def check_may_find_lead(request: InclusionRequest) -> None:
    """Refuse to ask someone else to lead once a referral has been started."""
    check_asked(request)
    if request.referral_id is not None:
        raise RuleBroken("A referral has already been started. Nothing was changed.")


def _wipe(
    request: InclusionRequest, state: InclusionState, *, by: User | None, at: datetime
) -> InclusionRequest:
    request.state, request.handled_at = state, at
    request.handled_by = by or request.handled_by
    request.asker = request.asker_name = request.contact = request.agrees = ""
    request.given_name = request.family_name = request.words = ""
    request.birth_date = None
    request.save()
    _tell("referrals.inclusion_closed", request, by=by, at=at, outcome=state)
    return request


def _tell(
    kind: str, request: InclusionRequest, *, by: User | None, at: datetime, **facts: Any
) -> None:
    events.publish(kind, by=by, at=at, inclusion=request.pk, area=request.area_id, **facts)
