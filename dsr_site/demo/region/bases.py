"""The lawful basis of each made-up person, of every kind that their age allows."""

import random
from collections.abc import Sequence
from datetime import date

from consent.details import BasisDetails, BestInterestsDetails, CapacityDetails, ChildDetails
from consent.rules import Advocate, Attorney, AttorneyView, Basis, Format, Relation
from dsr_site.demo.region.people import pick

ADULT = 18
YOUNG = 16
SAID_NO_ON = 28
"""Whoever decides on this day of a month says no to sharing: about one in thirty."""


def choose(chance: random.Random, age: int) -> Basis:
    """Return one of the bases possible at `age`, consent the most often."""
    shares: Sequence[tuple[Basis, int]]
    if age < YOUNG:
        shares = ((Basis.PARENTAL, 80), (Basis.GILLICK, 20))
    elif age < ADULT:
        shares = ((Basis.CONSENT, 70), (Basis.BEST_INTERESTS, 30))
    else:
        shares = (
            (Basis.CONSENT, 64), (Basis.BEST_INTERESTS, 30), (Basis.LPA, 3), (Basis.DEPUTY, 3),
        )  # fmt: skip
    return pick(chance, shares)


def details(
    basis: Basis, *, decided_on: date, maker: str, role: str, fluctuating: bool = False
) -> BasisDetails:
    """Return a decision on `basis`, taken on `decided_on` by `maker`, that no rule refuses."""
    surrogate = basis in {Basis.BEST_INTERESTS, Basis.LPA, Basis.DEPUTY}
    child = basis in {Basis.PARENTAL, Basis.GILLICK}
    return BasisDetails(
        basis=basis,
        on_register=True,
        share_partners=decided_on.day != SAID_NO_ON,
        cetr=True,
        keyworker=True,
        information_given="What the register is for, who sees it, and that no is a fine answer.",
        information_formats=[Format.SPOKEN, Format.EASY_READ if child else Format.LEAFLET],
        leaflet_version="2026-1",
        consulted="The family and a support worker who has known the person for years.",
        dissent="",
        decision_maker=maker,
        decision_maker_role=role,
        decided_on=decided_on,
        review_on=None,
        evidence_reference="Kept on the agency's own record",
        capacity=_capacity(decided_on, maker, fluctuating) if surrogate else None,
        best_interests=_best_interests(basis) if surrogate else None,
        child=_child(competent=basis is Basis.GILLICK) if child else None,
    )


def _capacity(assessed_on: date, assessor: str, fluctuating: bool) -> CapacityDetails:
    return CapacityDetails(
        decision_asked="Whether to be on the register and share with the people named",
        steps_taken="Two visits in the morning, pictures, and a supporter the person chose.",
        understands=True,
        understands_evidence="Said that it is a list of people who need help to stay at home.",
        retains=False,
        retains_evidence="Could not say so again after ten minutes, on both visits.",
        weighs=False,
        weighs_evidence="Agreed to yes and to no when each was offered.",
        communicates=True,
        communicates_evidence="Uses Makaton and photographs.",
        impairment=True,
        impairment_evidence="A severe learning disability.",
        causal_link=True,
        causal_link_evidence="Memory for what was said is too short to compare two choices.",
        fluctuating=fluctuating,
        assessor=assessor,
        assessed_on=assessed_on,
    )


def _best_interests(basis: Basis) -> BestInterestsDetails:
    attorney = {Basis.LPA: Attorney.LPA, Basis.DEPUTY: Attorney.DEPUTY}.get(basis, Attorney.NONE)
    named = attorney is not Attorney.NONE
    return BestInterestsDetails(
        no_assumptions=True,
        circumstances="The support at home is at risk, and those involved need to act together.",
        regain=False,
        regain_when="",
        participation="Chose the room, who came, and to stop after half an hour.",
        wishes="Wants to stay near the family and the swimming pool.",
        beliefs="Home and family matter most.",
        other_factors="",
        less_restrictive="Sharing with fewer people was considered, and is what will be done.",
        attorney=attorney,
        attorney_name="A. Signatory" if named else "",
        attorney_valid=True if named else None,
        attorney_document="Seen and copied to the agency's own record" if named else "",
        attorney_view=AttorneyView.AGREES if named else None,
        advocate=Advocate.INVOLVED,
        advocate_reason="",
    )


def _child(*, competent: bool) -> ChildDetails:
    return ChildDetails(
        mature=competent,
        understands_issues=True,
        understands_risks=True,
        knows_alternatives=True,
        weighs_advice=competent,
        reasons=competent,
        competence_evidence="Talked through twice, with drawings; the notes say what was said.",
        child_view="Yes, if my teacher comes too.",
        holder_name="" if competent else "A parent, named on the agency's own record",
        holder_relation=None if competent else Relation.MOTHER,
        holder_confirmed="" if competent else "Birth certificate seen",
    )
