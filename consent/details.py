"""What is typed when a basis is recorded, as plain values that survive a draft.

A referral keeps these before any person exists, so each converts to plain JSON and back.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints

from consent import rules
from consent.rules import Advocate, Attorney, AttorneyView, Basis, Consulted, Format, Relation


class Portable:
    """A dataclass of plain values, dates, codes and other such dataclasses, to JSON and back."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        """Return the values as JSON knows them: dates as 2026-11-02, codes as text."""
        return {one.name: _pack(getattr(self, one.name)) for one in fields(self)}  # type: ignore[arg-type]

    @classmethod
    def from_json(cls, values: object) -> Self:
        """Return what `as_json` gave; raises ValueError for anything else."""
        hints = get_type_hints(cls)
        needed = {
            one.name
            for one in fields(cls)  # type: ignore[arg-type]
            if one.default is MISSING and one.default_factory is MISSING
        }
        if not isinstance(values, Mapping) or not needed <= set(values) <= set(hints):
            raise ValueError("These are not the details of a lawful basis.")
        try:
            return cls(**{name: _unpack(hints[name], value) for name, value in values.items()})
        except TypeError as problem:
            raise ValueError("These are not the details of a lawful basis.") from problem


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityDetails(Portable):
    """An assessment of capacity for one decision at one time (MCA ss.2 and 3)."""

    decision_asked: str
    steps_taken: str
    understands: bool
    understands_evidence: str
    retains: bool
    retains_evidence: str
    weighs: bool
    weighs_evidence: str
    communicates: bool
    communicates_evidence: str
    impairment: bool
    impairment_evidence: str
    causal_link: bool
    causal_link_evidence: str
    fluctuating: bool
    assessor: str
    assessed_on: date
    still_holds: str = ""

    @property
    def lacking(self) -> bool:
        """Whether the assessment finds that capacity is lacking."""
        return rules.lacks_capacity(
            understands=self.understands,
            retains=self.retains,
            weighs=self.weighs,
            communicates=self.communicates,
            impairment=self.impairment,
            causal_link=self.causal_link,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BestInterestsDetails(Portable):
    """The checklist of section 4, and what an attorney or deputy says (s.6(6))."""

    no_assumptions: bool
    circumstances: str
    regain: bool
    regain_when: str
    participation: str
    wishes: str
    beliefs: str
    other_factors: str
    less_restrictive: str
    attorney: Attorney
    attorney_name: str
    attorney_valid: bool | None
    attorney_document: str
    attorney_view: AttorneyView | None
    advocate: Advocate
    advocate_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildDetails(Portable):
    """Whether a child under 16 is competent to decide and, if not, who decides."""

    mature: bool
    understands_issues: bool
    understands_risks: bool
    knows_alternatives: bool
    weighs_advice: bool
    reasons: bool
    competence_evidence: str
    child_view: str
    holder_name: str = ""
    holder_relation: Relation | None = None
    holder_confirmed: str = ""

    @property
    def competent(self) -> bool:
        """Whether every point of Gillick competence is met."""
        return (
            self.mature
            and self.understands_issues
            and self.understands_risks
            and self.knows_alternatives
            and self.weighs_advice
            and self.reasons
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisDetails(Portable):
    """One decision about being on the register: its basis, its scopes, and how it was reached.

    The four scopes are four answers to four questions; none is inferred from another.
    `review_on` is None for the default of the rules.
    """

    basis: Basis
    on_register: bool
    share_partners: bool
    cetr: bool
    keyworker: bool
    information_given: str
    information_formats: list[Format]
    leaflet_version: str
    consulted: str
    dissent: str
    decision_maker: str
    decision_maker_role: str
    decided_on: date
    review_on: date | None
    evidence_reference: str
    capacity: CapacityDetails | None = None
    best_interests: BestInterestsDetails | None = None
    child: ChildDetails | None = None
    consulted_who: list[Consulted] = field(default_factory=list)

    @property
    def fluctuating(self) -> bool:
        """Whether capacity was found to fluctuate, so that the review comes sooner."""
        return self.capacity is not None and self.capacity.fluctuating

    @property
    def has_attorney(self) -> bool:
        """Whether somebody holds a lasting power of attorney."""
        decision = self.best_interests
        return decision is not None and decision.attorney is Attorney.LPA

    def initial(self) -> dict[str, Any]:
        """Return the values by field name, parts included, as the forms take `initial`."""
        values: dict[str, Any] = {"capacity_assessed": self.capacity is not None}
        parts = [part for part in (self.capacity, self.best_interests, self.child) if part]
        for record in (*parts, self):
            values |= {one.name: getattr(record, one.name) for one in fields(record)}
        return {name: value for name, value in values.items() if not is_dataclass(value)}


def _pack(value: Any) -> Any:
    if isinstance(value, Portable):
        return value.as_json()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return [_pack(one) for one in value] if isinstance(value, list) else value


def _unpack(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        if value is None and NoneType in get_args(hint):
            return None
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is list and isinstance(value, list):
        return [_unpack(get_args(hint)[0], one) for one in value]
    if isinstance(hint, type) and issubclass(hint, Portable):
        return hint.from_json(value)
    if hint is date and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if isinstance(hint, type) and isinstance(value, hint):
        return value
    raise ValueError("These are not the details of a lawful basis.")
