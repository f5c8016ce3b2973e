"""The public page: the same words for everybody, kept until handled, counted afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts.models import Notice
from alerts.workflow import relay
from consent import rules, workflow
from consent.models import RemovalRequest, Withdrawal
from consent.rules import Channel, Requester, RequestState
from core.errors import RuleBroken
from core.models import AuditEvent
from register.models import Person
from tests.conftest import Cast
from tests.consent.test_erasure import _rows_with, withdrawn
from tests.factories import NOW, on_register

PAGE = "/ask-for-removal/"
LATER = NOW + timedelta(hours=1)


def typed(person: Person | None = None, **changed: str) -> dict[str, str]:
    born = person.birth_date if person else date(1988, 2, 3)
    return {
        "requester": "person",
        "name": person.name if person else "Nell Nobody",
        "birth_date_day": str(born.day),
        "birth_date_month": str(born.month),
        "birth_date_year": str(born.year),
        "contact": "01632 960 555",
        "words": "Zqwords please",
    } | changed


def asked(cast: Cast, person: Person | None = None, **changed: Any) -> RemovalRequest:
    values: dict[str, Any] = {
        "name": person.name if person else "Nell Nobody",
        "birth_date": person.birth_date if person else date(1988, 2, 3),
        "nhs_number": "", "requester": Requester.PARENT, "authority": "Zqauthority mother",
        "contact": "Zqcontact", "words": "Zqwords", "at": NOW,
    } | changed  # fmt: skip
    return workflow.ask_for_removal(**values)


def test_the_answer_is_the_same_whether_or_not_somebody_is_on_the_register(
    cast: Cast, client: Client
) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawn(cast, hidden := on_register(cast.area, by=cast.team))
    answers = []
    for who in (person, hidden, None):
        done = client.post(PAGE, typed(who))
        assert done.headers["Location"] == "/ask-for-removal/sent/"
        page = client.get("/ask-for-removal/sent/")
        answers.append(page.content.split(b"<main")[1].split(b"</main>")[0])
    assert len(set(answers)) == 1
    assert RemovalRequest.objects.waiting().count() == 3
    assert Person.objects.filter(pk=person.pk).exists()


def test_asking_looks_nobody_up(cast: Cast) -> None:
    on_register(cast.area, by=cast.team)
    with CaptureQueriesContext(connection) as made:
        asked(cast)
    said = " ".join(query["sql"] for query in made.captured_queries)
    assert "register_person" not in said


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Enter the full name"),
        ({"contact": ""}, "Enter how we can reach you"),
        ({"requester": ""}, "Select who is asking"),
        ({"requester": "parent"}, "Enter your name and why you may ask"),
        ({"birth_date_year": "2090"}, "today or in the past"),
        ({"nhs_number": "999 123 4560"}, "NHS number"),
        ({"birth_date_day": "", "birth_date_month": "", "birth_date_year": ""}, "or an NHS number"),
        ({"words": "x" * 2001}, "characters"),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(
    db: None, client: Client, changed: dict[str, str], words: str
) -> None:
    shown = client.post(PAGE, typed(**changed))
    assert shown.status_code == 200
    assert words in shown.content.decode()
    assert not RemovalRequest.objects.exists()


def test_one_network_asks_ten_times_an_hour(db: None, client: Client) -> None:
    for _ in range(10):
        assert client.post(PAGE, typed()).status_code == 302
    assert "Try again in an hour" in client.post(PAGE, typed()).content.decode()
    assert RemovalRequest.objects.count() == 10


def test_no_more_wait_than_the_team_can_read(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(rules, "MOST_WAITING", 2)
    asked(cast)
    asked(cast)
    with pytest.raises(RuleBroken, match="Phone the team"):
        asked(cast)


def test_the_team_matches_a_request_and_its_words_are_wiped(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    request = asked(cast, person)
    client = sign_in(cast.second_team)
    listed = client.get(reverse("consent:removal_requests")).content.decode()
    assert person.family_name not in listed
    address = reverse("consent:removal_request", args=[request.pk])
    shown = client.get(address).content.decode()
    assert str(person.pk) in shown
    assert "Zqauthority" in shown
    unchecked = client.post(address, {"outcome": str(person.pk)})
    assert "Check who is asking" in unchecked.content.decode()
    assert Person.objects.filter(pk=person.pk).exists()
    done = client.post(
        address,
        {"outcome": str(person.pk), "identity_checked": "on", "identity_evidence": "Rang back"},
    )
    assert done.status_code == 302
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.channel, withdrawal.requester) == (Channel.PUBLIC_PAGE, Requester.PARENT)
    assert not Person.objects.filter(pk=person.pk).exists()
    request.refresh_from_db()
    assert request.state == RequestState.MATCHED
    assert not {table for word in ("Zqwords", "Zqauthority", "Zqcontact") for table in
                _rows_with(word)}  # fmt: skip
    assert "has been handled" in client.get(address).content.decode()


def test_a_person_typed_differently_is_found_by_number_in_ones_own_areas_only(
    cast: Cast, sign_in: Any
) -> None:
    mine = on_register(cast.area, by=cast.team)
    theirs = on_register(cast.other_area, by=cast.other_area_team)
    request = asked(cast)
    address = reverse("consent:removal_request", args=[request.pk])
    client, yes = sign_in(cast.team), {"outcome": "other", "identity_checked": "on"}
    assert b"Enter the NHS number" in client.post(address, yes).content
    shown = client.post(address, yes | {"number": theirs.nhs_number})
    assert b"No one in your areas" in shown.content
    assert client.post(address, yes | {"number": mine.nhs_number}).status_code == 302
    assert Withdrawal.objects.get().person == mine
    assert Person.objects.filter(pk=theirs.pk).exists()


def test_nobody_on_the_register_closes_the_request_and_leaves_a_count(
    cast: Cast, sign_in: Any
) -> None:
    request = asked(cast)
    address = reverse("consent:removal_request", args=[request.pk])
    assert sign_in(cast.team).post(address, {"outcome": "nobody"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.name, request.handled_by) == ("nothing_to_do", "", cast.team)
    assert not _rows_with("Zqwords")
    with pytest.raises(RuleBroken, match="already been handled"):
        workflow.nothing_to_remove(request=request, by=cast.team, at=LATER)


def test_a_team_cannot_say_nobody_of_somebody_in_another_area(cast: Cast) -> None:
    person = on_register(cast.other_area, by=cast.other_area_team)
    request = asked(cast, person)
    with pytest.raises(RuleBroken, match="the other area's team"):
        workflow.nothing_to_remove(request=request, by=cast.team, at=LATER)
    workflow.match_request(
        request=request, person=person, identity_checked=True, by=cast.other_area_team, at=LATER
    )
    assert not Person.objects.filter(pk=person.pk).exists()


def test_a_request_goes_with_the_person_who_is_erased_meanwhile(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    asked(cast, person)
    asked(cast, name="Someone", nhs_number=person.nhs_number, birth_date=None)
    other = asked(cast)
    certificate = workflow.approve_erasure(
        withdrawal=withdrawn(cast, person), by=cast.auditor, at=LATER
    )
    assert certificate.counts["consent_removalrequest"] == 2
    assert list(RemovalRequest.objects.all()) == [other]


def test_no_event_holds_what_was_typed(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    request = asked(cast, person)
    for kind in ("consent.removal_asked",):
        event = AuditEvent.objects.get(kind=kind)
        assert event.facts == {"request": str(request.pk)}
        assert event.person_id is None


def test_the_database_refuses_words_of_a_handled_request(cast: Cast) -> None:
    from django.db import DatabaseError, transaction

    request = asked(cast)
    with pytest.raises(DatabaseError, match="wiped_once_handled"), transaction.atomic():
        RemovalRequest.objects.filter(pk=request.pk).update(state="matched", handled_at=NOW)
    assert connection.is_usable()


def test_a_lead_records_a_withdrawal_and_the_team_approves(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    client = sign_in(cast.lead)
    done = client.post(
        reverse("consent:withdraw", args=[person.pk]),
        {"channel": "lead", "requester": "person", "identity_checked": "on",
         "identity_evidence": "Known to me"},
    )  # fmt: skip
    assert done.url == reverse("register:people")
    withdrawal = Withdrawal.objects.get()
    assert withdrawal.recorded_role == "lead"
    assert person.family_name not in client.get(done.url).content.decode()
    assert client.get(reverse("consent:withdrawal", args=[withdrawal.pk])).status_code == 403
    certificate = workflow.approve_erasure(withdrawal=withdrawal, by=cast.team, at=LATER)
    assert (certificate.recorder_role, certificate.approver_role) == ("lead", "team")


def test_every_team_is_told_that_a_request_waits_and_not_whom_it_is_about(cast: Cast) -> None:
    asked(cast, name="Zqname Person")
    told = Notice.objects.filter(kind="removal_asked")
    assert {notice.user for notice in told} == {cast.team, cast.second_team, cast.other_area_team}
    relay(at=NOW)
    assert len(mail.outbox) == 3
    assert not any("Zq" in f"{one.subject}{one.body}{one.alternatives}" for one in mail.outbox)
