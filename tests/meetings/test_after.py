"""After a meeting: provisional decisions ruled on, minutes approved and fixed, people told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actions import workflow as actions
from actions.models import Action
from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent, ReadLog
from duties.models import Duty
from meetings import agenda, letters, workflow
from meetings.models import Addendum, Approval, LetterGiven, Meeting, Outcome, Ratification
from meetings.rules.after import Given, Ruling
from meetings.workflow import Minutes, NewAction
from register import workflow as register
from register.models import Person, Rating, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import handed_over
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, attended, decide, item_of

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def tomorrow(clock: time_machine.Traveller) -> None:
    """The day of the meeting."""
    clock.move_to(TOMORROW)


@pytest.fixture
def held(cast: Cast, opened: Make) -> Callable[..., Meeting]:
    """Return a function that holds a meeting which decided about these people."""

    def make(*people: Person, quorum: int = 1, **changed: Any) -> Meeting:
        meeting = opened(quorum=quorum)
        for person in people:
            decide(meeting, person, by=cast.team, **changed)
        return workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)

    return make


def outcome_of(meeting: Meeting, person: Person) -> Outcome:
    return Outcome.objects.get(item=item_of(meeting, person))


def rule(outcome: Outcome, by: User, **changed: Any) -> Ratification:
    given: dict[str, Any] = {"ruling": Ruling.RATIFIED, "by": by, "at": NEXT_MONTH}
    standing = Standing.objects.filter(person=outcome.item.person_id).first()
    given["follows"] = standing.rating_id if standing else None
    return workflow.ratify(outcome=outcome, **given | changed)


# Ratifying --------------------------------------------------------------------------------------


def test_the_chair_ratifies_a_provisional_rating_which_then_waits_no_more(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    outcome = outcome_of(held(person, quorum=3), person)
    assert outcome in Outcome.objects.to_ratify()
    ruling = rule(outcome, cast.team)
    assert ruling.meeting is None
    assert not Outcome.objects.to_ratify().exists()
    assert outcome_of(outcome.item.meeting, person).provisional, "how it was decided stays true"
    with pytest.raises(RuleBroken, match="already"):
        rule(outcome, cast.team)
    assert AuditEvent.objects.filter(kind="meetings.ratified").count() == 1


def test_a_quorate_decision_waits_for_nothing(cast: Cast, held: Make, somebody: Somebody) -> None:
    person = somebody()
    outcome = outcome_of(held(person), person)
    assert not Outcome.objects.to_ratify().exists()
    with pytest.raises(RuleBroken, match="without a quorum"):
        rule(outcome, cast.team)


def test_another_colleague_needs_a_later_meeting_with_its_quorum(
    cast: Cast, held: Make, plan: Make, somebody: Somebody
) -> None:
    person = somebody()
    outcome = outcome_of(held(person, quorum=3), person)
    with pytest.raises(RuleBroken, match="Only the chair can ratify"):
        rule(outcome, cast.second_team)
    later = plan(starts_at=NEXT_MONTH)
    with pytest.raises(RuleBroken, match="Only the chair can ratify"):
        rule(outcome, cast.second_team, meeting=later)
    later = workflow.open(meeting=later, by=cast.team, at=NEXT_MONTH)
    with pytest.raises(RuleBroken, match="Only the chair can ratify"):
        rule(outcome, cast.second_team, meeting=later)
    attended(later, cast.team, at=NEXT_MONTH)
    assert rule(outcome, cast.second_team, meeting=later).meeting == later


def test_overturning_gives_another_rating_with_its_reason(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody(Level.AMBER)
    outcome = outcome_of(held(person, quorum=3, agreed_level=Level.GREEN), person)
    over = {"ruling": Ruling.OVERTURNED}
    for missing, said in (
        ({"level": "AMBER"}, "why it is overturned"),
        ({"reason": "Too soon"}, "agreed instead"),
        ({"reason": "Too soon", "level": "GREEN"}, "other than the one"),
    ):
        with pytest.raises(RuleBroken, match=said):
            rule(outcome, cast.team, **over | missing)
    assert not Ratification.objects.exists()
    ruling = rule(outcome, cast.team, **over, reason="Too soon", level="AMBER")
    assert Standing.objects.get(person=person).rating == ruling.rating
    assert Rating.objects.filter(entry__person=person).count() == 3


def test_a_newer_rating_stays_when_the_one_before_it_is_overturned(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    from register import workflow as register

    person = somebody()
    outcome = outcome_of(held(person, quorum=3), person)
    register.rate(person=person, level=Level.RED, reason="Worse", by=cast.team, at=TOMORROW)
    ruling = rule(outcome, cast.team, ruling=Ruling.OVERTURNED, reason="Wrong then")
    assert ruling.rating is None
    assert Standing.objects.get(person=person).level == Level.RED


def test_what_waits_to_be_ratified_is_on_the_next_agenda_and_on_a_list(
    cast: Cast, held: Make, plan: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    green = somebody(Level.AMBER)
    meeting = held(green, quorum=3, agreed_level=Level.GREEN)
    coming = plan(starts_at=NEXT_MONTH)
    lines = agenda.live(coming, on=NEXT_MONTH.date())
    assert [line.person_id for line in lines] == [green.pk]
    assert "Rating to ratify" in " ".join(why.words for why in lines[0].whys)
    client = sign_in(cast.team)
    address = reverse("meetings:ratify", args=[meeting.pk, green.pk])
    assert address in client.get(reverse("meetings:to_ratify")).content.decode()
    assert "You chaired this meeting" in client.get(address).content.decode()
    sent = {"ruling": "ratified", "follows": ""}
    assert client.post(address, sent).status_code == 302
    assert (
        "There is nothing to ratify" in client.get(reverse("meetings:to_ratify")).content.decode()
    )
    assert not agenda.live(coming, on=NEXT_MONTH.date())


def test_where_the_person_has_moved_the_team_of_that_area_can_rule(
    cast: Cast, held: Make, plan: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody(Level.AMBER)
    meeting = held(person, quorum=3, agreed_level=Level.GREEN)
    handed_over(person, to=cast.other_area, by=cast.team, at=TOMORROW)
    theirs = cast.other_area_team
    later = plan(area=cast.other_area, chair=theirs, by=theirs, starts_at=NEXT_MONTH, invite=[])
    later = workflow.open(meeting=later, by=theirs, at=NEXT_MONTH)
    attended(later, theirs, at=NEXT_MONTH)
    client = sign_in(theirs)
    address = reverse("meetings:ratify", args=[meeting.pk, person.pk])
    assert address in client.get(reverse("meetings:to_ratify")).content.decode()
    assert "that is open now" in client.get(address).content.decode()
    answer = client.post(address, {"ruling": "ratified", "follows": ""})
    assert answer["Location"] == reverse("meetings:to_ratify")
    assert Ratification.objects.get().meeting == later
    assert client.get(reverse("meetings:minutes", args=[meeting.pk, person.pk])).status_code == 404


# Approving --------------------------------------------------------------------------------------


def test_only_the_chair_or_a_named_deputy_approves_and_once(
    cast: Cast, held: Make, somebody: Somebody, opened: Make
) -> None:
    meeting = held(somebody())
    given = {"meeting": meeting, "at": TOMORROW}
    with pytest.raises(RuleBroken, match="Only the chair"):
        workflow.approve(**given, by=cast.second_team)
    with pytest.raises(RuleBroken, match="You cannot name yourself"):
        workflow.name_deputy(**given, user=cast.second_team, by=cast.second_team)
    with pytest.raises(RuleBroken, match="other than the chair"):
        workflow.name_deputy(**given, user=cast.lead, by=cast.team)
    workflow.name_deputy(**given, user=cast.second_team, by=cast.team)
    assert workflow.approve(**given, by=cast.second_team).as_deputy
    with pytest.raises(RuleBroken, match="already been approved"):
        workflow.approve(**given, by=cast.team)
    assert Approval.objects.count() == 1


def test_minutes_of_an_open_meeting_are_not_approved(cast: Cast, opened: Make) -> None:
    with pytest.raises(RuleBroken, match="once the meeting is closed"):
        workflow.approve(meeting=opened(), by=cast.team, at=TOMORROW)


def test_approved_minutes_are_refused_by_the_workflow_and_take_a_correction(
    cast: Cast, held: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = held(person, discussion="Calm")
    item = item_of(meeting, person)
    with pytest.raises(RuleBroken, match="not approved yet"):
        workflow.add_correction(item=item, words="x", key="k", by=cast.team, at=TOMORROW)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    client = sign_in(cast.team)
    address = reverse("meetings:amend", args=[meeting.pk, person.pk])
    refused = client.post(address, {"discussion": "Other", "version": "1"}).content.decode()
    assert "are approved and cannot be changed" in refused
    assert "Other" in refused, "what was typed is kept"
    assert outcome_of(meeting, person).discussion == "Calm"
    address = reverse("meetings:add_correction", args=[meeting.pk, person.pk])
    for _ in range(2):
        assert client.post(address, {"words": "It was Tuesday", "key": "a" * 32}).status_code == 302
    assert Addendum.objects.get().words == "It was Tuesday"
    html = client.get(reverse("meetings:minutes", args=[meeting.pk, person.pk])).content.decode()
    assert "Correction, 24 November 2026" in html
    assert "It was Tuesday" in html


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_outcome SET discussion = 'x'",
        "DELETE FROM meetings_outcome",
        "UPDATE meetings_agendaitem SET state = 'waiting'",
        "UPDATE meetings_attendee SET presence = 'absent'",
        "UPDATE meetings_meeting SET quorum = 9",
        "DELETE FROM meetings_attendee",
    ],
)
def test_the_database_itself_refuses_to_change_approved_minutes(
    cast: Cast, held: Make, somebody: Somebody, statement: str
) -> None:
    meeting = held(somebody())
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    with (
        pytest.raises(DatabaseError, match="the minutes of this meeting are approved"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_feedback_and_carrying_over_still_follow_approval(
    cast: Cast, held: Make, plan: Make, somebody: Somebody
) -> None:
    person, missed = somebody(), somebody()
    meeting = held(person)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    assert Duty.objects.open().filter(rule="meeting-feedback", person=person).exists()
    workflow.give_feedback(item=item_of(meeting, person), by=cast.team, at=TOMORROW)
    assert not Duty.objects.open().filter(rule="meeting-feedback", person=person).exists()
    later = workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=NEXT_MONTH)
    carried = item_of(meeting, missed)
    assert carried.carried_into == item_of(later, missed)


def test_approval_tells_services_of_their_actions_and_leads_of_the_outcome(
    cast: Cast, opened: Make, somebody: Somebody, mailoutbox: Any
) -> None:
    person = somebody(lead=cast.lead)
    meeting = opened()
    service = cast.rep.roles_held[0].organisation
    action = NewAction(description="Call", owner=cast.rep, due_on=TOMORROW.date())
    decide(meeting, person, by=cast.team, actions=[action])
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    assert not Notice.objects.filter(kind__in=["meeting_outcome", "service_actions"]).exists()
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    assert Notice.objects.get(kind="meeting_outcome").user == cast.lead
    told = Notice.objects.get(kind="service_actions")
    assert told.user == cast.rep
    assert told.person_id is None
    assert service is not None


# Letters ----------------------------------------------------------------------------------------


def test_the_letter_says_what_was_agreed_and_never_what_was_discussed(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody(preferred_name="Robbie")
    meeting = opened()
    action = NewAction(description="Find a tutor", owner=cast.lead, due_on=TOMORROW.date())
    decide(meeting, person, by=cast.team, discussion="Services disagreed", actions=[action])
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    client = sign_in(cast.team)
    for name in ("letter", "letter_easy"):
        answer = client.get(reverse(f"meetings:{name}", args=[meeting.pk, person.pk]))
        html = answer.content.decode()
        for said in ("AMBER", "Find a tutor", cast.lead.full_name):
            assert said in html, (name, said)
        assert "Services disagreed" not in html
    assert "Dear Robbie" in client.get(
        reverse("meetings:letter", args=[meeting.pk, person.pk])
    ).content.decode()  # fmt: skip
    assert ReadLog.objects.filter(purpose="letter").count() == 3


def test_the_letter_still_tells_what_was_agreed_once_it_is_done(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person, meeting = somebody(), opened()
    two = [
        NewAction(description=words, owner=cast.lead, due_on=TOMORROW.date(), key=words)
        for words in ("Find a tutor", "Call the school")
    ]
    decide(meeting, person, by=cast.team, actions=two)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    done = Action.objects.get(description="Find a tutor")
    actions.mark_done(action=done, evidence="Found", by=cast.lead, at=TOMORROW)
    actions.confirm(action=done, by=cast.team, at=TOMORROW)
    other = Action.objects.get(description="Call the school")
    actions.cancel(action=other, reason="Not wanted", by=cast.team, at=TOMORROW)
    words = letters.letter(item_of(meeting, person), outcome_of(meeting, person))
    assert [one.description for one in words.actions] == ["Find a tutor"]
    assert f"Find a tutor. {cast.lead.full_name} has done this." in [
        line.words for line in letters.easy_lines(words)
    ]


def test_the_letter_says_when_all_that_was_agreed_is_not_needed_any_more(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person, meeting = somebody(), opened()
    action = NewAction(description="Find a tutor", owner=cast.lead, due_on=TOMORROW.date())
    decide(meeting, person, by=cast.team, actions=[action])
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    actions.cancel(action=Action.objects.get(), reason="Moved", by=cast.team, at=TOMORROW)
    page = sign_in(cast.team).get(reverse("meetings:letter", args=[meeting.pk, person.pk]))
    assert "no longer needed" in page.content.decode()
    assert "Nothing new was agreed" not in page.content.decode()


def test_the_letter_calls_a_rating_final_only_once_it_is_ratified(
    cast: Cast, held: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = held(person, quorum=3)
    client = sign_in(cast.team)
    pages = [
        reverse(f"meetings:{name}", args=[meeting.pk, person.pk])
        for name in ("letter", "letter_easy")
    ]
    assert all("not final yet" in client.get(page).content.decode() for page in pages)
    rule(outcome_of(meeting, person), cast.team)
    assert not any("not final yet" in client.get(page).content.decode() for page in pages)


def test_the_letter_tells_no_rating_that_was_overturned(
    cast: Cast, held: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = held(person, quorum=3, agreed_level=Level.GREEN)
    register.rate(person=person, level=Level.RED, reason="Worse", by=cast.team, at=NEXT_MONTH)
    rule(outcome_of(meeting, person), cast.team, ruling=Ruling.OVERTURNED, reason="Too few there")
    outcome = outcome_of(meeting, person)
    assert letters.letter(item_of(meeting, person), outcome).level == ""


def test_a_letter_given_is_noted_once_with_how_and_when(
    cast: Cast, held: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = held(person)
    client = sign_in(cast.team)
    address = reverse("meetings:give_letter", args=[meeting.pk, person.pk])
    day = {"given_on_day": "24", "given_on_month": "11", "given_on_year": "2026"}
    sent = {"easy_read": "easy", "how": "read"} | day
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    letter = LetterGiven.objects.get()
    assert (letter.easy_read, letter.how, letter.given_on) == (True, "read", date(2026, 11, 24))
    html = client.post(address, sent | {"given_on_day": "23"}).content.decode()
    assert "must not be before the meeting" in html
    html = client.get(reverse("meetings:minutes", args=[meeting.pk, person.pk])).content.decode()
    assert "Read together with the person" in html


def test_no_letter_about_somebody_who_was_not_discussed(
    cast: Cast, held: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = held()
    letter = reverse("meetings:letter", args=[meeting.pk, person.pk])
    assert sign_in(cast.team).get(letter).status_code == 404
    with pytest.raises(RuleBroken, match="discussed the person"):
        workflow.give_letter(
            item=item_of(meeting, person), easy_read=False, how=Given.POST,
            given_on=TOMORROW.date(), by=cast.team, at=TOMORROW,
        )  # fmt: skip


# Nothing is lost --------------------------------------------------------------------------------


def test_minutes_after_close_are_refused(cast: Cast, held: Make, somebody: Somebody) -> None:
    person = somebody()
    meeting = held(person)
    with pytest.raises(RuleBroken, match="while the meeting is open"):
        workflow.record_outcome(
            item=item_of(meeting, person), minutes=Minutes(discussion="Late"), version=1,
            by=cast.team, at=TOMORROW + timedelta(hours=1),
        )  # fmt: skip
