"""Striking out what was recorded by mistake: one verb for every kind of fact.

Each kind of fact says of itself what it is called, who may strike it out, what goes with it and
how it is recorded on the right person. Floors above add theirs with `add_kind`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q

from accounts.models import User
from core import events
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from register import rules
from register.models import Person, StrikeOut
from register.models.correcting import Fact
from register.workflow.holding import hold
from register.workflow.mistakes import meanwhile
from register.workflow.standing import refresh_standing

M = TypeVar("M", bound=Model)


def elsewhere(fact_id: UUID) -> Conflict:
    """Say who struck a fact out, or put it right, while someone was typing."""
    return Conflict(f"{meanwhile.of_fact(fact_id, 'this record')} {meanwhile.KEPT}")


UNCHANGED = "This is what is recorded now. Change it, or go back."


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Who puts something right, when, and with which row of strike-out."""

    struck: StrikeOut
    by: User
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """What the register must know of a kind of fact to strike it out.

    `rows` are the facts of the kind that stand; `says` puts one into words; `strike` takes it and
    what goes with it out of force and returns the audit events that no longer hold. `move`
    records it on the right person and returns what stands there; a kind without it can only be
    struck out. `check` refuses where something else leans on the fact. `correct_at` names the
    page on which it is put right; `takes` says in words what goes with it. `name` is what a
    fact of the kind is called where nothing else is said of it, such as "a legal status".
    """

    code: str
    rows: Callable[[Person], Any]
    says: Callable[[Any], str]
    strike: Callable[[Any, Moment], Iterable[int]]
    move: Callable[[Any, Person, User, datetime], UUID] | None = None
    check: Callable[[Any], None] = lambda fact: None
    correct_at: str = ""
    takes: str = ""
    name: str = ""


TAKEN_BACK = "taken_back"
"""The kind of a strike-out by which another one, made by mistake, is struck out."""

_kinds: dict[str, FactKind] = {}


def add_kind(kind: FactKind) -> None:
    """Let facts of this kind be struck out."""
    _kinds[kind.code] = kind


def kinds() -> dict[str, FactKind]:
    """Return every kind of fact that can be struck out, by its code."""
    return dict(_kinds)


def fact_name(code: str) -> str:
    """Return what a kind of fact is called, without a word about the fact: "a rating"."""
    known = _kinds.get(code)
    return (known.name if known else _NAMED.get(code, "")) or f"a {code}"


_NAMED = {
    "closing": "the closing of a record",
    "acceptance": "the acceptance of a referral",
    TAKEN_BACK: "a strike-out",
}
"""What is struck out by a verb of its own."""
_TAKES = {"acceptance": "the ratings given since then"}


@events.step
def strike_out(
    *,
    person: Person,
    kind: str,
    fact_id: UUID,
    cause: rules.Cause,
    reason: str,
    by: User,
    at: datetime,
    moved_to: Person | None = None,
) -> StrikeOut:
    """Strike out a fact that was recorded by mistake; what follows from it is worked out again.

    With `moved_to` it is recorded on the right person, from the day on which it happened. Raises
    `Conflict` where someone else has struck it out, or put it right, meanwhile.
    """
    person, other = _hold_both(person, moved_to)
    found = _kinds[kind]
    fact = found.rows(person).filter(pk=fact_id).first()
    if fact is None:
        mine = StrikeOut.objects.filter(kind=kind, fact_id=fact_id, by=by, reason=reason.strip())
        if (known := mine.first()) is not None:  # sent twice
            return known
        raise Conflict(f"{meanwhile.of_fact(fact_id, 'this')} You have not changed anything.")
    rules.check_strike_out(reason)
    found.check(fact)
    said, placed = found.says(fact), None
    if other is not None:
        if found.move is None:
            raise RuleBroken(
                "This cannot be moved. Strike it out, then record it on the right person."
            )
        try:
            placed = found.move(fact, other, by, at)
        except RuleBroken as broken:
            words = f"This cannot be moved to the right record. {broken.message}"
            raise RuleBroken(words, field="right_person") from broken
    row = StrikeOut.objects.create(
        person=person, kind=kind, fact_id=fact_id, said=said[:500], cause=cause,
        reason=reason.strip(), replaced_by=placed, moved_to=other, by=by, at=at,
    )  # fmt: skip
    of = found.strike(fact, Moment(struck=row, by=by, at=at))
    refresh_standing(person)
    events.publish(
        "register.struck_out", person=person.pk, by=by, at=at, strike_out=row.pk, fact_kind=kind,
        fact=fact_id, cause=cause, of=sorted(of), moved=other is not None,
    )  # fmt: skip
    return row


def _hold_both(person: Person, other: Person | None) -> tuple[Person, Person | None]:
    """Lock both records in one order, so that two people moving facts both ways never wait."""
    if other is None:
        return hold(person.pk), None
    if other.pk == person.pk:
        raise RuleBroken("That is the same person", field="right_person")
    held = {pk: hold(pk) for pk in sorted((person.pk, other.pk))}
    return held[person.pk], held[other.pk]


def to_put_right(
    rows: Any, fact: M, right: Mapping[str, object], *, why: str, by: User, touched: bool = False
) -> M:
    """Return the fact to put right or, where the same was sent before, what stands in its place.

    `rows` are those that stand, `right` the values typed. Refuses values that are recorded
    already, unless something beside them was `touched`; raises `Conflict` where someone else was
    first.
    """
    rules.check_strike_out(why)
    wrong: M | None = rows.filter(pk=fact.pk).first()
    if wrong is not None:
        if reads(wrong, right) and not touched:
            raise RuleBroken(UNCHANGED)
        return wrong
    mine = StrikeOut.objects.filter(
        fact_id=fact.pk, cause=rules.Cause.CORRECTED, by=by, reason=why.strip()
    )
    placed = mine.values_list("replaced_by", flat=True).first()
    found: M | None = rows.filter(pk=placed).first() if placed else None
    if found is None or not reads(found, right):
        raise elsewhere(fact.pk)
    return found


def reads(fact: object, values: Mapping[str, object]) -> bool:
    """Whether a fact says just these values."""
    return all(getattr(fact, name) == value for name, value in values.items())


def replace(
    *,
    person: Person,
    kind: str,
    fact: Any,
    placed: UUID,
    reason: str,
    by: User,
    at: datetime,
    **facts: object,
) -> StrikeOut:
    """Strike out a fact in whose place another one stands now, as part of putting it right.

    `facts` is what duties are to know in place of what was told; without any, the new row has
    told it by itself.
    """
    rules.check_strike_out(reason)
    row = StrikeOut.objects.create(
        person=person, kind=kind, fact_id=fact.pk, said=_kinds[kind].says(fact)[:500],
        cause=rules.Cause.CORRECTED, reason=reason.strip(), replaced_by=placed, by=by, at=at,
    )  # fmt: skip
    of = sorted(_kinds[kind].strike(fact, Moment(struck=row, by=by, at=at)))
    refresh_standing(person)
    if facts:
        tell_right(row, fact=fact.pk, of=of, **facts)
    else:
        events.publish(
            "register.struck_out", person=person.pk, by=by, at=at, cause=row.cause, moved=False,
            strike_out=row.pk, fact_kind=kind, fact=fact.pk, of=of,
        )  # fmt: skip
    return row


def keep_as_it_was(
    *,
    person: Person,
    kind: str,
    was: Any,
    now: UUID,
    said: str,
    reason: str,
    by: User,
    at: datetime,
) -> StrikeOut:
    """Strike out `was`, a copy of what a fact said that is put right in its own row.

    For a fact on which others hang, such as a review with its report and its actions: they stay
    where they are. The caller has checked, saves `was`, and says with `tell_right` what holds.
    """
    rules.check_strike_out(reason)
    was.struck_out = StrikeOut.objects.create(
        person=person, kind=kind, fact_id=was.pk, said=said[:500], cause=rules.Cause.CORRECTED,
        reason=reason.strip(), replaced_by=now, by=by, at=at,
    )  # fmt: skip
    row: StrikeOut = was.struck_out
    return row


def note_put_right(
    *, person: Person, kind: str, fact_id: UUID, said: str, reason: str, by: User, at: datetime
) -> StrikeOut:
    """Keep, struck through, what a fact said that is put right where it stands.

    For what describes a time, such as a stay or the end of an entry: its history keeps the values.
    """
    rules.check_strike_out(reason)
    return StrikeOut.objects.create(
        person=person, kind=kind, fact_id=fact_id, said=said[:500], cause=rules.Cause.CORRECTED,
        reason=reason.strip(), by=by, at=at,
    )  # fmt: skip


def tell_right(row: StrikeOut, *, fact: UUID, of: Iterable[int], **facts: object) -> None:
    """Publish that the events `of` hold with other facts: what was told of `fact` is put right."""
    events.publish(
        "register.fact_corrected", person=row.person_id, by=row.by, at=row.at,
        strike_out=row.pk, fact_kind=row.kind, fact=fact, of=sorted(of), **facts,
    )  # fmt: skip


def who_was_first(fact: Model) -> str:
    """Say who struck a fact out or put it right, and when, for the record's own page."""
    if isinstance(fact, Fact):
        return meanwhile.of_struck(fact.struck_by, "that record")
    return meanwhile.of_fact(fact.pk, "that record")


def placed_for(fact_id: UUID) -> UUID | None:
    """Return the fact that stands in the place of one put right; None where there is none."""
    rows = StrikeOut.objects.filter(fact_id=fact_id, cause=rules.Cause.CORRECTED)
    return rows.values_list("replaced_by", flat=True).first()


def first_recorded(fact_id: UUID) -> UUID:
    """Return the fact in whose place this one stands, however often it was put right or restored.

    What was told of it was told of that one.
    """
    before = StrikeOut.objects.filter(replaced_by=fact_id).filter(
        Q(cause=rules.Cause.CORRECTED) | Q(kind=TAKEN_BACK)
    )
    row = before.first()
    if row is not None and row.kind == TAKEN_BACK:
        row = StrikeOut.objects.get(pk=row.fact_id)
    return first_recorded(row.fact_id) if row is not None else fact_id


def events_telling(person_id: UUID, kinds: Iterable[str], **facts: UUID) -> list[int]:
    """Return the audit events of these kinds that carry these ids about the person, and hold."""
    named = {f"facts__{name}": str(value) for name, value in facts.items()}
    rows = AuditEvent.objects.filter(person_id=person_id, kind__in=list(kinds), **named)
    struck = AuditEvent.objects.filter(person_id=person_id, kind__endswith=".struck_out")
    gone = rules.no_longer_hold(
        {
            number: [int(one) for one in (of if isinstance(of, list) else [of] if of else ())]
            for number, of in struck.values_list("pk", "facts__of")
        }
    )
    return [one for one in rows.order_by("id").values_list("pk", flat=True) if one not in gone]


def what_it_takes(code: str) -> str:
    """Return what goes with a fact of a kind that is struck out, in words; empty for nothing."""
    known = _kinds.get(code)
    return known.takes if known else _TAKES.get(code, "")


def taken_with(struck: StrikeOut) -> list[str]:
    """Return what went with the fact that was struck out, in words, as each kind says it."""
    if not what_it_takes(struck.kind):
        return []
    ways = {one.rows(struck.person).model: one for one in reversed(_kinds.values())}
    facts = [(model, way) for model, way in ways.items() if issubclass(model, Fact)]
    return [
        way.says(row)
        for model, way in sorted(facts, key=lambda found: found[0]._meta.label)
        for row in model.struck_with(struck).order_by("pk")
        if row.pk != struck.fact_id
    ]
