"""Why somebody is on an agenda: ages ahead, AMBER for long, consent to be asked again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from accounts.rules import Permission
from consent import workflow as consent
from consent.rules import Channel, Requester
from core.dates import add_months
from meetings import agenda
from meetings.models import AgendaItem, Meeting
from meetings.rules import Reason, Why
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.consent import details as decisions
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW

TODAY = NOW.date()
Plan = Callable[..., Meeting]
Somebody = Callable[..., Person]


def whys(meeting: Meeting, person: Person, on: date) -> list[Why]:
    found = [line for line in agenda.live(meeting, on=on) if line.person_id == person.pk]
    return list(found[0].whys) if found else []


@pytest.mark.parametrize(
    ("months", "words"),
    [(210, "Turns 17 and a half"), (216, "Turns 18"), (300, "Turns 25"), (312, "Turns 26")],
)
def test_an_age_at_which_a_pathway_ends_is_on_the_agenda_before_it_comes(
    cast: Cast, plan: Plan, somebody: Somebody, months: int, words: str
) -> None:
    day = TODAY + timedelta(days=20)
    person = somebody(Level.GREEN, birth_date=add_months(day, -months))
    meeting = plan()
    [why] = whys(meeting, person, TODAY)
    assert (why.reason, why.on) == (Reason.TURNING, day)
    assert why.words.startswith(words)
    assert whys(meeting, person, day - timedelta(days=29)) == []
    assert whys(meeting, person, day + timedelta(days=1)) == []


def test_the_end_of_an_ehc_plan_is_on_the_agenda_where_there_is_one(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    planned = somebody(Level.GREEN, birth_date=date(2002, 3, 5), ehc_plan=True)
    other = somebody(Level.GREEN, birth_date=date(2002, 3, 5), ehc_plan=False)
    meeting, july = plan(), date(2027, 7, 10)
    [why] = whys(meeting, planned, july)
    assert why.words == "The EHC plan ends at the latest on 31 July 2027"
    assert whys(meeting, other, july) == []


def test_amber_for_three_months_asks_whether_it_could_step_down(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    amber, changed = somebody(Level.AMBER), somebody(Level.AMBER)
    weeks = NOW + timedelta(weeks=8)
    register.rate(person=changed, level=Level.RED, reason="Crisis", by=cast.team, at=weeks)
    register.rate(
        person=changed, level=Level.AMBER, reason="Calmer", by=cast.team,
        at=weeks + timedelta(hours=1),
    )  # fmt: skip
    meeting, then = plan(), add_months(TODAY, 3)
    assert [why.reason for why in whys(meeting, amber, then)] == [Reason.AMBER, Reason.STEP_DOWN]
    assert [why.reason for why in whys(meeting, amber, then - timedelta(days=1))] == [Reason.AMBER]
    assert [why.reason for why in whys(meeting, changed, then)] == [Reason.AMBER]


def test_consent_that_is_to_be_asked_again_is_on_the_agenda(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    person = somebody(Level.GREEN)
    made = consent.record(person=person, details=decisions.decision(), by=cast.lead, at=NOW)
    meeting = plan()
    assert whys(meeting, person, made.review_on - timedelta(days=29)) == []
    [why] = whys(meeting, person, made.review_on - timedelta(days=28))
    assert (why.reason, why.on) == (Reason.CONSENT, made.review_on)


def test_somebody_who_withdraws_vanishes_from_every_section_and_from_an_opened_agenda(
    cast: Cast, opened: Plan, plan: Plan, somebody: Somebody
) -> None:
    person = somebody(Level.AMBER, birth_date=add_months(TODAY + timedelta(days=9), -216))
    consent.record(person=person, details=decisions.decision(), by=cast.lead, at=NOW)
    opened()
    later = plan(starts_at=TOMORROW + timedelta(days=30))
    consent.withdraw(
        person=person, channel=Channel.PHONE, requester=Requester.PERSON,
        identity_checked=True, identity_evidence="Known to the team", by=cast.team, at=TOMORROW,
    )  # fmt: skip
    assert agenda.live(later, on=TODAY + timedelta(days=400)) == []
    seen = AgendaItem.objects.permitted(cast.team, Permission.MEETING_VIEW)
    assert agenda.frozen(seen) == []


def test_a_reason_is_kept_and_read_again() -> None:
    for reason in Reason:
        why = Why(reason, 216, TODAY, ("no_lead",) if reason is Reason.DRIFT else ())
        assert Why.kept(why.as_dict()) == why
        assert why.words
        assert reason.section
