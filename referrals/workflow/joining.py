"""What follows for a referral when its record and another are found to be one person's.

There is no merge. The referral is joined to the record that was there; the one made for the
referral stays behind, hidden, and is erased together with the other, so that it can be separated
again at any later time (H7).
"""

from dataclasses import fields
from datetime import datetime
from itertools import zip_longest
from uuid import UUID

from accounts.models import User
from consent.models import Decision
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from referrals.models import Referral
from referrals.rules import State, StepKind
from referrals.workflow.triage import reopen, take_step
from register import workflow as register
from register.models import Entry, IdentityFinding, Person
from register.rules import Cause
from register.workflow.entries import facts_of


@events.step
def join(*, finding: IdentityFinding, by: User, at: datetime) -> Referral | None:
    """Join the referral that waits about one of the two records to the other, where one waits.

    Its record has nothing but the referral: two records with a life of their own stay apart, and
    each shows the other. What the referral asks for is asked for the other from now on.
    """
    found = _to_join(finding)
    if found is None:
        return None
    referral, mine, other = found
    _check_not_passed_on(referral)
    referral.person, referral.person_was_known, referral.joined_by = other, True, finding
    take_step(referral, StepKind.JOINED, words=finding.reason, by=by, at=at)
    _move_what_follows(referral, away_from=mine, to=other, by=by, at=at)
    _move_number(away_from=mine, to=other, by=by, at=at)
    register.restrict(person_id=mine.pk, by=by, at=at)
    return referral


@events.step
def separate(*, finding: IdentityFinding, by: User, at: datetime) -> Referral | None:
    """Give the referral that the finding had joined its own record back, where one was.

    One that was decided meanwhile is put back to triage first: what was decided was decided about
    someone else. What it had brought onto the other record goes with it.
    """
    referral = Referral.objects.select_for_update().filter(joined_by=finding).first()
    if referral is None:
        return None
    _check_not_passed_on(referral)
    decided_at = referral.decided_at
    if referral.stands in (State.ACCEPTED, State.DECLINED):
        referral = reopen(referral=referral, why=finding.ended_reason, by=by, at=at)
    other = register.hold(_person_of(referral))
    if decided_at is not None:
        _strike_out_the_basis(other, decided_at, reason=finding.ended_reason, by=by, at=at)
    mine_id = finding.person_id if finding.other_id == other.pk else finding.other_id
    mine = register.unrestrict(person_id=mine_id, by=by, at=at)
    if mine.history.exclude(nhs_number=None).filter(nhs_number=other.nhs_number).exists():
        _move_number(away_from=other, to=mine, by=by, at=at)
    referral.person, referral.person_was_known, referral.joined_by = mine, False, None
    if not referral.is_awaiting_triage:  # withdrawn by the referrer, and stays so
        history.save(referral, by=by, at=at, reason="separate")
        return referral
    take_step(referral, StepKind.PARTED, words=finding.ended_reason, by=by, at=at)
    _move_what_follows(referral, away_from=other, to=mine, by=by, at=at)
    return referral


def _to_join(finding: IdentityFinding) -> tuple[Referral, Person, Person] | None:
    """Return the referral to join, its own record and the other one."""
    first, second = register.hold(finding.person_id), register.hold(finding.other_id)
    for mine, other in ((first, second), (second, first)):
        if Entry.objects.filter(person=mine).exists():
            continue
        about = list(Referral.objects.select_for_update(of=("self",)).filter(person=mine))
        if len(about) == 1 and about[0].is_awaiting_triage and not about[0].person_was_known:
            return about[0], mine, other
    return None


def _strike_out_the_basis(
    other: Person, decided_at: datetime, *, reason: str, by: User, at: datetime
) -> None:
    """Strike out the decision that came to the other record with the acceptance, where it stands.

    It was about someone else, whose own record has it already.
    """
    came = Decision.objects.current().filter(person=other, recorded_at=decided_at).first()
    if came is not None:
        register.strike_out(
            person=other, kind="decision", fact_id=came.pk, cause=Cause.WRONG_PERSON,
            reason=reason, by=by, at=at,
        )  # fmt: skip


def _person_of(referral: Referral) -> UUID:
    assert referral.person_id is not None  # noqa: S101 - a sent referral has one
    return referral.person_id


def _check_not_passed_on(referral: Referral) -> None:
    if referral.redirects.open().exists():
        raise RuleBroken(
            "Another area is asked to take this referral. Wait until it has taken or returned it."
        )


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
