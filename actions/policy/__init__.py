"""Policy as data: the rules in the files beside this one, and what they ask for.

`load` reads and checks the files, `current` keeps what start-up read, `duties_for` answers
"this happened to a person like this: what must follow, and by when?", and `meets` whether an
event meets a duty. Nothing here knows the clock or the database.
"""

from functools import lru_cache

from actions.policy.answers import UnknownEvent, duties_for, meets
from actions.policy.facts import Facts, FactsError, read_day
from actions.policy.files import PolicyFileError, load
from actions.policy.model import (
    EVENT_WORDS,
    NEVER,
    TRIGGERS,
    Certainty,
    DutySpec,
    Jurisdiction,
    Outcome,
    Policy,
    Rule,
)


@lru_cache(maxsize=1)
def current() -> Policy:
    """Return the register's own policy, read once; raise PolicyFileError as `load` does."""
    return load()


__all__ = [
    "EVENT_WORDS",
    "NEVER",
    "TRIGGERS",
    "Certainty",
    "DutySpec",
    "Facts",
    "FactsError",
    "Jurisdiction",
    "Outcome",
    "Policy",
    "PolicyFileError",
    "Rule",
    "UnknownEvent",
    "current",
    "duties_for",
    "load",
    "meets",
    "read_day",
]
