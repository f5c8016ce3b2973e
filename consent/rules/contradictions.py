"""A decision that contradicts itself, or the law, is refused beside the answer that does."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from consent.rules.ages import CHILD, SURROGATE
from consent.rules.codes import Attorney, AttorneyView, Basis, Consulted
from core.errors import RuleBroken

if TYPE_CHECKING:
    from consent.details import BasisDetails, BestInterestsDetails, CapacityDetails, ChildDetails


def check_details(details: "BasisDetails") -> None:
    """Refuse a decision that contradicts itself; needs no age and no clock."""
    if not details.on_register:
        raise RuleBroken(
            "Without agreement to be on the register there is nothing to record here. "
            "Read what to do when someone says no",
            field="on_register",
        )
    _check_consulted(details)
    if details.capacity is not None:
        _check_assessment(details.capacity, decided_on=details.decided_on)
    if details.basis in SURROGATE:
        _check_surrogate(details.basis, details.capacity, details.best_interests)
    elif details.basis in CHILD:
        _check_child(details.basis, details.child)
    elif details.capacity is not None and details.capacity.lacking:
        raise RuleBroken(
            "This assessment finds that the person lacks capacity to decide, so their consent "
            "cannot be the basis. Choose a best-interests decision",
            field="communicates",
        )


def _check_consulted(details: "BasisDetails") -> None:
    asked = set(details.consulted_who)
    if Consulted.NOBODY in asked and len(asked) > 1:
        raise RuleBroken(
            "Select who was asked for their view, or no one: not both", field="consulted_who"
        )
    if asked - {Consulted.NOBODY} and not details.consulted:
        raise RuleBroken("Enter the views of those who were asked", field="consulted")


def _check_assessment(capacity: "CapacityDetails", *, decided_on: date) -> None:
    if capacity.assessed_on > decided_on:
        raise RuleBroken(
            "Capacity must be assessed before the decision, or on the same day",
            field="assessed_on",
        )
    if capacity.impairment and not capacity.impairment_evidence:
        raise RuleBroken("Enter what the impairment is", field="impairment_evidence")
    if capacity.causal_link and not capacity.causal_link_evidence:
        raise RuleBroken(
            "Enter how the impairment stops the person deciding", field="causal_link_evidence"
        )
    if capacity.causal_link and not capacity.impairment:
        raise RuleBroken(
            "Without an impairment it cannot be the cause: check both answers", field="causal_link"
        )


def check_assessment_age(capacity: "CapacityDetails", *, decided_on: date, days: int) -> None:
    """Refuse an assessment made more than `days` before the decision, unless it says why it holds.

    Capacity is about one decision at the material time (MCA s.2(1)); the days are policy data.
    """
    if capacity.assessed_on < decided_on - timedelta(days=days) and not capacity.still_holds:
        raise RuleBroken(
            f"This assessment was made more than {days} days before the decision. Assess capacity "
            "again, or enter why this assessment is still valid",
            field="still_holds",
        )


def _check_surrogate(
    basis: Basis, capacity: "CapacityDetails | None", decision: "BestInterestsDetails | None"
) -> None:
    if capacity is None or decision is None:
        raise RuleBroken("Assess capacity for this decision first", field="basis")
    if not capacity.lacking:
        raise RuleBroken(
            "No one can decide for someone who has capacity. At least one ability must be missing "
            "because of an impairment of, or disturbance in, the mind or brain; otherwise ask "
            "for the person's own consent",
            field="causal_link",
        )
    if not decision.no_assumptions:
        raise RuleBroken(
            "Confirm that nothing was decided by age, appearance, condition or behaviour",
            field="no_assumptions",
        )
    _check_attorney_given(decision)
    check_attorney(
        attorney=decision.attorney, valid=decision.attorney_valid, view=decision.attorney_view
    )
    needed = {Basis.LPA: Attorney.LPA, Basis.DEPUTY: Attorney.DEPUTY}.get(basis)
    if needed is not None and not (
        decision.attorney is needed
        and decision.attorney_valid
        and decision.attorney_view is AttorneyView.AGREES
    ):
        raise RuleBroken(
            "The attorney or deputy must have valid authority and agree", field="attorney_valid"
        )


def _check_attorney_given(decision: "BestInterestsDetails") -> None:
    if decision.attorney is Attorney.NONE:
        return
    if not decision.attorney_name:
        raise RuleBroken("Enter the name of the attorney or deputy", field="attorney_name")
    if decision.attorney_valid is None:
        raise RuleBroken(
            "Select yes if their authority is valid and covers this decision",
            field="attorney_valid",
        )
    if decision.attorney_view is None:
        raise RuleBroken("Select the view of the attorney or deputy", field="attorney_view")


def check_attorney(*, attorney: Attorney, valid: bool | None, view: AttorneyView | None) -> None:
    """Refuse a decision against a valid attorney's or deputy's refusal (MCA s.6(6))."""
    if attorney is not Attorney.NONE and valid and view is AttorneyView.REFUSES:
        raise RuleBroken(
            "A valid refusal by an attorney or deputy must be followed: this person cannot be put "
            "on the register in their best interests. Contact the DSR team for advice without "
            "naming the person",
            field="attorney_view",
        )


def _check_child(basis: Basis, child: "ChildDetails | None") -> None:
    if child is None:
        raise RuleBroken("Say whether the child is competent to decide", field="basis")
    if basis is Basis.GILLICK and not child.competent:
        raise RuleBroken(
            "A competent child meets every point. Where one is missing, choose parental "
            "responsibility",
            field="reasons",
        )
    if basis is Basis.PARENTAL and child.competent:
        raise RuleBroken(
            "Every point is met, so this child is competent to decide: ask for the child's own "
            "consent",
            field="reasons",
        )
    if basis is Basis.PARENTAL and not (child.holder_name and child.holder_relation):
        raise RuleBroken("Enter who holds parental responsibility", field="holder_name")
