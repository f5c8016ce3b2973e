"""The conditions that a policy rule may state, each with its reading, its judgement, its words.

A condition is judged true, false or, where a fact that decides it is missing, unknown (None).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.data_files import Table
from duties.policy.facts import (
    LEGAL_STATUSES,
    LEVELS,
    MEETINGS,
    REVIEW_KINDS,
    SECURITY_LEVELS,
    Facts,
    slug,
)

LONGEST_REGION = 30
"""As long as the code of a region may be where areas keep it."""

Judge = Callable[[Any, Facts, date], bool | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of condition. `needs` are the facts that decide it.

    `assumes`: without the fact it is judged on what is usual, not left unknown.
    """

    read: Callable[[Table, str], Any]
    judge: Judge
    needs: tuple[str, ...]
    words: Callable[[Any], str]
    assumes: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as a rule states it."""

    name: str
    value: Any

    def judge(self, facts: Facts, on: date) -> bool | None:
        """Return whether it holds on the day `on`; None when that cannot be told."""
        return KINDS[self.name].judge(self.value, facts, on)

    def is_met(self, facts: Facts, on: date) -> bool:
        """Return whether it holds for certain, nothing assumed."""
        kind = KINDS[self.name]
        if kind.assumes and facts.missing(kind.needs):
            return False
        return kind.judge(self.value, facts, on) is True

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """Return the facts that would decide it and are not known."""
        return facts.missing(KINDS[self.name].needs)

    def in_words(self) -> str:
        """Return the condition in plain English."""
        return KINDS[self.name].words(self.value)


def read(table: Table) -> tuple[Condition, ...]:
    """Return every condition in `table`, refusing what is not one."""
    found = []
    for name in table.left():
        if name not in KINDS:
            raise table.refusal(f"unknown condition {name}; known: {', '.join(KINDS)}", name)
        found.append(Condition(name, KINDS[name].read(table, name)))
    return tuple(found)


def _level(levels: tuple[str, ...], facts: Facts, on: date) -> bool | None:
    # Not rated, as far as we know: what RED would ask for is asked, and nothing twice.
    return facts.level in levels if facts.level else (None if "RED" in levels else False)


def _rated(value: bool, facts: Facts, on: date) -> bool | None:
    return (facts.level in LEVELS[:3]) == value


def _same(name: str) -> Judge:
    def judge(value: Any, facts: Facts, on: date) -> bool | None:
        fact = getattr(facts, name)
        return None if fact is None else fact == value

    return judge


def _assumed(name: str, assumed: bool) -> Judge:
    """For facts that only the register has: without one, the duty stands."""

    def judge(value: bool, facts: Facts, on: date) -> bool | None:
        fact = getattr(facts, name)
        return (assumed if fact is None else fact) == value

    return judge


def _age_under(age: int, facts: Facts, on: date) -> bool | None:
    return facts.is_under(age, on)


def _age_from(age: int, facts: Facts, on: date) -> bool | None:
    under = facts.is_under(age, on)
    return None if under is None else not under


def _review(review: str, facts: Facts, on: date) -> bool | None:
    found = facts.review(on)
    return None if found is None else found == review


def _ehc_plan(value: bool, facts: Facts, on: date) -> bool | None:
    found = facts.has_ehc_plan(on)
    return None if found is None else found == value


def _cetr_within(days: int, facts: Facts, on: date) -> bool | None:
    return facts.cetr_within(days)


def _no_cetr_within(days: int, facts: Facts, on: date) -> bool | None:
    return not facts.cetr_within(days)


def _several_organisations(value: bool, facts: Facts, on: date) -> bool | None:
    # One organisation in a room is not a multi-agency meeting (domain.md 10b).
    return None if facts.organisations is None else facts.organisations >= 2


def _review_kind(kinds: tuple[str, ...], facts: Facts, on: date) -> bool | None:
    if facts.review_kind is not None:
        return facts.review_kind in kinds
    # "A review was held" without its kind says that a C(E)TR was.
    return True if "CETR" in kinds else None


def _among(name: str) -> Judge:
    """For facts that are one of several codes."""

    def judge(codes: tuple[str, ...], facts: Facts, on: date) -> bool | None:
        fact = getattr(facts, name)
        return None if fact is None else fact in codes

    return judge


def _in_community(value: bool, facts: Facts, on: date) -> bool | None:
    # Outside hospital unless a stay is known: what RED asks for is asked.
    return (facts.in_hospital is not True) == value


def _regions(table: Table, key: str) -> tuple[str, ...]:
    """Take the slugs of regions, as areas keep them."""
    found = table.choices(key)
    for one in found:
        if one != slug(one) or len(one) > LONGEST_REGION:
            raise table.refusal(
                f"{key}: {one!r} is not the code of a region: lower-case letters, digits and "
                f"dashes, at most {LONGEST_REGION}, such as {slug(one)[:LONGEST_REGION]!r}",
                key,
            )
    return found


def _named(regions: tuple[str, ...]) -> str:
    small = {"and", "of", "the", "on"}
    words = [
        " ".join(w if w in small else w.capitalize() for w in one.split("-")) for one in regions
    ]
    return f"in {_joined(tuple(words))}"


def _age(table: Table, key: str) -> int:
    return table.whole(key, low=1, high=120)


def _days(table: Table, key: str) -> int:
    return table.whole(key, low=1, high=3660)


def _yes_or_no(table: Table, key: str) -> bool:
    return table.yes_or_no(key)


def _only_true(table: Table, key: str) -> bool:
    if not table.yes_or_no(key):
        raise table.refusal(f"{key} can only be true: leave it out instead", key)
    return True


def _on_change(value: bool, facts: Facts, on: date) -> bool | None:
    # A first rating has none before it; where nobody says what it was, the duty is asked for.
    return facts.was is None or facts.was != facts.level


def _either(yes: str, no: str) -> Callable[[bool], str]:
    return lambda value: yes if value else no


def _joined(values: tuple[str, ...]) -> str:
    return " or ".join(values)


_STATUS_WORDS = {
    "informal": "informal",
    "s2": "section 2",
    "s3": "section 3",
    "s4": "section 4",
    "part3": "Part 3",
    "held": "held for a short time",
}

KINDS: dict[str, Kind] = {
    "level": Kind(
        lambda table, key: table.choices(key, LEVELS),
        _level,
        ("level",),
        lambda levels: f"rated {_joined(levels)}",
    ),
    "on_change": Kind(_only_true, _on_change, (), lambda value: "when the level changes"),
    "rated": Kind(_yes_or_no, _rated, ("level",), _either("with a rating", "without a new rating")),
    "age_under": Kind(_age, _age_under, ("birth_date",), lambda age: f"under {age}"),
    "age_from": Kind(_age, _age_from, ("birth_date",), lambda age: f"{age} or over"),
    "review": Kind(
        lambda table, key: table.choice(key, ("CTR", "CETR")),
        _review,
        ("birth_date", "ehc_plan"),
        lambda review: (
            "under 18, or 18 or over with an EHC plan"
            if review == "CETR"
            else "18 or over without an EHC plan"
        ),
    ),
    "ehc_plan": Kind(
        _yes_or_no,
        _ehc_plan,
        ("ehc_plan",),
        _either("with an EHC plan", "without an EHC plan"),
    ),
    "inpatient": Kind(
        _yes_or_no,
        _same("in_hospital"),
        ("inpatient",),
        _either("in hospital", "not in hospital"),
    ),
    "detained": Kind(
        _yes_or_no, _same("is_detained"), ("detained",), _either("detained", "not detained")
    ),
    "setting": Kind(
        lambda table, key: table.choices(key, ("hospital", "community")),
        _among("setting"),
        ("inpatient",),
        lambda settings: f"in {_joined(settings)}",
    ),
    "in_community": Kind(
        _only_true,
        _in_community,
        ("inpatient",),
        lambda value: "not in hospital",
        assumes=True,
    ),
    "legal_status": Kind(
        lambda table, key: table.choices(key, LEGAL_STATUSES),
        _among("legal_status"),
        ("legal_status",),
        lambda codes: f"with the legal status {_joined(tuple(_STATUS_WORDS[c] for c in codes))}",
    ),
    "security": Kind(
        lambda table, key: table.choices(key, SECURITY_LEVELS),
        _among("security_level"),
        ("security",),
        lambda levels: f"on a ward of {_joined(levels)} security",
    ),
    "unit_inadequate": Kind(
        _yes_or_no,
        _assumed("unit_inadequate", False),
        ("unit_inadequate",),
        _either("in a unit rated Inadequate", "in a unit not rated Inadequate"),
        assumes=True,
    ),
    "regard_complete": Kind(
        _only_true,
        _assumed("regard_complete", False),
        ("regard_complete",),
        lambda value: "when all of them have answered",
        assumes=True,
    ),
    "secure": Kind(
        _yes_or_no,
        _same("secure"),
        ("security",),
        _either("on a secure ward", "on a ward that is not secure"),
    ),
    "region": Kind(_regions, _among("region"), ("region",), _named),
    "review_kind": Kind(
        lambda table, key: table.choices(key, REVIEW_KINDS),
        _review_kind,
        ("review_kind",),
        lambda kinds: f"a {_joined(kinds)}",
        assumes=True,
    ),
    "consent": Kind(
        _yes_or_no,
        _assumed("consent", True),
        ("consent",),
        _either("with consent or in best interests", "without consent"),
        assumes=True,
    ),
    "cetr_within": Kind(
        _days,
        _cetr_within,
        ("cetr_before", "cetr_before_on"),
        lambda days: f"a community CETR was held in the {days} days before",
        assumes=True,
    ),
    "no_cetr_within": Kind(
        _days,
        _no_cetr_within,
        (),
        lambda days: f"no community CETR is known to have been held in the {days} days before",
    ),
    "meeting": Kind(
        lambda table, key: table.choices(key, MEETINGS),
        _among("meeting"),
        ("meeting",),
        lambda kinds: f"at a meeting that is {_joined(kinds)}",
    ),
    "quorate": Kind(
        _only_true, _same("quorate"), ("quorate",), lambda value: "with a quorum (or ratified)"
    ),
    "multi_agency": Kind(
        _only_true,
        _several_organisations,
        ("organisations",),
        lambda value: "with people of at least two organisations",
    ),
    "attends_cetr": Kind(
        _only_true,
        _assumed("attends_cetr", True),
        ("attends_cetr",),
        lambda value: "who would take part in a C(E)TR",
        assumes=True,
    ),
    "keyworker_known": Kind(
        _yes_or_no,
        _assumed("keyworker_known", False),
        ("keyworker_known",),
        _either("known to the keyworker service", "not already known to the keyworker service"),
        assumes=True,
    ),
}
