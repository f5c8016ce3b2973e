"""What is still open about a person, as the apps above know it: counted before a record closes.

Each app registers one source at start-up; nothing here imports them. Whoever closes a record sees
what each says and what becomes of it, and decides about the lines that could go on. A team that
takes someone over from another area goes through the lines too, and through those that go along.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One thing that could go on after the person has left, and who answers for it now.

    `keeps` and `ends` say what the two answers of a team that takes the person over mean.
    """

    id: UUID
    words: str
    owner: str
    due: str
    keeps: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One kind of open work: how much of it in words, such as "3 agreed actions", and its end.

    `lines` are those about which whoever closes the record decides, `ends` what becomes of them
    where all end, `takers` those to whom one of them can be given, by id and name. Kinds are
    shown in the order of `order`. `along` are those that closing ends in any case, about which a
    team that takes the person over from another area decides. What is `only_due` stops because
    nothing is due about someone who has left; it goes on where a referral about them still waits.
    What does not have `moves` means nothing to an area that takes the person over.
    """

    count: int
    words: str
    becomes: str
    order: int = 50
    ends: str = ""
    lines: Sequence[OpenLine] = ()
    takers: Sequence[tuple[str, str]] = ()
    along: Sequence[OpenLine] = ()
    only_due: bool = False
    moves: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """What was decided about each line: ended, kept by its owner, or given to someone by id."""

    end: Sequence[UUID] = ()
    keep: Sequence[UUID] = ()
    give: Sequence[tuple[UUID, UUID]] = ()

    def as_facts(self) -> dict[str, object]:
        """Return the choices as the facts of an event; `read` reads them."""
        return {
            "asked": True,
            "end": list(self.end),
            "keep": list(self.keep),
            "give": [f"{line}/{taker}" for line, taker in self.give],
        }

    @classmethod
    def read(cls, facts: dict[str, object]) -> "Choices | None":
        """Return the choices that an event tells of; None where nothing was asked."""
        if not facts.get("asked"):
            return None
        pairs = [one.split("/") for one in _texts(facts.get("give"))]
        return cls(
            end=[UUID(one) for one in _texts(facts.get("end"))],
            keep=[UUID(one) for one in _texts(facts.get("keep"))],
            give=[(UUID(line), UUID(taker)) for line, taker in pairs],
        )


def _texts(value: object) -> Iterable[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


Source = Callable[[UUID, datetime], Sequence[OpenWork]]
_sources: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """Let `source(person_id, at)` say what an app has open; a second of one name replaces it."""
    _sources[name] = source


def open_work(person_id: UUID, *, at: datetime) -> list[OpenWork]:
    """Return everything that is open about a person, kinds without any left out."""
    found = [one for source in _sources.values() for one in source(person_id, at) if one.count]
    return sorted(found, key=lambda one: one.order)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record cannot be opened again yet, and the page that puts it right."""

    words: str
    url: str = ""
    link: str = ""


Check = Callable[[UUID, UUID, datetime], Refusal | None]
_checks: dict[str, Check] = {}


def add_reopening_check(name: str, check: Check) -> None:
    """Ask `check(person_id, entry_id, at)` before a record is opened again."""
    _checks[name] = check


def reopening_refusals(person_id: UUID, entry_id: UUID, *, at: datetime) -> list[Refusal]:
    """Return everything that speaks against opening a closed record again now."""
    found = (check(person_id, entry_id, at) for check in _checks.values())
    return [one for one in found if one is not None]
