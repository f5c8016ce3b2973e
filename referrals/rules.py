"""What a referral is, how it moves, and when it is complete. Plain values only."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from core.errors import RuleBroken
from register.rules import Level


class State(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INFORMATION_ASKED = "information_asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as people say it."""
        return {
            "draft": "Draft, not sent",
            "submitted": "Received, not yet reviewed",
            "information_asked": "More information asked for",
            "accepted": "Accepted",
            "declined": "Declined, with advice",
            "withdrawn": "Withdrawn",
        }[self.value]

    @property
    def label_sent(self) -> str:
        """The state as the heading of the confirmation: received is not the same as read."""
        return f"Referral {self.label[:1].lower()}{self.label[1:]}"

    @property
    def colour(self) -> str:
        """The colour of its tag, which never stands without the words."""
        return {
            "draft": "grey",
            "submitted": "blue",
            "information_asked": "yellow",
            "accepted": "green",
            "declined": "white",
            "withdrawn": "white",
        }[self.value]


def received_words(*, answered: bool, seen: bool) -> str:
    """Return what is said of a referral that waits for a decision, by how far it has come."""
    if answered:
        return "Information received, ready to decide"
    return "Seen, waiting for a decision" if seen else State.SUBMITTED.label


AWAITING_TRIAGE = (State.SUBMITTED, State.INFORMATION_ASKED)
"""Sent and not yet decided; a RED one counts as RED until it is."""

DECIDED = (State.ACCEPTED, State.DECLINED, State.WITHDRAWN)


class StepKind(StrEnum):
    """What was done with a referral after it was sent."""

    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REDIRECTED = "redirected"
    TAKEN = "taken"
    RETURNED = "returned"
    JOINED = "joined"
    PARTED = "parted"
    REOPENED = "reopened"
    RESTORED = "restored"

    @property
    def label(self) -> str:
        """The step as a line of the referral's story."""
        return {
            "acknowledged": "Seen by the DSR team",
            "asked": "More information asked for",
            "answered": "Information given by the referrer",
            "accepted": "Accepted",
            "declined": "Declined, with advice",
            "withdrawn": "Withdrawn by the referrer",
            "redirected": "Another area was asked to take it",
            "taken": "Taken by the other area",
            "returned": "Returned by the other area",
            "joined": "Joined to a record that was there already",
            "parted": "Separated from the other record again",
            "reopened": "Put back to triage: decided by mistake",
            "restored": "Decision restored: put back to triage by mistake",
        }[self.value]


TEAMS_WORDS = (StepKind.ASKED, StepKind.DECLINED, StepKind.REOPENED, StepKind.RESTORED)
REFERRERS_WORDS = (StepKind.ANSWERED, StepKind.WITHDRAWN)
"""Steps whose words can be put right, by the side that wrote them for the other to read. Those of
an acceptance are the reason for its rating, which is put right on the record."""

TRANSITIONS: dict[StepKind, tuple[frozenset[State], State | None]] = {
    StepKind.ACKNOWLEDGED: (frozenset({State.SUBMITTED}), None),
    StepKind.ASKED: (frozenset({State.SUBMITTED}), State.INFORMATION_ASKED),
    StepKind.ANSWERED: (frozenset({State.INFORMATION_ASKED}), State.SUBMITTED),
    StepKind.ACCEPTED: (frozenset(AWAITING_TRIAGE), State.ACCEPTED),
    StepKind.DECLINED: (frozenset(AWAITING_TRIAGE), State.DECLINED),
    StepKind.WITHDRAWN: (frozenset(AWAITING_TRIAGE), State.WITHDRAWN),
    StepKind.REDIRECTED: (frozenset(AWAITING_TRIAGE), None),
    StepKind.TAKEN: (frozenset(AWAITING_TRIAGE), None),
    StepKind.RETURNED: (frozenset(AWAITING_TRIAGE), None),
    StepKind.JOINED: (frozenset(AWAITING_TRIAGE), None),
    StepKind.PARTED: (frozenset(AWAITING_TRIAGE), None),
    StepKind.REOPENED: (frozenset(DECIDED), State.SUBMITTED),
    StepKind.RESTORED: (frozenset(AWAITING_TRIAGE), None),
}
"""Each step: the states it may be taken in, and the state it leads to (None: the same, or what
it was before)."""

RESTS = frozenset({StepKind.REOPENED, StepKind.ACKNOWLEDGED})
"""What does not stand in the way of restoring a decision: after anything else it is made anew."""


def check_restorable(since: Sequence[StepKind]) -> None:
    """Refuse to restore a decision that was not taken back, or that triage has gone on from.

    `since` is what was done with the referral from its last return to triage on.
    """
    if StepKind.REOPENED not in since or StepKind.RESTORED in since:
        raise RuleBroken(
            "This referral has not been put back to triage, so there is no decision to restore. "
            "Someone may have restored it already. Nothing was changed."
        )
    gone_on = [one for one in since if one not in RESTS]
    if gone_on:
        raise RuleBroken(
            "The decision cannot be restored, because the referral has moved on since it was put "
            f"back: “{gone_on[0].label}”. Decide it again instead."
        )


def next_state(kind: StepKind, state: State) -> State:
    """Return the state after the step; refuses a step that the state does not allow."""
    before, after = TRANSITIONS[kind]
    if state in before:
        return after or state
    if kind is StepKind.REOPENED:
        raise RuleBroken(
            "This referral is waiting for a decision, so there is no decision to undo. Someone "
            "may have put it back already. Nothing was changed."
        )
    if state in DECIDED:
        raise RuleBroken(
            f"This referral has already been decided: {state.label.lower()}. Nothing was changed."
        )
    if state is State.DRAFT:
        raise RuleBroken("This referral has not been sent yet.")
    raise RuleBroken(f"This cannot be done now: the referral is “{state.label.lower()}”.")


class UpdatePart(StrEnum):
    """The parts of an update, in their order."""

    STORY = "story"
    TOOL = "tool"
    RATING = "rating"

    @property
    def label(self) -> str:
        """The part as a task."""
        return {
            "story": "Say what has changed",
            "tool": "Complete the clinical support tool again",
            "rating": "Give your rating with the multidisciplinary team",
        }[self.value]


def asks_for_rating(*, standing: str, suggested: str, level: str) -> bool:
    """Whether an update asks the team for a rating decision: the tool's suggestion or the
    clinician's own rating is another than the one in force (domain 7.3: a tool informs)."""
    return level != standing or bool(suggested and suggested != standing)


class UpdateOutcomeKind(StrEnum):
    """What the team decided on an update that asked for a rating decision."""

    RATED = "rated"
    KEPT = "kept"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The outcome in plain words."""
        return {
            "rated": "Rated again",
            "kept": "The rating stays as it is",
            "closed": "The person came off the register before it was answered",
        }[self.value]


class Risk(StrEnum):
    """Risk of an urgent admission, now or in the last 3 years (domain 1.2, S2)."""

    CURRENT = "current"
    HISTORIC = "historic"
    NO = "no"

    @property
    def label(self) -> str:
        """The answer in plain words."""
        return {
            "current": "Yes, now",
            "historic": "Not now, but within the last 3 years",
            "no": "No",
        }[self.value]


ELIGIBLE_DIAGNOSES = frozenset({"confirmed", "pathway", "understood"})


def is_eligible(*, learning_disability: str, autism: str, risk: str) -> bool:
    """Whether the register is for this person: a learning disability, autism or both, however
    sure, and a risk now or in the last 3 years (domain 1.2, S2, S3)."""
    known = {learning_disability, autism} & ELIGIBLE_DIAGNOSES
    return bool(known) and risk in (Risk.CURRENT, Risk.HISTORIC)


class SectionKey(StrEnum):
    """The sections of the task list, in its order."""

    BASIS = "basis"
    PERSON = "person"
    NETWORK = "network"
    WHY_NOW = "why_now"
    LIVING = "living"
    COMMUNICATION = "communication"
    VIEWS = "views"
    REVIEWS = "reviews"
    TOOL = "tool"
    RATING = "rating"

    @property
    def label(self) -> str:
        """The section as a task: it begins with a verb."""
        return SECTION_LABELS[self.value]


SECTION_LABELS = {
    "basis": "Record the lawful basis",
    "person": "Say who the person is",
    "network": "Name the people around the person",
    "why_now": "Explain why now",
    "living": "Describe living situation and education",
    "communication": "Describe communication needs and reasonable adjustments",
    "views": "Give the person's and the family's view",
    "reviews": "Give the history of care (education) and treatment reviews",
    "tool": "Complete the clinical support tool",
    "rating": "Give your rating with the multidisciplinary team",
}

REQUIRED_SECTIONS = tuple(SectionKey)


def locked(key: SectionKey, complete: Collection[str]) -> str:
    """Return why a section cannot be started yet, or nothing.

    The lawful basis comes first: without it nothing identifiable is kept (domain 1.2).
    """
    if key is not SectionKey.BASIS and SectionKey.BASIS not in complete:
        return "Record the lawful basis first"
    if key is SectionKey.TOOL and SectionKey.PERSON not in complete:
        return "Say who the person is first: the tool depends on their age"
    if key is SectionKey.RATING and SectionKey.TOOL not in complete:
        return "Complete the clinical support tool first"
    return ""


def missing(complete: Collection[str]) -> list[SectionKey]:
    """Return the sections that are not complete, in order."""
    return [key for key in REQUIRED_SECTIONS if key not in complete]


def check_complete(complete: Collection[str]) -> None:
    """Refuse to send a referral with a section that is not complete."""
    left = missing(complete)
    if left:
        raise RuleBroken(f"Complete “{left[0].label}” before you send the referral")


def check_level_reason(*, suggested: str, level: str, reason: str) -> None:
    """Refuse a rating that differs from the suggestion, or has none, without a reason (7.3)."""
    if reason.strip() or (suggested and suggested == level):
        return
    if suggested:
        words = "Enter why your rating differs from the suggestion"
    else:
        words = "Enter the reasons for your rating: the tool makes no suggestion"
    raise RuleBroken(words, field="level_reason")


def check_words(words: str, *, message: str, field: str) -> None:
    """Refuse a step that needs words and has none."""
    if not words.strip():
        raise RuleBroken(message, field=field)


RANK = {Level.RED: 0, Level.AMBER: 1, Level.GREEN: 2}
"""The order of the worklist: RED first."""
