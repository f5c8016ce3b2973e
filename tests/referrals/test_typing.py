"""A section that saves itself as it is typed: finished or not, in two windows, to the end."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent
from referrals.models import Referral, ReferralSection
from referrals.rules import SectionKey
from tests.conftest import Cast
from tests.referrals import given
from tests.referrals.test_journey import CONSENT, MOST_QUERIES, posted

TYPING = {"X-Autosave": "yes"}


def section_url(referral: Referral, key: str) -> str:
    return reverse("referrals:section", args=[referral.pk, key])


@pytest.fixture
def begun(cast: Cast) -> Referral:
    referral = given.started(cast)
    given.save(referral, SectionKey.BASIS, given.basis())
    return referral


def types(client: Client, referral: Referral, key: str, **data: Any) -> Any:
    return client.post(section_url(referral, key), {"version": "0"} | data, headers=TYPING)


def kept(referral: Referral, key: str) -> ReferralSection:
    return referral.sections.get(key=key)


def test_what_cannot_be_read_yet_is_kept_as_typed_and_shown_without_errors(
    begun: Referral, cast: Cast, sign_in: Any
) -> None:
    client = sign_in(cast.lead)
    answer = types(
        client, begun, "person", given_name="Ro", birth_date_day="3x", nhs_number="999 1",
        knows_number="yes",
    )  # fmt: skip
    assert answer.json()["version"] == 1
    assert answer.json()["said"].startswith("Saved at ")
    section = kept(begun, "person")
    assert section.answers["given_name"] == "Ro"
    assert not section.complete
    page = client.get(section_url(begun, "person")).content.decode()
    assert 'value="3x"' in page
    assert 'value="999 1"' in page
    assert "There is a problem" not in page
    assert "nhsuk-error-message" not in page


def test_another_sign_in_finds_what_was_typed(begun: Referral, cast: Cast, sign_in: Any) -> None:
    types(sign_in(cast.lead), begun, "why_now", reason="Half a")
    page = Client()
    page.force_login(cast.lead)
    session = page.session
    session["second_factor"] = True
    session.save()
    assert "Half a" in page.get(section_url(begun, "why_now")).content.decode()


def test_a_second_window_is_told_and_overwrites_nothing(
    begun: Referral, cast: Cast, sign_in: Any
) -> None:
    client = sign_in(cast.lead)
    assert types(client, begun, "views", person_view="One").json()["version"] == 1
    assert types(client, begun, "views", person_view="One more", version="1").json()["version"] == 2
    refused = types(client, begun, "views", person_view="Other", version="1")
    assert refused.status_code == 409
    assert "another window" in refused.json()["said"]
    assert kept(begun, "views").answers["person_view"] == "One more"
    left = client.post(
        section_url(begun, "views"), {"person_view": "Other", "version": "1", "completed": "no"}
    )
    shown = left.content.decode()
    assert "One more" in shown
    assert "Other" in shown
    assert "another window" in shown


def test_the_same_typed_twice_is_saved_once_though_its_answer_was_lost(
    begun: Referral, cast: Cast, sign_in: Any
) -> None:
    client = sign_in(cast.lead)
    for _ in "ab":
        assert types(client, begun, "views", person_view="One").json()["version"] == 1


def test_the_button_follows_what_was_typed(begun: Referral, cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.lead)
    version = types(client, begun, "views", **posted(given.VIEWS) | {"version": "0"}).json()
    saved = client.post(
        section_url(begun, "views"), posted(given.VIEWS) | {"version": str(version["version"])}
    )
    assert saved.status_code == 302
    assert kept(begun, "views").complete


def test_a_complete_section_stays_complete_only_while_it_is_whole(
    begun: Referral, cast: Cast, sign_in: Any
) -> None:
    given.save(begun, SectionKey.VIEWS, given.VIEWS)
    client, whole = sign_in(cast.lead), posted(given.VIEWS)
    types(client, begun, "views", **whole | {"person_view": "Changed", "version": "1"})
    assert kept(begun, "views").complete
    types(client, begun, "views", **whole | {"person_view": "", "version": "2"})
    assert not kept(begun, "views").complete
    assert "In progress" in client.get(begun.get_absolute_url()).content.decode()


def test_the_lawful_basis_is_kept_as_typed_and_counts_only_when_recorded_whole(
    cast: Cast, sign_in: Any
) -> None:
    referral, client = given.started(cast), sign_in(cast.lead)
    types(client, referral, "basis", information_given="What the", decided_on_day="4")
    assert "What the" in client.get(section_url(referral, "basis")).content.decode()
    assert types(client, referral, "person", given_name="Ro").status_code == 409
    whole = CONSENT | {"version": "1", "decided_on_day": "22"}
    assert client.post(section_url(referral, "basis"), whole).status_code == 302
    assert kept(referral, "basis").complete
    assert kept(referral, "basis").typed == {}


def test_a_half_typed_birth_date_reopens_nothing_else(cast: Cast, sign_in: Any) -> None:
    referral = given.complete(cast)
    data = posted(given.person()) | {"birth_date_year": "19", "version": "1"}
    types(sign_in(cast.lead), referral, "person", **data)
    assert not kept(referral, "person").complete
    assert kept(referral, "tool").complete


def test_the_tool_is_kept_answer_by_answer(cast: Cast, sign_in: Any) -> None:
    referral, client = given.started(cast), sign_in(cast.lead)
    for key, answers in ((SectionKey.BASIS, given.basis()), (SectionKey.PERSON, given.person())):
        given.save(referral, key, answers)
    first, option = next(iter(given.tool()["answers"].items()))
    types(client, referral, "tool", **{f"item_{first}": option, f"evidence_{first}": "Seen"})
    assert kept(referral, "tool").answers["answers"] == {first: option}
    assert kept(referral, "tool").answers["evidence"] == {first: "Seen"}


def test_a_draft_that_was_sent_or_is_anothers_keeps_nothing(cast: Cast, sign_in: Any) -> None:
    referral = given.sent(cast)
    assert types(sign_in(cast.lead), referral, "views", person_view="x").status_code == 409
    assert types(sign_in(cast.other_lead), referral, "views", person_view="x").status_code == 404
    assert not ReferralSection.objects.exists()


def test_the_signed_out_are_sent_to_sign_in_and_nothing_is_kept(begun: Referral) -> None:
    assert types(Client(), begun, "views", person_view="x").status_code == 302
    assert not begun.sections.filter(key="views").exists()


def test_beginning_and_reopening_are_events_and_each_pause_is_not(
    begun: Referral, cast: Cast, sign_in: Any
) -> None:
    client, kind = sign_in(cast.lead), "referrals.section_saved"
    before = AuditEvent.objects.filter(kind=kind).count()
    for place, words in enumerate(("One", "One two", "One two three")):
        types(client, begun, "views", person_view=words, version=str(place))
    assert AuditEvent.objects.filter(kind=kind).count() == before + 1
    assert "One" not in str(AuditEvent.objects.latest("id").facts)


def test_anything_typed_is_kept_exactly_but_the_character_no_record_can_hold(
    begun: Referral, cast: Cast, sign_in: Any
) -> None:
    client, words = sign_in(cast.lead), "  =1+1 <script>\u202e\U0001f600\r\n"
    types(client, begun, "views", person_view=words, family_view="a\x00b")
    section = kept(begun, "views")
    assert section.answers["person_view"] == words.replace("\r\n", "\n")
    page = client.get(section_url(begun, "views")).content.decode()
    assert "<script>\u202e" not in page
    assert "ab" in page


def test_saving_as_typed_asks_few_queries(begun: Referral, cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.lead)
    with CaptureQueriesContext(connection) as queries:
        types(client, begun, "views", person_view="One")
    asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= MOST_QUERIES, asked
