"""The canary at meetings: an urgent one and an area's, minuted, added by hand, carried over."""

from datetime import timedelta

from meetings import workflow
from meetings.drift import Looked
from meetings.models import AgendaItem, Meeting
from meetings.rules import Presence
from meetings.rules.after import Given, Ruling
from meetings.workflow import Guest, Minutes
from register import workflow as register
from register.models import InpatientStay, Person, Standing
from register.rules import Level
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW, on_register

START = NOW + timedelta(hours=2)
AFTER = NOW + timedelta(hours=6)


def fill(person: Person, cast: Cast) -> None:
    first = workflow.plan(
        area=person.area, starts_at=START, place="Room 4", chair=cast.team, quorum=1,
        invite=[cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.add_person(meeting=first, person=person, reason=word("added"), by=cast.team, at=NOW)
    _hold(first, person, cast)
    _leave_hospital(person, cast)
    abandoned = workflow.open(meeting=_urgent(person, cast), by=cast.team, at=NOW)
    workflow.abandon(meeting=abandoned, reason=word("not held"), by=cast.team, at=NOW)
    urgent = workflow.open(meeting=_urgent(person, cast), by=cast.team, at=NOW)
    workflow.put_back(meeting=urgent, reason=word("put back"), by=cast.team, at=NOW)
    urgent = workflow.move(
        meeting=urgent, starts_at=START + timedelta(hours=3), place=word("other place"),
        reason=word("moved"), by=cast.team, at=NOW,
    )  # fmt: skip
    _hold(urgent, person, cast)
    _put_right(urgent, person, cast)
    _moved(person, cast)
    _sample(person, cast)


def _urgent(person: Person, cast: Cast) -> Meeting:
    return workflow.convene_urgent(
        person=person, starts_at=START + timedelta(hours=1), place=word("place"), chair=cast.team,
        quorum=2, reason=word("urgent"), guest=Guest(name=word("guest"), part=word("part")),
        by=cast.team, at=NOW,
    )  # fmt: skip


def _put_right(meeting: Meeting, person: Person, cast: Cast) -> None:
    """Someone came whom no one had listed, and the minutes were about someone else."""
    workflow.correct_attendance(
        meeting=meeting, presences={}, version=0, reason=word("attendance"),
        came=Guest(name=word("came"), part=word("came as")), by=cast.team, at=AFTER,
    )  # fmt: skip
    outcome = AgendaItem.objects.filter(meeting=meeting).about(person.pk).get().outcome
    workflow.strike_out(
        outcome=outcome, version=outcome.version, reason=word("struck out"), by=cast.team, at=AFTER
    )


def _moved(person: Person, cast: Cast) -> None:
    """Minutes about the person were recorded on someone else, and moved."""
    other = on_register(person.area, by=cast.team, level=Level.AMBER)
    meeting = workflow.plan(
        area=person.area, starts_at=START + timedelta(hours=5), place="Room 6", chair=cast.team,
        quorum=1, by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.open(meeting=meeting, by=cast.team, at=NOW)
    words = Minutes(headline=word("on another"), discussion=word("said of another"))
    outcome = workflow.record_outcome(
        item=AgendaItem.objects.filter(meeting=meeting).about(other.pk).get(), minutes=words,
        version=0, by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.abandon(meeting=meeting, reason="Fire alarm", by=cast.team, at=NOW)
    outcome = workflow.strike_out(
        outcome=outcome, version=1, reason=word("wrong one"), by=cast.team, at=NOW
    )
    moved = workflow.move_minutes(outcome=outcome, to=person, by=cast.team, at=NOW)
    workflow.check_moved(
        moved=moved, minutes=Minutes(headline=word("checked")), version=0, by=cast.team, at=NOW
    )


def _leave_hospital(person: Person, cast: Cast) -> None:
    """An urgent meeting is about somebody RED, whatever another filler has made of the canary."""
    for stay in InpatientStay.objects.open().filter(person=person):
        register.discharge(
            stay=stay, discharged_on=NOW.date(), destination=word("destination"), level=Level.RED,
            reason=word("discharged"), by=cast.team, at=NOW,
        )  # fmt: skip


def _hold(meeting: Meeting, person: Person, cast: Cast) -> None:
    at = NOW  # opened early, so that other fillers may rate after this one
    workflow.open(meeting=meeting, by=cast.team, at=at)
    chair = meeting.attendees.get(user=cast.team)
    workflow.record_attendance(
        meeting=meeting, presences={chair.pk: Presence.ATTENDED}, by=cast.team, at=at
    )
    item = AgendaItem.objects.filter(meeting=meeting).about(person.pk).get()
    minutes = Minutes(
        headline=word("headline"), changed=word("changed"), views=word("views"),
        discussion=word("discussion"), agreed_level="RED", reason=word("agreed"),
    )  # fmt: skip
    workflow.record_outcome(item=item, minutes=minutes, version=0, by=cast.team, at=at)
    _draft(item, cast)
    workflow.close(meeting=meeting, by=cast.team, at=at)
    workflow.give_feedback(item=item, by=cast.team, at=at)
    workflow.give_letter(
        item=item, easy_read=True, how=Given.READ, given_on=at.date(), by=cast.team, at=at
    )
    if meeting.is_urgent:
        _rule_and_approve(meeting, item, cast)


def _draft(item: AgendaItem, cast: Cast) -> None:
    typed = {"discussion": [word("typed")], "description": [word("action typed")]}
    workflow.keep_draft(item=item, typed=typed, by=cast.second_team, at=NOW)


def _rule_and_approve(meeting: Meeting, item: AgendaItem, cast: Cast) -> None:
    """The urgent meeting has no quorum: its chair overturns what it agreed, then approves."""
    workflow.ratify(
        outcome=item.outcome, ruling=Ruling.OVERTURNED, level="AMBER", reason=word("overturned"),
        follows=Standing.objects.get(person=item.person_id).rating_id,
        against_floor=word("floor"), by=cast.team, at=AFTER,
    )  # fmt: skip
    workflow.name_deputy(meeting=meeting, user=cast.second_team, by=cast.team, at=AFTER)
    workflow.approve(meeting=meeting, by=cast.second_team, at=AFTER)
    workflow.add_correction(
        item=item, words=word("correction"), key=str(item.pk), by=cast.team, at=AFTER
    )


def _sample(person: Person, cast: Cast) -> None:
    """GREEN at last, drawn by the week's sample and looked at."""
    register.rate(
        person=person, level=Level.GREEN, reason=word("calm"), against_floor=word("floor"),
        by=cast.team, at=AFTER,
    )  # fmt: skip
    drawn = workflow.draw_sample(area=person.area, at=AFTER)
    mine = next(one for one in drawn if one.person_id == person.pk)
    workflow.look_at(
        sample=mine, outcome=Looked.NO_CHANGE, note=word("looked"), by=cast.team, at=AFTER
    )
