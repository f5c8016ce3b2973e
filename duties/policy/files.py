"""Reading policy files strictly: whatever is wrong is refused with file, line and reason."""

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from core import data_files
from core.data_files import DataFileError, Table
from duties.policy import conditions
from duties.policy.conditions import Condition
from duties.policy.due import AGES, ANCHORS, AT_AGE, COUNTED, NAMED_DAYS, UNCOUNTED, Due
from duties.policy.model import (
    CHASES,
    EACH,
    ENDS,
    OUTCOMES,
    TRIGGERS,
    Certainty,
    Jurisdiction,
    Outcome,
    Policy,
    Rule,
    Trigger,
)

HERE = Path(__file__).resolve().parent
MOST_FILES = 50
KEPT_LEVELS = ("RED", "AMBER")

_ID = re.compile(r"[a-z][a-z0-9-]{1,59}")
_SOURCE = re.compile(r"(S\d+[a-z]?\b|Inferred\b)")
# Ten years: a longer clock is a slip of the keyboard.
_MOST = {
    "days": 3660,
    "working_days": 2600,
    "days_beginning_with": 3660,
    "months": 120,
    "window_months": 120,
}
_ANCHOR_OF: dict[str, tuple[str, ...]] = {
    "window_months": ("first_meeting_on",),
    "next_meeting": ("event",),
    "ongoing": ("event",),
}


class PolicyFileError(DataFileError):
    """A policy file cannot be used."""


def load(directory: Path | None = None) -> Policy:
    """Return the policy in the files of `directory`, the register's own by default.

    Raises PolicyFileError naming file, line and reason. The version is a digest of the files,
    so that a duty can say under exactly which rules it was raised.
    """
    folder = directory or HERE
    paths = sorted(folder.glob("*.toml"))
    if not paths or len(paths) > MOST_FILES:
        raise PolicyFileError(folder.name, 1, f"has {len(paths)} policy files; 1 to 50 are needed")
    digest = hashlib.sha256()
    rules: list[Rule] = []
    for path in paths:
        top, content = data_files.read(path, PolicyFileError)
        digest.update(path.name.encode() + b"\0" + content + b"\0")
        rules += _rules_of(top)
    _refuse_overlaps(rules)
    return Policy.of(tuple(rules), digest.hexdigest()[:12])


def _rules_of(top: Table) -> list[Rule]:
    jurisdiction = Jurisdiction(top.choice("jurisdiction", [one.value for one in Jurisdiction]))
    commenced_on = top.day("commenced_on")
    if commenced_on and jurisdiction is not Jurisdiction.STATUTE:
        raise top.refusal("only statute has a commencement date", "commenced_on")
    rules = [_rule(table, jurisdiction, commenced_on) for table in top.tables("rule")]
    top.finish()
    if not rules:
        raise top.refusal("has no [[rule]]")
    return rules


def _rule(table: Table, jurisdiction: Jurisdiction, commenced_on: date | None) -> Rule:
    name = _matching(table, "id", _ID, "lower-case letters, digits and dashes")
    certainty = _certainty(table, "certainty")
    effective_from, effective_to = table.day("effective_from"), table.day("effective_to")
    if effective_from and effective_to and effective_to < effective_from:
        raise table.refusal("effective_to is before effective_from", "effective_to")
    triggers = _triggers(table)
    when = conditions.read(table.table("when")) if table.has("when") else ()
    rated = any(trigger.event == "register.rated" for trigger in triggers)
    if not rated and any(one.name == "on_change" for one in when):
        raise table.refusal("on_change needs the event register.rated", "when")
    rule = Rule(
        id=name,
        title=table.text("title"),
        jurisdiction=jurisdiction,
        triggers=triggers,
        when=when,
        due=_due(table.table("due")),
        met_by=tuple(_outcome(one) for one in table.tables("met_by")),
        certainty=certainty,
        duty_certainty=_certainty(table, "duty_certainty", certainty),
        source=_matching(table, "source", _SOURCE, "a source such as S6, or Inferred", whole=False),
        basis=table.text("basis"),
        one_of=table.text("one_of", default=""),
        only_if_known=frozenset(
            table.choices("only_if_known", conditions.KINDS) if table.has("only_if_known") else ()
        ),
        once=table.yes_or_no("once", default=False),
        ends_on=table.choices("ends_on", ENDS) if table.has("ends_on") else (),
        ends_because=table.text("ends_because", default=""),
        each=table.choice("each", ("", *EACH), default=""),
        in_hospital=table.text("in_hospital", default=""),
        waits_for_referrer=table.yes_or_no("waits_for_referrer", default=False),
        outlives_referral=table.yes_or_no("outlives_referral", default=False),
        effective_from=effective_from,
        effective_to=effective_to,
        commenced_on=commenced_on,
        grace_days=table.whole("grace_days", low=0, high=365, default=0),
        chase=table.choice("chase", CHASES, default="standard"),
        floor=table.yes_or_no("floor", default=False),
        keeps=table.choice("keeps", ("", *KEPT_LEVELS), default=""),
        firm=table.yes_or_no("firm", default=False),
        file=table.file,
        line=table.line,
    )
    table.finish()
    rule = _of_the_community(rule)
    return replace(rule, version=_version_of(rule))


def _version_of(rule: Rule) -> str:
    """Return a digest of all that a rule says."""
    said = repr((replace(rule, only_if_known=frozenset()), sorted(rule.only_if_known)))
    if rule.keeps:
        said += f"{rule.keeps}{rule.firm}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _of_the_community(rule: Rule) -> Rule:
    """Return the rule, ended by an admission where a community rating asks for it.

    Duties of the community do not run in hospital unless `in_hospital` says why.
    """
    rated = [one for one in rule.triggers if one.event == "register.rated"]
    blue = [one for one in rated if Condition("level", ("BLUE",)) in (*one.when, *rule.when)]
    if len(blue) == len(rated) or rule.in_hospital:
        return rule
    outside = () if rule.states("in_community") else (Condition("in_community", True),)
    ends = () if "register.admitted" in rule.ends_on else ("register.admitted",)
    return replace(
        rule,
        when=(*rule.when, *outside),
        ends_on=(*rule.ends_on, *ends),
        ends_because=rule.ends_because or ("In hospital." if ends else ""),
    )


def _triggers(table: Table) -> tuple[Trigger, ...]:
    first = Trigger(table.choice("event", TRIGGERS))
    others = [
        Trigger(one.choice("event", TRIGGERS), conditions.read(one)) for one in table.tables("also")
    ]
    return (first, *others)


def _outcome(table: Table) -> Outcome:
    event = table.choice("event", OUTCOMES)
    after_due = table.yes_or_no("after_due", default=False)
    return Outcome(event, conditions.read(table), after_due)


def _due(table: Table) -> Due:
    known = (*COUNTED, *UNCOUNTED, *AGES)
    kinds = [key for key in table.left() if key in known]
    if len(kinds) != 1:
        raise table.refusal(f"impossible date rule: give exactly one of {', '.join(known)}")
    kind = kinds[0]
    amount = 0
    if kind in AGES:
        return Due(kind, _age_in_months(table, kind), "event")
    if kind in COUNTED:
        amount = table.whole(kind, low=1, high=_MOST[kind])
    elif not table.yes_or_no(kind):
        raise table.refusal(f"impossible date rule: {kind} can only be true", kind)
    possible = _ANCHOR_OF.get(kind, tuple(ANCHORS))
    anchor = table.choice("from", possible, default=possible[0])
    birthdays = table.wholes("or_birthdays", low=1, high=120)
    if birthdays and kind not in {"days", "months"}:
        raise table.refusal(f"impossible date rule: {kind} takes no birthdays", "or_birthdays")
    named = table.choice("or_named", ("", *NAMED_DAYS), default="")
    if named and kind not in {"days", "months"}:
        raise table.refusal(f"impossible date rule: {kind} takes no named day", "or_named")
    table.finish()
    return Due(kind, amount, anchor, birthdays, named)


def _age_in_months(table: Table, key: str) -> int:
    """Take an age such as "17y6m" and leave nothing else."""
    found = AT_AGE.fullmatch(table.text(key))
    years, months = (int(part or 0) for part in found.groups()) if found else (0, 0)
    if not 1 <= years <= 120 or months > 11:
        raise table.refusal(f'{key} must be an age such as "18y" or "17y6m"', key)
    table.finish()
    return years * 12 + months


def _certainty(table: Table, key: str, default: Certainty | None = None) -> Certainty:
    letters = [one.value for one in Certainty]
    return Certainty(table.choice(key, letters, default=default.value if default else None))


def _matching(
    table: Table, key: str, pattern: re.Pattern[str], words: str, *, whole: bool = True
) -> str:
    text = table.text(key)
    if not (pattern.fullmatch(text) if whole else pattern.match(text)):
        raise table.refusal(f"{key} must be {words}", key)
    return text


def _refuse_overlaps(rules: list[Rule]) -> None:
    """Refuse two rules of one id in force on one day."""
    seen: dict[str, list[Rule]] = {}
    for rule in rules:
        for other in seen.setdefault(rule.id, []):
            if _overlap(rule, other):
                reason = (
                    f"rule {rule.id} is in force at the same time as the one "
                    f"in {other.file}, line {other.line}: overlapping effective dates"
                )
                raise PolicyFileError(rule.file, rule.line, reason)
        seen[rule.id].append(rule)


def _overlap(one: Rule, other: Rule) -> bool:
    starts = max(one.effective_from or date.min, other.effective_from or date.min)
    ends = min(one.effective_to or date.max, other.effective_to or date.max)
    return starts <= ends
