"""Moves, concerns and named partners put right: as if they had been recorded right at first."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.workflow.reference import save_organisation
from core.errors import Conflict, RuleBroken
from duties import workflow as duties
from duties.models import Duty
from register import workflow
from register.models import (
    InpatientStanding,
    InpatientStay,
    Involvement,
    Person,
    StayConcern,
    StrikeOut,
    Transfer,
)
from register.rules import Cause, ConcernKind, Security
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register
from tests.register.stays import ADMITTED, stay_of

LATER = NOW + timedelta(days=7)
WHY = "The letter of the ward was misread"
DAY = date(2026, 11, 10)


def open_duties(person: Person) -> set[tuple[str, date | None]]:
    rows = Duty.objects.open().filter(person=person)
    return set(rows.values_list("rule", "due_on"))


def to(ward: str = "Elm", **changed: Any) -> workflow.TransferDetails:
    given: dict[str, Any] = {
        "moved_on": DAY, "hospital": OrganisationFactory.create(kind="hospital"), "ward": ward,
        "security": Security.LOW, "unit_inadequate": False,
    }  # fmt: skip
    return workflow.TransferDetails(**given | changed)


def move(cast: Cast, stay: InpatientStay, details: workflow.TransferDetails) -> Transfer:
    return workflow.transfer(stay=stay, details=details, by=cast.team, at=NOW)


def right(cast: Cast, wrong: Transfer, details: workflow.TransferDetails, **by: Any) -> Transfer:
    return workflow.correct_transfer(
        move=wrong, details=details, why=WHY, at=LATER, **{"by": cast.team} | by
    )


def concern_of(cast: Cast) -> StayConcern:
    return workflow.record_concern(
        stay=stay_of(cast), kind=ConcernKind.RESTRAINT, seen_on=DAY, note="Held down",
        by=cast.second_team, at=NOW,
    )  # fmt: skip


# Moves ------------------------------------------------------------------------------------------


def test_a_move_put_right_is_as_one_recorded_right_at_first(cast: Cast) -> None:
    wrongly, rightly = (
        to(unit_inadequate=False, moved_on=date(2026, 11, 20)),
        to(unit_inadequate=True, security=Security.MEDIUM, host_commissioner=cast.commissioning),
    )
    mine, theirs = stay_of(cast), stay_of(cast)
    made = right(cast, move(cast, mine, wrongly), rightly)
    move(cast, theirs, rightly)
    assert open_duties(mine.person) == open_duties(theirs.person)
    assert duties.compare(at=LATER) == []
    for stay in (mine, theirs):
        stay.refresh_from_db()
        assert (stay.hospital, stay.ward, stay.security) == (
            rightly.hospital, "Elm", Security.MEDIUM,
        )  # fmt: skip
        assert (stay.unit_inadequate, stay.host_commissioner) == (True, cast.commissioning)
    rows = InpatientStanding.objects.filter(person__in=[mine.person_id, theirs.person_id])
    assert len(set(rows.values_list("hospital", "security", "host_commissioner"))) == 1
    assert (made.from_ward, Transfer.objects.filter(stay=mine).get()) == ("Oak", made)
    assert workflow.reconcile(mend=False).sound


def test_a_stay_put_right_before_its_move_does_not_undo_the_move(cast: Cast) -> None:
    stay = stay_of(cast)
    moved = move(cast, stay, to())
    stay.refresh_from_db()
    workflow.correct_stay(
        why="Read wrong", stay=stay, version=stay.version, by=cast.team, at=NOW,
        details=workflow.StayCorrection(
            hospital=stay.hospital, admitted_on=stay.admitted_on, security=Security.HIGH,
            planned=False, commissioner=stay.commissioner, ward=stay.ward,
        ),
    )  # fmt: skip
    right(cast, moved, to(security=Security.MEDIUM))
    stay.refresh_from_db()
    assert stay.security == Security.MEDIUM
    assert duties.compare(at=LATER) == []


def test_an_earlier_move_put_right_leaves_the_person_where_they_are(cast: Cast) -> None:
    stay = stay_of(cast)
    first = move(cast, stay, to("Elm"))
    last = move(cast, stay, to("Ash", moved_on=date(2026, 11, 15)))
    made = right(cast, first, to("Fir", moved_on=date(2026, 11, 12)))
    stay.refresh_from_db()
    assert stay.ward == "Ash"
    later = stay.transfers.get(ward="Ash")
    assert (later.from_ward, later.moved_on) == ("Fir", last.moved_on)
    assert stay.transfers.count() == 2
    workflow.strike_out(
        person=stay.person, kind="transfer", fact_id=later.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=LATER,
    )  # fmt: skip
    stay.refresh_from_db()
    assert (stay.ward, stay.hospital_id) == ("Fir", made.hospital_id)
    assert duties.compare(at=LATER) == []


def test_a_move_struck_out_lets_the_next_one_begin_where_the_person_was(cast: Cast) -> None:
    stay = stay_of(cast)
    first = move(cast, stay, to("Elm"))
    move(cast, stay, to("Ash", moved_on=date(2026, 11, 15)))
    for fact in (first, None):
        workflow.strike_out(
            person=stay.person, kind="transfer", fact_id=(fact or stay.transfers.get()).pk,
            cause=Cause.MISTAKE, reason=WHY, by=cast.team, at=LATER,
        )  # fmt: skip
        if fact is not None:
            assert stay.transfers.get().from_ward == "Oak"
    stay.refresh_from_db()
    assert (stay.ward, stay.transfers.exists()) == ("Oak", False)
    assert duties.compare(at=LATER) == []


def test_a_move_that_cannot_be_is_refused_and_nothing_is_written(cast: Cast) -> None:
    stay = stay_of(cast)
    here = stay.hospital
    first, last = to("Elm"), to("Ash", moved_on=date(2026, 11, 15))
    one, two = move(cast, stay, first), move(cast, stay, last)
    refused = [
        (one, {"moved_on": ADMITTED - timedelta(days=1)}, "on or after the date of admission"),
        (one, {"moved_on": date(2026, 11, 16)}, "after the next move"),
        (two, {"moved_on": date(2026, 11, 9)}, "before the previous move"),
        (two, {"moved_on": LATER.date() + timedelta(days=1)}, "today or in the past"),
        (one, {"hospital": here, "ward": "Oak", "security": Security.NON_SECURE}, "moved from"),
    ]
    for wrong, changed, words in refused:
        with pytest.raises(RuleBroken, match=words):
            right(cast, wrong, to(**{"ward": "Yew"} | changed))
    with pytest.raises(RuleBroken, match="what is recorded now"):
        right(cast, one, first)
    with pytest.raises(RuleBroken, match="Enter what was wrong"):
        workflow.correct_transfer(move=one, details=to("Yew"), why=" ", by=cast.team, at=LATER)
    assert not StrikeOut.objects.exists()
    assert set(stay.transfers.all()) == {one, two}


def test_of_two_who_put_a_move_right_one_is_told_and_twice_is_once(cast: Cast) -> None:
    wrong, details = move(cast, stay_of(cast), to()), to("Fir")
    made = right(cast, wrong, details)
    assert right(cast, wrong, details) == made
    with pytest.raises(Conflict, match="put this record right"):
        right(cast, wrong, details, by=cast.second_team)
    with pytest.raises(Conflict, match="put this record right"):
        right(cast, wrong, to("Yew"))
    assert Transfer.objects.get() == made


def test_a_move_of_a_stay_that_has_ended_is_put_right(cast: Cast) -> None:
    stay = stay_of(cast)
    wrong = move(cast, stay, to())
    workflow.discharge(
        stay=stay, discharged_on=date(2026, 11, 20), destination="Home", level="AMBER",
        reason="Calmer", by=cast.team, at=NOW,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="on or before the date of discharge"):
        right(cast, wrong, to("Fir", moved_on=date(2026, 11, 21)))
    right(cast, wrong, to("Fir"))
    stay.refresh_from_db()
    assert stay.ward == "Fir"


# Concerns ---------------------------------------------------------------------------------------


def test_a_concern_put_right_is_still_of_the_person_who_raised_it(cast: Cast) -> None:
    concern = concern_of(cast)
    given: dict[str, Any] = {
        "concern": concern, "kind": ConcernKind.SECLUSION, "note": "Locked in", "why": WHY,
        "by": cast.team, "at": LATER,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="on or after the date of admission"):
        workflow.correct_concern(seen_on=date(2026, 10, 1), **given)
    made = workflow.correct_concern(seen_on=DAY, **given)
    assert (made.raised_by, made.raised_at) == (cast.second_team, concern.raised_at)
    assert StayConcern.objects.get().kind == ConcernKind.SECLUSION
    assert StrikeOut.objects.get().said.startswith("Concern of 10 November 2026")


# Named partners ---------------------------------------------------------------------------------


def named(cast: Cast, person: Person, **changed: Any) -> Involvement:
    given: dict[str, Any] = {"name": "Pat", "part": "Sister", "by": cast.team, "at": NOW}
    return workflow.name_partner(person=person, **given | changed)


def test_an_account_named_by_mistake_sees_the_record_no_more(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    wrong = named(cast, person, name="Rae", user=cast.rep)
    page = reverse("register:person", args=[person.pk])
    assert sign_in(cast.rep).get(page).status_code == 200
    workflow.correct_partner(
        partner=wrong, name="Olu", part="Sister", user=cast.other_lead, why=WHY, by=cast.team,
        at=NOW,
    )  # fmt: skip
    assert sign_in(cast.rep).get(page).status_code == 404
    assert sign_in(cast.other_lead).get(page).status_code == 200
    assert Involvement.objects.named().current().get(person=person).since == wrong.since


def test_a_partner_put_right_meets_what_one_named_right_at_first_meets(cast: Cast) -> None:
    mine, theirs = (on_register(cast.area, by=cast.team) for _ in range(2))
    wrong = named(cast, mine)
    made = workflow.correct_partner(
        partner=wrong, name="Pat", part="Sister", attends_cetr=True, why=WHY, by=cast.team, at=LATER
    )
    named(cast, theirs, attends_cetr=True)
    assert open_duties(mine) == open_duties(theirs)
    workflow.strike_out(
        person=mine, kind="partner", fact_id=made.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=LATER,
    )  # fmt: skip
    assert open_duties(mine) == open_duties(on_register(cast.area, by=cast.team))
    assert duties.compare(at=LATER) == []


# Pages ------------------------------------------------------------------------------------------


def dated(name: str, day: date) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def test_each_page_shows_what_is_recorded_and_puts_it_right(cast: Cast, sign_in: Any) -> None:
    concern = concern_of(cast)
    stay, person = concern.stay, concern.stay.person
    moved, partner = move(cast, stay, to()), named(cast, person, contact="01632 960 001")
    page = reverse("register:person", args=[person.pk])
    changes: list[tuple[str, Any, dict[str, str], str]] = [
        (
            "transfer", moved,
            {
                **dated("moved_on", DAY), "hospital": str(moved.hospital_id), "ward": "Fir",
                "security": "low", "unit_inadequate": "no", "host_commissioner": "", "reason": "",
            },
            "Elm",
        ),
        (
            "concern", concern,
            {**dated("seen_on", DAY), "kind": "restraint", "note": "Held by two"},
            "Held down",
        ),
        (
            "partner", partner,
            {
                "name": "Pat", "part": "Sister", "organisation": "", "contact": "01632 960 002",
                "user": "", "attends_cetr": "no",
            },
            "01632 960 001",
        ),
    ]  # fmt: skip
    for kind, fact, sent, shown in changes:
        client = sign_in(cast.team)
        address = reverse(f"register:correct_{kind}", args=[person.pk, fact.pk])
        assert address in client.get(page).content.decode()
        form = client.get(address)
        assert shown in form.content.decode(), kind
        sent["version"] = form.context["form"].initial.get("version", "")
        assert "Enter what was wrong" in client.post(address, sent).content.decode()
        answer = client.post(address, sent | {"why": WHY})
        assert answer.status_code == 302, answer.content.decode()
        old = client.get(address, follow=True).content.decode()
        assert "Tara Team put that record right on" in old
        answer = sign_in(cast.second_team).post(address, sent | {"why": WHY})
        assert answer.status_code == 200, (kind, answer.headers)
        again = answer.content.decode()
        assert re.search(r"this record (right|out) on", again)
        assert WHY in again
    text = sign_in(cast.team).get(page).content.decode()
    assert WHY in text
    assert "<s>Move to" in text
    assert "<s>Pat named as Sister, 01632 960 001</s>" in text


def test_the_page_of_the_last_move_shows_the_ward_as_the_stay_has_it(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast)
    moved = move(cast, stay, to("Elm"))
    stay.refresh_from_db()
    workflow.correct_stay(
        why="Read wrong", stay=stay, version=stay.version, by=cast.team, at=NOW,
        details=workflow.StayCorrection(
            hospital=stay.hospital, admitted_on=stay.admitted_on, security=stay.security,
            planned=False, commissioner=stay.commissioner, ward="Elm Upper",
        ),
    )  # fmt: skip
    address = reverse("register:correct_transfer", args=[stay.person_id, moved.pk])
    assert "Elm Upper" in sign_in(cast.team).get(address).content.decode()


def test_what_was_chosen_and_has_closed_since_is_kept(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast)
    moved = move(cast, stay, to())
    moved.hospital.is_active = False
    save_organisation(organisation=moved.hospital, by=cast.administrator, at=NOW)
    sent = {
        **dated("moved_on", date(2026, 11, 12)), "hospital": str(moved.hospital_id),
        "ward": "Elm", "security": "low", "unit_inadequate": "no", "why": WHY,
    }  # fmt: skip
    address = reverse("register:correct_transfer", args=[stay.person_id, moved.pk])
    stay.refresh_from_db()
    sent |= {"version": str(stay.version)}
    assert sign_in(cast.team).post(address, sent).status_code == 302
    assert Transfer.objects.get().hospital == moved.hospital
