"""What is typed about a review, a request or a visit, as plain values between form and workflow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from actions.workflow import Contact
from reviews.rules import KeyworkerState, Organiser, Requester


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """A recommendation or a concern: what is to be done, by whom, by when.

    One owner: a colleague, or as `contact` somebody of a service who has no account.
    """

    description: str
    due_on: date
    owner: User | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDetails:
    """A request for a review as typed. Without `organiser` it is whose task it is as a rule.

    `ehc_plan` is asked only where it alone decides between CTR and CETR.
    """

    requester: Requester
    reason: str
    asked_on: date
    organiser: Organiser | None = None
    ehc_plan: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeDetails:
    """When and where a review will be, and its panel as far as it is named."""

    planned_on: date
    place: str = ""
    organiser: Organiser | None = None
    chair: str = ""
    chair_is_delegate: bool = False
    clinical_expert: str = ""
    expert_by_experience: str = ""
    others: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDetails:
    """A review as typed. `emergency` is the local area emergency protocol (LAEP).

    `ehc_plan` is asked only where it alone decides between CTR and CETR. `findings` go by the
    code of their line of enquiry; `unowned` are recommendations that nobody owns yet.
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
    findings: Mapping[str, str] = field(default_factory=dict)
    recommendations: tuple[Recommended, ...] = ()
    unowned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyworkerNews:
    """What the keyworker service said about a referral, and when to ask it again."""

    state: KeyworkerState
    happened_on: date
    reason: str = ""
    service: str = ""
    next_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDetails:
    """A visit as typed."""

    saw_person: bool
    account: str
    not_seen_reason: str = ""
    concerns: tuple[Recommended, ...] = ()
