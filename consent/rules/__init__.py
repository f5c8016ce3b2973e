"""On what basis somebody may be on the register, and when it must be asked again.

Plain values only. Sources: `domain.md` section 5, that is the Mental Capacity Act 2005 (read in
the statute, certainty H) and Gillick competence for those under 16.
"""

from consent.rules.ages import (
    ADULT_RULES_FROM,
    ATTORNEY_FROM,
    CHILD,
    RETAKE_AT,
    SURROGATE,
    bases_for,
    check_age,
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
    Format,
    LegalBasis,
    Relation,
    Requester,
    WithdrawalState,
)
from consent.rules.contradictions import (
    check_attorney,
    check_details,
)
from consent.rules.withdrawals import (
    check_cooling_off,
    check_request,
    check_second_person,
)

__all__ = [
    "ADULT_RULES_FROM",
    "ATTORNEY_FROM",
    "CHILD",
    "RETAKE_AT",
    "SURROGATE",
    "Advocate",
    "Attorney",
    "AttorneyView",
    "Basis",
    "Channel",
    "Format",
    "LegalBasis",
    "Relation",
    "Requester",
    "WithdrawalState",
    "bases_for",
    "check_age",
    "check_attorney",
    "check_cooling_off",
    "check_dates",
    "check_details",
    "check_request",
    "check_second_person",
    "lacks_capacity",
    "review_on",
]
