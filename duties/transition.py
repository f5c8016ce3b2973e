"""Who is detained when Part 8A begins, and who is still to be decided about. Reads only."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from duties import policy, reading, rules
from duties.models import Duty, TransitionDecision
from duties.policy import Jurisdiction, Rule
from register.models import InpatientStay
from register.querysets import StayQuerySet


def begins_on() -> date | None:
    """Return the day on which Part 8A begins or began: as an administrator set it, else as the
    deployment or the policy files have it; None where it is switched off."""
    day = reading.commenced_on()
    if day == policy.NEVER:
        return None
    days = [rule.commenced_on for rule in _statute() if rule.commenced_on is not None]
    return day or min(days, default=None)


def _statute() -> list[Rule]:
    return [one for one in policy.current().rules if one.jurisdiction is Jurisdiction.STATUTE]


def detained() -> StayQuerySet:
    """Return the stays of everyone who is detained now in the sense of Part 8A."""
    return InpatientStay.objects.open().unrestricted().filter(detained_since__isnull=False)


def already_detained(day: date) -> StayQuerySet:
    """Return the stays of those who were detained before `day` and still are.

    As `rules.is_already_detained` has it: someone recognised on that day or later is not among
    them, for Part 8A then applies without a decision.
    """
    applicable_before = Q(applicable_on__isnull=True) | Q(applicable_on__lt=day)
    return detained().filter(applicable_before, detained_since__lt=day)


def to_decide(day: date) -> StayQuerySet:
    """Return the stays that no one has decided about, for a Part 8A that begins on `day`."""
    decided = TransitionDecision.objects.in_force().filter(stay=OuterRef("pk"), begins_on=day)
    return already_detained(day).exclude(Exists(decided))


def waiting(areas: Collection[UUID]) -> int:
    """Return about how many people of these areas it is still to be decided."""
    day = begins_on()
    return to_decide(day).filter(person__area__in=areas).count() if day is not None else 0


def waiting_by_area(areas: Collection[UUID] | None = None) -> list[tuple[str, int]]:
    """Return each area with someone to decide about, and how many; of `areas` where named."""
    day = begins_on()
    if day is None:
        return []
    rows = to_decide(day)
    if areas is not None:
        rows = rows.filter(person__area__in=areas)
    counted = rows.order_by().values("person__area__name").annotate(people=Count("pk"))
    return [(one["person__area__name"], one["people"]) for one in counted.order_by(*_BY_NAME)]


_BY_NAME = ("person__area__name",)


def decision_of(stay: InpatientStay) -> TransitionDecision | None:
    """Return what is decided about a stay for the day on which Part 8A begins now, if anything."""
    day = begins_on()
    if day is None:
        return None
    rows = TransitionDecision.objects.in_force().filter(stay=stay, begins_on=day)
    return rows.select_related("by").first()


def is_to_be_decided(
    stay: InpatientStay, decisions: Iterable[TransitionDecision], *, on: date
) -> bool:
    """Whether a decision about an open stay can be made on the day `on`, as `to_decide` has it.

    `decisions` are those about the person, struck out or not.
    """
    day = begins_on()
    if day is None or day > on:
        return False
    decided = any(
        (one.stay_id, one.begins_on, one.struck_out_at) == (stay.pk, day, None)
        for one in decisions
    )  # fmt: skip
    return not decided and rules.is_already_detained(
        detained_since=stay.detained_since, applicable_on=stay.applicable_on, begins_on=day
    )


@dataclass(frozen=True, slots=True)
class Effect:
    """What it means to begin Part 8A on a day, or to switch it off: numbers only.

    `detained` people are detained now; `to_decide` of them were detained before the day and will
    be on the list; `rules` begin; `open_duties` are statutory duties still to be met.
    """

    detained: int
    to_decide: int
    rules: Sequence[str]
    open_duties: int


def effect_of(day: date | None) -> Effect:
    """Return what it means to begin Part 8A on `day`, or with None to switch it off."""
    return Effect(
        detained=detained().count(),
        to_decide=to_decide(day).count() if day is not None else 0,
        rules=[one.title.replace("{review}", "C(E)TR") for one in _statute()],
        open_duties=Duty.objects.open().filter(jurisdiction=Jurisdiction.STATUTE).count(),
    )
