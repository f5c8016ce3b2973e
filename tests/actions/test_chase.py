"""Chasing: who is told, when, once, and about nobody who withdrew."""

from datetime import date, datetime, timedelta

from actions import workflow
from actions.models import Action, Chase
from core.models import AuditEvent
from duties.models import Duty
from register import workflow as register
from register.models import Standing
from register.rules import Level
from tests.actions.test_agree import agreed
from tests.conftest import Cast
from tests.factories import NOW, on_register

DUE = date(2026, 12, 4)  # a Friday


def at(day: date) -> datetime:
    return NOW.replace(year=day.year, month=day.month, day=day.day)


def chase(day: date) -> int:
    return workflow.chase(on=day, at=at(day))


def steps(action: Action) -> list[str]:
    return list(Chase.objects.filter(action=action).order_by("at").values_list("step", flat=True))


def test_an_owner_is_told_before_and_on_the_day_and_others_when_it_is_late(cast: Cast) -> None:
    action = agreed(cast)
    for days in range(-5, 10):
        chase(DUE + timedelta(days=days))
    assert steps(action) == ["before-2", "due", "after-3", "after-7"]
    told = {one.step: one.to for one in Chase.objects.filter(action=action)}
    assert told["due"] == [cast.lead.pk]
    assert set(told["after-7"]) == {cast.team.pk, cast.second_team.pk}


def test_chasing_twice_tells_nobody_twice(cast: Cast) -> None:
    agreed(cast)
    chase(DUE)
    events = AuditEvent.objects.filter(kind="actions.chased").count()
    assert chase(DUE) == 0
    assert AuditEvent.objects.filter(kind="actions.chased").count() == events


def test_after_a_stop_only_the_latest_step_is_taken(cast: Cast) -> None:
    action = agreed(cast)
    chase(DUE + timedelta(days=10))
    assert steps(action) == ["after-7"]


def test_nobody_is_chased_on_a_weekend_but_on_the_monday(cast: Cast) -> None:
    action = agreed(cast, due_on=date(2026, 12, 5))
    chase(date(2026, 12, 5))
    assert steps(action) == []
    chase(date(2026, 12, 7))
    assert steps(action) == ["due"]


def test_what_is_due_on_good_friday_leaves_its_owner_a_working_day(cast: Cast) -> None:
    good_friday = date(2027, 3, 26)
    action = agreed(cast, organisation=cast.rep.organisation, due_on=good_friday)
    for days in range(-5, 14):
        chase(good_friday + timedelta(days=days))
    told = {one.on: one.to for one in Chase.objects.filter(action=action)}
    assert told[date(2027, 3, 25)] == told[date(2027, 3, 30)] == [cast.lead.pk]
    assert [day for day, to in told.items() if cast.rep.pk in to] == [date(2027, 4, 2)]
    assert min(told) == date(2027, 3, 25)


def test_a_duty_due_on_good_friday_is_told_to_its_team_before_those_who_commission(
    cast: Cast,
) -> None:
    good_friday = date(2027, 3, 26)
    rated_on = good_friday - timedelta(days=28)
    on_register(cast.area, by=cast.team, level=Level.AMBER, at=at(rated_on))
    duty = Duty.objects.get(rule="amber-meeting-or-cetr")
    assert (duty.due_on, duty.chase) == (good_friday, "standard")
    for days in range(-5, 14):
        chase(good_friday + timedelta(days=days))
    told = Chase.objects.filter(duty=duty).order_by("on")
    assert [(one.step, one.on) for one in told] == [
        ("before-2", date(2027, 3, 25)),
        ("due", date(2027, 3, 30)),
        ("after-3", date(2027, 4, 2)),
        ("after-7", date(2027, 4, 6)),
    ]
    assert [one.on for one in told if one.leads] == [date(2027, 4, 6)]


def test_what_is_about_somebody_restricted_is_not_chased(cast: Cast) -> None:
    withdrawn, done = agreed(cast), agreed(cast)
    workflow.mark_done(action=done, evidence="Rang", by=cast.lead, at=NOW)
    for action in (withdrawn, done):
        register.restrict(person_id=action.person_id, by=cast.team, at=NOW)
    chase(DUE)
    assert steps(done) == steps(withdrawn) == []


def test_what_is_done_is_chased_to_the_team_until_somebody_confirms(cast: Cast) -> None:
    action = agreed(cast)
    workflow.mark_done(action=action, evidence="Rang", by=cast.lead, at=NOW)
    for days in range(20):
        chase(NOW.date() + timedelta(days=days))
    first, second = Chase.objects.filter(action=action).order_by("at")
    assert (first.step, first.on) == ("confirm-2", date(2026, 11, 25))
    assert (second.step, second.on) == ("confirm-7", date(2026, 12, 2))
    assert set(first.to) == set(second.to) == {cast.team.pk, cast.second_team.pk}


def test_the_team_is_not_asked_to_confirm_what_is_confirmed_or_sent_back(cast: Cast) -> None:
    confirmed, back = agreed(cast), agreed(cast)
    for action in (confirmed, back):
        workflow.mark_done(action=action, evidence="Rang", by=cast.lead, at=NOW)
    workflow.confirm(action=confirmed, by=cast.team, at=NOW)
    workflow.send_back(action=back, reason="Not yet", by=cast.team, at=NOW)
    chase(date(2026, 11, 25))
    assert steps(confirmed) == steps(back) == []
    chase(DUE)
    assert steps(back) == ["due"]


def test_what_waits_to_be_confirmed_is_what_is_due_next(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    action = agreed(cast, person, due_on=NOW.date())
    workflow.mark_done(action=action, evidence="Rang", by=cast.lead, at=NOW)
    assert Standing.objects.get(person=person).next_due_on == date(2026, 11, 25)
    workflow.confirm(action=action, by=cast.team, at=NOW)
    assert Standing.objects.get(person=person).next_due_on > date(2026, 11, 25)


def test_an_extension_starts_the_ladder_again(cast: Cast) -> None:
    action = agreed(cast)
    chase(DUE)
    later = DUE + timedelta(days=7)
    workflow.extend(action=action, due_on=later, reason="Slow", by=cast.lead, at=at(DUE))
    chase(later)
    assert steps(action) == ["due", "due"]


def test_the_service_is_told_when_an_action_is_late(cast: Cast) -> None:
    action = agreed(cast, organisation=cast.rep.organisation)
    chase(DUE + timedelta(days=3))
    assert set(Chase.objects.get(action=action).to) == {cast.lead.pk, cast.rep.pk}


def test_a_duty_of_red_is_chased_to_the_team_of_the_area(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    duty = Duty.objects.get(rule="red-urgent-meeting")
    assert duty.due_on == date(2026, 11, 25)
    chase(date(2026, 11, 25))
    assert set(Chase.objects.get(duty=duty).to) == {cast.team.pk, cast.second_team.pk}


def test_a_chase_tells_codes_and_ids_only(cast: Cast) -> None:
    agreed(cast, description="Canary words")
    chase(DUE)
    facts = AuditEvent.objects.filter(kind="actions.chased").latest("id").facts
    assert facts["to"] == [str(cast.lead.pk)]
    assert "Canary" not in str(facts)


def test_who_becomes_red_is_chased_to_the_end_of_the_urgent_ladder(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    action = agreed(cast, person)
    late = DUE + timedelta(days=3)
    chase(late)
    register.rate(person=person, level=Level.RED, reason="Worse", by=cast.team, at=at(late))
    chase(late)
    assert set(steps(action)) == {"after-3", "after-3-red"}
    first, last = Chase.objects.filter(action=action).order_by("urgent")
    assert (first.urgent, last.urgent) == (False, True)
    assert last.leads == [cast.commissioner.pk]
