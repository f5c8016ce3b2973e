"""Which duties an event gives, and which events meet a duty. Pure and total.

A fact that is not known never loses a duty. The duty is raised, its basis names the missing
fact, and where branches of one duty differ by that fact (child or adult, say) only the branch
due first is raised, so that nothing appears twice and nothing too late.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from duties.policy.conditions import Condition
from duties.policy.facts import WORDS, Facts, FactsError, read_day
from duties.policy.model import TRIGGERS, DutySpec, Outcome, Policy, Rule


class UnknownEvent(ValueError):
    """No event of that name can raise a duty."""

    def __init__(self, event: str) -> None:
        super().__init__(f"unknown event {event[:60]!r}; known: {', '.join(TRIGGERS)}")


def duties_for(
    policy: Policy,
    event: str,
    facts: Facts | Mapping[str, Any],
    at: date,
    statute: bool = False,
    *,
    commenced_on: date | None = None,
) -> list[DutySpec]:
    """Return the duties that `event` on the day `at` gives, those due first before the others.

    `statute` shows uncommenced statutory rules as if in force; `commenced_on` is the day from
    which an administrator has switched them on. Raises UnknownEvent and FactsError.
    """
    if event not in TRIGGERS:
        raise UnknownEvent(event)
    known = Facts.read(facts)
    day = read_day("at", at)
    if known.birth_date and known.birth_date > day:
        raise FactsError("birth_date", "is after the day of the event")
    raised: list[tuple[Rule, DutySpec]] = []
    for trigger, rule in policy.by_event.get(event, ()):
        if rule.in_force(day, statute=statute, commenced_on=commenced_on):
            when = (*trigger.when, *rule.when)
            spec = _spec(rule, when, known, day, version=policy.version)
            if spec is not None:
                raised.append((rule, spec))
    return _one_of_each(raised)


def meets(
    met_by: Sequence[Outcome | Mapping[str, Any]],
    event: str,
    facts: Facts | Mapping[str, Any],
    on: date,
    *,
    due_on: date | None = None,
) -> bool:
    """Whether `event` on the day `on` meets a duty with these outcomes, stored or not.

    Strict where `duties_for` is generous: a condition whose fact is missing is not met, so a
    review of unknown kind leaves the duty open.
    """
    known = Facts.read(facts)
    outcomes = [one if isinstance(one, Outcome) else Outcome.stored(one) for one in met_by]
    return any(
        outcome.event == event
        and not (outcome.after_due and due_on is not None and on < due_on)
        and all(condition.is_met(known, on) for condition in outcome.when)
        for outcome in outcomes
    )


def lacking(
    met_by: Sequence[Outcome], event: str, facts: Facts, on: date
) -> tuple[str, ...] | None:
    """Return, in words, the conditions that `event` lacked to meet a duty with these outcomes.

    Of several outcomes, those of the one that lacked least; None where the event meets it, or
    is none of them.
    """
    found = [
        tuple(one.in_words() for one in outcome.when if not one.is_met(facts, on))
        for outcome in met_by
        if outcome.event == event
    ]
    least = min(found, key=len, default=())
    return least or None


def _spec(
    rule: Rule,
    when: tuple[Condition, ...],
    facts: Facts,
    at: date,
    *,
    version: str,
) -> DutySpec | None:
    """Return the duty, or None where the rule does not apply."""
    age_day = rule.due.age_day(facts, at)
    missing: list[str] = []
    for condition in when:
        verdict = condition.judge(facts, age_day)
        if verdict is False or (verdict is None and condition.name in rule.only_if_known):
            return None
        if verdict is None:
            missing += condition.missing(facts)
    due = rule.due.answer(facts, at)
    missing = list(dict.fromkeys([*missing, *due.missing]))
    review = facts.review(age_day)
    return DutySpec(
        rule=rule.id,
        duty=rule.title.replace("{review}", review or "C(E)TR"),
        due_on=due.on,
        due=rule.due.in_words(),
        counted_from=due.counted_from,
        basis=_basis(rule, due.counted, missing),
        source=rule.source,
        certainty=rule.certainty.value,
        duty_certainty=rule.duty_certainty.value,
        jurisdiction=rule.jurisdiction.value,
        met_by=rule.met_by,
        missing=tuple(missing),
        version=version,
        grace_days=rule.grace_days,
        chase=rule.chase,
        floor=rule.floor,
        branch=rule.branch,
    )


def _basis(rule: Rule, counted: str, missing: list[str]) -> str:
    words = f"{rule.basis} {counted}"
    if missing:
        named = " and ".join(WORDS[name] for name in missing)
        words += (
            f" Cannot tell for certain: {named} is not known, so the duty is raised "
            "all the same, by the stricter rule."
        )
    return words


def _one_of_each(raised: list[tuple[Rule, DutySpec]]) -> list[DutySpec]:
    """Keep, of branches of one duty, the one due first; the first in the files where equal."""
    kept: dict[str, DutySpec] = {}
    for rule, spec in raised:
        other = kept.get(rule.branch)
        if other is None or (spec.due_on or date.max) < (other.due_on or date.max):
            kept[rule.branch] = spec
    return sorted(kept.values(), key=lambda spec: spec.due_on or date.max)
