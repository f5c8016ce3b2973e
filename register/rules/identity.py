"""Whether two records are about one person, as far as they say; pure, and never more than a hint.

The NHS number alone never decides: twins, a mother and her son, or a slip of one digit would be
one person. It counts with the date of birth and the name, as in a cross-check trace of the
Personal Demographics Service, which compares number, date of birth, and the beginnings of both
names (M). We ask for the whole of both names: twins share a family name, a date of birth and
often an initial. Anything less is shown at triage, for someone to decide.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.names import folded


@dataclass(frozen=True, slots=True)
class Who:
    """Someone as a form names them."""

    given_name: str
    preferred_name: str
    family_name: str
    birth_date: date


class Named(Protocol):
    """Someone as a record or a form names them."""

    @property
    def given_name(self) -> str: ...
    @property
    def preferred_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def birth_date(self) -> date: ...


def agree(one: Named, other: Named) -> bool:
    """Whether names and date of birth say the same; the name someone goes by counts as given."""
    if one.birth_date != other.birth_date:
        return False
    if folded(one.family_name) != folded(other.family_name):
        return False
    return bool(_called(one) & _called(other))


def _called(one: Named) -> set[str]:
    names = {folded(one.given_name), folded(one.preferred_name)}
    return names - {""} or {""}


class Verdict(StrEnum):
    """What someone found about two records."""

    SAME = "same"
    DIFFERENT = "different"
    POSSIBLE = "possible"

    @property
    def label(self) -> str:
        """The finding in plain words."""
        return {
            "same": "The same person",
            "different": "Different people",
            "possible": "Not sure yet",
        }[self.value]


class SecondLook(StrEnum):
    """Why "the same person" needs a second named person (cases B4)."""

    NUMBER = "nhs_number"
    BIRTH_DATE = "birth_date"
    BASIS = "basis"

    @property
    def label(self) -> str:
        """The reason, as a page says it."""
        return {
            "nhs_number": "The NHS numbers are both valid and are not the same.",
            "birth_date": "The dates of birth are not the same.",
            "basis": "The two records do not say the same about what the person agreed to.",
        }[self.value]


def needs_second_look(
    *, numbers: tuple[str | None, str | None], births: tuple[date, date]
) -> list[SecondLook]:
    """Return why two records may be called one person by two people only; empty where one may.

    A number that only one of the two has is no conflict: it is not known on the other.
    """
    one, other = numbers
    asked = [SecondLook.NUMBER] if one and other and one != other else []
    return [*asked, SecondLook.BIRTH_DATE] if births[0] != births[1] else asked
