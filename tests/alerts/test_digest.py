"""Chases reach people: RED at once, the rest once a day, in working hours, never for nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from actions import ladders
from actions import workflow as actions
from actions.models import Action
from alerts import health, workflow
from alerts.models import Notice
from core import history
from core.dates import LOCAL_ZONE
from register import workflow as register
from register.rules import Level
from tests.actions.test_agree import DUE, agreed
from tests.actions.test_contact import NORA, asked
from tests.conftest import Cast
from tests.factories import NOW, on_register

NIGHT = datetime(2026, 12, 4, 0, 15, tzinfo=UTC)
MORNING = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


def sent_to(cast: Cast, at: datetime, member: str = "lead") -> list[Any]:
    mail.outbox.clear()
    workflow.relay(at=at)
    email = getattr(cast, member).email
    return [one for one in mail.outbox if one.to == [email]]


def chased(*when: datetime) -> None:
    for at in when:
        actions.chase(on=at.date(), at=at)


@pytest.fixture
def three(cast: Cast) -> list[Action]:
    """Three actions of one owner, all due on one day; what was owed until then has gone."""
    made = [agreed(cast) for _ in range(3)]
    workflow.relay(at=NOW)
    return made


def test_many_chases_of_a_day_are_one_notice_and_one_mail(cast: Cast, three: list[Action]) -> None:
    chased(NIGHT)
    assert Notice.objects.filter(user=cast.lead, kind="digest").count() == 1
    assert not sent_to(cast, NIGHT)
    [message] = sent_to(cast, MORNING)
    assert "3 actions are due or overdue" in message.body
    assert not sent_to(cast, MORNING + timedelta(hours=1))


def test_chasing_again_adds_no_notice(cast: Cast, three: list[Action]) -> None:
    chased(NIGHT, NIGHT + timedelta(minutes=15), MORNING)
    assert Notice.objects.filter(user=cast.lead, kind="digest").count() == 1


def test_what_is_chased_after_the_digest_has_gone_is_in_the_next_one(
    cast: Cast, three: list[Action]
) -> None:
    chased(NIGHT)
    sent_to(cast, MORNING)
    noon = MORNING + timedelta(hours=4)
    agreed(cast, due_on=date(2026, 12, 5), at=noon)
    chased(noon)
    assert not [one for one in sent_to(cast, noon) if "attention" in one.subject]
    monday = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
    [message] = [one for one in sent_to(cast, monday) if "attention" in one.subject]
    assert "1 action is due" in message.body


def test_a_digest_never_speaks_of_what_has_ended(cast: Cast, three: list[Action]) -> None:
    chased(NIGHT)
    for action in three[:2]:
        actions.mark_done(action=action, evidence="Rang", by=cast.lead, at=NIGHT)
    [message] = sent_to(cast, MORNING)
    assert "1 action is due or overdue" in message.body


def test_with_nothing_to_say_nothing_is_sent(cast: Cast, three: list[Action]) -> None:
    chased(NIGHT)
    for action in three:
        actions.cancel(action=action, reason="Moved", by=cast.team, at=NIGHT)
    assert not [one for one in sent_to(cast, MORNING) if "attention" in one.subject]
    assert Notice.objects.get(kind="digest", user=cast.lead).cancelled_at == MORNING


def test_a_digest_says_nothing_about_somebody_who_withdrew(cast: Cast, three: list[Action]) -> None:
    chased(NIGHT)
    for action in three:
        register.restrict(person_id=action.person_id, by=cast.team, at=NIGHT)
    assert not [one for one in sent_to(cast, MORNING) if "attention" in one.subject]


def test_the_mail_of_a_digest_names_nobody(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Canarybird")
    agreed(cast, person, description="Canary words")
    chased(NIGHT)
    [message] = [one for one in sent_to(cast, MORNING) if "attention" in one.subject]
    for secret in ("Canary", str(person.pk)):
        assert secret not in message.subject + message.body + str(message.alternatives)


def test_what_is_about_somebody_red_goes_at_once_at_night_and_at_weekends(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead)
    saturday = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
    agreed(cast, person, due_on=saturday.date())
    sent_to(cast, NOW)
    chased(saturday)
    [message] = sent_to(cast, saturday)
    assert "RED" in message.subject
    assert Notice.objects.get(kind="action_chased", user=cast.lead).urgent


def test_those_who_commission_are_told_how_many_and_never_about_whom(
    cast: Cast, three: list[Action]
) -> None:
    late = datetime(2026, 12, 11, 8, 0, tzinfo=UTC)
    chased(late)
    [message] = sent_to(cast, late, "commissioner")
    assert "3 actions are due or overdue" in message.body
    assert not Notice.objects.filter(kind="digest_icb", person_id__isnull=False).exists()
    assert not sent_to(cast, late, "other_commissioner")


def test_what_is_agreed_at_night_is_told_in_the_morning(cast: Cast) -> None:
    night = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)  # a Friday
    agreed(cast, at=night)
    notice = Notice.objects.get(kind="action_agreed")
    monday = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert notice.waits_until == monday
    assert not sent_to(cast, monday - timedelta(seconds=1))
    assert sent_to(cast, monday)


def test_what_waits_for_the_morning_does_not_count_as_late(cast: Cast) -> None:
    night = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
    agreed(cast, at=night)
    Notice.objects.exclude(kind="action_agreed").update(mailed_at=night)
    assert health._outbox(night + timedelta(hours=9)).well
    assert not health._outbox(datetime(2026, 11, 30, 8, 6, tzinfo=UTC)).well


def test_one_who_left_gets_no_digest(cast: Cast, three: list[Action]) -> None:
    chased(NIGHT)
    cast.lead.is_active, cast.lead.deactivated_at = False, NIGHT
    history.save(cast.lead, by=None, at=NIGHT)
    assert not sent_to(cast, MORNING)


@pytest.mark.parametrize(
    ("clocks", "due"),
    [("forward", date(2027, 3, 31)), ("back", date(2026, 10, 28))],
    ids=["forward", "back"],
)
def test_across_a_change_of_the_clocks_nothing_is_lost_and_nothing_told_twice(
    cast: Cast, clocks: str, due: date
) -> None:
    began = datetime(due.year, due.month, due.day, 9, tzinfo=UTC) - timedelta(days=5)
    action = agreed(cast, due_on=due, at=began)
    told: list[str] = []
    # Every quarter of an hour would take long; every three hours passes each night as well.
    for step in range(8 * 20):
        at = began + timedelta(hours=3 * step)
        actions.chase(on=at.astimezone(LOCAL_ZONE).date(), at=at)
        told += [one.subject for one in sent_to(cast, at) if "attention" in one.subject]
    steps = list(action.chases.order_by("at").values_list("step", flat=True))
    assert steps == ["before-2", "due", "after-3", "after-7"]
    assert len(told) == 3  # before, on the day, after 3 days; after 7 the team is told


def test_of_two_who_chase_at_once_each_thing_is_told_once(cast: Cast) -> None:
    action = agreed(cast)
    late = [DUE, DUE]
    assert [actions.chase(on=day, at=MORNING) for day in late][1] == 0
    assert action.chases.count() == 1


def test_a_chase_written_by_the_slower_of_two_is_in_the_digest_as_well(cast: Cast) -> None:
    agreed(cast)
    workflow.relay(at=NOW)
    chased(NIGHT)  # began first; its digest is written by whoever began a little later
    Notice.objects.filter(kind="digest").update(made_at=NIGHT + timedelta(seconds=30))
    workflow.owe_digest(kind="digest", to=[cast.lead], at=NIGHT)
    assert Notice.objects.get(kind="digest", user=cast.lead).made_at == NIGHT
    [message] = sent_to(cast, MORNING)
    assert "1 action is due or overdue" in message.body


def test_a_digest_knows_the_steps_of_confirming_by_whatever_code_a_region_gives_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ladders.current()
    done = known.ladders[known.done]
    steps = tuple(replace(one, code=f"look-{one.days}") for one in done.steps)
    changed = replace(known, ladders={**known.ladders, known.done: replace(done, steps=steps)})
    monkeypatch.setattr(ladders, "current", lambda: changed)
    action = agreed(cast)
    actions.mark_done(action=action, evidence="Rang", by=cast.lead, at=NOW)
    workflow.relay(at=NOW)
    chased(MORNING)
    [message] = [one for one in sent_to(cast, MORNING, "team") if "attention" in one.subject]
    assert "1 action is due or overdue" in message.body


def test_an_owner_without_an_account_hears_of_red_at_once_too(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    saturday = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
    asked(cast, person=person, due_on=saturday.date())
    workflow.relay(at=NOW)
    chased(saturday)
    notice = Notice.objects.get(kind="action_for_service_red")
    assert notice.urgent
    mail.outbox.clear()
    workflow.relay(at=saturday)
    [message] = [one for one in mail.outbox if one.to == [NORA]]
    assert "cannot wait" in message.subject
