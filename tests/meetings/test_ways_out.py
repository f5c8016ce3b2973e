"""No page of a meeting leads nowhere, in whatever state it is; undoing on its pages.

That every state has a way out, `tests.ways_out` walks with everything else that has states.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.rules import Permission
from meetings import workflow
from meetings.models import AttendanceCorrection, Meeting, MovedMinutes, Outcome, PutBack
from meetings.urls import urlpatterns
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide, item_of

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]
PAGES: dict[str, Any] = {one.name: one.callback.view_class for one in urlpatterns if one.name}  # type: ignore[attr-defined]

# The pages, walked ------------------------------------------------------------------------------

LINK = re.compile(r'href="(/[^"#]*)"')
OURS = ("/meetings/", "/actions/", "/people/")


def follow(client: Client, address: str) -> list[str]:
    """Return the links of our own pages on a page; fail where one leads nowhere."""
    page = client.get(address)
    assert page.status_code == 200, f"{address} answers {page.status_code}"
    found = sorted(set(LINK.findall(page.content.decode())))
    links = [one.replace("&amp;", "&") for one in found if one.startswith(OURS)]
    for link in links:
        answer = client.get(link, follow=True)
        assert answer.status_code == 200, f"{address} leads to {link}: {answer.status_code}"
    return links


def reach(state: str, meeting: Meeting, person: Person, by: User) -> None:
    """Bring an open meeting into a state, in the order of the words that name it."""
    for step in state.split(", "):
        STEPS[step](meeting, person, by)


def _minute(meeting: Meeting, person: Person, by: User) -> None:
    decide(meeting, person, by=by)


def _strike(meeting: Meeting, person: Person, by: User) -> None:
    outcome = Outcome.objects.get(item__person=person)
    workflow.strike_out(outcome=outcome, version=1, reason="Slip", by=by, at=TOMORROW)


def _hold(meeting: Meeting, person: Person, by: User) -> None:
    for item in meeting.items.on_agenda().filter(shown=Level.RED):
        decide(meeting, item.person, by=by, level=Level.RED)
    workflow.close(meeting=meeting, by=by, at=TOMORROW)


def _move(meeting: Meeting, person: Person, by: User) -> None:
    outcome = Outcome.objects.get(item__person=person)
    other = Person.objects.exclude(pk=person.pk).get()
    workflow.move_minutes(outcome=outcome, to=other, by=by, at=TOMORROW)


def _check(meeting: Meeting, person: Person, by: User) -> None:
    workflow.check_moved(
        moved=MovedMinutes.objects.get(), minutes=workflow.Minutes(headline="So"),
        version=Outcome.objects.get(item=MovedMinutes.objects.get().item).version, by=by,
        at=TOMORROW,
    )  # fmt: skip


STEPS: dict[str, Callable[[Meeting, Person, User], object]] = {
    "planned": lambda *_: None,
    "open": lambda *_: None,
    "minuted": _minute,
    "struck out": _strike,
    "held": _hold,
    "put back": lambda meeting, _, by: workflow.put_back(
        meeting=meeting, reason="Slip", by=by, at=TOMORROW
    ),
    "not held": lambda meeting, _, by: workflow.abandon(
        meeting=meeting, reason="Fire", by=by, at=TOMORROW
    ),
    "open again": lambda meeting, _, by: workflow.reopen(
        meeting=meeting, version=0, reason="Slip", by=by, at=TOMORROW
    ),
    "moved": _move,
    "checked": _check,
    "approved": lambda meeting, _, by: workflow.approve(meeting=meeting, by=by, at=TOMORROW),
    "cancelled": lambda meeting, _, by: workflow.cancel(
        meeting=meeting, reason="Snow", by=by, at=NOW
    ),
}


@pytest.fixture
def in_state(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> Callable[[str], tuple[Meeting, Person]]:
    """Return a function that brings a meeting with two people on it, one RED, into a state."""

    def make(state: str) -> tuple[Meeting, Person]:
        person, _ = somebody(Level.AMBER), somebody(Level.RED)
        meeting = plan(starts_at=NEXT_MONTH) if "planned" in state else opened()
        reach(state, meeting, person, cast.team)
        meeting.refresh_from_db()
        return meeting, person

    return make


STATES = [
    "planned", "planned, cancelled", "open", "open, minuted", "minuted, struck out",
    "open, put back", "minuted, not held", "minuted, struck out, not held", "minuted, held",
    "minuted, struck out, held", "minuted, held, approved",
    "minuted, held, approved, struck out", "minuted, held, open again",
    "minuted, not held, open again", "minuted, struck out, moved",
    "minuted, held, struck out, moved",
    "minuted, held, struck out, moved, checked", "minuted, not held, struck out, moved",
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_no_page_of_a_meeting_leads_nowhere(
    in_state: Any, cast: Cast, sign_in: SignIn, clock: time_machine.Traveller, state: str
) -> None:
    meeting, person = in_state(state)
    clock.move_to(TOMORROW if meeting.opened_at else NOW)
    page = reverse("meetings:meeting", args=[meeting.pk])
    follow(sign_in(cast.rep), page)
    team = sign_in(cast.team)
    follow(team, page)
    if meeting.opened_at:
        follow(team, reverse("meetings:minutes", args=[meeting.pk, person.pk]))
    for name in PAGES:  # by Back, or from an old link: the page, or a way on from it, or a 404
        for args in ([meeting.pk], [meeting.pk, person.pk]):
            address = _reversed(name, args)
            if address:
                answer = team.get(address, follow=True)
                assert answer.status_code in {200, 404}, f"{address} answers {answer.status_code}"


def _reversed(name: str, args: list[Any]) -> str:
    """Return the address of a page; empty where it is about something else."""
    try:
        return reverse(f"meetings:{name}", args=args)
    except NoReverseMatch:
        return ""


def test_the_team_puts_a_meeting_back_on_its_page(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody(Level.RED)
    meeting = opened()
    clock.move_to(TOMORROW)
    client = sign_in(cast.team)
    address = reverse("meetings:put_back", args=[meeting.pk])
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert address in page
    assert "Select" not in client.get(address).content.decode()
    refused = client.post(address, {"reason": ""})
    assert "Enter the reason" in refused.content.decode()
    decide(meeting, person, by=cast.team, level=Level.RED)
    told = client.post(address, {"reason": "Slip"}).content.decode()
    assert f"Something is recorded about {person.name}" in told
    assert "Slip" in told, "what was typed is kept"
    assert not PutBack.objects.exists()
    item = item_of(meeting, person)
    sent = {"reason": "Slip", "version": "1", "outcome": str(item.outcome.pk)}
    strike = reverse("meetings:strike_out", args=[meeting.pk, person.pk])
    asked = client.get(strike).content.decode()
    assert "It stays until you put it right" in asked
    assert client.post(strike, sent).status_code == 302
    assert client.post(strike, sent).status_code == 302, "a double click is one act"
    for _ in range(2):
        assert client.post(address, {"reason": "Slip"}).status_code == 302
    assert PutBack.objects.count() == 1
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "put back to planned by Tara Team" in page
    back = client.get(address, follow=True)
    assert "Only a meeting that is open or cancelled" in back.content.decode()


def test_the_team_ends_a_meeting_as_not_held_on_its_page(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    somebody(Level.RED)
    decided = somebody()
    meeting = opened()
    decide(meeting, decided, by=cast.team)
    clock.move_to(TOMORROW)
    client = sign_in(cast.team)
    address = reverse("meetings:abandon", args=[meeting.pk])
    asked = client.get(address).content.decode()
    assert "1 person has no decision (1 rated RED) and will be on the next agenda" in asked
    assert "1 person has been discussed" in asked
    assert client.post(address, {"reason": "Fire alarm"}).status_code == 302
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "Fire alarm" in page
    assert "Carried over" in page
    assert "Approve the minutes" in page
    listed = client.get(reverse("meetings:list")).content.decode()
    assert "Not held" in listed
    entry = client.get(reverse("meetings:calendar", args=[meeting.pk])).content.decode()
    assert "STATUS:CANCELLED" in entry
    minutes = client.get(reverse("meetings:minutes", args=[meeting.pk, decided.pk]))
    assert "Correct the minutes" in minutes.content.decode()


def test_the_team_corrects_the_attendance_on_its_page(
    cast: Cast, in_state: Any, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    meeting, _ = in_state("minuted, held, approved")
    clock.move_to(TOMORROW)
    client = sign_in(cast.team)
    address = reverse("meetings:correct_attendance", args=[meeting.pk])
    chair, rep = (meeting.attendees.get(user=one) for one in (cast.team, cast.rep))
    sent = {
        f"presence_{chair.pk}": "attended", f"presence_{rep.pk}": "attended",
        "guest_name": "PC Plod", "guest_organisation": "", "guest_part": "Police",
        "colleague": "", "reason": "Joined by phone", "version": "0",
    }  # fmt: skip
    assert 'name="version"' in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302, "a double click is one act"
    assert AttendanceCorrection.objects.count() == 2
    clash = (
        sign_in(cast.second_team)
        .post(address, sent | {f"presence_{rep.pk}": "absent"})
        .content.decode()
    )
    assert "Someone else has corrected the attendance" in clash
    assert re.search(r'name="version"[^>]*value="2"|value="2"[^>]*name="version"', clash)
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "<del>Not recorded yet</del>, now attended" in page
    assert "Joined by phone" in page
    assert "not on the list, now attended" in page
    paper = client.get(reverse("meetings:print", args=[meeting.pk])).content.decode()
    assert "Attendance corrected" in paper


def test_struck_out_minutes_are_shown_struck_through_wherever_they_are_read(
    cast: Cast, in_state: Any, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    meeting, person = in_state("minuted, held, approved, struck out")
    clock.move_to(TOMORROW)
    client = sign_in(cast.team)
    page = client.get(reverse("meetings:minutes", args=[meeting.pk, person.pk])).content.decode()
    assert "Recorded in error" in page
    assert "Slip" in page
    assert "<del>" in page
    assert "Strike out these minutes" not in page
    assert "Add a correction" not in page
    agenda = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "<del>Discussed: AMBER agreed</del> Struck out: recorded in error" in agenda
    paper = client.get(reverse("meetings:print", args=[meeting.pk])).content.decode()
    assert "Struck out, 24 November 2026" in paper
    record = client.get(reverse("register:person", args=[person.pk])).content.decode()
    assert "Struck out by Tara Team" in record


@pytest.mark.parametrize("verb", ["put_back", "abandon"])
def test_whoever_is_typing_while_the_meeting_is_undone_keeps_the_words(
    cast: Cast, in_state: Any, sign_in: SignIn, clock: time_machine.Traveller, verb: str
) -> None:
    meeting, person = in_state("open")
    clock.move_to(TOMORROW)
    client = sign_in(cast.second_team)
    address = reverse("meetings:record_outcome", args=[meeting.pk, person.pk])
    client.get(address)
    getattr(workflow, verb)(meeting=meeting, reason="Slip", by=cast.team, at=TOMORROW)
    typed = {"headline": "My words", "version": "0", "key": "k", "lines": "1"}
    told = client.post(address, typed).content.decode()
    assert "Minutes are taken while the meeting is open" in told
    assert "My words" in told
    assert client.get(address, follow=True).status_code == 200


def test_nobody_sends_apologies_to_a_meeting_that_is_off(
    cast: Cast, in_state: Any, sign_in: SignIn
) -> None:
    meeting, _ = in_state("planned, cancelled")
    page = sign_in(cast.rep).get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "Send apologies" not in page


def test_a_permission_of_these_pages_is_the_teams() -> None:
    names = ("put_back", "abandon", "reopen", "correct_attendance", "strike_out", "move_minutes")
    for name in (*names, "check_moved", "set_aside", "invite_again"):
        assert PAGES[name].permission is Permission.MEETING_RUN
