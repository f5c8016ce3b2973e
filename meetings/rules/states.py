"""The states of a meeting, of those invited and of the lines on an agenda. Plain values only."""

from collections.abc import Mapping
from enum import StrEnum

SIGHT_DAYS = 28
"""How long attendees see the people of a meeting once it is opened (inferred)."""

BLUE_DUTIES_AHEAD_DAYS = 28
"""Duties of inpatients are on the agenda when due before the next monthly meeting (inferred)."""

DISCHARGED_WITHIN_DAYS = 28
"""How long a discharge counts as recent (inferred; Lincolnshire watches 14 days at least)."""

URGENT_RULE = "red-urgent-meeting"
"""The policy rule that says by when an urgent meeting must be held, for each RED."""

URGENT_WORKING_DAYS = 2
"""Where policy raised no duty: within 2 working days all the same (domain 6, inferred)."""

USUAL_QUORUM = 3
"""A default to be confirmed locally: no source gives a quorum."""


class Kind(StrEnum):
    """The two kinds of meeting."""

    TRACKING = "tracking"
    URGENT = "urgent"

    @property
    def label(self) -> str:
        """The kind in the field's words."""
        return {
            "tracking": "Area tracking meeting",
            "urgent": "Urgent meeting by exception",
        }[self.value]


class State(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    OPEN = "open"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state as a word."""
        return self.value.capitalize()


MOVES: Mapping[str, Mapping[State, State]] = {
    "open": {State.PLANNED: State.OPEN},
    "close": {State.OPEN: State.HELD},
    "cancel": {State.PLANNED: State.CANCELLED},
}
"""Each verb with the states it leads from and to; everything else is refused."""

REFUSED = {
    "open": "This meeting has already been opened or cancelled.",
    "close": "Only an open meeting can be closed.",
    "cancel": "Only a meeting that has not been opened can be cancelled.",
}


class Presence(StrEnum):
    """Whether somebody invited was there."""

    INVITED = "invited"
    ATTENDED = "attended"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """The presence in plain words."""
        return {
            "invited": "Not recorded yet",
            "attended": "Attended",
            "apologies": "Sent apologies",
            "absent": "Not there",
            "removed": "No longer invited",
        }[self.value]


class ItemState(StrEnum):
    """Where somebody on a frozen agenda stands."""

    WAITING = "waiting"
    DISCUSSED = "discussed"
    CARRIED = "carried"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "waiting": "Not discussed yet",
            "discussed": "Discussed",
            "carried": "Carried over",
            "removed": "Taken off the agenda",
        }[self.value]


class Edit(StrEnum):
    """What somebody did to an agenda by hand."""

    ADD = "add"
    REMOVE = "remove"
