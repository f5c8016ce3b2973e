"""What the table of ways out is made of: machines, their states, and the ways that lead on.

A way counts where a page of the thing offers it, as a link or a form, to a named member of the
cast. One that is pressed leaves the state; one that is not is opened, which shows that it is there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from tests.conftest import Cast
from tests.factories import NOW

Typed = Mapping[str, str]
Page = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Way:
    """A page that leads out of a state, and for whom.

    `press` is what is typed where the walk goes all the way. `at` is the page that offers it,
    where that is not the machine's own; `about` the thing that its address names, where that is
    neither this one nor what this one belongs to. One that `stays` puts something right and
    leaves the state as it is.
    """

    page: str
    words: str
    who: str = "team"
    press: Typed | Callable[[Any], Typed] | None = None
    at: Page | None = None
    about: Callable[[Any], Any] | None = None
    stays: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A state, how it is reached through the workflow, and the ways out of it.

    `end` says why one is final, and what is done about a mistake; `by_itself` what else ends it.
    """

    name: str
    words: str
    make: Callable[[Cast], Any]
    ways: tuple[Way, ...] = ()
    end: str = ""
    by_itself: str = ""
    at: datetime = NOW


@dataclass(frozen=True, slots=True)
class Machine:
    """Something that has states: its model, the columns that hold them, and the page about it.

    `read` tells the state where no one column names it. `rules` are the product's own tables:
    each verb's page with the states from which it starts. `also` are columns of other models
    that say the same.
    """

    thing: str
    model: type[Model]
    fields: tuple[str, ...]
    page: Page
    states: tuple[State, ...]
    read: Callable[[Any], str] | None = None
    rules: Mapping[str, frozenset[str]] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    def state_of(self, made: Any) -> str:
        """Return the state in which the database has the thing; "gone" where it is no more."""
        now = self.model._base_manager.filter(pk=made.pk).first()
        if now is None:
            return "gone"
        return self.read(now) if self.read else str(getattr(now, self.fields[0]))

    def columns(self) -> set[str]:
        """Return the columns whose states are all here, each by the name of its model."""
        label = self.model._meta.label
        return {f"{label}.{name}" for name in self.fields} | set(self.also)


def moves(
    space: str, table: Mapping[str, Any], *, but: tuple[str, ...] = ()
) -> dict[str, frozenset[str]]:
    """Return a table of the product's rules by page, without what no page of its own does."""
    return {
        f"{space}:{verb}": frozenset(str(one) for one in states)
        for verb, states in table.items()
        if verb not in but
    }
