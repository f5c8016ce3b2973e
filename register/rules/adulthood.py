"""Turning 18 on the register: the pathway must not just end (assurance H10)."""

from datetime import date
from enum import StrEnum

from core.dates import birthday_on
from core.errors import RuleBroken
from register.rules.ratings import ClosureReason

ADULT = 18
DECIDE_FROM = 17
"""From which birthday the adult decision can be taken; prompts come at 17, 17 and a half and
17 and three quarters (assurance H10)."""


class AdultOutcome(StrEnum):
    """What is decided about somebody's place on the register once they are an adult."""

    STAYS = "stays"
    LEAVES = "leaves"

    @property
    def label(self) -> str:
        """The decision in plain words."""
        return {
            "stays": "Stays on the register as an adult",
            "leaves": "Leaves the register after turning 18",
        }[self.value]


JUDGED = frozenset({ClosureReason.AGED_OUT, ClosureReason.STEPPED_DOWN, ClosureReason.NOT_ELIGIBLE})
"""Reasons that are somebody's judgement, and so could hide that an age was all there was to it."""


def check_adult_decision(*, birth_date: date, reason: str, on: date) -> None:
    """Refuse an adult decision before the 17th birthday or without its reason."""
    if on < birthday_on(birth_date, DECIDE_FROM):
        raise RuleBroken("The adult decision can be taken from the 17th birthday on.")
    if not reason.strip():
        raise RuleBroken("Enter the reason for this decision", field="reason")


def check_closure_at_18(
    *,
    reason: ClosureReason,
    birth_date: date,
    opened_on: date,
    decided: AdultOutcome | None,
    on: date,
) -> None:
    """Refuse to close a young person's entry because of an age, without the adult decision.

    `decided` is the last adult decision of the entry. Somebody still under 18 does not age out;
    somebody who turned 18 on the register leaves it by judgement only once that is decided.
    """
    adult = on >= birthday_on(birth_date, ADULT)
    came_young = opened_on < birthday_on(birth_date, ADULT)
    if reason is ClosureReason.AGED_OUT:
        if not adult:
            raise RuleBroken(
                "This person is not 18 yet. No one leaves because a birthday is near.",
                field="reason",
            )
        if not came_young:
            raise RuleBroken(
                "This person came onto the register as an adult. Choose another reason.",
                field="reason",
            )
    if reason in JUDGED and adult and came_young and decided is not AdultOutcome.LEAVES:
        raise RuleBroken(
            "This person turned 18 on the register. Record the adult decision first, that they "
            "leave and why.",
            field="reason",
        )
