"""Policy as data: the rules in the files beside this one, and what they ask for.

`load` reads and checks the files, `current` keeps what start-up read, `duties_for` answers
"this happened to a person like this: what must follow, and by when?", and `meets` whether an
event meets a duty. Nothing here knows the clock or the database.
"""

from functools import lru_cache

from duties.policy.answers import UnknownEvent, duties_for, lacking, meets
from duties.policy.facts import Facts, FactsError, read_day
from duties.policy.files import PolicyFileError, load
from duties.policy.model import (
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
    "lacking",
    "load",
    "meets",
    "read_day",
]
