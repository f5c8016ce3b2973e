"""On what basis somebody may be on the register, and when it must be asked again.

Plain values only. Sources: `domain.md` section 5, that is the Mental Capacity Act 2005 (read in
the statute, certainty H) and Gillick competence for those under 16.
"""

from consent.rules.advice import check_asked, check_unnamed
from consent.rules.ages import (
    ADULT_RULES_FROM,
    ATTORNEY_FROM,
    CHILD,
    RETAKE_AT,
    SURROGATE,
    bases_for,
    check_age,
    check_attorney_age,
    check_dates,
    lacks_capacity,
    review_on,
)
from consent.rules.codes import (
    Advocate,
    Attorney,
    AttorneyView,
    Basis,
    Channel,
    Consulted,
    CopyPurpose,
    Format,
    HoldReason,
    LegalBasis,
    Relation,
    Requester,
    RequestState,
    WithdrawalState,
)
from consent.rules.contradictions import (
    check_attorney,
    check_details,
)
from consent.rules.counting import Table, Total, publish
from consent.rules.withdrawals import (
    LONGEST_HOLD,
    MOST_WAITING,
    UNDECIDED,
    check_hold_dates,
    check_no_hold,
    check_not_approved,
    check_request,
    check_second_person,
    cooling_off_ends,
    dispose_on,
)

__all__ = [
    "ADULT_RULES_FROM",
    "ATTORNEY_FROM",
    "CHILD",
    "LONGEST_HOLD",
    "MOST_WAITING",
    "RETAKE_AT",
    "SURROGATE",
    "UNDECIDED",
    "Advocate",
    "Attorney",
    "AttorneyView",
    "Basis",
    "Channel",
    "Consulted",
    "CopyPurpose",
    "Format",
    "HoldReason",
    "LegalBasis",
    "Relation",
    "RequestState",
    "Requester",
    "Table",
    "Total",
    "WithdrawalState",
    "bases_for",
    "check_age",
    "check_asked",
    "check_attorney",
    "check_attorney_age",
    "check_dates",
    "check_details",
    "check_hold_dates",
    "check_no_hold",
    "check_not_approved",
    "check_request",
    "check_second_person",
    "check_unnamed",
    "cooling_off_ends",
    "dispose_on",
    "lacks_capacity",
    "publish",
    "review_on",
]
