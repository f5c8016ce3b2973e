"""What a meeting recorded in error: minutes struck out, attendance corrected, duties follow."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from alerts import red
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from meetings import agenda, workflow
from meetings.models import AgendaItem, AttendanceCorrection, Attendee, Meeting, Outcome
from meetings.rules import ItemState, Presence
from meetings.rules.after import Ruling
from meetings.workflow import Guest
from register import workflow as register
from register.models import Person, Standing
from register.rules import Cause, Level
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, attended, decide, item_of

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
LATER = TOMORROW + timedelta(days=1)


@pytest.fixture
def held(cast: Cast, opened: Make) -> Callable[..., Meeting]:
    """Return a function that holds a meeting which decided about these people."""

    def make(*people: Person, quorum: int = 1, **changed: Any) -> Meeting:
        meeting = opened(quorum=quorum)
        for person in people:
            decide(meeting, person, by=cast.team, **changed)
        return workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)

    return make


def strike(outcome: Outcome, by: User, **changed: Any) -> Outcome:
    given = {"version": outcome.version, "reason": "About someone else", "at": LATER}
    return workflow.strike_out(outcome=outcome, by=by, **given | changed)


def correct(meeting: Meeting, by: User, presences: dict[Any, Presence], **changed: Any) -> Meeting:
    listed = {meeting.attendees.get(user=user).pk: one for user, one in presences.items()}
    made = AttendanceCorrection.objects.filter(attendee__meeting=meeting).count()
    given = {"version": made, "reason": "Came late", "at": LATER}
    return workflow.correct_attendance(meeting=meeting, presences=listed, by=by, **given | changed)


def outcome_of(meeting: Meeting, person: Person) -> Outcome:
    return Outcome.objects.get(item=item_of(meeting, person))


def is_open(person: Person, rule: str) -> bool:
    return Duty.objects.open().filter(person=person, rule=rule).exists()


def alert_about(person: Person) -> red.Alert:
    [alert] = [one for one in red.everywhere() if one.person_id == person.pk]
    return alert


# Minutes struck out -----------------------------------------------------------------------------


def test_minutes_about_the_wrong_person_are_struck_out_and_the_duties_are_open_again(
    cast: Cast, held: Make, plan: Make, somebody: Somebody
) -> None:
    plan()
    person, other = somebody(), somebody()
    meeting = held(person, other)
    assert not is_open(person, "amber-tracking-meeting")
    assert is_open(person, "meeting-feedback")
    outcome = strike(outcome_of(meeting, person), cast.team)
    assert (outcome.struck_out_by, outcome.struck_out_reason) == (cast.team, "About someone else")
    assert is_open(person, "amber-tracking-meeting")
    assert not is_open(person, "meeting-feedback"), "there is nothing to tell the person of"
    assert is_open(other, "meeting-feedback"), "what was said of others stays"
    line = item_of(meeting, person)
    assert line.state == ItemState.STRUCK
    later = plan(starts_at=NEXT_MONTH)
    assert person.pk in {one.person_id for one in agenda.live(later, on=NEXT_MONTH.date())}
    workflow.open(meeting=later, by=cast.team, at=NEXT_MONTH)
    line.refresh_from_db()
    assert line.carried_into == item_of(later, person)


def test_somebody_green_whose_minutes_are_struck_out_is_on_the_next_agenda_all_the_same(
    cast: Cast, held: Make, plan: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = held(person, level=Level.GREEN)
    strike(outcome_of(meeting, person), cast.team)
    later = plan(starts_at=NEXT_MONTH)
    assert person.pk in {one.person_id for one in agenda.live(later, on=NEXT_MONTH.date())}


def test_the_rating_given_with_minutes_stays_when_they_are_struck_out(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = held(person, level=Level.GREEN)
    outcome = strike(outcome_of(meeting, person), cast.team)
    assert Standing.objects.get(person=person).rating_id == outcome.rating_id


def test_the_rating_given_with_them_can_be_struck_out_after_the_minutes(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = held(person, level=Level.GREEN)
    outcome = strike(outcome_of(meeting, person), cast.team)
    given = outcome.rating_id
    assert given is not None
    register.strike_out(
        person=person, kind="rating", fact_id=given, cause=Cause.MISTAKE, reason="Slip",
        by=cast.team, at=LATER,
    )  # fmt: skip
    assert Standing.objects.get(person=person).level == Level.AMBER


def test_in_an_open_meeting_the_person_is_discussed_again_with_a_line_of_their_own(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody(Level.RED)
    meeting = opened()
    struck = strike(decide(meeting, person, by=cast.team, level=Level.AMBER), cast.team)
    line = item_of(meeting, person)
    assert (line.state, line.pk != struck.item_id) == (ItemState.WAITING, True)
    register.rate(person=person, level=Level.RED, reason="Crisis", by=cast.team, at=TOMORROW)
    with pytest.raises(RuleBroken, match="no decision"):
        workflow.close(meeting=meeting, by=cast.team, at=LATER)
    decide(meeting, person, by=cast.team, level=Level.RED, at=LATER)
    workflow.close(meeting=meeting, by=cast.team, at=LATER)
    assert AuditEvent.objects.filter(kind="meetings.held", person_id=person.pk).count() == 1
    shown = agenda.frozen(AgendaItem.objects.filter(meeting=meeting))
    assert [(one.struck, one.agreed) for one in shown] == [(False, "RED"), (True, "AMBER")]


def test_what_another_is_typing_goes_on_at_the_new_line(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team)
    item = item_of(meeting, person)
    other = cast.second_team
    workflow.keep_draft(item=item, typed={"headline": ["More"]}, by=other, at=TOMORROW)
    strike(outcome, cast.team)
    assert item_of(meeting, person).drafts.get().by == other


def test_an_urgent_meeting_whose_minutes_are_struck_out_answers_no_alert(
    cast: Cast, somebody: Somebody
) -> None:
    person = somebody(Level.RED)
    meeting = workflow.convene_urgent(
        person=person, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
        quorum=1, by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    attended(meeting, cast.team)
    outcome = decide(meeting, person, by=cast.team, level=Level.RED)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    assert not alert_about(person).needs_meeting
    assert not is_open(person, "red-urgent-meeting")
    strike(outcome, cast.team)
    assert alert_about(person).needs_meeting
    assert is_open(person, "red-urgent-meeting")


def test_approved_minutes_are_struck_out_beside_and_the_lead_who_was_told_is_told(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    register.name_lead(person=person, lead=cast.lead, by=cast.team, at=NOW)
    meeting = held(person)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    before = outcome_of(meeting, person)
    after = strike(before, cast.team)
    assert (after.headline, after.agreed_level) == (before.headline, before.agreed_level)
    told = Notice.objects.get(kind="meeting_corrected")
    assert (told.user, told.person_id) == (cast.lead, person.pk)


def test_nobody_is_told_of_a_correction_who_was_told_of_nothing(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    register.name_lead(person=person, lead=cast.lead, by=cast.team, at=NOW)
    strike(outcome_of(held(person), person), cast.team)
    assert not Notice.objects.filter(kind="meeting_corrected").exists()


def test_of_two_who_strike_out_one_wins_and_the_other_is_told(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    outcome = outcome_of(held(person), person)
    strike(outcome, cast.team)
    strike(outcome, cast.team)
    assert AuditEvent.objects.filter(kind="meetings.struck_out").count() == 1
    with pytest.raises(Conflict, match="Someone else has struck"):
        strike(outcome, cast.second_team)


def test_minutes_changed_meanwhile_are_not_struck_out_unread(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team)
    decide(meeting, person, by=cast.second_team, headline="Other words")
    with pytest.raises(Conflict, match="changed these minutes"):
        strike(outcome, cast.team)
    with pytest.raises(RuleBroken, match="why"):
        strike(outcome, cast.team, version=2, reason=" ")


def test_struck_out_minutes_are_no_last_time_and_wait_for_no_ruling(
    cast: Cast, held: Make, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    outcome = outcome_of(held(person, quorum=3), person)
    strike(outcome, cast.team)
    assert not Outcome.objects.to_ratify().exists()
    with pytest.raises(RuleBroken, match="without a quorum"):
        workflow.ratify(outcome=outcome, ruling=Ruling.RATIFIED, by=cast.team, at=LATER)
    later = opened(starts_at=NEXT_MONTH)
    assert not Outcome.objects.filter(item__person=person).before(later).exists()


# Attendance corrected ---------------------------------------------------------------------------


def test_a_quorum_found_afterwards_makes_decisions_final_and_meets_the_duties(
    cast: Cast, held: Make, plan: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = held(person, quorum=2)
    assert outcome_of(meeting, person).provisional
    assert is_open(person, "amber-meeting-or-cetr")
    correct(meeting, cast.team, {cast.rep: Presence.ATTENDED})
    assert not outcome_of(meeting, person).provisional
    assert not is_open(person, "amber-meeting-or-cetr")
    [kept] = AttendanceCorrection.objects.all()
    assert (kept.was, kept.presence, kept.reason, kept.by) == (
        "invited", "attended", "Came late", cast.team,
    )  # fmt: skip


def test_a_quorum_that_was_none_opens_the_duties_and_lets_the_ratings_wait(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened(quorum=2)
    attended(meeting, cast.rep)
    decide(meeting, person, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    assert not is_open(person, "amber-meeting-or-cetr")
    correct(meeting, cast.team, {cast.rep: Presence.ABSENT})
    assert is_open(person, "amber-meeting-or-cetr")
    assert outcome_of(meeting, person) in Outcome.objects.to_ratify()
    correct(meeting, cast.team, {cast.rep: Presence.ATTENDED})
    assert not is_open(person, "amber-meeting-or-cetr"), "and back again"
    assert not Outcome.objects.to_ratify().exists()
    told = AuditEvent.objects.filter(kind="meetings.fact_corrected").order_by("id")
    assert [(one.facts["quorate"], one.facts["organisations"]) for one in told] == [
        (False, 1), (True, 2),
    ]  # fmt: skip


def test_someone_who_came_uninvited_counts_with_their_organisation(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = held(person, quorum=3)
    guest = Guest(name="PC Plod", organisation=OrganisationFactory(), part="Police")
    given: dict[str, Any] = {"came": guest, "colleague": cast.lead}
    correct(meeting, cast.team, {}, **given)
    assert not outcome_of(meeting, person).provisional
    told = AuditEvent.objects.get(kind="meetings.fact_corrected")
    assert (told.person_id, told.facts["quorate"]) == (person.pk, True)
    assert told.facts["organisations"] >= 2
    correct(meeting, cast.team, {}, version=0, **given)
    assert Attendee.objects.filter(meeting=meeting).count() == 4, "sent twice they came once"


def test_attendance_of_approved_minutes_is_corrected_beside_them(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    register.name_lead(person=person, lead=cast.lead, by=cast.team, at=NOW)
    meeting = held(person, quorum=2)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    correct(meeting, cast.team, {cast.rep: Presence.ATTENDED})
    guest = Guest(name="PC Plod")
    correct(meeting, cast.team, {}, came=guest)
    assert meeting.attendees.attended().count() == 3
    assert Notice.objects.filter(kind="meeting_corrected", user=cast.lead).count() == 1


ADDED_BY_HAND = """
INSERT INTO meetings_attendee (id, meeting_id, name, part, presence)
SELECT gen_random_uuid(), meeting_id, 'Nobody', '', 'attended' FROM meetings_attendee LIMIT 1
"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_attendee SET presence = 'apologies'",
        "UPDATE meetings_outcome SET struck_out_at = now(), headline = 'Other words'",
        "UPDATE meetings_outcome SET struck_out_reason = 'Other' WHERE struck_out_at IS NOT NULL",
        "UPDATE meetings_agendaitem SET state = 'struck' WHERE state = 'discussed'",
        ADDED_BY_HAND,
    ],
)
def test_the_database_takes_no_other_change_of_approved_minutes(
    cast: Cast, held: Make, somebody: Somebody, statement: str
) -> None:
    person, other = somebody(), somebody()
    meeting = held(person, other, quorum=2)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    strike(outcome_of(meeting, person), cast.team)
    with (
        pytest.raises(DatabaseError, match="the minutes of this meeting are approved"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_of_two_who_correct_at_once_one_is_told_and_nothing_is_written(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    meeting = held(somebody())
    correct(meeting, cast.team, {cast.rep: Presence.ATTENDED}, version=0)
    correct(meeting, cast.team, {cast.rep: Presence.ATTENDED}, version=0)
    with pytest.raises(Conflict, match="Someone else has corrected"):
        correct(meeting, cast.second_team, {cast.rep: Presence.APOLOGIES}, version=0)
    assert AttendanceCorrection.objects.count() == 1


def test_bad_corrections_are_refused_with_words(
    cast: Cast, held: Make, opened: Make, somebody: Somebody
) -> None:
    meeting = held(somebody())
    with pytest.raises(RuleBroken, match="at least one person"):
        correct(meeting, cast.team, {cast.team: Presence.ABSENT})
    with pytest.raises(RuleBroken, match="Change what is recorded"):
        correct(meeting, cast.team, {cast.team: Presence.ATTENDED})
    with pytest.raises(RuleBroken, match="why"):
        correct(meeting, cast.team, {cast.rep: Presence.ATTENDED}, reason="")
    with pytest.raises(RuleBroken, match="after the meeting has ended"):
        correct(opened(starts_at=NEXT_MONTH), cast.team, {cast.rep: Presence.ATTENDED})
    assert not AttendanceCorrection.objects.exists()


def test_what_is_known_of_somebody_hidden_is_put_right_too(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = held(person, quorum=2)
    register.restrict(person_id=person.pk, by=cast.team, at=TOMORROW)
    correct(meeting, cast.team, {cast.rep: Presence.ATTENDED})
    register.unrestrict(person_id=person.pk, by=cast.team, at=LATER)
    assert not is_open(person, "amber-meeting-or-cetr")
