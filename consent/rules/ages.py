"""Which basis is possible at which age, what capacity is, and when to ask again."""

from datetime import date

from consent.rules.codes import Basis
from core.dates import add_months, birthday_on, in_words
from core.errors import RuleBroken

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
        "No one under 18 can have made a lasting power of attorney: choose another basis",
        field="basis",
    )


def check_attorney_age(*, has_attorney: bool, age: int) -> None:
    """Refuse an attorney for somebody too young to have appointed one (MCA s.9)."""
    if has_attorney and age < ATTORNEY_FROM:
        raise RuleBroken(
            "No one under 18 can have made a lasting power of attorney: check this answer",
            field="attorney",
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
