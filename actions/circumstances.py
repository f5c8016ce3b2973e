"""From an event and a person to policy facts, and the circumstances that end a duty.

Reads only: what follows is written in `actions.workflow.duties`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from actions import policy
from actions.hooks import Waiting
from actions.models import Duty
from actions.policy import Facts, Rule
from actions.surroundings import Surroundings, asks_for_meeting, facts_of
from core.dates import local_day
from core.events import Event
from register.models import Person
from register.rules import BLUE, RatingSource

ALSO_KNOWN_AS = {
    "referrals.accepted": "referrals.triaged",
    "referrals.declined": "referrals.triaged",
}
"""Events under the name that the policy files know them by."""

DAY_OF = {
    "referrals.submitted": "submitted_on",
    "reviews.held": "held_on",
    "reviews.visited": "visited_on",
    "reviews.report_sent": "sent_on",
    "reviews.keyworker_recorded": "stands_from",
    "reviews.keyworker_followed_up": "happened_on",
    "meetings.held": "held_on",
    "register.admitted": "admitted_on",
    "register.discharged": "discharged_on",
    "register.transferred": "moved_on",
    "register.detained": "changed_on",
    "register.status_recorded": "changed_on",
    "register.recognised": "recognised_on",
    "reviews.regard_recorded": "regard_on",
}
"""The fact that says on which day it happened, where it may be recorded later."""

BEGINS_LIABILITY = frozenset({"register.admitted", "register.detained", "register.recognised"})
"""Events from which the applicable day of Part 8A is told."""

STATUS_RECORDED = "register.status_recorded"

Waits = Callable[[], Collection[Waiting]]
"""Asks, only when it matters, which referrals wait for triage."""

_FROM_THE_EVENT_ALONE = frozenset({"previous_on"})


def name_of(kind: str) -> str:
    """Return the name by which the policy knows an event."""
    return ALSO_KNOWN_AS.get(kind, kind)


def day_of(event: Event) -> date:
    """Return the day on which the event happened, recorded late or not."""
    told = event.facts.get(DAY_OF.get(event.kind, ""))
    return date.fromisoformat(told) if isinstance(told, str) else local_day(event.at)


def facts_for(
    event: Event, person: Person, around: Surroundings, *, corrected: bool = False
) -> Facts:
    """Return all that is known about the person, what the event says coming first.

    `corrected` is for an event of the past: who the person is, the record says best now.
    """
    day, kind = day_of(event), name_of(event.kind)
    known = facts_of(person, day, around) | around.above(person.pk, day)
    if asks_for_meeting(kind):
        known["next_meeting_on"] = around.next_meeting(person.area_id, day)
    for name in _FROM_THE_EVENT_ALONE:
        known.pop(name, None)
    told: dict[str, Any] = {
        name: value for name, value in event.facts.items() if value not in (None, "")
    }
    if told.get("source") == RatingSource.DISCHARGE:
        told["was"] = BLUE  # whatever the level before hospital, in the community it is new
    if corrected:
        told |= {"ehc_plan": person.ehc_plan, "birth_date": person.birth_date}
    told.setdefault("region", person.area.region)
    found = Facts.pick(known | told)
    if found.birth_date and found.birth_date > day:
        # A slip in one of two dates must not stop a rating: the duty says what is not known.
        return replace(found, birth_date=None)
    return found


def as_now(event: Event, person: Person, around: Surroundings) -> Event:
    """Return an event of the past with the days of its stay as the record has them now.

    So too the ward, unless the person moved: the stay then tells of another one.
    """
    stay = next((s for s in around.stays(person.pk) if str(s.pk) == event.facts.get("stay")), None)
    if stay is None:
        return event
    days: dict[str, date | None] = {"admitted_on": stay.admitted_on}
    if event.kind == "register.discharged":
        days["discharged_on"] = stay.discharged_on
    if event.kind in BEGINS_LIABILITY:
        days["applicable_on"] = stay.applicable_on
    facts = dict(event.facts)
    if event.kind == "register.admitted":
        facts["cetr_before"] = stay.cetr_before
    if not around.moved(stay):
        facts |= {"security": stay.security, "unit_inadequate": stay.unit_inadequate}
    if event.kind in BEGINS_LIABILITY:
        days["recognised_on"] = person.commissioner_view_formed_on
    facts.update({name: day.isoformat() for name, day in days.items() if day is not None})
    return replace(event, facts=facts)


def commenced_on() -> date | None:
    """Return the day from which Part 8A is switched on, `policy.NEVER` where it is off; else None,
    where nobody has set one."""
    return Surroundings().commenced_on


def rule_of(rule_id: str, on: date | None = None) -> Rule | None:
    """Return the running policy's rule of that id; None when a later policy dropped it.

    Of several with dates of their own the one in force on the day `on`, else the last.
    """
    found = [rule for rule in policy.current().rules if rule.id == rule_id]
    dated = [rule for rule in found if on is not None and rule.is_effective(on)]
    fitting = dated or found
    return fitting[-1] if fitting else None


def branch_of(rule_id: str, on: date) -> str:
    """Return the name of the duty of which the rule is a branch, with whose authority it is."""
    rule = rule_of(rule_id, on)
    return f"{rule.jurisdiction}:{rule.one_of}" if rule and rule.one_of else rule_id


def turns_on_ward(duty: Duty) -> bool:
    """Whether what the duty's rule asks for depends on the ward's being secure."""
    rule = rule_of(duty.rule, duty.counted_from)
    return rule is not None and any(one.name == "secure" for one in rule.when)


def counts_from_applicable_day(rule_id: str, on: date) -> bool:
    """Whether the rule counts from the applicable day of Part 8A."""
    rule = rule_of(rule_id, on)
    return rule is not None and rule.due.anchor == "applicable_day"


def ends_with_level(rule: Rule, facts: Facts, on: date, waiting: Waits = tuple) -> bool:
    """Whether the rule is about a rating that the person no longer has.

    What a referral that is `waiting` for triage asks for as well lasts until it is decided.
    """
    if not _follows_level(rule) or _fits_level(rule, facts, on, facts.level):
        return False
    if not _raised_by(rule, "referrals.submitted"):
        return True
    return not asked_by_referral(rule, facts, on, waiting())


def ends_with_referral(
    rule: Rule, facts: Facts, on: date, waiting: Collection[Waiting] = ()
) -> bool:
    """Whether the rule follows the rating, and neither that of the person nor another referral's
    asks for it; `facts` carry the level that the person has, None off the register."""
    if not (_raised_by(rule, "register.rated") and _raised_by(rule, "referrals.submitted")):
        return False
    stands = facts.level is not None and _fits_level(rule, facts, on, facts.level)
    return not stands and not asked_by_referral(rule, facts, on, waiting)


def asked_by_referral(rule: Rule, facts: Facts, on: date, waiting: Collection[Waiting]) -> bool:
    """Whether one of the referrals `waiting` for triage asks for what the rule asks for."""
    return _raised_by(rule, "referrals.submitted") and any(
        _fits_level(rule, facts, on, one.level) for one in waiting
    )


def _follows_level(rule: Rule) -> bool:
    """Whether the rule asks for something because of the rating that the person has."""
    raised = {trigger.event for trigger in rule.triggers} - {"referrals.submitted"}
    return bool(raised) and any(one.name == "level" for one in rule.when)


def _raised_by(rule: Rule, event: str) -> bool:
    return any(trigger.event == event for trigger in rule.triggers)


def _fits_level(rule: Rule, facts: Facts, on: date, level: str | None) -> bool:
    """Whether the rule may be for somebody rated `level`; so too where that is not known."""
    rated = replace(facts, level=level)
    return not any(one.name == "level" and one.judge(rated, on) is False for one in rule.when)


def ends_with_event(rule: Rule, kind: str, facts: Facts, on: date) -> str:
    """Return why an event of this kind takes away what the rule asks for; empty when it does not.

    Admission, discharge and moves: which of them end what stands in the policy files. A change
    of legal status ends only what is for people of another one.
    """
    if kind not in rule.ends_on:
        return ""
    if kind == STATUS_RECORDED and not any(
        one.name in {"detained", "legal_status"} and one.judge(facts, on) is False
        for one in rule.when
    ):
        return ""
    return rule.ends_because or f"Not needed any more: {policy.EVENT_WORDS[kind]}."


def waiting_of(person_id: UUID, around: Surroundings) -> Waits:
    """Return what asks, only when it matters, which of a person's referrals wait for triage."""
    return lambda: around.waiting(person_id)


def at_next_meeting() -> list[str]:
    """Return the ids of the rules that are due at an area's next meeting."""
    return [rule.id for rule in policy.current().rules if rule.due.kind == "next_meeting"]


def waiting_for_meeting(area_id: UUID) -> list[UUID]:
    """Return the people of an area, none restricted, whose duties wait for its next meeting."""
    rows = Duty.objects.open().unrestricted().filter(rule__in=at_next_meeting())
    return list(rows.filter(person__area=area_id).order_by().values_list("person", flat=True))


def ids(rows: Iterable[Any]) -> list[UUID]:
    """Return the rows' ids."""
    return [row.pk for row in rows]
