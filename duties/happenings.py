"""What happened to a person, as plain values: the facts from which duties are worked out.

Each is the event that a verb published, as the record has it now: what was struck out is gone,
what was corrected is right. They are put in the order of the days on which they happened, so
that it makes no difference when, or in which order, they were recorded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from core.dates import LOCAL_ZONE, local_day
from duties.policy import TRIGGERS
from duties.policy.model import ENDS, OUTCOMES
from duties.rules import DecisionKind
from register.rules import LONG_AGO, no_longer_hold

DAY_OF = {
    "referrals.submitted": "submitted_on",
    "reviews.held": "held_on",
    "reviews.visited": "visited_on",
    "reviews.report_sent": "sent_on",
    "reviews.keyworker_recorded": "stands_from",
    "reviews.keyworker_followed_up": "happened_on",
    "meetings.held": "held_on",
    "register.rated": "rated_on",
    "register.admitted": "admitted_on",
    "register.discharged": "discharged_on",
    "register.transferred": "moved_on",
    "register.detained": "changed_on",
    "register.status_recorded": "changed_on",
    "register.recognised": "recognised_on",
    "register.stay_ended": "on",
    "reviews.regard_recorded": "regard_on",
    "duties.transition_decided": "applies_from",
    DecisionKind.DONE.happening: "on",
}
"""The fact that says on which day it happened, where it may be recorded later."""

CHANGES = (
    "register.entered",
    "register.closed",
    "register.stay_ended",
    "register.stay_corrected",
    "referrals.accepted",
    "referrals.declined",
    "referrals.withdrawn",
    "referrals.moved_away",
    "referrals.information_asked",
    "referrals.information_given",
    "meetings.ratified",
    "meetings.struck_out",
    "meetings.no_longer_held",
    "meetings.fact_corrected",
    "referrals.struck_out",
    "register.struck_out",
    "register.fact_corrected",
    "register.death_corrected",
    "duties.transition_struck_out",
    "reviews.setting_followed",
    "reviews.struck_out",
)
"""What policy files do not name and duties depend on all the same."""

STRIKES_OUT = (
    "register.struck_out",
    "referrals.struck_out",
    "meetings.struck_out",
    "meetings.no_longer_held",
    "duties.transition_struck_out",
    "reviews.struck_out",
)
CORRECTS = (
    "register.fact_corrected", "register.death_corrected", "meetings.fact_corrected",
    "reviews.setting_followed",
)  # fmt: skip
"""What says of an earlier event, named by the fact `of`, that it never was, or was otherwise."""

KINDS = tuple(
    kind
    for kind in dict.fromkeys((*TRIGGERS, *OUTCOMES, *ENDS, *CHANGES))
    if kind != DecisionKind.DONE.happening
)
"""Every kind of event from which duties are worked out; decisions about them are read apart."""

_PLACES = {
    "register.discharged": 0,
    "register.stay_ended": 0,
    "register.admitted": 3,
    "register.status_recorded": 4,
    "register.detained": 5,
    "register.recognised": 5,
    "duties.transition_decided": 5,
    "register.transferred": 6,
    "reviews.held": 7,
    "reviews.visited": 7,
    "reviews.report_sent": 8,
    "reviews.regard_recorded": 8,
    "reviews.keyworker_recorded": 8,
    "reviews.keyworker_followed_up": 9,
    DecisionKind.DONE.happening: 9,
    "meetings.held": 7,
}
"""Where on its day something lies that was recorded later, so that only the day is known: a
discharge before all else, an admission after what the community did, a visit after that."""
_ENDS_A_STAY = ("register.discharged", "register.stay_ended")
_REVIEW_OUTSIDE, _NOON, _ENDS_ON_ITS_FIRST_DAY = 1, 2, 10


@dataclass(frozen=True, slots=True)
class Happening:
    """One fact: its kind, the day on which it happened, and when and by whom it was recorded.

    `id` is the audit event that first told it, and stays the same when the fact is corrected.
    """

    id: int
    kind: str
    day: date
    at: datetime
    by: UUID | None
    facts: Mapping[str, Any]
    only_meets: bool = False

    @property
    def ended_on(self) -> date:
        """The day on which what this ends was over: someone who left had left on that day.

        A closing may be recorded long after it. It lies in its life where it was recorded, so
        that nothing is asked for again in between, but what was not due yet was not missed.
        """
        left_on = self.text("left_on") if self.kind == "register.closed" else ""
        return date.fromisoformat(left_on) if left_on else self.day

    def text(self, name: str) -> str:
        """Return a fact as text; empty where it is not told."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""


def happening(
    *,
    number: int,
    kind: str,
    at: datetime,
    by: UUID | None,
    facts: Mapping[str, Any],
) -> Happening:
    """Return an event as something that happened on the day that it tells.

    A correction says of what does not hold any more that it is nothing; others say only what is.
    """
    told = {
        name: value for name, value in facts.items() if kind in CORRECTS or value not in (None, "")
    }
    day = told.get(DAY_OF.get(kind, ""))
    return Happening(
        number,
        kind,
        date.fromisoformat(day) if isinstance(day, str) else local_day(at),
        at,
        by,
        told,
    )


def in_order(events: Iterable[Happening]) -> list[Happening]:
    """Return what happened as the record has it now, in the order in which it happened."""
    return sorted(_ratified(_of_now(_corrected(events))), key=_moment)


def _moment(one: Happening) -> tuple[date, datetime, int, int]:
    """Return what orders a life: the day, the time where it was recorded on its day, the place."""
    if one.kind == "referrals.submitted":  # it came to this record when that was recorded
        return local_day(one.at), one.at, 0, one.id
    if one.day == local_day(one.at):
        # One verb records a discharge and the rating given with it, which is of the community.
        return one.day, one.at, int(one.text("source") == "discharge"), one.id
    if moment := one.text("rated_at"):  # on another record, until it was moved to the right one
        return one.day, datetime.fromisoformat(moment), 0, one.id
    place = _PLACES[one.kind]
    if one.kind == "reviews.held" and one.facts.get("setting") != "inpatient":
        place = _REVIEW_OUTSIDE
    elif one.kind in _ENDS_A_STAY and one.text("admitted_on") == one.day.isoformat():
        place = _ENDS_ON_ITS_FIRST_DAY
    edge = time.min if place < _NOON else time.max
    return one.day, datetime.combine(one.day, edge, tzinfo=LOCAL_ZONE), place, one.id


def _corrected(events: Iterable[Happening]) -> list[Happening]:
    """Return the events without those struck out, and the others as they were put right.

    Of what was put right more than once, the last word about each thing holds. A fact `of` names
    the events that are struck out or corrected, which may be strike-outs themselves; a corrected
    stay names itself.
    """
    found = sorted(events, key=lambda one: one.id)
    gone = no_longer_hold({one.id: _of(one) for one in found if one.kind in STRIKES_OUT})
    right: dict[int, dict[str, Any]] = {}
    for one in found:
        for number in _of(one) if one.kind in CORRECTS and one.id not in gone else ():
            right[number] = {**right.get(number, {}), **one.facts}
    places: dict[str, dict[str, int]] = {}
    kept: list[Happening] = []
    for told in found:
        if told.id in gone or told.kind in STRIKES_OUT + CORRECTS:
            continue
        one = _changed(told, right[told.id]) if told.id in right else told
        stay = one.text("stay")
        if one.kind == "register.stay_corrected":
            _put_right(kept, places.get(stay, {}), one)
            continue
        if stay and one.kind in _OF_A_STAY:
            places.setdefault(stay, {})[one.kind] = len(kept)
        kept.append(one)
    return kept


def _of_now(events: list[Happening]) -> list[Happening]:
    """Return the events without stays that ended long before anybody here knew of them."""
    ended = (one for one in events if one.kind == "register.stay_ended")
    past = {one.text("stay") for one in ended if one.text("reason") == LONG_AGO}
    return [one for one in events if not one.text("stay") or one.text("stay") not in past]


def _of(one: Happening) -> list[int]:
    """Return the audit events that a strike-out or a correction is about."""
    told = one.facts.get("of")
    return [int(number) for number in (told if isinstance(told, list) else [told]) if number]


_OF_A_STAY = ("register.admitted", "register.transferred", "register.discharged")
_OF_THE_ADMISSION = ("admitted_on", "cetr_before", "cetr_before_on")
_OF_THE_WARD = ("security", "unit_inadequate")


def _put_right(kept: list[Happening], places: Mapping[str, int], correction: Happening) -> None:
    """Give the admission its corrected days, the discharge its own, and the ward to the last move.

    What a correction does not tell is not known any more, but for the day of a discharge.
    """
    told = correction.facts
    admitted, moved = places.get("register.admitted"), places.get("register.transferred")
    if admitted is not None:
        kept[admitted] = _changed(
            kept[admitted], {name: told.get(name) for name in _OF_THE_ADMISSION}
        )
    ward = moved if moved is not None else admitted
    if ward is not None:
        kept[ward] = _changed(kept[ward], {name: told.get(name) for name in _OF_THE_WARD})
    discharged = places.get("register.discharged")
    if discharged is not None and told.get("discharged_on"):
        names = ("discharged_on", "admitted_on")
        kept[discharged] = _changed(kept[discharged], {name: told.get(name) for name in names})


def _changed(was: Happening, facts: Mapping[str, Any]) -> Happening:
    """Return what happened with other facts, and so perhaps on another day."""
    told = {**was.facts, **{name: value for name, value in facts.items() if name != "of"}}
    return happening(number=was.id, kind=was.kind, at=was.at, by=was.by, facts=told)


def _ratified(events: list[Happening]) -> list[Happening]:
    """Return the events, and a meeting that was ratified once more, with a quorum, on that day.

    A meeting without a quorum meets no duty until it is ratified (domain.md 10b).
    """
    held = {one.text("meeting"): one for one in events if one.kind == "meetings.held"}
    found = []
    for one in events:
        first = held.get(one.text("meeting")) if one.kind == "meetings.ratified" else None
        if one.kind != "meetings.ratified":
            found.append(one)
        elif first is not None and one.text("ruling") == "ratified":
            facts = {**first.facts, "quorate": True, "held_on": local_day(one.at).isoformat()}
            again = happening(number=one.id, kind=first.kind, at=one.at, by=one.by, facts=facts)
            found.append(replace(again, only_meets=True))
    return found
