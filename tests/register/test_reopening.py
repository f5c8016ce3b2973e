"""Everything that a closing in error ended is as it was once the record is reopened."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from actions import workflow as actions
from alerts import workflow as alerts
from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent
from duties import workflow as duties
from duties.models import Duty
from meetings import workflow as meetings
from referrals import workflow as referrals
from referrals.models import Referral, UpdateDraft
from referrals.rules import State
from register import open_work, workflow
from register.models import Entry, Person
from register.rules import ClosureReason, Level, Reopening
from reviews import workflow as reviews
from reviews.rules import KeyworkerOutcome
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given
from tests.register.closing import DUE
from tests.reviews.given import asked, consents, held

CLOSED, REOPENED = NOW + timedelta(hours=1), NOW + timedelta(days=2)
SOURCES = sorted(open_work._sources)


def everything(cast: Cast) -> tuple[Person, Referral]:
    """Return someone RED about whom each app has something open, and their referral."""
    referral = given.sent(cast, birth_date="2003-05-17")
    person = referral.person
    assert person is not None
    referrals.ask(referral=referral, words="Which school?", by=cast.team, at=NOW)
    workflow.enter(person=person, level=Level.RED, reason="x", by=cast.team, at=NOW)
    workflow.name_lead(person=person, lead=cast.lead, by=cast.team, at=NOW)
    consents(cast, person, cetr=True, keyworker=True)
    actions.agree(
        person=person, description="Canary thing", due_on=DUE, owner=cast.lead, by=cast.team,
        at=NOW,
    )  # fmt: skip
    meetings.convene_urgent(
        person=person, starts_at=NOW + timedelta(days=3), place="Room 4", chair=cast.second_team,
        reason="Crisis", invite=[cast.lead], by=cast.team, at=NOW,
    )  # fmt: skip
    tracking = meetings.plan(
        area=cast.area, starts_at=NOW + timedelta(days=7), place="Room 5", chair=cast.second_team,
        invite=[cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    meetings.add_person(meeting=tracking, person=person, reason="Asked", by=cast.team, at=NOW)
    held(cast, person)
    asked(cast, person)
    reviews.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.REFERRED, reason="Agreed", decided_on=NOW.date(),
        by=cast.team, at=NOW,
    )  # fmt: skip
    given.updated(person, by=cast.lead, level=Level.AMBER)
    given.update_draft(person, by=cast.other_lead)
    return person, referral


def died_in_error(cast: Cast, person: Person) -> Entry:
    return workflow.close(
        person=person, reason=ClosureReason.DIED, died_on=NOW.date(), by=cast.team, at=CLOSED
    )


def reopen(cast: Cast, entry: Entry) -> Entry:
    return workflow.reopen(
        entry=entry, how=Reopening.ERROR, words="Another Robin", by=cast.second_team, at=REOPENED
    )


def is_open(source: str, person: Person) -> dict[str, int]:
    return {
        one.becomes: one.count
        for one in open_work._sources[source](person.pk, REOPENED)
        if one.count
    }


@pytest.mark.parametrize("source", SOURCES)
def test_what_an_app_had_open_is_open_again(cast: Cast, source: str) -> None:
    person, _ = everything(cast)
    before = is_open(source, person)
    assert before, f"this test has nothing of {source} open: let `everything` open it"
    entry = died_in_error(cast, person)
    reopen(cast, entry)
    after = is_open(source, person)
    if source == "alerts":  # what was stopped goes out, and that the record is open again
        stopped = Notice.objects.filter(
            person_id=person.pk, cancelled_at=CLOSED, made_at__lt=CLOSED
        )
        anew = set(Notice.objects.owed().filter(person_id=person.pk).values_list("kind", flat=True))
        assert set(stopped.values_list("kind", flat=True)) <= anew
        assert sum(after.values()) >= sum(before.values())
    else:
        assert after == before
    assert duties.compare(at=REOPENED) == []


def test_a_referral_withdrawn_by_a_death_in_error_waits_as_it_did(cast: Cast) -> None:
    person, referral = everything(cast)
    referral.refresh_from_db()
    before = (referral.state, referral.triage_due_on, referral.paused_at, referral.acknowledged_at)
    open_before = _open(person)
    entry = died_in_error(cast, person)
    assert Referral.objects.get(pk=referral.pk).state == State.WITHDRAWN
    reopen(cast, entry)
    referral.refresh_from_db()
    after = (referral.state, referral.triage_due_on, referral.paused_at, referral.acknowledged_at)
    assert after == before
    assert before[0] == State.INFORMATION_ASKED
    assert referral.decided_at is None
    assert _open(person) == open_before


def _open(person: Person) -> set[tuple[Any, ...]]:
    rows = Duty.objects.open().filter(person=person)
    return set(rows.values_list("rule", "subject", "due_on", "paused_on"))


def test_the_referrer_who_was_told_of_the_death_is_told_once_that_it_was_an_error(
    cast: Cast,
) -> None:
    person, referral = everything(cast)
    entry = died_in_error(cast, person)
    alerts.relay(at=CLOSED + timedelta(hours=1))
    reopen(cast, entry)
    told = Notice.objects.filter(user=referral.referrer, made_at=REOPENED)
    kinds = sorted(told.values_list("kind", flat=True))
    assert kinds == ["meeting_urgent", "person_not_died"]  # the urgent meeting is planned again


def test_someone_who_read_of_the_death_before_its_email_went_is_told_of_the_error(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    consents(cast, person)
    entry = died_in_error(cast, person)
    page = sign_in(cast.lead).get(reverse("alerts:notices"))
    assert b"Someone you support has died" in page.content
    reopen(cast, entry)
    about = Notice.objects.filter(user=cast.lead, person_id=person.pk)
    assert about.filter(kind="person_not_died", made_at=REOPENED).count() == 1
    assert not about.owed().filter(kind="person_died").exists()


def test_a_referral_that_someone_withdrew_before_the_closing_stays_withdrawn(cast: Cast) -> None:
    person, referral = everything(cast)
    referrals.withdraw(referral=referral, reason="Sent twice", by=cast.lead, at=NOW)
    reopen(cast, died_in_error(cast, person))
    assert Referral.objects.get(pk=referral.pk).state == State.WITHDRAWN
    kinds = AuditEvent.objects.filter(kind="referrals.reopened")
    assert not kinds.exists()


def test_what_waited_for_the_referrer_waits_again_when_a_decision_is_taken_back(
    cast: Cast,
) -> None:
    referral = given.sent(cast)
    asked_about = referrals.ask(referral=referral, words="Which?", by=cast.team, at=NOW)
    referrals.decline(referral=referral, advice="See the GP", by=cast.team, at=CLOSED)
    again = referrals.reopen(referral=referral, why="Wrong one", by=cast.team, at=REOPENED)
    assert (again.state, again.paused_at) == (State.INFORMATION_ASKED, asked_about.paused_at)
    with pytest.raises(RuleBroken):
        referrals.reopen(referral=referral, why="Twice", by=cast.team, at=REOPENED)
    assert duties.compare(at=REOPENED) == []


def test_the_writer_of_an_update_is_warned_once_the_record_is_open_again(cast: Cast) -> None:
    person, _ = everything(cast)
    entry = died_in_error(cast, person)
    unwarned = NOW + timedelta(days=22)
    referrals.warn_of_expiry(at=unwarned)
    assert not AuditEvent.objects.filter(kind="referrals.update_draft_expiring").exists()
    workflow.reopen(
        entry=entry, how=Reopening.ERROR, words="Another Robin", by=cast.team, at=unwarned
    )
    at = NOW + timedelta(days=31)
    referrals.expire_drafts(at=at)
    assert UpdateDraft.objects.filter(person=person).exists()
    referrals.warn_of_expiry(at=at)
    assert AuditEvent.objects.filter(kind="referrals.update_draft_expiring").count() == 1
