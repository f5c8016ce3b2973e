"""How a review comes about: asked for, arranged, held, or ended early. Plain values only."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from core.errors import RuleBroken
from reviews.rules.held import PANEL, ReviewKind, Setting

PLANNED_WITHIN = timedelta(days=366)
"""A date further away is taken for a slip of the keyboard."""


class RequestState(StrEnum):
    """Where a request for a review stands; all but the first two are final."""

    ASKED = "asked"
    ARRANGED = "arranged"
    HELD = "held"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "asked": "Asked for, not arranged yet",
            "arranged": "Arranged",
            "held": "Held",
            "declined": "Declined",
            "cancelled": "Cancelled",
            "stopped": "Stopped: consent to the review was withdrawn",
        }[self.value]


OPEN = (RequestState.ASKED, RequestState.ARRANGED)
"""States in which the review is still to be held."""

ENDED_EARLY = (RequestState.DECLINED, RequestState.CANCELLED, RequestState.STOPPED)
"""States in which no review came of it."""

TRANSITIONS: dict[str, frozenset[RequestState]] = {
    "arrange": frozenset(OPEN),
    "record_papers": frozenset({RequestState.ARRANGED}),
    "hold": frozenset(OPEN),
    "decline": frozenset({RequestState.ASKED}),
    "cancel": frozenset({RequestState.ARRANGED}),
    "stop": frozenset(OPEN),
    "call_off": frozenset(OPEN),
}
"""The states from which each verb starts. Nothing leads back: a new request is made instead."""

_NOT_NOW = {
    RequestState.ASKED: "This review has not been arranged yet.",
    RequestState.ARRANGED: "This review has already been arranged.",
    RequestState.HELD: "This review has already been held.",
    RequestState.DECLINED: "This request was declined.",
    RequestState.CANCELLED: "This review was cancelled.",
    RequestState.STOPPED: "This review was stopped: consent to it was withdrawn.",
}


class Organiser(StrEnum):
    """Who organises a review (domain 2)."""

    ICB = "icb"
    NHS_ENGLAND = "nhs_england"
    COLLABORATIVE = "collaborative"

    @property
    def label(self) -> str:
        """The organiser in plain words."""
        return {
            "icb": "Integrated care board (ICB)",
            "nhs_england": "NHS England",
            "collaborative": "Provider collaborative, for NHS England",
        }[self.value]


def organiser_of(*, setting: Setting, child: bool, secure: bool) -> Organiser:
    """Return who organises it as a rule: S20, S23, S32, certainty M.

    In the community the ICB, at any age. In hospital NHS England for children and young people
    and for adults in a secure bed; else the ICB. In many areas a provider collaborative acts
    for NHS England.
    """
    if setting is Setting.INPATIENT and (child or secure):
        return Organiser.NHS_ENGLAND
    return Organiser.ICB


def check_transition(verb: str, state: RequestState) -> None:
    """Refuse `verb` from a state in which it makes no sense."""
    if state not in TRANSITIONS[verb]:
        raise RuleBroken(_NOT_NOW[state])


def check_asked(asked_on: date, *, birth_date: date, on: date) -> None:
    """Refuse a request in the future or before birth."""
    if asked_on > on:
        raise RuleBroken("Date of the request must be today or in the past", field="asked_on")
    if asked_on < birth_date:
        raise RuleBroken("Date of the request is before the date of birth", field="asked_on")


def check_planned(planned_on: date, *, asked_on: date, on: date) -> None:
    """Refuse a date before today, before the request, or more than a year away."""
    if planned_on < max(on, asked_on):
        raise RuleBroken("Date of the review must be today or in the future", field="planned_on")
    if planned_on > on + PLANNED_WITHIN:
        raise RuleBroken("Date of the review must be within 1 year", field="planned_on")


def short_notice(planned_on: date, *, arranged_on: date, weeks: int) -> bool:
    """Whether fewer than the advised weeks are left for consent and invitations (S22)."""
    return planned_on < arranged_on + timedelta(weeks=weeks)


def missing_of_panel(panel: dict[str, str]) -> list[str]:
    """Return the required members of a C(E)TR's panel who are not named yet, in words."""
    words = {
        "chair": "the chair",
        "clinical_expert": "the independent clinical expert",
        "expert_by_experience": "the independent expert by experience",
    }
    return [words[role] for role in PANEL if not panel[role].strip()]


def check_ending(reason: str, message: str) -> None:
    """Refuse to decline or cancel without saying why."""
    if not reason.strip():
        raise RuleBroken(message, field="reason")


def check_papers(*, received: Collection[str], circulated: Collection[str], consent: bool) -> None:
    """Refuse papers circulated without consent shown (S24), or before they have come."""
    if circulated and not consent:
        raise RuleBroken(
            "No consent to the review is on record, so the panel must not read the papers. "
            "Record consent to the C(E)TR first.",
            field="circulated",
        )
    if set(circulated) - set(received):
        raise RuleBroken("A paper that was sent to the panel must have come", field="circulated")


def fulfils(kind: ReviewKind, *, held_on: date, asked_on: date) -> bool:
    """Whether a review held answers an open request: a C(E)TR on or after the day it was asked."""
    return kind is not ReviewKind.LAEP and held_on >= asked_on
