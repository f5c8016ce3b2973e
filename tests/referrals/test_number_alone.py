"""The NHS number alone never decides who a referral is about (B1, B2 and their kind)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core import nhs_number
from core.names import folded
from referrals import duplicates, workflow
from referrals.models import Referral
from register.models import Person, Standing
from register.rules import Level
from register.rules.identity import Who, agree
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals.given import sent

NUMBERS = nhs_number.test_numbers(start=800_000)
BORN = date(1992, 3, 4)


@dataclass(frozen=True)
class Pair:
    """Two people, or one written in two ways, with one NHS number typed for both."""

    name: str
    first: dict[str, Any]
    second: dict[str, Any]


def who(given: str, family: str, born: date = BORN, preferred: str = "") -> dict[str, Any]:
    return {
        "given_name": given, "family_name": family, "birth_date": born.isoformat(),
        "preferred_name": preferred,
    }  # fmt: skip


APART = [
    *(
        Pair(f"twins {one} and {other}", who(one, "Ash"), who(other, "Ash"))
        for one, other in (
            ("Tom", "Tim"), ("Ada", "Ava"), ("Jo", "Joe"), ("Sam", "Pat"), ("Mia", "Mya"),
            ("Ali", "Aliya"), ("Ben", "Bea"), ("Max", "Maxine"), ("Zo\u00eb", "Zara"),
            ("Li", "Lin"),
        )
    ),
    *(
        Pair(f"a parent and child, {years} years apart",
             who("Kim", "Ash", date(1992 - years, 3, 4)), who("Kim", "Ash"))
        for years in (17, 20, 24, 31, 40)
    ),
    *(
        Pair(f"day and month in each other's place, {born}", who("Kim", "Ash", born),
             who("Kim", "Ash", born.replace(month=born.day, day=born.month)))
        for born in (date(1992, 3, 4), date(1990, 1, 12), date(1985, 11, 2), date(2001, 6, 7))
    ),
    *(
        Pair(f"a surname changed to {now}", who("Kim", "Ash"), who("Kim", now))
        for now in ("Birch", "Ash-Birch", "Ashton", "As", "O'Ash")
    ),
    *(
        Pair(f"a name that sounds alike: {one}, {other}", who(one, "Ash"), who(other, "Ash"))
        for one, other in (("Jon", "Jonathan"), ("Steven", "Stephen"), ("Anne", "Ann"))
    ),
    Pair("one year off", who("Kim", "Ash"), who("Kim", "Ash", date(1993, 3, 4))),
    Pair("names turned round", who("Ash", "Kim"), who("Kim", "Ash")),
    Pair("everything other", who("Lee", "Oak", date(1980, 1, 1)), who("Kim", "Ash")),
]  # fmt: skip
ALIKE = [
    Pair(f"written as {other}", one, other)
    for one, other in (
        (who("Zo\u00eb", "Nu\u00f1ez"), who("Zoe", "Nunez")),
        (who("Sian", "O'Brien"), who("Si\u00e2n", "O\u2019BRIEN")),
        (who("Anne-Marie", "Ash"), who("Anne Marie", "ASH")),
        (who("Cem", "Y\u0131ld\u0131z"), who("Cem", "Yildiz")),
        (who("Katherine", "Ash", preferred="Kit"), who("Kit", "Ash")),
        (who("Kim", "de Ash"), who("Kim", "De  Ash")),
        (who("\u674e", "\u738b"), who("\u674e", "\u738b")),
        (who("Kim", "\u00c1cs"), who("Kim", "Acs")),
    )
]


def named(pair: Pair) -> str:
    return pair.name


@pytest.mark.parametrize("pair", APART, ids=named)
def test_two_who_differ_are_two_records_and_no_red_is_lost(cast: Cast, pair: Pair) -> None:
    number = next(NUMBERS)
    first = sent(cast, nhs_number=number, level=Level.GREEN, **pair.first)
    workflow.accept(referral=first, level=Level.GREEN, reason="", by=cast.team, at=NOW)
    known = Person.objects.get()
    second = sent(cast, nhs_number=number, by=cast.other_lead, level=Level.RED, **pair.second)
    assert second.person_id != known.pk
    assert not second.person_was_known
    assert second.person is not None
    assert second.person.nhs_number is None
    known.refresh_from_db()
    assert (known.nhs_number, known.lead_professional) == (number, cast.lead)
    assert Standing.objects.get().level == "GREEN"
    assert second in Referral.objects.awaiting_triage().filter(level="RED")


@pytest.mark.parametrize("pair", ALIKE, ids=named)
def test_one_person_written_in_two_ways_is_one_record(cast: Cast, pair: Pair) -> None:
    number = next(NUMBERS)
    first = sent(cast, nhs_number=number, **pair.first)
    second = sent(cast, nhs_number=number, by=cast.other_lead, **pair.second)
    assert second.person_id == first.person_id
    assert second.person_was_known


def test_triage_offers_the_holder_of_the_number_and_says_it_is_not_confirmed(
    cast: Cast, sign_in: Any
) -> None:
    number = next(NUMBERS)
    sent(cast, nhs_number=number, **who("Tom", "Ash"))
    twin = sent(cast, nhs_number=number, **who("Tim", "Ash"))
    client = sign_in(cast.team)
    page = client.get(twin.get_absolute_url()).content.decode()
    assert "Tom Ash" in page
    assert (
        reverse("referrals:compare", args=[twin.pk, Person.objects.get(nhs_number=number).pk])
        in page
    )
    assert "Tim Ash" in client.get(reverse("alerts:red")).content.decode()


def test_a_writer_is_not_told_that_a_twin_is_known(cast: Cast) -> None:
    number = next(NUMBERS)
    known = sent(cast, nhs_number=number, **who("Tom", "Ash")).person_id
    tell = duplicates.already_known
    assert tell(nhs_number=number, who=Who("Tom", "", "Ash", BORN)) == known
    assert tell(nhs_number=number, who=Who("Tim", "", "Ash", BORN)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u00d3 Brien", "O'Brien"),
        ("Nu\u00f1ez-M\u00fcller", "NUNEZ MULLER"),
        ("\u00d8stergaard", "ostergaard"),
    ],
)
def test_a_name_is_compared_without_what_people_leave_out(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_agreement_is_mutual() -> None:
    for pair in (*APART, *ALIKE):
        one, other = (
            Who(**{k: v for k, v in side.items() if k != "birth_date"},
                birth_date=date.fromisoformat(side["birth_date"]))
            for side in (pair.first, pair.second)
        )  # fmt: skip
        assert agree(one, other) == agree(other, one) == (pair in ALIKE)
