"""Training: places given or waited for, told by mail that names nobody, forgotten in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from alerts import workflow as alerts
from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import workflow
from referrals.codes import PlaceState, TrainingKind
from referrals.models import TrainingPlace, TrainingSession
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import asked_for

LATER = NOW + timedelta(hours=2)


def typed(session: TrainingSession | None = None, **changed: str) -> dict[str, str]:
    return {
        "kind": "tool", "session": str(session.pk) if session else "any", "name": "Tia Trainee",
        "email": "tia@example.nhs.uk", "job": "", "token": str(uuid4()),
    } | changed  # fmt: skip


def test_a_free_seat_is_given_and_the_mail_names_nobody(cast: Cast, client: Client) -> None:
    session = asked_for.session(cast)
    page = client.get("/training/").content.decode()
    assert "Room 2" in page
    answer = client.post("/training/", typed(session))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/training/sent/")
    assert TrainingPlace.objects.get().state == PlaceState.GIVEN
    alerts.relay(at=NOW + timedelta(days=1))
    (sent,) = [one for one in mail.outbox if one.to == ["tia@example.nhs.uk"]]
    assert "You have a place" in sent.subject
    assert "Tia" not in str(sent.body) + sent.subject
    assert "/training/" in str(sent.body)


def test_without_a_seat_they_wait_and_move_up_when_one_is_free(cast: Cast) -> None:
    session = asked_for.session(cast, seats=1)
    first, second, third = (
        asked_for.place(
            session=session, email=f"t{one}@example.nhs.uk", at=NOW + timedelta(minutes=one)
        )
        for one in range(3)
    )
    assert [one.state for one in (first, second, third)] == ["given", "waiting", "waiting"]
    workflow.cancel_place(place=first, by=cast.team, at=LATER)
    for one in (second, third):
        one.refresh_from_db()
    assert [second.state, third.state] == ["given", "waiting"]
    workflow.cancel_place(place=third, by=cast.team, at=LATER)
    second.refresh_from_db()
    assert second.state == "given"


def test_asking_twice_for_one_session_is_one_place(cast: Cast, client: Client) -> None:
    session = asked_for.session(cast, seats=5)
    data = typed(session)
    for again in (data, data, typed(session, email="TIA@example.nhs.uk")):
        assert client.post("/training/", again).status_code == 302
    assert TrainingPlace.objects.count() == 1


def test_the_sessions_to_come_are_listed_soonest_first(cast: Cast, sign_in: Any) -> None:
    for days, place in ((9, "Room late"), (2, "Room soon"), (5, "Room middle")):
        asked_for.session(cast, starts_at=NOW + timedelta(days=days), place=place)
    page = sign_in(cast.team).get(reverse("referrals:training")).content.decode()
    found = [page.index(place) for place in ("Room soon", "Room middle", "Room late")]
    assert found == sorted(found)


def test_the_date_must_be_of_the_training_that_is_wanted(cast: Cast, client: Client) -> None:
    session = asked_for.session(cast)
    page = client.post("/training/", typed(session, kind="system")).content.decode()
    assert "Select a date of the training that you want" in page
    assert not TrainingPlace.objects.exists()


def test_whoever_wants_another_date_is_offered_one(cast: Cast, sign_in: Any) -> None:
    place = asked_for.place(session=None)
    client = sign_in(cast.team)
    assert "Tia Trainee" in client.get(reverse("referrals:training")).content.decode()
    session = asked_for.session(cast)
    page = reverse("referrals:give_place", args=[place.pk])
    assert client.post(page, {"session": str(session.pk)}).status_code == 302
    place.refresh_from_db()
    assert (place.state, place.session) == (PlaceState.GIVEN, session)
    with pytest.raises(RuleBroken, match="already have a place"):
        workflow.give_place(place=place, session=session, by=cast.team, at=LATER)


def test_a_place_cancelled_by_mistake_is_given_again(cast: Cast, sign_in: Any) -> None:
    session = asked_for.session(cast)
    place = asked_for.place(session=session)
    workflow.cancel_place(place=place, by=cast.team, at=NOW)
    client, page = sign_in(cast.team), reverse("referrals:give_place", args=[place.pk])
    assert page in client.get(reverse("referrals:training")).content.decode()
    for _ in range(2):
        client.post(page, {"session": str(session.pk)})
    place.refresh_from_db()
    assert (place.state, place.session) == (PlaceState.GIVEN, session)
    assert session.places.count() == 1
    assert page not in client.get(reverse("referrals:training")).content.decode()


def test_a_cancelled_session_sends_everybody_back_to_asking(cast: Cast, sign_in: Any) -> None:
    session = asked_for.session(cast, seats=1)
    places = [asked_for.place(session=session, email=f"t{n}@example.nhs.uk") for n in range(2)]
    client = sign_in(cast.team)
    page = reverse("referrals:cancel_training", args=[session.pk])
    assert client.post(page).status_code == 302
    assert {one.state for one in TrainingPlace.objects.all()} == {PlaceState.ASKED}
    alerts.relay(at=NOW + timedelta(days=1))
    off = [one for one in mail.outbox if "will not take place" in one.subject]
    assert {one.to[0] for one in off} == {one.email for one in places}
    with pytest.raises(RuleBroken, match="cancelled"):
        workflow.cancel_training(session=session, by=cast.team, at=LATER)
    assert "Room 2" not in Client().get("/training/").content.decode()


def test_a_session_is_planned_by_its_page_in_the_future_and_once(cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.team)
    page = reverse("referrals:plan_training")
    data = {
        "kind": "system", "day_day": "3", "day_month": "12", "day_year": "2026", "time": "2pm",
        "place": "Online", "seats": "12",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(page, data).status_code == 302
    session = TrainingSession.objects.get()
    assert (session.kind, session.seats) == (TrainingKind.SYSTEM, 12)
    with pytest.raises(RuleBroken, match="future"):
        asked_for.session(cast, starts_at=NOW - timedelta(days=1))


def test_names_are_forgotten_after_their_time(cast: Cast) -> None:
    session = asked_for.session(cast)
    asked_for.place(session=session)
    asked_for.place(session=None, email="other@example.nhs.uk")
    assert workflow.clear_training(at=NOW + timedelta(days=89)) == 0
    assert workflow.clear_training(at=NOW + timedelta(days=200)) == 2
    assert not TrainingPlace.objects.exists()
    facts = AuditEvent.objects.get(kind="referrals.training_cleared").facts
    assert facts == {"removed": 2}


def test_a_past_session_is_listed_and_its_seats_cannot_be_given(cast: Cast) -> None:
    session = asked_for.session(cast)
    after = session.starts_at + timedelta(hours=2)
    assert session in TrainingSession.objects.past(at=after)
    with pytest.raises(RuleBroken, match="over"):
        asked_for.place(session=session, at=after)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_never_get_more_than_the_seats(cast: Cast) -> None:
    session = asked_for.session(cast, seats=3)

    def ask(number: int) -> None:
        try:
            asked_for.place(session=session, email=f"t{number}@example.nhs.uk")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=10) as pool:
        list(pool.map(ask, range(10)))
    states = list(TrainingPlace.objects.values_list("state", flat=True))
    assert (states.count("given"), states.count("waiting")) == (3, 7)


def test_training_is_for_the_team(cast: Cast, sign_in: Any) -> None:
    session = asked_for.session(cast)
    page = reverse("referrals:training_session", args=[session.pk])
    assert sign_in(cast.team).get(page).status_code == 200
    for user in (cast.lead, cast.rep, cast.commissioner, cast.auditor, cast.administrator):
        assert sign_in(user).get(page).status_code == 403
