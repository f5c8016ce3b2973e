"""Verbs that hand a referral to another area: open in both until taken or returned (H9)."""

from dataclasses import fields
from datetime import date, datetime

from accounts.models import Area, User
from core import events, history
from core.dates import add_working_days, is_working_day, local_day, working_days_after
from core.errors import RuleBroken
from referrals import rules, team_policy
from referrals.codes import RedirectState
from referrals.models import Redirect, Referral
from referrals.rules import StepKind
from referrals.workflow.triage import hold_sent, take_step
from register import workflow as register
from register.models import Entry, Person
from register.rules import Level


@events.step
def redirect(*, referral: Referral, to_area: Area, reason: str, by: User, at: datetime) -> Redirect:
    """Ask another area to take the referral; this one answers for it until the other has it."""
    rules.check_words(reason, message="Enter why you redirect the referral", field="reason")
    person, referral = hold_sent(referral)
    check_may_be_passed_on(referral, person)
    if to_area.pk == person.area_id or not to_area.is_active:
        raise RuleBroken("Select another area", field="to_area")
    made = Redirect(
        referral=referral,
        from_area=person.area,
        to_area=to_area,
        reason=reason.strip(),
        state=RedirectState.OPEN,
        asked_by=by,
        asked_at=at,
        due_on=due_on(level=referral.level, on=local_day(at)),
    )
    history.save(made, by=by, at=at, reason="redirect")
    words = f"{to_area.name}: {made.reason}"
    take_step(referral, StepKind.REDIRECTED, words=words, by=by, at=at, redirect=made.pk)
    return made


def check_may_be_passed_on(referral: Referral, person: Person) -> None:
    """Refuse to ask another area for a referral that cannot go there now, whichever area it is."""
    rules.next_state(StepKind.REDIRECTED, referral.stands)
    if _is_on_register(person):
        raise RuleBroken(
            "This person is on the register of your area. Decide the referral. If the person is "
            "moving, hand them over to the other area from their record."
        )
    if referral.redirects.open().exists():
        raise RuleBroken("Another area has already been asked. Nothing was changed.")


def due_on(*, level: str, on: date) -> date:
    """Return the day by which the other area answers: sooner for RED (policy, certainty U)."""
    figures = team_policy.current().redirect
    days = figures.red_working_days if level == Level.RED else figures.working_days
    return add_working_days(on, days)


@events.step
def take(*, redirect: Redirect, by: User, at: datetime) -> Redirect:
    """Take a redirected referral: from now on this area alone answers for it."""
    person, referral, redirect = _hold(redirect)
    check_may_be_taken(person)
    redirect.state = RedirectState.TAKEN
    _decide(redirect, by=by, at=at, reason="take")
    _move(person, redirect, by=by, at=at)
    referral.area = redirect.to_area
    take_step(referral, StepKind.TAKEN, by=by, at=at, redirect=redirect.pk)
    return redirect


def check_may_be_taken(person: Person) -> None:
    """Refuse to take the referral of someone who came onto the other area's register meanwhile."""
    if _is_on_register(person):
        raise RuleBroken(
            "This person is now on the other area's register. Return the referral with this "
            "reason. Nothing was changed."
        )


@events.step
def give_back(*, redirect: Redirect, words: str, by: User, at: datetime) -> Redirect:
    """Return a redirected referral with a reason; the first area goes on answering for it."""
    rules.check_words(words, message="Enter why you return the referral", field="words")
    _, referral, redirect = _hold(redirect)
    redirect.state, redirect.words = RedirectState.RETURNED, words.strip()
    _decide(redirect, by=by, at=at, reason="give_back")
    told = f"{redirect.to_area.name}: {redirect.words}"
    take_step(referral, StepKind.RETURNED, words=told, by=by, at=at, redirect=redirect.pk)
    return redirect


def remind(*, on: date, at: datetime) -> int:
    """Chase redirects that nobody has answered in time; returns how many were chased.

    Once for each working day that has passed since; running it twice chases once.
    """
    chased = 0
    if is_working_day(on):
        for late in Redirect.objects.late(on=on).select_related("referral"):
            chased += _remind(late, on=on, at=at)
    return chased


@events.step
def _remind(late: Redirect, *, on: date, at: datetime) -> bool:
    try:
        _, referral, late = _hold(late)
    except RuleBroken:  # answered, decided or restricted meanwhile: nobody waits any more
        return False
    passed = working_days_after(late.due_on, until=on)
    if late.reminders >= passed:
        return False
    late.reminders = passed
    history.save(late, by=None, at=at, reason="remind")
    events.publish(
        "referrals.redirect_waits",
        person=referral.person_id,
        by=None,
        at=at,
        referral=referral.pk,
        redirect=late.pk,
        reminder=late.reminders,
    )
    return True


def _hold(redirect: Redirect) -> tuple[Person, Referral, Redirect]:
    """Lock person, referral and redirect; refuse one that was answered or overtaken."""
    person, referral = hold_sent(redirect.referral)
    held = Redirect.objects.select_for_update().get(pk=redirect.pk)
    if not held.is_open:
        raise RuleBroken(
            f"This has been answered already: {held.stands.label.lower()}. Nothing was changed."
        )
    return person, referral, held


def _is_on_register(person: Person) -> bool:
    """Whether an area answers for the person already: a referral does not move them."""
    return Entry.objects.open().filter(person=person).exists()


def _decide(redirect: Redirect, *, by: User, at: datetime, reason: str) -> None:
    redirect.decided_by, redirect.decided_at = by, at
    history.save(redirect, by=by, at=at, reason=reason)


def _move(person: Person, redirect: Redirect, *, by: User, at: datetime) -> None:
    """Move the record made for the referral; its ICB too where it was only the area's."""
    values = {one.name: getattr(person, one.name) for one in fields(register.PersonDetails)}
    values["area"] = redirect.to_area
    if person.responsible_icb_id == redirect.from_area.icb_id:
        values["responsible_icb"] = redirect.to_area.icb
    register.update_person(
        person=person,
        details=register.PersonDetails(**values),
        version=person.version,
        by=by,
        at=at,
    )
