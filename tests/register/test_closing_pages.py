"""The journey of closing a record and the pages after it (A14, A15), as a browser walks them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from actions import workflow as actions
from actions.models import Action
from actions.rules import ActionStatus
from alerts.models import Notice
from consent import workflow as consent
from core.models import AuditEvent
from register import workflow
from register.models import Entry, Person, Standing
from register.rules import ClosureReason, Level
from tests.access.people import admitted
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW, on_register
from tests.register.closing import DUE, Journey, busy, day

TODAY = NOW.date()


@pytest.fixture
def walk(sign_in: Any, cast: Cast) -> Callable[[Person], Journey]:
    client = sign_in(cast.team)
    return lambda person: Journey(client, person)


def left(on: Any = TODAY, words: str = "Not eligible after all; the MDT agreed") -> dict[str, str]:
    return day("left_on", on) | {"words": words}


def test_closing_red_as_not_eligible_asks_for_everything_first(cast: Cast, walk: Any) -> None:
    """A14: reason, words, what becomes of the open work, a check page, and a pause."""
    one = busy(cast)
    keep, give, end = (action.pk.hex for action in one.actions)
    page = walk(one.person).send(reason="not_eligible")
    assert "When and why they left" in page.page
    page.send(**left(words=""))
    assert "Enter why this record is being closed" in page.page
    page.send(**left())
    assert "What happens to each agreed action?" in page.page
    assert "Canary thing 1" in page.page
    page.send(**{
        f"do_{keep}": "keep", f"do_{give}": "give", f"to_{give}": str(cast.team.pk),
        f"do_{end}": "end",
    })  # fmt: skip
    assert "Check before you close this record" in page.page
    assert "3 agreed actions" in page.page
    assert "1 urgent meeting" in page.page
    assert "Lena Lead keeps it" in page.page
    assert "Goes to Tara Team" in page.page
    assert Entry.objects.open().filter(person=one.person).exists()
    page.send()
    assert "Are you sure you want to close this record?" in page.page
    assert "is rated RED" in page.page
    assert "<li>1 agreed action</li>" in page.page
    assert Entry.objects.open().filter(person=one.person).exists()
    page.send(checked="yes")
    assert page.answer.headers["Location"] == one.person.get_absolute_url()
    entry = Entry.objects.get(person=one.person)
    assert (entry.closed_by, entry.closure_reason) == (cast.team, "not_eligible")
    assert entry.closure_words == "Not eligible after all; the MDT agreed"
    told = {action.pk: action for action in Action.objects.all()}
    assert told[one.actions[0].pk].status == ActionStatus.OPEN
    assert told[one.actions[1].pk].owner == cast.team
    assert told[one.actions[2].pk].status == ActionStatus.CANCELLED


def test_a_death_is_recorded_with_fitting_words_and_no_rating(cast: Cast, walk: Any) -> None:
    one = busy(cast)
    page = walk(one.person).send(reason="died")
    assert "We are sorry" in page.page
    page.send()
    assert "Select yes if you know the date of death" in page.page
    page.send(known="yes", **day("died_on", TODAY + timedelta(days=1)))
    assert "must be today or in the past" in page.page
    page.send(known="yes", **day("died_on", TODAY - timedelta(days=2)))
    assert "What happens to each agreed action?" not in page.page
    assert "21 November 2026" in page.page
    page.send().send(checked="yes")
    person = Person.objects.get(pk=one.person.pk)
    assert person.died_on == TODAY - timedelta(days=2)
    shown = page.client.get(person.get_absolute_url()).content.decode()
    assert "died on 21 November 2026" in shown
    assert "Tara Team closed this record" in shown
    assert "Record closed: died on 21 November 2026" in shown
    for gone in ("register:rate", "register:admit", "register:close", "actions:agree"):
        assert reverse(gone, args=[person.pk]) not in shown
    for gone in ("meetings:urgent_person", "meetings:add_person", "reviews:request_review"):
        assert reverse(gone, args=[person.pk]) not in shown
    assert reverse("register:reopen", args=[person.pk]) in shown
    assert "Refer this person again" not in shown


def test_a_date_of_death_that_is_not_known_can_be_added_later(cast: Cast, walk: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    page = walk(person).send(reason="died").send(known="no")
    assert "Not known" in page.page
    page.send()
    shown = page.client.get(person.get_absolute_url()).content.decode()
    assert "The date of death is not known" in shown
    url = reverse("register:correct_death", args=[person.pk])
    assert page.client.get(url).status_code == 200
    page.client.post(url, day("died_on", TODAY) | {"was": ""})
    assert Person.objects.get(pk=person.pk).died_on == TODAY


def test_a_record_that_is_quiet_closes_without_a_pause(cast: Cast, walk: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    page = walk(person).send(reason="stepped_down").send(**left())
    assert "Are you sure" not in page.page
    page.send()
    assert not Entry.objects.open().filter(person=person).exists()


def test_a_child_and_someone_in_hospital_are_asked_about_once_more(cast: Cast, walk: Any) -> None:
    child = on_register(
        cast.area, by=cast.team, level=Level.GREEN, birth_date=TODAY - timedelta(days=365 * 12)
    )
    page = walk(child).send(reason="moved_away").send(**left()).send()
    assert "is a child or young person, aged 11" in page.page
    inpatient = on_register(cast.area, by=cast.team, level=Level.GREEN)
    admitted(cast, inpatient)
    page = walk(inpatient).send(reason="moved_away")
    assert "Record the discharge first" in page.page
    page.send(reason="died").send(known="no").send()
    assert "is in a mental health hospital now (BLUE)" in page.page


def test_a_reason_that_cannot_be_is_refused_on_its_own_page(cast: Cast, walk: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    page = walk(person).send()
    assert "Select why you are closing this record" in page.page
    page.send(reason="stepped_down")
    assert "Only someone rated GREEN can step down" in page.page
    page.send(reason="aged_out")
    assert "Why are you closing this record?" in page.page


def test_going_back_keeps_what_was_answered(cast: Cast, walk: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    page = walk(person).send(reason="moved_away").send(**left(words="To Kent, “with” & family\nB"))
    page.send(back="about")
    assert "To Kent, “with” & family\nB" in page.page
    page.send(back="reason")
    assert 'value="moved_away" checked' in page.page.replace("  ", " ")
    page.send(reason="not_eligible")
    assert "Check before you close" in page.page
    page.send()
    entry = Entry.objects.get(person=person)
    assert entry.closure_reason == "not_eligible"
    assert entry.closure_words.splitlines() == ["To Kent, “with” & family", "B"]


def test_a_changed_reason_asks_what_belongs_to_it(cast: Cast, walk: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    page = walk(person).send(reason="moved_away").send(**left()).send(back="reason")
    page.send(reason="died")
    assert "Do you know the date of death?" in page.page
    assert "Error" not in page.page


def test_the_last_page_sent_twice_closes_once(cast: Cast, walk: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    page = walk(person).send(reason="moved_away").send(**left())
    carried = page.carried()
    answers = [page.client.post(page.url, carried) for _ in "ab"]
    assert [one.headers.get("Location") for one in answers] == [person.get_absolute_url()] * 2
    assert AuditEvent.objects.filter(kind="register.closed").count() == 1


def test_of_two_at_once_one_closes_and_the_other_is_told(cast: Cast, walk: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    page = walk(person).send(reason="moved_away").send(**left())
    workflow.close(person=person, reason=ClosureReason.DIED, by=cast.second_team, at=NOW)
    page.send()
    assert page.answer.status_code == 200
    assert "Toby Team closed this record on 23 November 2026 (died)" in page.page
    assert Entry.objects.get(person=person).closure_reason == "died"
    assert page.client.get(page.url).headers["Location"] == person.get_absolute_url()


def test_an_action_agreed_while_the_pages_were_open_is_asked_about(cast: Cast, walk: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    page = walk(person).send(reason="moved_away").send(**left())
    new = actions.agree(
        person=person, description="New thing", due_on=DUE, owner=cast.lead, by=cast.team, at=NOW
    )
    page.send()
    assert "What happens to each agreed action?" in page.page
    assert "New thing" in page.page
    page.send(**{f"do_{new.pk.hex}": "end"}).send()
    new.refresh_from_db()
    assert new.status == ActionStatus.CANCELLED


def test_nobody_but_the_owner_chosen_from_the_area_is_given_an_action(
    cast: Cast, walk: Any
) -> None:
    one = busy(cast)
    page = walk(one.person).send(reason="moved_away").send(**left())
    told = {f"do_{action.pk.hex}": "end" for action in one.actions}
    first = one.actions[0].pk.hex
    page.send(**told | {f"do_{first}": "give"})
    assert re.search(r"Select the new owner of action \d", page.page)
    page.send(**told | {f"do_{first}": "give", f"to_{first}": str(cast.other_area_team.pk)})
    assert "Select an answer from the list" in page.page


def test_reopening_shows_who_closed_it_and_leads_to_the_basis_where_there_is_none(
    cast: Cast, walk: Any, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.close(
        person=person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team, at=NOW
    )
    client, url = sign_in(cast.second_team), reverse("register:reopen", args=[person.pk])
    page = client.get(url).content.decode()
    assert "Tara Team closed this record" in page
    assert "There is no lawful basis" in page
    assert reverse("consent:choose", args=[person.pk]) in page
    answer = client.post(url, {"how": "error", "words": "x"})
    assert "There is no lawful basis" in answer.content.decode()
    consent.record(person=person, details=decision(), by=cast.team, at=NOW)
    assert "You cannot reopen" not in client.get(url).content.decode()
    answer = client.post(url, {"how": "error", "words": "The wrong person was closed"})
    assert answer.headers["Location"] == person.get_absolute_url()
    assert Standing.objects.filter(person=person).exists()
    shown = client.get(person.get_absolute_url()).content.decode()
    assert "This record is closed" not in shown
    assert "closed in error, struck out by Toby Team" in shown
    assert "Record reopened: it was closed in error" in shown
    assert "The wrong person was closed" in shown
    assert client.get(url).headers["Location"] == person.get_absolute_url()


def test_the_lead_sees_who_closed_it_and_is_offered_no_reopening(cast: Cast, sign_in: Any) -> None:
    one = busy(cast)
    workflow.close(
        person=one.person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team, at=NOW
    )
    client = sign_in(cast.lead)
    page = client.get(one.person.get_absolute_url()).content.decode()
    assert "Tara Team closed this record" in page
    assert "To Kent" in page
    assert reverse("register:reopen", args=[one.person.pk]) not in page
    assert client.get(reverse("register:reopen", args=[one.person.pk])).status_code == 403


def test_the_notice_of_a_death_leads_each_to_what_they_may_see(cast: Cast, sign_in: Any) -> None:
    one = busy(cast)
    workflow.close(person=one.person, reason=ClosureReason.DIED, by=cast.team, at=NOW)
    where = {
        cast.lead: one.person.get_absolute_url(),
        cast.rep: reverse("actions:actions"),
        cast.commissioner: reverse("pages:contact"),
    }
    for user, path in where.items():
        assert Notice.objects.filter(kind="person_died", user=user).count() == 1
        assert path in sign_in(user).get(reverse("alerts:notices")).content.decode()
