"""Referring somebody again: filled in from what is known; and the frozen copy as print and file."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import guard
from core.records import Erased
from referrals import exporting, workflow
from referrals.keeper import ReferralsKeeper
from referrals.models import Referral
from referrals.rules import SectionKey
from register.models import Person
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given
from tests.referrals.test_journey import MOST_QUERIES, start_answers


@pytest.fixture
def person(cast: Cast) -> Person:
    return seen_by_all(cast, communication_needs="Makaton")


def again(cast: Cast, person: Person) -> Referral:
    referral = given.started(cast, about=person)
    given.save(referral, SectionKey.BASIS, given.basis())
    return referral


def shown(client: Any, referral: Referral, key: str) -> str:
    url = reverse("referrals:section", args=[referral.pk, key])
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content.decode()
    asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= MOST_QUERIES, asked
    return str(page)


def test_a_referral_begun_from_a_record_is_filled_in_from_it(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    client = sign_in(cast.lead)
    url = reverse("referrals:start") + f"?person={person.pk}"
    assert person.family_name in client.get(url).content.decode()
    client.post(url, start_answers(cast))
    referral = Referral.objects.get()
    assert referral.about == person
    given.save(referral, SectionKey.BASIS, given.basis())
    page = shown(client, referral, "person")
    assert f'value="{person.family_name}"' in page
    assert "Filled in from the person" in page
    assert "Makaton" in shown(client, referral, "communication")
    network = shown(client, referral, "network")
    assert cast.lead.full_name in network
    assert not referral.sections.exclude(key="basis").exists()


def test_nobody_begins_from_a_record_that_is_not_theirs(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    url = reverse("referrals:start") + f"?person={person.pk}"
    assert sign_in(cast.other_lead).get(url).status_code == 404
    assert sign_in(cast.other_area_team).get(url).status_code == 404


def test_without_a_record_only_the_writers_own_details_are_filled_in(
    cast: Cast, sign_in: Any
) -> None:
    referral = given.started(cast)
    given.save(referral, SectionKey.BASIS, given.basis())
    assert cast.lead.full_name in shown(sign_in(cast.lead), referral, "network")
    assert "Filled in" not in shown(sign_in(cast.lead), referral, "living")


def test_a_referral_of_somebody_without_a_number_joins_their_record(
    cast: Cast, person: Person
) -> None:
    who = {
        "given_name": person.given_name, "family_name": person.family_name,
        "birth_date": person.birth_date.isoformat(), "knows_number": False, "nhs_number": "",
    }  # fmt: skip
    referral = given.complete(cast, about=person, **who)
    before = Person.objects.count()
    sent = workflow.submit(referral=referral, declared=True, by=cast.lead, at=NOW)
    assert sent.person == person
    assert sent.person_was_known
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    "relative",
    [
        {"given_name": "Sibling", "birth_date": "1993-02-03"},
        {"given_name": "Twin"},
        {"family_name": "Married", "birth_date": "1960-02-03"},
        {"birth_date": "1993-02-03"},
    ],
)
def test_a_relative_without_a_number_has_a_record_of_their_own(
    cast: Cast, person: Person, relative: dict[str, str]
) -> None:
    who = {
        "given_name": person.given_name, "family_name": person.family_name,
        "birth_date": person.birth_date.isoformat(), "knows_number": False, "nhs_number": "",
    } | relative  # fmt: skip
    referral = given.complete(cast, about=person, **who)
    sent = workflow.submit(referral=referral, declared=True, by=cast.lead, at=NOW)
    assert sent.person != person
    assert (sent.about, sent.person_was_known) == (None, False)


def test_a_referral_that_turns_out_to_be_about_somebody_else_does_not_hold_the_record(
    cast: Cast, person: Person
) -> None:
    referral = given.complete(cast, about=person)
    sent = workflow.submit(referral=referral, declared=True, by=cast.lead, at=NOW)
    assert sent.person != person
    assert sent.about is None
    with transaction.atomic():
        guard.open_door()
        ReferralsKeeper().erase(person.pk, Erased())
    assert Referral.objects.filter(pk=sent.pk).exists()
    assert not Referral.history.filter(about_id=person.pk).exists()


def test_a_draft_begun_from_a_record_goes_with_it(cast: Cast, person: Person) -> None:
    referral = again(cast, person)
    with transaction.atomic():
        guard.open_door()
        ReferralsKeeper().erase(person.pk, Erased())
    assert not Referral.objects.filter(pk=referral.pk).exists()


def test_the_newest_referral_fills_in_what_it_may(cast: Cast, sign_in: Any) -> None:
    first = given.sent(cast, level="GREEN")
    workflow.accept(referral=first, level=first.level, reason="", by=cast.team, at=NOW)
    assert first.person is not None
    referral = again(cast, first.person)
    client = sign_in(cast.lead)
    living = shown(client, referral, "living")
    assert "Staff day and night" in living
    assert "the referral of 23 November 2026" in living
    given.save(referral, SectionKey.PERSON, given.person())
    assert "Last time (23 November 2026): No." in shown(client, referral, "tool")


WORDS = "=1+1\n<script>alert(1)</script> é \u202e"


@pytest.fixture
def sent(cast: Cast) -> Referral:
    why = given.WHY_NOW | {"reason": WORDS}
    return given.sent(cast, sections={SectionKey.WHY_NOW: why})


def test_the_copy_is_printed_escaped(sent: Referral, cast: Cast, sign_in: Any) -> None:
    page = sign_in(cast.lead).get(reverse("referrals:print_copy", args=[sent.pk])).content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page
    assert sent.reference in page


def test_every_file_says_exactly_what_was_sent(sent: Referral, cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.lead)
    files = {}
    for kind in exporting.KINDS:
        answer = client.get(reverse("referrals:file_of_copy", args=[sent.pk, kind]))
        assert answer.headers["Content-Disposition"].endswith(
            f'referral-{sent.reference.lower()}.{kind}"'
        )
        assert "no-store" in answer.headers["Cache-Control"]
        files[kind] = answer.content.decode()
    rows = list(csv.reader(io.StringIO(files["csv"], newline="")))
    assert f"'{WORDS}" in [row[2] for row in rows]
    kept = json.loads(files["json"])
    why = next(one for one in kept["sections"] if one["key"] == "why_now")
    assert why["data"]["reason"] == WORDS
    assert WORDS in files["txt"]
    unknown = reverse("referrals:file_of_copy", args=[sent.pk, "exe"])
    assert client.get(unknown).status_code == 404
