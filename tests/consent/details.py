"""Decisions that no rule refuses, for the tests to change one thing in."""

from datetime import date
from typing import Any

from consent.details import BasisDetails, BestInterestsDetails, CapacityDetails, ChildDetails
from consent.rules import Advocate, Attorney, Basis, Format, Relation

DECIDED = date(2026, 11, 20)


def capacity(**changed: Any) -> CapacityDetails:
    values: dict[str, Any] = {
        "decision_asked": "Whether to be on the register",
        "steps_taken": "Two visits, pictures, a familiar support worker",
        "understands": True,
        "understands_evidence": "Could say what it is for",
        "retains": True,
        "retains_evidence": "Remembered it a day later",
        "weighs": False,
        "weighs_evidence": "Could not compare yes and no",
        "communicates": True,
        "communicates_evidence": "Uses Makaton",
        "impairment": True,
        "impairment_evidence": "A severe learning disability",
        "causal_link": True,
        "causal_link_evidence": "Cannot hold two options in mind because of it",
        "fluctuating": False,
        "assessor": "Dr Example, psychologist",
        "assessed_on": DECIDED,
    }
    return CapacityDetails(**(values | changed))


def best_interests(**changed: Any) -> BestInterestsDetails:
    values: dict[str, Any] = {
        "no_assumptions": True,
        "circumstances": "The placement may end",
        "regain": False,
        "regain_when": "",
        "participation": "Chose where to meet and who came",
        "wishes": "Wants to stay near the sea",
        "beliefs": "Family matters most",
        "other_factors": "",
        "less_restrictive": "Support at home first",
        "attorney": Attorney.NONE,
        "attorney_name": "",
        "attorney_valid": None,
        "attorney_document": "",
        "attorney_view": None,
        "advocate": Advocate.NOT_NEEDED,
        "advocate_reason": "",
    }
    return BestInterestsDetails(**(values | changed))


def child(**changed: Any) -> ChildDetails:
    values: dict[str, Any] = {
        "mature": True,
        "understands_issues": True,
        "understands_risks": True,
        "knows_alternatives": True,
        "weighs_advice": True,
        "reasons": True,
        "competence_evidence": "Explained it back in her own words",
        "child_view": "Yes please",
    }
    return ChildDetails(**(values | changed))


def parental(**changed: Any) -> ChildDetails:
    values: dict[str, Any] = {
        "weighs_advice": False,
        "holder_name": "Pat Parent",
        "holder_relation": Relation.MOTHER,
        "holder_confirmed": "Birth certificate seen",
    }
    return child(**(values | changed))


def decision(**changed: Any) -> BasisDetails:
    """The consent of somebody whose capacity nobody doubts, unless changed."""
    values: dict[str, Any] = {
        "basis": Basis.CONSENT,
        "on_register": True,
        "share_partners": True,
        "cetr": False,
        "keyworker": False,
        "information_given": "What the register is, and that she may say no",
        "information_formats": [Format.EASY_READ, Format.SPOKEN],
        "leaflet_version": "2026-04",
        "consulted": "Her sister agrees",
        "dissent": "",
        "decision_maker": "Lena Lead",
        "decision_maker_role": "Community nurse",
        "decided_on": DECIDED,
        "review_on": None,
        "evidence_reference": "DOC-1",
    }
    return BasisDetails(**(values | changed))


def in_best_interests(**changed: Any) -> BasisDetails:
    values: dict[str, Any] = {
        "basis": Basis.BEST_INTERESTS,
        "capacity": capacity(),
        "best_interests": best_interests(),
    }
    return decision(**(values | changed))
