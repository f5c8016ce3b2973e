"""Who is reminded when, as data: the ladders, the quiet hours, and how long a mailed link works.

`load` reads and checks the file beside this one, `current` keeps what start-up read. Nothing
here knows the clock or the database.
"""

from functools import lru_cache

from actions.ladders.files import LadderFileError, load
from actions.ladders.model import Audience, Chasing, Hours, Ladder, Step


@lru_cache(maxsize=1)
def current() -> Chasing:
    """Return the register's own ladders, read once; raise LadderFileError as `load` does."""
    return load()


__all__ = ["Audience", "Chasing", "Hours", "Ladder", "LadderFileError", "Step", "current", "load"]
