"""On what basis somebody may be on the register, and when it must be asked again.

Plain values only. Sources: `domain.md` section 5, that is the Mental Capacity Act 2005 (read in
the statute, certainty H) and Gillick competence for those under 16.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from core.dates import add_months, birthday_on, in_words
from core.errors import RuleBroken

if TYPE_CHECKING:
    from consent.details import BasisDetails, BestInterestsDetails, CapacityDetails, ChildDetails


class _Labelled(StrEnum):
    """A code with its plain words."""

    @property
    def label(self) -> str:
        """The plain words for the code."""
        return _LABELS[type(self).__name__][self.value]


class Basis(_Labelled):
    """What makes it lawful to keep somebody on the register."""

    CONSENT = "consent"
    BEST_INTERESTS = "best_interests"
    GILLICK = "gillick"
    PARENTAL = "parental"
    LPA = "lpa"
    DEPUTY = "deputy"


class Format(_Labelled):
    """How information about the register was given."""

    SPOKEN = "spoken"
    LEAFLET = "leaflet"
    EASY_READ = "easy_read"
    PICTURES = "pictures"
    SIGNED = "signed"
    INTERPRETER = "interpreter"
    RECORDED = "recorded"
    OTHER = "other"


class Attorney(_Labelled):
    """Whether somebody was given the authority to decide about health and welfare."""

    NONE = "none"
    LPA = "lpa"
    DEPUTY = "deputy"


class AttorneyView(_Labelled):
    """What the attorney or deputy says to an entry on the register."""

    AGREES = "agrees"
    REFUSES = "refuses"
    NOT_REACHED = "not_reached"


class Advocate(_Labelled):
    """Whether an advocate (an IMCA, say) was thought of."""

    INVOLVED = "involved"
    NOT_NEEDED = "not_needed"
    ASKED = "asked"
    DECLINED = "declined"


class Relation(_Labelled):
    """How somebody comes to hold parental responsibility."""

    MOTHER = "mother"
    FATHER = "father"
    STEP_OR_PARTNER = "step_or_partner"
    ADOPTIVE = "adoptive"
    GUARDIAN = "guardian"
    LOCAL_AUTHORITY = "local_authority"
    OTHER = "other"


class Channel(_Labelled):
    """How a withdrawal reached the register."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"
    PUBLIC_PAGE = "public_page"
    LEAD = "lead"


class Requester(_Labelled):
    """Who asked for the withdrawal."""

    PERSON = "person"
    PARENT = "parent"
    ATTORNEY = "attorney"
    DEPUTY = "deputy"
    ADVOCATE = "advocate"
    PROFESSIONAL = "professional"


class WithdrawalState(_Labelled):
    """Where a withdrawal stands; both ends are final."""

    RESTRICTED = "restricted"
    RESTORED = "restored"
    ERASED = "erased"


class LegalBasis(_Labelled):
    """Why an erasure happened, as its certificate says it."""

    WITHDRAWN = "withdrawn"


_LABELS: dict[str, dict[str, str]] = {
    "Basis": {
        "consent": "Consent of the person",
        "best_interests": "Best-interests decision",
        "gillick": "Consent of a competent child (Gillick)",
        "parental": "Consent of somebody with parental responsibility",
        "lpa": "Decision of an attorney (lasting power of attorney)",
        "deputy": "Decision of a deputy appointed by the Court of Protection",
    },
    "Format": {
        "spoken": "Explained in a conversation",
        "leaflet": "Leaflet",
        "easy_read": "Easy read leaflet",
        "pictures": "Pictures, symbols or objects",
        "signed": "Signed (BSL or Makaton)",
        "interpreter": "With an interpreter or in another language",
        "recorded": "Audio, video or large print",
        "other": "Another way",
    },
    "Attorney": {
        "none": "Neither",
        "lpa": "An attorney (health and welfare lasting power of attorney)",
        "deputy": "A deputy (Court of Protection, personal welfare)",
    },
    "AttorneyView": {
        "agrees": "Agrees",
        "refuses": "Refuses",
        "not_reached": "Could not be reached",
    },
    "Advocate": {
        "involved": "An advocate took part",
        "asked": "An advocate was asked for and has not come yet",
        "not_needed": "Considered, not needed",
        "declined": "Offered, the person did not want one",
    },
    "Relation": {
        "mother": "Mother",
        "father": "Father",
        "step_or_partner": "Step-parent or second parent by agreement or court order",
        "adoptive": "Adoptive parent",
        "guardian": "Guardian",
        "local_authority": "Local authority (care order)",
        "other": "Somebody else, by court order",
    },
    "Channel": {
        "phone": "By telephone",
        "email": "By e-mail",
        "letter": "By letter",
        "in_person": "In person",
        "public_page": "Through the public page",
        "lead": "Through the lead professional",
    },
    "Requester": {
        "person": "The person",
        "parent": "Somebody with parental responsibility",
        "attorney": "An attorney",
        "deputy": "A deputy",
        "advocate": "An advocate for the person",
        "professional": "A professional, in the person's best interests",
    },
    "WithdrawalState": {
        "restricted": "Restricted, waiting for a second person",
        "restored": "Recorded in error, restored",
        "erased": "Erased",
    },
    "LegalBasis": {"withdrawn": "Consent to be on the register was withdrawn"},
}

ADULT_RULES_FROM = 16
"""The Mental Capacity Act's powers begin at 16 (s.2(5)); at 16 and 17 as for adults."""

ATTORNEY_FROM = 18
"""A lasting power of attorney is made by somebody of 18 or over (s.9)."""

RETAKE_AT = (16, 18)
"""Birthdays at which the question changes, and so must be asked again (section 5)."""

SURROGATE = frozenset({Basis.BEST_INTERESTS, Basis.LPA, Basis.DEPUTY})
"""Bases that need a lack of capacity."""

CHILD = frozenset({Basis.GILLICK, Basis.PARENTAL})
"""Bases of those under 16."""


def bases_for(age: int) -> tuple[Basis, ...]:
    """Return the bases that are possible at `age` in whole years, the usual one first."""
    if age < ADULT_RULES_FROM:
        return (Basis.PARENTAL, Basis.GILLICK)
    if age < ATTORNEY_FROM:
        return (Basis.CONSENT, Basis.BEST_INTERESTS, Basis.DEPUTY)
    return (Basis.CONSENT, Basis.BEST_INTERESTS, Basis.LPA, Basis.DEPUTY)


def check_age(basis: Basis, *, age: int) -> None:
    """Refuse a basis that the law does not know at `age`."""
    if basis in bases_for(age):
        return
    if age < ADULT_RULES_FROM:
        raise RuleBroken(
            "Under 16, choose a competent child's consent or parental responsibility", field="basis"
        )
    if basis in CHILD:
        raise RuleBroken(
            "From 16 the person decides, or others in their best interests: "
            "choose consent or a best-interests decision",
            field="basis",
        )
    raise RuleBroken(
        "Nobody under 18 can have made a lasting power of attorney: choose another basis",
        field="basis",
    )


def lacks_capacity(
    *,
    understands: bool,
    retains: bool,
    weighs: bool,
    communicates: bool,
    impairment: bool,
    causal_link: bool,
) -> bool:
    """Whether an assessment finds that capacity for this decision is lacking (MCA ss.2 and 3).

    One missing ability suffices, and only together with an impairment of, or disturbance in,
    mind or brain that is its cause.
    """
    unable = not (understands and retains and weighs and communicates)
    return unable and impairment and causal_link


def review_on(
    *, decided_on: date, birth_date: date, fluctuating: bool, months: int, fluctuating_months: int
) -> date:
    """Return when a decision must be taken again at the latest.

    `months` after it, or `fluctuating_months` where capacity fluctuates, or on the next of the
    16th and 18th birthdays, whichever comes first (domain.md sections 5 and 10; the months are
    policy data).
    """
    latest = add_months(decided_on, min(months, fluctuating_months) if fluctuating else months)
    birthdays = [birthday_on(birth_date, age) for age in RETAKE_AT]
    return min([latest, *(day for day in birthdays if day > decided_on)])


def lapsed(*, review_on: date, on: date, grace_days: int) -> bool:
    """Whether a decision no longer stands on the day `on`: its review date has come."""
    return on >= review_on + timedelta(days=grace_days)


def check_details(details: "BasisDetails") -> None:
    """Refuse a decision that contradicts itself; needs no age and no clock."""
    if not details.on_register:
        raise RuleBroken(
            "Without agreement to be on the register there is nothing to record here. "
            "Read what to do when somebody says no",
            field="on_register",
        )
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


def _check_surrogate(
    basis: Basis, capacity: "CapacityDetails | None", decision: "BestInterestsDetails | None"
) -> None:
    if capacity is None or decision is None:
        raise RuleBroken("Assess capacity for this decision first", field="basis")
    if not capacity.lacking:
        raise RuleBroken(
            "Nobody decides for somebody who has capacity. At least one ability must be missing "
            "because of an impairment of, or disturbance in, the mind or brain; otherwise ask "
            "for the person's own consent",
            field="causal_link",
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
            "A valid attorney's or deputy's refusal stands: this person cannot be put on the "
            "register in their best interests. Contact the DSR team for advice without naming "
            "the person",
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


def check_dates(*, decided_on: date, asked_review: date | None, latest: date, on: date) -> None:
    """Refuse a decision in the future, one already due for review, or a review set too late."""
    if decided_on > on:
        raise RuleBroken("Date of the decision must be today or in the past", field="decided_on")
    if latest <= on:
        raise RuleBroken(
            f"This decision fell due for review on {in_words(latest)}: ask again",
            field="decided_on",
        )
    if asked_review is not None and not on < asked_review <= latest:
        raise RuleBroken(
            f"Date of review must be after today and no later than {in_words(latest)}",
            field="review_on",
        )


def check_second_person(*, recorded_by: UUID, by: UUID, state: WithdrawalState) -> None:
    """Refuse a second decision on a withdrawal, and one by the person who recorded it."""
    if state is WithdrawalState.ERASED:
        raise RuleBroken("This withdrawal has already been carried out. Nothing was changed.")
    if state is WithdrawalState.RESTORED:
        raise RuleBroken("This withdrawal was recorded in error. Nothing was changed.")
    if recorded_by == by:
        raise RuleBroken(
            "You recorded this withdrawal, so a different person must decide. Nothing was changed."
        )


def check_cooling_off(*, recorded_at: datetime, at: datetime, days: int) -> None:
    """Refuse an erasure before the cooling-off of `days` has passed (policy data; default none)."""
    earliest = recorded_at + timedelta(days=days)
    if at < earliest:
        raise RuleBroken(
            f"This can be erased from {in_words(earliest.date())}. Until then it stays restricted."
        )


def check_request(*, identity_checked: bool) -> None:
    """Refuse a withdrawal before it is known who asks and that they may."""
    if not identity_checked:
        raise RuleBroken(
            "Check who is asking, and that they may, before you record this",
            field="identity_checked",
        )
