"""Codes of what surrounds a referral: redirects, letters, identity, inclusion, training."""

from enum import StrEnum


class RedirectState(StrEnum):
    """Where a redirect to another area stands; open, it is open in both areas."""

    OPEN = "open"
    TAKEN = "taken"
    RETURNED = "returned"
    OVERTAKEN = "overtaken"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "open": "Waits to be taken",
            "taken": "Taken",
            "returned": "Returned, with a reason",
            "overtaken": "Decided before it was taken",
        }[self.value]


class LetterAbout(StrEnum):
    """What a letter to the person tells."""

    RECEIVED = "received"
    MORE_INFORMATION = "more_information"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """What the letter is about, as its heading in a list."""
        return {
            "received": "We have the referral",
            "more_information": "We asked for more information",
            "accepted": "You are on the register",
            "declined": "The register is not the right help now",
            "redirected": "Another team looks at the referral",
            "withdrawn": "The referral was taken back",
        }[self.value]


class LetterWay(StrEnum):
    """How a letter reached the person."""

    HANDED = "handed"
    READ = "read"
    POSTED = "posted"
    REPRESENTATIVE = "representative"

    @property
    def label(self) -> str:
        """The way in plain words."""
        return {
            "handed": "Given to the person",
            "read": "Read or talked through with the person",
            "posted": "Posted to the person",
            "representative": "Given to someone who acts for the person",
        }[self.value]


class NamingState(StrEnum):
    """Where a request to be named on somebody's record stands."""

    WAITING = "waiting"
    NAMED = "named"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "waiting": "Waits for the DSR team",
            "named": "Named on the record",
            "declined": "Not named",
        }[self.value]


class Asker(StrEnum):
    """Who asks on the public page for somebody to be included."""

    PERSON = "person"
    FAMILY = "family"
    CARER = "carer"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Who asks, for the team."""
        return {
            "person": "The person themselves",
            "family": "A family member",
            "carer": "A carer",
            "other": "Someone else who knows them",
        }[self.value]


class Agrees(StrEnum):
    """Whether the person knows of the request and agrees to it, as far as the asker knows."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"

    @property
    def label(self) -> str:
        """The answer in plain words."""
        return {"yes": "Yes", "no": "No", "not_sure": "Not sure"}[self.value]


class InclusionState(StrEnum):
    """Where a request to be included stands; its words last until it is closed."""

    WAITING = "waiting"
    LEAD_FOUND = "lead_found"
    REFERRED = "referred"
    ADVISED = "advised"
    DECLINED = "declined"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "waiting": "Waits for the DSR team",
            "lead_found": "A lead professional was found",
            "referred": "A referral was started",
            "advised": "Advice was given",
            "declined": "The register is not the right help",
            "expired": "Removed because no one handled it in time",
        }[self.value]


INCLUSION_OPEN = (InclusionState.WAITING, InclusionState.LEAD_FOUND)
INCLUSION_CLOSED = tuple(one for one in InclusionState if one not in INCLUSION_OPEN)


class TrainingKind(StrEnum):
    """Which training."""

    TOOL = "tool"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The training's name."""
        return {
            "tool": "Clinical support tool",
            "system": "Using this website",
        }[self.value]

    @property
    def minutes(self) -> int:
        """How long it takes (domain 6, Staffordshire: 1 hour and 30 minutes)."""
        return {"tool": 60, "system": 30}[self.value]

    @property
    def length(self) -> str:
        """How long it takes, in words."""
        return {"tool": "1 hour", "system": "30 minutes"}[self.value]


class PlaceState(StrEnum):
    """Where somebody's wish for a place stands."""

    ASKED = "asked"
    GIVEN = "given"
    WAITING = "waiting"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "asked": "Asks for a date",
            "given": "Has a place",
            "waiting": "On the waiting list",
            "cancelled": "Cancelled",
        }[self.value]
