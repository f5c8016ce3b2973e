"""Corrections in plain words: what kind of fact, of which day, and what was done about it.

The words are made of codes alone. They say nothing clinical and name nobody, so that an auditor
may read them; the team reads what was said, and the reason, beside them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from accounts.rules import Permission
from core.dates import in_words, local_day
from core.models import AuditEvent
from duties.happenings import DAY_OF
from oversight.paging import page_of
from register import rules
from register.models import Person, StrikeOut
from register.workflow import fact_name
from register.workflow.mistakes.striking_out import TAKEN_BACK

PAGE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What the words of a correction are made of: its facts, and of which days it is about, such
    as "of 10 November 2026"."""

    facts: Mapping[str, Any]
    days: tuple[str, ...]

    @property
    def named(self) -> str:
        """The kind of fact with its day, such as "a legal status of 10 November 2026"."""
        name = fact_name(str(self.facts.get("fact_kind") or "record"))
        return f"{name} {self.days[0]}" if self.days else name


def _struck(told: Told) -> str:
    if told.facts.get("fact_kind") == "closing":
        return f"Struck out: {told.named}, which was an error"
    if told.facts.get("fact_kind") == TAKEN_BACK:
        return "Restored: the acceptance of a referral, which had been taken back by mistake"
    cause = rules.Cause(str(told.facts["cause"]))
    if cause is rules.Cause.CORRECTED:
        return f"Put right: {told.named}"
    why = {
        rules.Cause.MISTAKE: "recorded by mistake",
        rules.Cause.WRONG_PERSON: "recorded on the wrong person",
    }[cause]
    moved = ", and moved to the right record" if told.facts.get("moved") else ""
    return f"Struck out: {told.named}, {why}{moved}"


def _stay(told: Told) -> str:
    changed = told.facts.get("changed") or []
    what = ", ".join(str(name).removesuffix("_id").replace("_", " ") for name in changed)
    return f"Put right: a stay in hospital ({what})" if what else "Put right: a stay in hospital"


WORDS: dict[str, Callable[[Told], str]] = {
    "register.struck_out": _struck,
    "register.fact_corrected": lambda told: f"Put right: {told.named}",
    "register.stay_corrected": _stay,
    "register.death_corrected": lambda _: "Put right: the date of a death",
    "register.reopened": lambda _: "Record reopened: it had been closed in error",
    "register.came_back": lambda _: "Record reopened: the person came back",
    "referrals.struck_out": lambda _: "Struck out: the decision on a referral",
    "referrals.words_corrected": lambda _: "Put right: the words of a step of a referral",
    "referrals.reopened": lambda _: "Referral put back into triage",
    "referrals.restored": lambda _: "Restored: a decision that had been taken back by mistake",
    "actions.restored": lambda _: "Actions restored after a record was closed in error",
    "meetings.put_back": lambda _: (
        "Meeting put back to planned: it was opened or cancelled by mistake"
    ),
    "meetings.reopened": lambda _: "Meeting opened again: it was ended by mistake",
    "meetings.minutes_moved": lambda _: "Minutes moved to the right person",
    "meetings.moved_minutes_checked": lambda _: "Minutes that were moved here: checked and saved",
    "actions.reopened": lambda _: "Action opened again: it was ended by mistake",
    "meetings.abandoned": lambda _: "Meeting ended as not held",
    "meetings.struck_out": lambda _: "Struck out: the minutes about a person",
    "meetings.fact_corrected": lambda _: "Put right: whether a meeting counts as multi-agency",
    "meetings.corrected": lambda _: "Put right: approved minutes, by a correction added to them",
    "meetings.amended": lambda _: "Put right: the wording of minutes",
    "meetings.attendance_corrected": lambda _: "Put right: who attended a meeting",
    "reviews.setting_followed": lambda _: (
        "Put right: where a review was held, by the stays that are recorded now"
    ),
    "reviews.struck_out": lambda _: "Struck out: that a report had been sent to everyone",
    "duties.transition_struck_out": lambda _: "Struck out: a decision about Part 8A",
    "duties.decision_struck_out": lambda _: "Struck out: a decision about a duty",
    "consent.restored": lambda _: "Withdrawal struck out: the record was restored",
}
"""What each kind of event that puts something right says."""


def said_of(events: Iterable[AuditEvent]) -> dict[int, str]:
    """Return the words for each event that is a correction, by its number. One query."""
    about = [event for event in events if event.kind in WORDS]
    told = {event.pk: _numbers(event.facts) for event in about}
    earlier = AuditEvent.objects.filter(pk__in={one for of in told.values() for one in of})
    days = {
        pk: _day(kind, at, facts)
        for pk, kind, at, facts in earlier.values_list("pk", "kind", "at", "facts")
    }
    return {
        event.pk: WORDS[event.kind](
            Told(event.facts, tuple(days[one] for one in told[event.pk] if one in days))
        )
        for event in about
        if event.facts  # an erased record's event tells nothing any more
    }


_DAY_OF = DAY_OF | {
    "consent.recorded": "decided_on",
    "consent.narrowed": "decided_on",
    "register.leave_started": "on",
    "register.leave_ended": "on",
    "register.concern_recorded": "on",
}
"""The fact that says on which day it was; what is not here was on the day of its recording."""


_OF_ITS_RECORDING = {"register.rated"}
"""What is of the day on which it was recorded, unless it was moved from another record."""


def _day(kind: str, at: datetime, facts: Mapping[str, Any]) -> str:
    """Return of which day something was, or when it was entered where its own day is not told."""
    name = _DAY_OF.get(kind)
    if name is None:
        return f"of {in_words(local_day(at))}"
    told = facts.get(name)
    if not told and kind in _OF_ITS_RECORDING:
        return f"of {in_words(local_day(at))}"
    if not told:
        return f"entered on {in_words(local_day(at))}"
    return f"of {in_words(date.fromisoformat(str(told)))}"


def _numbers(facts: Mapping[str, Any]) -> list[int]:
    of = facts.get("of")
    return [int(one) for one in (of if isinstance(of, list) else [of]) if one]


@dataclass(frozen=True, slots=True)
class Row:
    """One correction as the team reads it: with whom it is about, what was said, and why."""

    event: AuditEvent
    person: Person
    said: str
    struck: StrikeOut | None


_SAID_ALREADY = (
    "register.reopened", "referrals.struck_out", "actions.restored", "reviews.setting_followed",
    "reviews.struck_out",
)  # fmt: skip
"""What follows from another correction and would say the same again."""


def of_team(user: User, *, before: int | None = None) -> tuple[list[Row], int | None]:
    """Return up to 100 corrections about the people of the user's areas, the last first.

    `before` is the number of the event after which to go on; with them comes the next such number
    where there are more.
    """
    people = Person.objects.permitted(user, Permission.FACT_CORRECT)
    kinds = [kind for kind in WORDS if kind not in _SAID_ALREADY]
    rows = AuditEvent.objects.filter(kind__in=kinds, person_id__in=people.values("pk"))
    # What was struck out with a decision says it already.
    decisions = ("referrals.reopened", "referrals.restored")
    rows = rows.exclude(kind__in=decisions, facts__has_key="strike_out")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    events, older = page_of(rows.select_related("actor").order_by("-pk"), PAGE)
    said = said_of(events)
    names = people.in_bulk([event.person_id for event in events])
    ids = [event.facts.get("strike_out") for event in events if event.facts.get("strike_out")]
    struck = {str(row.pk): row for row in StrikeOut.objects.filter(pk__in=ids)}
    shown = [
        Row(
            event,
            names[event.person_id],
            said[event.pk],
            struck.get(str(event.facts.get("strike_out"))),
        )
        for event in events
        if event.person_id in names and event.pk in said
    ]
    return shown, older
