"""The states of a meeting, of those invited and of the lines on an agenda. Plain values only."""

from collections.abc import Mapping
from enum import StrEnum

SIGHT_DAYS = 28
"""How long attendees see the people of a meeting once it is opened (inferred)."""

OPENS_BEFORE_MINUTES = 60
"""Opening earlier than this before the meeting's time is asked about first."""

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
    NOT_HELD = "not_held"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return self.value.capitalize().replace("_", " ")


TO_COME = (State.PLANNED, State.OPEN)
"""Meetings that are still to be held."""

OVER = (State.HELD, State.NOT_HELD)
"""Meetings that were opened and have ended. What was decided at one that was abandoned stays, as
at a meeting that went on so far: it can be put right, ratified, approved and told."""

MOVES: Mapping[str, Mapping[State, State]] = {
    "open": {State.PLANNED: State.OPEN},
    "close": {State.OPEN: State.HELD},
    "cancel": {State.PLANNED: State.CANCELLED},
    "put_back": {State.OPEN: State.PLANNED, State.CANCELLED: State.PLANNED},
    "abandon": {State.OPEN: State.NOT_HELD},
    "reopen": {State.HELD: State.OPEN, State.NOT_HELD: State.OPEN},
}
"""Each verb with the states it leads from and to; everything else is refused."""

REFUSED = {
    "open": "This meeting has already been opened or cancelled.",
    "close": "Only an open meeting can be closed.",
    "cancel": "Only a meeting that has not been opened can be cancelled.",
    "put_back": "Only a meeting that is open or cancelled can be put back to planned.",
    "abandon": "Only an open meeting can be ended as not held.",
    "reopen": "Only a meeting that has ended can be opened again.",
}


class Presence(StrEnum):
    """Whether someone invited was there."""

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
            "absent": "Did not attend",
            "removed": "No longer invited",
        }[self.value]


class ItemState(StrEnum):
    """Where someone on a frozen agenda stands."""

    WAITING = "waiting"
    DISCUSSED = "discussed"
    CARRIED = "carried"
    REMOVED = "removed"
    STRUCK = "struck"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "waiting": "Not discussed yet",
            "discussed": "Discussed",
            "carried": "Carried over",
            "removed": "Removed from the agenda",
            "struck": "Struck out: recorded in error",
            "withdrawn": "Agenda withdrawn: the meeting was put back to planned",
        }[self.value]


REPLACED = (ItemState.STRUCK, ItemState.WITHDRAWN)
"""Lines that a new one can stand beside: the same person may be on the agenda once more."""

OFF = (ItemState.REMOVED, *REPLACED)
"""Lines of which nothing is discussed any more."""

NOT_REACHED = (ItemState.CARRIED, ItemState.STRUCK)
"""Lines whose person waits for the next agenda: minutes struck out are no discussion."""

LINE_MOVES: Mapping[str, Mapping[ItemState, ItemState]] = {
    "record_outcome": {ItemState.WAITING: ItemState.DISCUSSED},
    "strike_out": {ItemState.WAITING: ItemState.STRUCK, ItemState.DISCUSSED: ItemState.STRUCK},
    "check_moved": {ItemState.CARRIED: ItemState.DISCUSSED},
    "set_aside": {ItemState.WAITING: ItemState.REMOVED, ItemState.CARRIED: ItemState.REMOVED},
    "remove_person": {ItemState.WAITING: ItemState.REMOVED},
    "add_person": {ItemState.REMOVED: ItemState.WAITING, ItemState.CARRIED: ItemState.WAITING},
    "close": {ItemState.WAITING: ItemState.CARRIED},
    "abandon": {ItemState.WAITING: ItemState.CARRIED},
    "reopen": {ItemState.CARRIED: ItemState.WAITING},
    "put_back": {
        ItemState.WAITING: ItemState.WITHDRAWN,
        ItemState.REMOVED: ItemState.WITHDRAWN,
        ItemState.CARRIED: ItemState.WITHDRAWN,
    },
}
"""What leads a line of an agenda from one state to another. A person who was carried over, struck
out or withdrawn is on the next agenda with a line of its own. A line is carried over at an open
meeting only where that meeting was opened again and a later one has taken the person up."""

PRESENCE_MOVES: Mapping[str, frozenset[Presence]] = {
    "record_attendance": frozenset(Presence) - {Presence.REMOVED},
    "correct_attendance": frozenset(Presence),
    "uninvite": frozenset(Presence) - {Presence.REMOVED},
    "invite": frozenset({Presence.REMOVED}),
    "invite_again": frozenset({Presence.REMOVED}),
    "come": frozenset({Presence.APOLOGIES}),
    "apologise": frozenset(Presence) - {Presence.REMOVED, Presence.APOLOGIES},
}
"""From which states each verb leads someone invited to another."""


class Edit(StrEnum):
    """What someone did to an agenda by hand."""

    ADD = "add"
    REMOVE = "remove"
