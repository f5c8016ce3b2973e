"""From an event and a person to policy facts, and the circumstances that end a duty.

Reads only: what follows is written in `actions.workflow.duties`.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from actions import policy
from actions.hooks import Waiting, facts_from_above, next_meeting_on
from actions.models import Duty
from actions.policy import Facts, Rule
from core.dates import local_day
from core.events import Event
from register.models import InpatientStay, Person, Standing
from register.rules import BLUE, LegalStatus, RatingSource

ALSO_KNOWN_AS = {
    "referrals.accepted": "referrals.triaged",
    "referrals.declined": "referrals.triaged",
}
"""Events under the name that the policy files know them by."""

DAY_OF = {
    "reviews.held": "held_on",
    "reviews.visited": "visited_on",
    "reviews.report_sent": "sent_on",
    "reviews.keyworker_recorded": "decided_on",
    "meetings.held": "held_on",
    "register.admitted": "admitted_on",
    "register.discharged": "discharged_on",
}
"""The fact that says on which day it happened, where it may be recorded later."""

_FROM_THE_EVENT_ALONE = frozenset({"previous_on"})


def name_of(kind: str) -> str:
    """Return the name by which the policy knows an event."""
    return ALSO_KNOWN_AS.get(kind, kind)


def day_of(event: Event) -> date:
    """Return the day on which the event happened, recorded late or not."""
    told = event.facts.get(DAY_OF.get(event.kind, ""))
    return date.fromisoformat(told) if isinstance(told, str) else local_day(event.at)


def facts_for(event: Event, person: Person, *, corrected: bool = False) -> Facts:
    """Return all that is known about the person, what the event says coming first.

    `corrected` is for an event of the past: who the person is, the record says best now.
    """
    day = day_of(event)
    known = person_facts(person, day) | facts_from_above(person.pk, day)
    for name in _FROM_THE_EVENT_ALONE:
        known.pop(name, None)
    told: dict[str, Any] = {
        name: value for name, value in event.facts.items() if value not in (None, "")
    }
    if told.get("source") == RatingSource.DISCHARGE:
        told["was"] = BLUE  # whatever the level before hospital, in the community it is new
    if corrected:
        told["ehc_plan"] = person.ehc_plan
    found = Facts.pick(known | told | {"region": _region(told.get("region"), person)})
    if found.birth_date and found.birth_date > day:
        # A slip in one of two dates must not stop a rating: the duty says what is not known.
        return Facts.pick(known | told | {"birth_date": None, "region": person.area.region})
    return found


def person_facts(person: Person, on: date) -> dict[str, Any]:
    """Return the policy facts that the register itself holds about a person."""
    stay = InpatientStay.objects.open().filter(person=person).first()
    standing = Standing.objects.filter(person=person).first()
    facts: dict[str, Any] = {
        "birth_date": person.birth_date,
        "ehc_plan": person.ehc_plan,
        "level": standing.level if standing else None,
        "inpatient": stay is not None,
        "next_meeting_on": next_meeting_on(person.area_id, on),
    }
    if stay is not None:
        facts |= {
            "admitted_on": stay.admitted_on,
            "security": stay.security,
            "detained": LegalStatus(stay.legal_status).detained,
            "cetr_before": stay.cetr_before,
        }
    return facts


def _region(told: object, person: Person) -> str:
    """Return the region as words: an area keeps a slug, the policy files write its name."""
    return str(told or person.area.region).replace("-", " ")


def commenced_on() -> date | None:
    """Return the day from which Part 8A is switched on, as an administrator set it; else None."""
    text = settings.DSR_STATUTE_COMMENCED_ON
    return date.fromisoformat(text) if text else None


def rule_of(rule_id: str) -> Rule | None:
    """Return the running policy's rule of that id; None when a later policy dropped it."""
    return next((rule for rule in policy.current().rules if rule.id == rule_id), None)


def ends_with_level(rule: Rule, facts: Facts, on: date, waiting: Collection[Waiting] = ()) -> bool:
    """Whether the rule is about a rating that the person no longer has.

    What a referral that is `waiting` for triage asks for as well lasts until it is decided.
    """
    if not _raised_by(rule, "register.rated") or _fits_level(rule, facts, on, facts.level):
        return False
    return not asked_by_referral(rule, facts, on, waiting)


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


def _raised_by(rule: Rule, event: str) -> bool:
    return any(trigger.event == event for trigger in rule.triggers)


def _fits_level(rule: Rule, facts: Facts, on: date, level: str | None) -> bool:
    """Whether the rule may be for somebody rated `level`; so too where that is not known."""
    rated = replace(facts, level=level)
    return not any(one.name == "level" and one.judge(rated, on) is False for one in rule.when)


def ends_with_stay(rule: Rule, facts: Facts, on: date) -> bool:
    """Whether the rule asks for something that only a stay in hospital asks for."""
    if {trigger.event for trigger in rule.triggers} & {
        "register.admitted",
        "register.detained",
        "reviews.visited",
    }:
        return True
    stated = {(one.name, one.value) for one in rule.when if isinstance(one.value, bool)}
    repeats = any(outcome.event == "reviews.held" for outcome in rule.met_by)
    return repeats and bool(stated & {("inpatient", True), ("detained", True)})


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
