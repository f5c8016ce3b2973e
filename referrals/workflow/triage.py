"""Verbs about a referral that was sent: acknowledge, ask, answer, accept, decline, withdraw."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from accounts.models import User
from consent import workflow as consent
from core import events, history
from core.dates import due_after_pause, local_day
from core.errors import RuleBroken
from referrals import rules
from referrals.codes import RedirectState
from referrals.models import Referral, TriageStep
from referrals.rules import SectionKey, State, StepKind
from referrals.workflow import basis
from register import workflow as register
from register.models import Entry, IdentityFinding, Involvement, Person
from register.rules import Level, RatingSource
from register.workflow.mistakes.striking_out import events_telling


@events.step
def acknowledge(*, referral: Referral, by: User, at: datetime) -> Referral:
    """Say that a named person of the team has seen the referral; once is enough."""
    _, referral = hold_sent(referral)
    if referral.acknowledged_at is not None:
        return referral
    return take_step(referral, StepKind.ACKNOWLEDGED, by=by, at=at)


@events.step
def ask(
    *, referral: Referral, words: str, by: User, at: datetime, for_person: str = ""
) -> Referral:
    """Ask the referrer for more information; the clock of triage stands still until it comes.

    `for_person` is what the letter to the person says, in plain words.
    """
    rules.check_words(words, message="Enter what you need to know", field="words")
    _, referral = hold_sent(referral)
    rules.next_state(StepKind.ASKED, referral.stands)
    referral.paused_at = at
    return take_step(referral, StepKind.ASKED, words=words, for_person=for_person, by=by, at=at)


@events.step
def answer(*, referral: Referral, words: str, by: User, at: datetime) -> Referral:
    """Give the information asked for; the clock goes on with the working days it had left."""
    rules.check_words(words, message="Enter your answer", field="words")
    _, referral = hold_sent(referral)
    rules.next_state(StepKind.ANSWERED, referral.stands)
    if referral.paused_at and referral.triage_due_on:
        referral.triage_due_on = due_after_pause(
            due_on=referral.triage_due_on,
            stopped_on=local_day(referral.paused_at),
            resumed_on=local_day(at),
        )
    referral.paused_at = None
    return take_step(referral, StepKind.ANSWERED, words=words, by=by, at=at)


@events.step
def accept(
    *,
    referral: Referral,
    level: Level,
    reason: str,
    by: User,
    at: datetime,
    follows: UUID | None = None,
    against_floor: str = "",
) -> Referral:
    """Accept: the person enters the register at `level`, or is rated anew when already on it.

    The lawful basis is checked again; for somebody who was known the one sent is recorded only
    now. A level other than the clinician's needs a reason.
    `follows` is the rating that the person deciding saw, for someone on the register, and
    `against_floor` why a lower one is right for them so soon after a discharge.
    """
    person, referral = hold_sent(referral)
    rules.next_state(StepKind.ACCEPTED, referral.stands)
    _check_no_proposal(person)
    basis.record(referral, person, by=by, at=at)
    consent.check_basis(person=person, on=local_day(at))
    if level != referral.level and not reason.strip():
        raise RuleBroken(
            "Enter why the rating differs from the referring clinician's", field="reason"
        )
    reason = reason.strip() or _clinicians_reason(referral)
    _rate(
        person, level=level, reason=reason, follows=follows, against_floor=against_floor, by=by,
        at=at,
    )  # fmt: skip
    _name_referrer(person, referral, by=by, at=at)
    return take_step(referral, StepKind.ACCEPTED, words=reason, level=level, by=by, at=at)


@events.step
def decline(
    *, referral: Referral, advice: str, by: User, at: datetime, for_person: str = ""
) -> Referral:
    """Decline, with advice on what to do instead; the referrer is told.

    `for_person` is what the letter to the person says, in plain words.
    """
    rules.check_words(advice, message="Enter your advice for the referrer", field="advice")
    _, referral = hold_sent(referral)
    return take_step(referral, StepKind.DECLINED, words=advice, for_person=for_person, by=by, at=at)


@events.step
def withdraw(*, referral: Referral, reason: str, by: User, at: datetime) -> Referral:
    """Take back a referral that was sent and is not decided; the reason is kept."""
    rules.check_words(reason, message="Enter why you are withdrawing the referral", field="reason")
    _, referral = hold_sent(referral)
    return take_step(referral, StepKind.WITHDRAWN, words=reason, by=by, at=at)


@events.step
def reopen(*, referral: Referral, why: str, by: User, at: datetime) -> Referral:
    """Take back a decision that was a mistake: the referral is back in triage with its first date.

    With an acceptance goes what it did to the record. The decision stays in the referral's story,
    and whoever sent it is told.
    """
    rules.check_words(why, message="Enter what was wrong with the decision", field="why")
    person, referral = hold_sent(referral)
    of = events_telling(person.pk, DECIDED_BY, referral=referral.pk)
    rules.next_state(StepKind.REOPENED, referral.stands)
    before, struck = as_before(referral), None
    if referral.stands is State.ACCEPTED and referral.decided_at is not None:
        struck = register.take_back_acceptance(
            person=person, entry=entry_resting_on(referral), accepted_at=referral.decided_at,
            reason=why, by=by, at=at,
        )  # fmt: skip
    _name_for_who_stands(referral, by=by, at=at)
    told: dict[str, Any] = {"strike_out": struck.pk} if struck is not None else {}
    referral.decided_at = None
    return take_step(
        referral, StepKind.REOPENED, words=why, by=by, at=at, back_to=before, of=of,
        **told,
    )  # fmt: skip


DECIDED_BY = (
    "referrals.accepted", "referrals.declined", "referrals.withdrawn", "referrals.triaged",
)  # fmt: skip
"""What tells of a decision that can be taken back."""


def as_before(referral: Referral) -> Any:
    """Return the referral as it was before it was decided: a row of its history."""
    last, before = history.last_two(referral)
    decided = last is not None and last.state in rules.DECIDED
    return before if decided else None


def entry_resting_on(referral: Referral) -> Entry | None:
    """Return the time on the register that rests on this accepted referral alone, if one does.

    It began with a referral that was accepted, and no other one accepted since then stands.
    """
    if referral.stands is not State.ACCEPTED or referral.decided_at is None:
        return None
    entries = Entry.objects.filter(person=referral.person_id, opened_at__lte=referral.decided_at)
    entry = entries.order_by("-opened_at").first()
    if entry is None:
        return None
    about = Referral.objects.filter(person=referral.person_id)
    began = TriageStep.objects.filter(
        referral__in=about, kind=StepKind.ACCEPTED, at=entry.opened_at
    )
    others = about.filter(state=State.ACCEPTED, decided_at__gte=entry.opened_at)
    return entry if began.exists() and not others.exclude(pk=referral.pk).exists() else None


@events.step
def withdraw_with_closing(*, person_id: UUID, closing: int, by: User, at: datetime) -> int:
    """Withdraw every referral that waits for triage about a person who has died.

    The caller holds the person. Returns how many there were.
    """
    rows = Referral.objects.awaiting_triage().filter(person=person_id).order_by("pk")
    waiting = list(rows.select_for_update(of=("self",)))
    for referral in waiting:
        take_step(
            referral, StepKind.WITHDRAWN, words="The person has died.", by=by, at=at,
            closing=closing,
        )  # fmt: skip
    return len(waiting)


def _check_no_proposal(person: Person) -> None:
    """Refuse to accept while a second person has yet to say who the referral is about."""
    if IdentityFinding.objects.waiting().of(person.pk).exists():
        raise RuleBroken(
            "Someone recorded that this is the same person as another record, and a colleague has "
            "yet to confirm it. Confirm it or take it back before you accept the referral."
        )


def hold_sent(referral: Referral) -> tuple[Person, Referral]:
    """Lock the person, then the referral; raises for a draft and for somebody restricted."""
    if referral.person_id is None:
        raise RuleBroken("This referral has not been sent yet.")
    person = register.hold(referral.person_id)
    return person, Referral.objects.select_for_update().get(pk=referral.pk)


def take_step(
    referral: Referral,
    kind: StepKind,
    *,
    by: User,
    at: datetime,
    words: str = "",
    for_person: str = "",
    level: str = "",
    back_to: Any = None,
    restored: Any = None,
    **facts: object,
) -> Referral:
    """Move the referral, write the step, and tell; the last lines of every verb of triage.

    `back_to` is how a referral was whose decision is taken back: if it waited for the referrer,
    it waits again, and an area that was asked to take it is asked still. `restored` is how one
    was decided that had been taken back by mistake. `facts` are further ids for the event.
    """
    referral.state = rules.next_state(kind, referral.stands)
    if back_to is not None:
        _wait_as_before(referral, back_to, by=by, at=at)
    was_seen = referral.acknowledged_at is not None
    seen = was_seen if back_to is not None else kind in SEES and not was_seen
    referral.acknowledged_at = referral.acknowledged_at or (at if kind in ACKNOWLEDGING else None)
    if restored is not None:
        referral.state = restored.state
    if referral.state in rules.DECIDED:
        decided_at = at if restored is None else restored.decided_at
        referral.decided_at, referral.paused_at = decided_at, None
        _overtake_redirect(referral, by=by, at=at)
    referral.version += 1
    history.save(referral, by=by, at=at, reason=kind)
    step = TriageStep.objects.create(
        referral=referral, kind=kind, words=words, for_person=for_person.strip(), level=level,
        by=by, at=at,
    )  # fmt: skip
    _tell(referral, step, facts, seen=seen and not _told_as_seen(referral))
    return referral


def _told_as_seen(referral: Referral) -> bool:
    told = events_telling(
        cast(UUID, referral.person_id), ["referrals.acknowledged"], referral=referral.pk
    )
    return bool(told)


def _overtake_redirect(referral: Referral, *, by: User, at: datetime) -> None:
    """End the request to another area: the referral was decided before it was taken."""
    for waiting in referral.redirects.open().select_for_update():
        waiting.state = RedirectState.OVERTAKEN
        waiting.decided_by, waiting.decided_at = by, at
        history.save(waiting, by=by, at=at, reason="overtake")


def _wait_as_before(referral: Referral, back_to: Any, *, by: User, at: datetime) -> None:
    """Let the pause, and the request to another area, go on that a decision had ended."""
    last, _ = history.last_two(referral)
    if back_to.state == State.INFORMATION_ASKED:
        referral.state, referral.paused_at = State.INFORMATION_ASKED, back_to.paused_at
    overtaken = referral.redirects.filter(
        state=RedirectState.OVERTAKEN, decided_at=last.history_date
    )
    for one in overtaken.select_for_update():
        one.state, one.decided_by, one.decided_at = RedirectState.OPEN, None, None
        history.save(one, by=by, at=at, reason="reopen")


ACKNOWLEDGING = {
    StepKind.ACKNOWLEDGED,
    StepKind.ASKED,
    StepKind.ACCEPTED,
    StepKind.DECLINED,
    StepKind.TAKEN,
}
"""Steps after which somebody who answers for the referral has seen it; asking another area to
take it is not one: a RED alert goes on until somebody has."""

SEES = {StepKind.ACCEPTED, StepKind.DECLINED}
"""Decisions that say by the way that somebody has seen the referral, where no one had said so: it
stays seen when the decision is taken back."""

EVENTS = {
    StepKind.ACKNOWLEDGED: ("referrals.acknowledged",),
    StepKind.ASKED: ("referrals.information_asked", "referrals.acknowledged"),
    StepKind.ANSWERED: ("referrals.information_given",),
    StepKind.ACCEPTED: ("referrals.accepted", "referrals.triaged"),
    StepKind.DECLINED: ("referrals.declined", "referrals.triaged"),
    StepKind.WITHDRAWN: ("referrals.withdrawn", "referrals.triaged"),
    StepKind.REDIRECTED: ("referrals.redirected",),
    StepKind.TAKEN: ("referrals.taken", "referrals.acknowledged"),
    StepKind.RETURNED: ("referrals.returned",),
    StepKind.JOINED: ("referrals.joined",),
    StepKind.PARTED: ("referrals.parted",),
    StepKind.REOPENED: ("referrals.struck_out", "referrals.reopened"),
    StepKind.RESTORED: ("referrals.struck_out", "referrals.restored"),
}
"""What each step is published as; `referrals.triaged` ends the duty to triage, whatever the
outcome, which its facts say."""


def _tell(referral: Referral, step: TriageStep, facts: dict[str, object], *, seen: bool) -> None:
    kinds = EVENTS[StepKind(step.kind)]
    for kind in ("referrals.acknowledged", *kinds) if seen else kinds:
        events.publish(
            kind,
            person=referral.person_id,
            by=step.by,
            at=step.at,
            referral=referral.pk,
            referrer=referral.referrer_id,
            area=referral.area_id,
            region=referral.area.region,
            level=step.level or referral.level,
            outcome=step.kind,
            step=step.pk,
            **facts,
        )


def _rate(
    person: Person,
    *,
    level: Level,
    reason: str,
    follows: UUID | None,
    against_floor: str,
    by: User,
    at: datetime,
) -> None:
    if Entry.objects.open().filter(person=person).exists():
        register.rate(
            person=person,
            level=level,
            reason=reason,
            source=RatingSource.REFERRAL,
            follows=follows,
            against_floor=against_floor,
            by=by,
            at=at,
        )
    else:
        register.enter(person=person, level=level, reason=reason, by=by, at=at)


def _name_for_who_stands(referral: Referral, *, by: User, at: datetime) -> None:
    """Name the lead anew for another referral that was accepted and still keeps the person on."""
    person = register.hold(cast(UUID, referral.person_id))
    if person.lead_professional_id is not None:
        return
    others = Referral.objects.filter(person=person, state=State.ACCEPTED).exclude(pk=referral.pk)
    other = others.select_related("copy", "referrer").order_by("-decided_at").first()
    if other is not None and Entry.objects.open().filter(person=person).exists():
        _name_referrer(person, other, by=by, at=at)


def _clinicians_reason(referral: Referral) -> str:
    result = referral.tool_results.get()
    return result.level_reason or "As rated by the referring clinician; the tool suggested the same"


def _name_referrer(person: Person, referral: Referral, *, by: User, at: datetime) -> None:
    """Make the referrer the lead, or a named partner of somebody who has a lead already."""
    referrer = referral.referrer
    if not referrer.is_active or person.lead_professional_id == referrer.pk:
        return
    if person.lead_professional_id is None:
        register.name_lead(person=person, lead=referrer, by=by, at=at, told_otherwise=True)
        _name_network(person, referral, by=by, at=at)
        return
    named = Involvement.objects.named().current().filter(person=person, user=referrer)
    if not named.exists():
        register.name_partner(
            person=person,
            name=referrer.full_name,
            part="Referrer",
            user=referrer,
            organisation=referrer.organisation,
            by=by,
            at=at,
        )


def _name_network(person: Person, referral: Referral, *, by: User, at: datetime) -> None:
    """Name on the record the people around the person whom the referral names."""
    network = referral.copy.data(SectionKey.NETWORK)
    for one in [*network.get("professionals", []), *network.get("family", [])]:
        part = ", ".join(filter(None, [one.get("role"), one.get("organisation")]))
        register.name_partner(
            person=person,
            name=one["name"],
            part=part[:120],
            contact=one.get("contact", "")[:200],
            attends_cetr=bool(one.get("attends_cetr")),
            by=by,
            at=at,
        )
