"""What goes along with someone to another area, one by one, and who hears of it (H9, B21)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts import workflow as accounts
from accounts.models import User
from accounts.rules import LockReason, Permission, Role
from actions import workflow as actions
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.records import Viewing
from duties.models import Duty
from meetings import agenda
from meetings import workflow as meetings
from meetings.models import AgendaItem, Meeting
from meetings.rules import ItemState, State
from register import workflow
from register.keeper import RegisterKeeper
from register.models import AreaMove, Person
from register.open_work import Choices
from register.rules import Level
from register.rules.moving import MoveState
from register.workflow import Accepted
from reviews.models import ReviewRequest
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give, handed_over, on_register
from tests.register.closing import Busy, busy, day
from tests.register.stays import admission
from tests.register.test_simultaneous import at_once

LATER = NOW + timedelta(hours=2)


def proposed(cast: Cast, person: Person) -> AreaMove:
    return workflow.propose_move(
        person=person, to_area=cast.other_area, moves_on=NOW.date(), reason="New home",
        by=cast.team, at=NOW,
    )  # fmt: skip


def accepted(cast: Cast, move: AreaMove, *, at: Any = LATER, **chosen: Any) -> AreaMove:
    lead = move.person.lead_professional
    assert lead is not None
    return workflow.accept_move(
        move=move, by=cast.other_area_team, at=at,
        accepted=Accepted(
            lead=lead, responsible_icb=cast.other_commissioning, ordinary_residence_la=None,
            **chosen,
        ),
    )  # fmt: skip


def all_kept(one: Busy) -> Choices:
    return Choices(keep=[one.meeting.pk, one.request.pk, *(action.pk for action in one.actions)])


def next_meeting(cast: Cast) -> Meeting:
    return meetings.plan(
        area=cast.other_area, starts_at=NOW + timedelta(days=3), place="Room 9",
        chair=cast.other_area_team, by=cast.other_area_team, at=NOW,
    )  # fmt: skip


def told(user: User) -> set[str]:
    return set(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_an_urgent_meeting_and_a_review_go_along_as_planned(cast: Cast) -> None:
    one = busy(cast)
    accepted(cast, proposed(cast, one.person), work=all_kept(one))
    one.meeting.refresh_from_db()
    one.request.refresh_from_db()
    assert (one.meeting.area, one.meeting.state) == (cast.other_area, State.PLANNED)
    assert one.meeting.starts_at == NOW + timedelta(days=1)
    assert one.request.is_open
    assert "meeting_taken_over" in told(cast.second_team)
    reads = Meeting.objects.permitted
    assert reads(cast.other_area_team, Permission.MEETING_RUN).filter(pk=one.meeting.pk).exists()


def test_the_new_team_may_end_them_and_everyone_is_told(cast: Cast) -> None:
    one = busy(cast)
    kept = [action.pk for action in one.actions]
    work = Choices(keep=kept, end=[one.meeting.pk, one.request.pk])
    accepted(cast, proposed(cast, one.person), work=work)
    one.meeting.refresh_from_db()
    assert one.meeting.is_cancelled
    assert not ReviewRequest.objects.open().filter(person=one.person).exists()
    assert "meeting_cancelled" in told(cast.rep)
    assert "review_ended" in told(cast.lead)


def test_no_agenda_of_the_first_area_names_them_any_more(cast: Cast) -> None:
    one = busy(cast)
    tracking = Meeting.objects.tracking().get(area=cast.area)
    assert one.person.pk in {line.person_id for line in agenda.live(tracking, on=NOW.date())}
    accepted(cast, proposed(cast, one.person), work=all_kept(one))
    assert one.person.pk not in {line.person_id for line in agenda.live(tracking, on=NOW.date())}


def test_a_line_of_an_open_meeting_that_was_not_discussed_goes(cast: Cast) -> None:
    one = busy(cast)
    tracking = Meeting.objects.tracking().get(area=cast.area)
    at = tracking.starts_at
    meetings.open(meeting=tracking, by=cast.second_team, at=at)
    accepted(cast, proposed(cast, one.person), work=all_kept(one), at=at)
    item = AgendaItem.objects.get(meeting=tracking, person=one.person)
    assert item.state == ItemState.REMOVED


@pytest.mark.parametrize("chosen", [True, False])
def test_the_next_agenda_is_as_the_new_team_chose(cast: Cast, chosen: bool) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, lead=cast.lead)
    meeting = next_meeting(cast)
    accepted(cast, proposed(cast, person), next_agenda=chosen)
    lines = {line.person_id for line in agenda.live(meeting, on=NOW.date())}
    assert (person.pk in lines) is chosen


def test_without_a_next_meeting_the_page_says_so_and_nothing_has_moved(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    move = proposed(cast, person)
    with pytest.raises(RuleBroken, match="No tracking meeting") as refused:
        accepted(cast, move, next_agenda=True)
    assert refused.value.field == "next_agenda"
    move.refresh_from_db()
    assert move.is_open
    assert Person.objects.get(pk=person.pk).area == cast.area


def test_an_urgent_meeting_that_is_going_on_is_ended_first(cast: Cast) -> None:
    one = busy(cast)
    at = one.meeting.starts_at
    meetings.open(meeting=one.meeting, by=cast.second_team, at=at)
    with pytest.raises(Conflict, match="going on"):
        accepted(cast, proposed(cast, one.person), work=all_kept(one), at=at)


def test_what_was_agreed_since_the_page_was_opened_is_asked_about(cast: Cast, sign_in: Any) -> None:
    one = busy(cast)
    move = proposed(cast, one.person)
    address = reverse("register:accept_move", args=[move.pk])
    client = sign_in(cast.other_area_team)
    names = {f"do_{pk.hex}": "keep" for pk in all_kept(one).keep}
    sent = names | {
        "lead": str(cast.lead.pk), "responsible_icb": str(cast.other_commissioning.pk),
        "next_agenda": "no",
    }  # fmt: skip
    for partner in one.person.involvements.current().named():
        sent[f"partner_{partner.pk.hex}"] = "keep"
    later = actions.agree(
        person=one.person, description="Agreed meanwhile", owner=cast.lead,
        due_on=date(2026, 12, 4), by=cast.team, at=NOW,
    )  # fmt: skip
    page = client.post(address, sent).content.decode()
    assert "Agreed meanwhile" in page
    assert "Select what happens to action" in page
    answer = client.post(address, sent | {f"do_{later.pk.hex}": "keep"}, follow=True)
    assert "Your team is responsible for the person from now on" in answer.content.decode()


def test_the_person_is_to_be_told_of_their_new_team(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    accepted(cast, proposed(cast, person))
    duty = Duty.objects.open().get(person=person, rule="move-told")
    assert (duty.area, duty.due_on) == (cast.other_area, date(2026, 11, 30))


@pytest.mark.parametrize("level", [Level.RED, Level.AMBER])
def test_an_area_without_a_team_is_heard_by_its_commissioner_at_once(
    cast: Cast, level: Level
) -> None:
    accounts.lock(
        user=cast.other_area_team, why=LockReason.OTHER, by=cast.administrator, at=NOW
    )  # fmt: skip
    person = on_register(cast.area, by=cast.team, level=level, lead=cast.lead)
    move = proposed(cast, person)
    assert "move_no_team" in told(cast.other_commissioner)
    assert "area_without_team_move" in told(cast.administrator)
    workflow.remind_of_moves(on=move.due_on + timedelta(days=1), at=LATER + timedelta(days=4))
    assert Notice.objects.filter(user=cast.other_commissioner, kind="move_no_team").count() == 2


def test_a_discharge_to_another_area_goes_on_to_the_hand_over(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead)
    workflow.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    client = sign_in(cast.team)
    answer = client.post(
        reverse("register:discharge", args=[person.pk]),
        day("discharged_on", NOW.date())
        | {
            "destination": "Elm Road", "other_area": "yes", "level": "RED", "reason": "First days",
            "checked": "yes",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"].startswith(reverse("register:propose_move", args=[person.pk]))
    page = client.get(answer["Location"]).content.decode()
    assert f'name="moves_on_day" type="text" value="{NOW.day}"' in " ".join(page.split())


def test_a_changed_area_on_the_form_of_details_leads_to_the_hand_over(
    cast: Cast, sign_in: Any
) -> None:
    give(cast.team, Role.TEAM, area=cast.other_area)
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    client = sign_in(cast.team)
    address = reverse("register:edit", args=[person.pk])
    form = client.get(address).context["form"]
    sent = {
        name: form[name].value()
        for name in form.fields
        if name != "birth_date" and form[name].value() not in (None, "")
    }
    sent |= day("birth_date", person.birth_date) | {"area": str(cast.other_area.pk)}
    page = client.post(address, sent).content.decode()
    assert "hand them over to another area" in page
    assert reverse("register:propose_move", args=[person.pk]) in page


def test_the_timeline_tells_the_whole_way(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    first = proposed(cast, person)
    workflow.return_move(move=first, words="Still with you", by=cast.other_area_team, at=NOW)
    accepted(cast, proposed(cast, person))
    person = Person.objects.with_standing().get(pk=person.pk)
    viewing = Viewing(person, cast.other_area_team, LATER)
    titles = [moment.title for moment in RegisterKeeper().timeline(viewing)]
    here, there = cast.area.name, cast.other_area.name
    assert titles.count(f"{here} asked {there} to take the person over") == 2
    assert f"{there} returned the hand-over" in titles
    assert f"Handed over from {here} to {there}" in titles


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_does_and_the_other_is_told(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    move = proposed(cast, person)
    answers = iter(
        [
            lambda: workflow.return_move(
                move=move, words="Not ours", by=cast.other_area_team, at=LATER
            ),
            lambda: workflow.withdraw_move(
                move=move, words="Stays after all", by=cast.team, at=LATER
            ),
            lambda: accepted(cast, move),
        ]
    )  # fmt: skip
    done, said = at_once(lambda: next(answers)(), times=3)  # noqa: PLW0108 - each thread takes the next
    assert done == 1
    assert len(said) == 2
    assert all("has been answered" in words for words in said)
    assert AreaMove.objects.get(pk=move.pk).state != MoveState.OPEN


def test_someone_in_hospital_is_handed_over_with_their_stay(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead)
    stay = workflow.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    was = set(Duty.objects.open().filter(person=person).values_list("rule", "due_on"))
    handed_over(person, to=cast.other_area, by=cast.team, at=LATER)
    stay.refresh_from_db()
    assert stay.discharged_on is None
    assert person.pk in set(
        Person.objects.permitted(cast.other_area_team, Permission.PERSON_VIEW).values_list(
            "pk", flat=True
        )
    )
    now = set(Duty.objects.open().filter(person=person).values_list("rule", "due_on"))
    assert was <= now


def test_a_new_lead_hears_of_it_and_the_old_one_too(cast: Cast) -> None:
    new = give(UserFactory(full_name="Nora Newlead"), Role.LEAD, area=cast.other_area)
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    move = proposed(cast, person)
    workflow.accept_move(
        move=move, by=cast.other_area_team, at=LATER,
        accepted=Accepted(
            lead=new, responsible_icb=cast.other_commissioning, ordinary_residence_la=None
        ),
    )  # fmt: skip
    assert "lead_named" in told(new)
    assert "lead_ended" in told(cast.lead)
