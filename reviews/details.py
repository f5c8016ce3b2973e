"""What is typed about a review or a visit, as plain values between form and workflow."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """A recommendation or a concern: what is to be done, by whom, by when."""

    description: str
    owner: User
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDetails:
    """A review as typed. `emergency` is the local area emergency protocol (LAEP).

    `ehc_plan` is asked only where it alone decides between CTR and CETR.
    """

    held_on: date
    chair: str
    emergency: bool = False
    requested_by: str = ""
    chair_is_delegate: bool = False
    clinical_expert: str = ""
    expert_by_experience: str = ""
    others: str = ""
    consent: str = ""
    safe: str = ""
    current_care: str = ""
    future_plan: str = ""
    hospital_needed: str = ""
    ehc_plan: bool | None = None
    recommendations: tuple[Recommended, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDetails:
    """A visit as typed."""

    saw_person: bool
    account: str
    not_seen_reason: str = ""
    concerns: tuple[Recommended, ...] = ()
