"""Education, health and care (EHC) plans: a flag that stays, and a plan that ends by itself."""

from datetime import date

from core.dates import birthday_on, in_words

EHC_PLAN_UNDER = 26
"""A plan never goes on beyond the 26th birthday (Children and Families Act 2014 s.46, H)."""


def ehc_plan_ended_on(birth_date: date) -> date:
    """Return the day from which someone born on `birth_date` can have no EHC plan."""
    return birthday_on(birth_date, EHC_PLAN_UNDER)


def has_ehc_plan(flag: bool | None, *, birth_date: date, on: date) -> bool:
    """Whether what is recorded can still be a plan on the day `on`."""
    return bool(flag) and on < ehc_plan_ended_on(birth_date)


def ehc_plan_words(flag: bool | None, *, birth_date: date, on: date) -> str:
    """Return the flag as every page says it on the day `on`; nothing where no one knows.

    The flag is kept as it was recorded: that it has ended follows from the date of birth.
    """
    if flag is None:
        return ""
    if not flag:
        return "No"
    if has_ehc_plan(flag, birth_date=birth_date, on=on):
        return "Yes"
    return f"EHC plan (ended by the 26th birthday, {in_words(ehc_plan_ended_on(birth_date))})"
