"""How a meeting moves on, what is refused, and when someone counts as decided about.

Plain values only; figures are those of the domain notes, section 6.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from core.dates import add_working_days, local_day
from core.errors import RuleBroken
from meetings.rules.states import (
    MOVES,
    OPENS_BEFORE_MINUTES,
    REFUSED,
    URGENT_WORKING_DAYS,
    State,
)
from register.rules import Level

HIDDEN = "someone whose record is hidden"
NAMED_AT_MOST = 3
"""Of how many people a refusal says who they are; of the others how many."""


def move(verb: str, *, state: State) -> State:
    """Return the state that `verb` leads to; refuse it where the table has no such move."""
    after = MOVES[verb].get(state)
    if after is None:
        raise RuleBroken(REFUSED[verb])
    return after


def check_plan(*, starts_at: datetime, quorum: int, at: datetime) -> None:
    """Refuse a meeting in the past or a quorum of no one."""
    if starts_at <= at:
        raise RuleBroken("The meeting must be in the future", field="starts_on")
    if quorum < 1:
        raise RuleBroken("The quorum must be 1 or more", field="quorum")


def is_early(starts_at: datetime, *, at: datetime) -> bool:
    """Whether opening at `at` is more than an hour before the meeting's time."""
    return starts_at - at > timedelta(minutes=OPENS_BEFORE_MINUTES)


def urgent_by(at: datetime) -> date:
    """Return the day by which an urgent meeting convened at `at` should be held (domain 6)."""
    return add_working_days(local_day(at), URGENT_WORKING_DAYS)


def check_urgent(level: str | None) -> None:
    """Refuse an urgent meeting for someone not RED: others wait for the tracking meeting."""
    if level != Level.RED:
        raise RuleBroken(
            "An urgent meeting by exception is for someone rated RED. "
            "Put anyone else on the agenda of the next tracking meeting."
        )


def check_words(words: str, *, missing: str, field: str) -> None:
    """Refuse blank words where a reason is asked for."""
    if not words.strip():
        raise RuleBroken(missing, field=field)


def check_removal(level: str | None) -> None:
    """Refuse to take someone rated RED off an agenda: no RED without a decision (H13)."""
    if level == Level.RED:
        raise RuleBroken(
            "Someone rated RED stays on the agenda until a decision about them is recorded."
        )


def is_decided(*, level: str | None, agreed: str, discussion: str, urgent: bool) -> bool:
    """Whether a discussion has come to its end.

    Someone who must be decided about needs a rating agreed (H13); for anyone else what was
    discussed is enough.
    """
    return bool(agreed) or (
        not must_decide(level=level, urgent=urgent) and bool(discussion.strip())
    )


def check_decision(*, agreed: str, reason: str) -> None:
    """Refuse an agreed rating without its reason."""
    if agreed and agreed not in set(Level):
        raise RuleBroken("Select the rating agreed", field="agreed_level")
    if agreed and not reason.strip():
        raise RuleBroken("Enter the reason for the rating agreed", field="reason")


def check_next_review(next_review_on: date | None, *, on: date) -> None:
    """Refuse a next review that is not after the day of the meeting."""
    if next_review_on is not None and next_review_on <= on:
        raise RuleBroken("The next review must be after today", field="next_review_on")


def check_close(*, attended: int, undecided: Sequence[str]) -> None:
    """Refuse to close while no one is recorded as there, or someone RED is undecided (H13).

    `undecided` are the names of those rated RED or met about urgently.
    """
    if not attended:
        raise RuleBroken(
            "The meeting cannot be closed yet: no one is recorded as present. "
            "Record attendance first."
        )
    if undecided:
        raise RuleBroken(
            f"The meeting cannot be closed yet: no decision is recorded about "
            f"{', '.join(undecided)}. Record the rating agreed and why. Triage anyone who is "
            "not on the register yet first. If the meeting cannot continue, end it as not held: "
            "everyone without a decision will be on the next agenda."
        )


def check_put_back(*, recorded: Sequence[str]) -> None:
    """Refuse to put an open meeting back while something about someone is recorded at it.

    `recorded` are the names of those about whom minutes, an action agreed or minutes moved to
    them and not checked still stand.
    """
    if recorded:
        raise RuleBroken(
            f"Something is recorded about {_first_few(recorded)}. Strike out the minutes, set "
            "aside those moved from someone else and cancel the actions agreed first, or end the "
            "meeting as not held."
        )


def _first_few(names: Sequence[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    if more <= 0:
        return ", ".join(names)
    words = "1 more person" if more == 1 else f"{more} more people"
    return f"{', '.join(names[:NAMED_AT_MOST])} and {words}"


def check_reinstate(*, starts_at: datetime, at: datetime) -> None:
    """Refuse to put back a meeting that was cancelled and whose time has passed."""
    if starts_at <= at:
        raise RuleBroken("The time of this meeting has passed. Plan another meeting instead.")


def check_corrected_attendance(*, attended: int) -> None:
    """Refuse a correction after which no one was at a meeting that was held."""
    if not attended:
        raise RuleBroken(
            "A meeting that was held had at least one person at it. If it did not take place, "
            "strike out what was recorded at it."
        )


def check_said(*, said: Iterable[object]) -> None:
    """Refuse minutes that say nothing: they would look like a discussion."""
    if not any(str(one).strip() for one in said if one):
        raise RuleBroken(
            "Enter what was discussed, the rating agreed or an action", field="discussion"
        )


def is_quorate(*, attended: int, quorum: int) -> bool:
    """Whether enough of those invited are there for decisions to stand."""
    return attended >= quorum


def must_decide(*, level: str | None, urgent: bool) -> bool:
    """Whether the meeting may not end without a decision about this person.

    `level` is None for someone neither on the register nor referred as RED: there is no
    rating to agree, even where the meeting was convened before a referral was declined.
    """
    return level == Level.RED or (urgent and level is not None)
