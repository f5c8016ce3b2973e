"""What a review is and needs to count as held. Plain values only."""

from datetime import date
from enum import StrEnum

from core.dates import birthday_on
from core.errors import RuleBroken
from register.rules import EHC_PLAN_UNDER


class ReviewKind(StrEnum):
    """What was held. A LAEP is recorded, and does not count as a C(E)TR (domain 2)."""

    CTR = "CTR"
    CETR = "CETR"
    LAEP = "LAEP"

    @property
    def label(self) -> str:
        """The kind in the field's words."""
        return {
            "CTR": "Care and treatment review (CTR)",
            "CETR": "Care, education and treatment review (CETR)",
            "LAEP": "Local area emergency protocol",
        }[self.value]


class Setting(StrEnum):
    """Where the person was living when the review was held."""

    COMMUNITY = "community"
    INPATIENT = "inpatient"

    @property
    def label(self) -> str:
        """The setting in plain words."""
        return {"community": "In the community", "inpatient": "In hospital"}[self.value]


class ConsentShown(StrEnum):
    """On what basis the panel read about the person; without one it reads nothing (domain 2)."""

    CONSENT = "consent"
    BEST_INTERESTS = "best_interests"
    PARENTAL = "parental"

    @property
    def label(self) -> str:
        """The basis in plain words."""
        return {
            "consent": "The person gave consent",
            "best_interests": "A best-interests decision was shown",
            "parental": "Someone with parental responsibility gave consent",
        }[self.value]


class Requester(StrEnum):
    """Who asked for the review (domain 2)."""

    PERSON = "person"
    FAMILY = "family"
    ADVOCATE = "advocate"
    COMMUNITY_TEAM = "community"
    HOSPITAL_TEAM = "hospital"
    REGISTER = "register"

    @property
    def label(self) -> str:
        """The requester in plain words."""
        return {
            "person": "The person",
            "family": "Family or carer",
            "advocate": "Advocate",
            "community": "Community team",
            "hospital": "Hospital team",
            "register": "DSR team, because of the rating or the stay",
        }[self.value]


FOUR_QUESTIONS = {
    "safe": "Am I safe?",
    "current_care": "What is my current care like?",
    "future_plan": "Is there a plan in place for my future?",
    "hospital_needed": "Do I need to be in hospital for my care and treatment?",
}
"""The four questions of a C(E)TR (domain 2: S27, S11, S58)."""

PANEL = {
    "chair": "Enter the name of the chair",
    "clinical_expert": "Enter the name of the independent clinical expert",
    "expert_by_experience": "Enter the name of the independent expert by experience",
}
"""The three whom the panel of a C(E)TR must include (domain 2: S23)."""


def kind_of(*, birth_date: date, ehc_plan: bool | None, on: date) -> ReviewKind:
    """Return CETR under 18 and, with an EHC plan, from 18; else CTR (domain 2: S3, S42).

    Refuses to guess from 18 to 25, where only the EHC plan decides and nobody knows of one.
    """
    if on < birthday_on(birth_date, 18):
        return ReviewKind.CETR
    if on >= birthday_on(birth_date, EHC_PLAN_UNDER):
        return ReviewKind.CTR
    if ehc_plan is None:
        raise RuleBroken(
            "Select yes if the person has an EHC plan: it decides whether this is a CTR or a CETR",
            field="ehc_plan",
        )
    return ReviewKind.CETR if ehc_plan else ReviewKind.CTR


def asks_for_ehc_plan(*, birth_date: date, ehc_plan: bool | None, on: date) -> bool:
    """Whether only the missing EHC plan decides the kind."""
    adult = birthday_on(birth_date, 18) <= on < birthday_on(birth_date, EHC_PLAN_UNDER)
    return adult and ehc_plan is None


def check_held(held_on: date, *, birth_date: date, on: date) -> None:
    """Refuse a review in the future or before birth."""
    if held_on > on:
        raise RuleBroken("Date of the review must be today or in the past", field="held_on")
    if held_on < birth_date:
        raise RuleBroken("Date of the review is before the date of birth", field="held_on")


def check_panel(kind: ReviewKind, panel: dict[str, str]) -> None:
    """Refuse a C(E)TR without one of its three required members; a LAEP needs a chair only."""
    for role, message in PANEL.items():
        if not panel[role].strip() and (role == "chair" or kind is not ReviewKind.LAEP):
            raise RuleBroken(message, field=role)


def check_answers(kind: ReviewKind, answers: dict[str, str]) -> None:
    """Refuse a C(E)TR that leaves one of the four questions without an answer."""
    for name, question in FOUR_QUESTIONS.items():
        if kind is not ReviewKind.LAEP and not answers[name].strip():
            raise RuleBroken(f'Enter the answer to "{question}"', field=name)


def check_consent(kind: ReviewKind, consent: str) -> None:
    """Refuse a C(E)TR without consent shown: its panel must not read about the person (S24)."""
    if kind is not ReviewKind.LAEP and consent not in {one.value for one in ConsentShown}:
        raise RuleBroken("Select on what basis the panel read about the person", field="consent")
