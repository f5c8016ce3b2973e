"""What a clinical support tool is made of: items, options, weights, cut-offs, overrides."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Population(StrEnum):
    """Whom a tool or an item is for."""

    ALL = "all"
    ADULT = "adult"
    CYP = "cyp"

    @property
    def label(self) -> str:
        """The population in plain words."""
        return {
            "all": "Adults, children and young people",
            "adult": "Adults",
            "cyp": "Children and young people",
        }[self.value]

    def covers(self, whom: "Population") -> bool:
        """Whether it applies to `whom`; where that is not known (ALL), everything applies."""
        return Population.ALL in (self, whom) or self is whom


@dataclass(frozen=True, slots=True)
class Option:
    """An answer. `unknown`: it says nothing. `counts`: it names a risk that is there now."""

    id: str
    label: str
    unknown: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its guidance. `key` marks the questions that an override looks at."""

    id: str
    number: int
    text: str
    guidance: str
    population: Population
    key: bool
    options: tuple[Option, ...]
    weights: Mapping[str, Decimal]

    def option(self, name: str) -> Option | None:
        """Return the option of that id."""
        return next((one for one in self.options if one.id == name), None)

    def rank(self, name: str) -> Decimal | None:
        """Return how much risk an option says: its weight, else its place; None: says nothing."""
        option = self.option(name)
        if option is None or option.unknown:
            return None
        return self.weights[name] if self.weights else Decimal(self.options.index(option))

    @property
    def most(self) -> Decimal:
        """The most that it can add to a score; an item without an answer adds nothing."""
        return max(Decimal(0), *self.weights.values())


@dataclass(frozen=True, slots=True)
class CutOff:
    """The scores that suggest a level: from `at_least`, up to but not including `below`."""

    level: str
    at_least: Decimal
    below: Decimal


@dataclass(frozen=True, slots=True)
class Override:
    """A rule beside the score: all of `items` answered with `option` suggests `level`.

    An answer that says more risk than `option` counts as well, so that no answer can lower
    what is suggested by saying more.
    """

    level: str
    items: tuple[str, ...]
    option: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A clinical support tool as its file gives it; `digest` names exactly that file."""

    id: str
    title: str
    version: int
    digest: str
    licence: str
    notice: str
    clinical_use: bool
    population: Population
    most_unknown: int
    options: tuple[Option, ...]
    items: tuple[Item, ...]
    cut_offs: tuple[CutOff, ...]
    overrides: tuple[Override, ...]
    scored: bool

    def items_for(self, whom: Population = Population.ALL) -> tuple[Item, ...]:
        """Return the items to ask about `whom`, in order."""
        return tuple(item for item in self.items if item.population.covers(whom))

    def item(self, name: str) -> Item | None:
        """Return the item of that id."""
        return next((one for one in self.items if one.id == name), None)

    def level_of(self, score: Decimal) -> str:
        """Return the level that a score suggests."""
        return next(one.level for one in self.cut_offs if one.at_least <= score < one.below)
