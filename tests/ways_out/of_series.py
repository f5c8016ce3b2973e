"""Series of meetings, who always comes, and the weekly sample."""

from datetime import time
from typing import Any

from django.urls import reverse

from meetings import workflow
from meetings.drift import Looked
from meetings.models import DriftSample, Series, SeriesMember
from meetings.rules import series as turns
from register import workflow as register
from register.rules import Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW
from tests.ways_out.model import Machine, State, Way
from tests.ways_out.of_register import itself, record

WHY = {"reason": "Slip"}


def _running(cast: Cast) -> Series:
    pattern = turns.Pattern(
        turns.Cadence.MONTHLY, turns.Weekday.TUESDAY, TOMORROW.date(), nth=turns.Nth.SECOND
    )
    details = workflow.SeriesDetails(starts_time=time(14), place="Room 4", chair=cast.team)
    return workflow.start_series(
        area=cast.area, pattern=pattern, details=details, by=cast.team, at=NOW
    )


def _over(cast: Cast) -> Series:
    return workflow.end_series(series=_running(cast), reason="Slip", by=cast.team, at=NOW)


def _always(cast: Cast) -> SeriesMember:
    [member] = workflow.add_members(series=_running(cast), users=[cast.lead], by=cast.team, at=NOW)
    return member


def _no_more(cast: Cast) -> SeriesMember:
    return workflow.end_membership(member=_always(cast), by=cast.team, at=NOW)


def _series(one: Any) -> str:
    return reverse("meetings:series", args=[getattr(one, "series_id", one.pk)])


SERIES = Machine(
    "A series of meetings", Series, ("ended_at", "resumed_at"), _series,
    (
        State("running", "running", _running, (
            Way("meetings:end_series", "end it", press=WHY),
            Way("meetings:change_series", "change it"),
        )),
        State("ended", "ended", _over, (
            Way("meetings:resume_series", "carry on with it: it was ended by mistake", press=WHY),
            Way("meetings:start_series", "start another one",
                at=lambda one: reverse("meetings:series_list")),
        ), end="No more meetings are planned."),
    ),
    read=lambda one: "ended" if one.ended_at else "running",
)  # fmt: skip
MEMBER = Machine(
    "Someone who always comes", SeriesMember, ("left_at",), _series,
    (
        State("comes", "on the list", _always, (
            Way("meetings:end_membership", "remove them", press={}, about=itself),
        )),
        State("left", "removed", _no_more, (
            Way("meetings:add_members", "add them again"),
        ), end="They are no longer invited."),
    ),
    read=lambda one: "left" if one.left_at else "comes",
)  # fmt: skip


def _sample(cast: Cast) -> DriftSample:
    seen_by_all(cast, level=Level.GREEN)
    return workflow.draw_sample(area=cast.area, at=NOW)[0]


def _no_change(cast: Cast) -> DriftSample:
    return workflow.look_at(
        sample=_sample(cast), outcome=Looked.NO_CHANGE, note="Fine", by=cast.team, at=NOW
    )


def _rated(cast: Cast) -> DriftSample:
    one = _sample(cast)
    register.rate(person=one.person, level=Level.AMBER, reason="So", by=cast.team, at=TOMORROW)
    return one


_add = Way("meetings:add_person", "put the person on an agenda", at=record)
_rate = Way("register:rate", "rate the person", at=record)
SAMPLE = Machine(
    "Someone GREEN in the weekly sample", DriftSample, ("outcome", "looked_at"),
    lambda one: reverse("meetings:sample"),
    (
        State("waiting", "to be checked", _sample, (
            Way("meetings:look_at", "record what you found",
                press={"outcome": "no_change", "note": "Fine"}),
            _rate,
        )),
        State("no_change", "checked: no change", _no_change, (
            _rate, Way("actions:agree", "agree an action", at=record), _add,
        ), end="A wrong answer is put right by doing what should have followed."),
        State("rated", "checked: rated", _rated, (
            _rate, _add,
        ), end="The rating is put right on the record.", at=TOMORROW),
    ),
    read=lambda one: str(one.outcome),
)  # fmt: skip

MACHINES = (SERIES, MEMBER, SAMPLE)
