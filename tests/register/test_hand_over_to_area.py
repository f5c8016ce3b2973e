"""Handing someone over to another area: open in both, one answers, nothing lost (H9, B21)."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.rules import Permission, Role
from actions import workflow as actions
from actions.models import Action
from actions.rules import ActionStatus, Origin
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from duties.models import Duty
from register import workflow
from register.models import AreaMove, Involvement, Person, Rating, Standing
from register.open_work import Choices
from register.rules import ClosureReason, Level
from register.rules.moving import MoveState
from register.workflow import Accepted
from tests.conftest import Cast
from tests.factories import NOW, AreaFactory, UserFactory, details, give, on_register

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def new_lead(cast: Cast) -> User:
    return give(UserFactory(full_name="Nora Newlead"), Role.LEAD, area=cast.other_area)


def red(cast: Cast, level: Level = Level.RED) -> Person:
    return on_register(cast.area, by=cast.team, level=level, lead=cast.lead)


def proposed(cast: Cast, person: Person) -> AreaMove:
    return workflow.propose_move(
        person=person, to_area=cast.other_area, moves_on=date(2026, 12, 1), reason="New home",
        to_know="Likes a quiet room", by=cast.team, at=NOW,
    )  # fmt: skip


def accept(cast: Cast, move: AreaMove, lead: User, **chosen: Any) -> AreaMove:
    accepted = Accepted(
        lead=lead, responsible_icb=cast.other_commissioning, ordinary_residence_la=None, **chosen
    )
    return workflow.accept_move(move=move, accepted=accepted, by=cast.other_area_team, at=LATER)


def reads(user: User, person: Person) -> bool:
    return Person.objects.permitted(user, Permission.PERSON_VIEW).filter(pk=person.pk).exists()


def agreed(cast: Cast, person: Person, words: str) -> Action:
    return actions.agree(
        person=person, description=words, owner=cast.lead, due_on=date(2026, 12, 4),
        origin=Origin.TEAM, by=cast.team, at=NOW,
    )  # fmt: skip


def test_a_person_who_is_red_moves_and_nothing_is_lost(cast: Cast, new_lead: User) -> None:
    person = red(cast)
    partner = workflow.name_partner(
        person=person, name="Pat", part="Social worker", by=cast.team, at=NOW
    )
    kept, given, ended = (agreed(cast, person, one) for one in ("Visit", "Ring", "Write"))
    was = list(Rating.objects.filter(entry__person=person).values())
    clocks = list(Duty.objects.filter(person=person).order_by("pk").values("rule", "due_on"))
    move = proposed(cast, person)
    assert Standing.objects.get(person=person).area == cast.area
    accept(
        cast, move, new_lead, ended_partners=[partner.pk],
        work=Choices(keep=[kept.pk], give=[(given.pk, new_lead.pk)], end=[ended.pk]),
    )  # fmt: skip
    person = Person.objects.get(pk=person.pk)
    assert (person.area, person.lead_professional) == (cast.other_area, new_lead)
    assert person.responsible_icb == cast.other_commissioning
    row = Standing.objects.get(person=person)
    assert (row.area, row.level) == (cast.other_area, Level.RED)
    assert list(Rating.objects.filter(entry__person=person).values()) == was
    now = list(Duty.objects.filter(person=person).order_by("pk").values("rule", "due_on"))
    assert all(clock in now for clock in clocks)
    for one in (kept, given, ended):
        one.refresh_from_db()
    assert (kept.owner, kept.due_on, kept.status) == (
        cast.lead, date(2026, 12, 4), ActionStatus.OPEN,
    )  # fmt: skip
    assert (given.owner, given.status) == (new_lead, ActionStatus.OPEN)
    assert ended.status == ActionStatus.CANCELLED
    assert Involvement.objects.get(pk=partner.pk).until == LATER
    assert reads(cast.other_area_team, person)
    assert not reads(cast.team, person)


def test_the_other_team_reads_but_cannot_act_before_it_accepts(cast: Cast) -> None:
    person = red(cast)
    assert not reads(cast.other_area_team, person)
    proposed(cast, person)
    assert reads(cast.other_area_team, person)
    assert reads(cast.team, person)
    for permission in (Permission.RATE, Permission.PERSON_EDIT, Permission.TRIAGE):
        people = Person.objects.permitted(cast.other_area_team, permission)
        assert not people.filter(pk=person.pk).exists()


def test_a_third_area_sees_nothing(cast: Cast) -> None:
    third = give(UserFactory(), Role.TEAM, area=_third(cast))
    person = red(cast)
    move = proposed(cast, person)
    assert not reads(third, person)
    assert not AreaMove.objects.permitted(third, Permission.TRIAGE).filter(pk=move.pk).exists()


def _third(cast: Cast) -> Any:
    return AreaFactory()


def test_red_alerts_the_new_team_at_once_and_stays_with_the_old_one(cast: Cast) -> None:
    person = red(cast)
    proposed(cast, person)
    assert Notice.objects.filter(kind="move_red", user=cast.other_area_team).count() == 1
    assert Standing.objects.get(person=person).area == cast.area


def test_turning_red_while_it_waits_alerts_the_new_team(cast: Cast) -> None:
    person = red(cast, Level.AMBER)
    proposed(cast, person)
    assert Notice.objects.filter(kind="move_asked", user=cast.other_area_team).exists()
    row = Standing.objects.get(person=person)
    workflow.rate(
        person=person,
        level=Level.RED,
        reason="Worse",
        follows=row.rating_id,
        by=cast.team,
        at=LATER,
    )
    assert Notice.objects.filter(kind="move_red", user=cast.other_area_team).count() == 1


def test_one_that_waits_is_chased_once_a_working_day(cast: Cast) -> None:
    move = proposed(cast, red(cast))
    late = move.due_on + timedelta(days=1)
    assert workflow.remind_of_moves(on=move.due_on, at=LATER) == 0
    assert workflow.remind_of_moves(on=late, at=LATER) == 1
    assert workflow.remind_of_moves(on=late, at=LATER) == 0
    told = set(Notice.objects.filter(kind="move_waits").values_list("user", flat=True))
    assert {cast.team.pk, cast.other_area_team.pk} <= told


def test_the_second_to_answer_is_told_who_was_first(cast: Cast, new_lead: User) -> None:
    person = red(cast)
    move = proposed(cast, person)
    workflow.withdraw_move(move=move, words="Stays after all", by=cast.team, at=LATER)
    with pytest.raises(Conflict, match="Tara Team"):
        accept(cast, move, new_lead)
    person.refresh_from_db()
    assert person.area == cast.area


def test_one_person_is_handed_over_once_at_a_time(cast: Cast) -> None:
    person = red(cast)
    proposed(cast, person)
    with pytest.raises(Conflict):
        proposed(cast, person)


def test_what_is_returned_stays_with_the_first_team_and_can_be_proposed_again(cast: Cast) -> None:
    person = red(cast)
    move = proposed(cast, person)
    workflow.return_move(move=move, words="Not ours", by=cast.other_area_team, at=LATER)
    assert not reads(cast.other_area_team, person)
    assert proposed(cast, person).is_open


def test_someone_accepted_by_mistake_is_handed_back(cast: Cast, new_lead: User) -> None:
    person = red(cast)
    accept(cast, proposed(cast, person), new_lead)
    back = workflow.propose_move(
        person=person, to_area=cast.area, moves_on=NOW.date(), reason="By mistake",
        by=cast.other_area_team, at=LATER,
    )  # fmt: skip
    accepted = Accepted(
        lead=cast.lead, responsible_icb=cast.commissioning, ordinary_residence_la=None
    )
    workflow.accept_move(move=back, accepted=accepted, by=cast.team, at=LATER)
    assert Person.objects.get(pk=person.pk).area == cast.area
    assert AreaMove.objects.filter(person=person, state=MoveState.ACCEPTED).count() == 2


def test_it_ends_when_the_record_is_hidden_or_closed(cast: Cast) -> None:
    hidden, left = red(cast), red(cast, Level.GREEN)
    first, second = proposed(cast, hidden), proposed(cast, left)
    workflow.restrict(person_id=hidden.pk, by=cast.team, at=LATER)
    workflow.close(
        person=left, reason=ClosureReason.MOVED_AWAY, words="Abroad", left_on=NOW.date(),
        by=cast.team, at=LATER,
    )  # fmt: skip
    for move in (first, second):
        move.refresh_from_db()
        assert move.state == MoveState.ENDED


def test_an_action_agreed_meanwhile_is_not_passed_over(cast: Cast, new_lead: User) -> None:
    person = red(cast)
    move = proposed(cast, person)
    agreed(cast, person, "Visit")
    with pytest.raises(Conflict):
        accept(cast, move, new_lead)
    assert Person.objects.get(pk=person.pk).area == cast.area


def test_no_one_arrives_without_a_lead_of_the_new_area(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="not a lead professional"):
        accept(cast, proposed(cast, red(cast)), cast.other_lead)


def test_the_area_is_not_changed_by_the_edit_form(cast: Cast) -> None:
    person = red(cast)
    with pytest.raises(RuleBroken, match="hand them over"):
        workflow.update_person(
            person=person, details=details(cast.other_area, nhs_number=person.nhs_number),
            version=person.version, by=cast.team, at=LATER,
        )  # fmt: skip
