"""The referral through its pages, as a browser without JavaScript posts it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.rules import Format
from core.models import ReadLog
from referrals.forms.sections import FORMS
from referrals.models import Referral, ReferralSection
from referrals.rules import SectionKey, State
from tests.conftest import Cast
from tests.referrals import given

MOST_QUERIES = 12


def start_answers(cast: Cast, **changed: str) -> dict[str, str]:
    return {
        "area": str(cast.area.pk),
        "learning_disability": "confirmed",
        "autism": "no",
        "risk": "current",
        "basis": "consent",
        "key": str(uuid4()),
    } | changed


CONSENT = {
    "on_register": "yes", "share_partners": "yes", "cetr": "yes", "keyworker": "no",
    "information_given": "All of it", "information_formats": [Format.EASY_READ.value],
    "capacity_assessed": "no", "decision_maker": "Lena Lead", "decision_maker_role": "Nurse",
    "decided_on_day": "23", "decided_on_month": "11", "decided_on_year": "2026",
    "evidence_reference": "DOC-1", "version": "0",
}  # fmt: skip


def posted(answers: dict[str, Any]) -> dict[str, Any]:
    """Return answers as a browser posts them."""
    found: dict[str, Any] = {}
    for name, value in answers.items():
        if name == "birth_date":
            year, month, day = value.split("-")
            found |= {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
        elif isinstance(value, bool):
            found[name] = "yes" if value else "no"
        else:
            found[name] = value
    return found | {"version": "0", "completed": "yes"}


TOOL = {f"item_{name}": option for name, option in given.tool()["answers"].items()}
RATING = {
    "mdt_1_name": "Mo Member", "mdt_1_role": "Psychologist", "level": "RED",
    "level_reason": "Placement has ended", "version": "0", "completed": "yes",
}  # fmt: skip
NETWORK = {
    "professional_1_name": "Sam Social", "professional_1_role": "Social worker",
    "professional_1_attends_cetr": "on", "advocate": "no", "version": "0",
    "completed": "yes",
}  # fmt: skip


def pages() -> list[tuple[SectionKey, dict[str, Any]]]:
    return [
        (SectionKey.BASIS, CONSENT),
        (SectionKey.PERSON, posted(given.person())),
        (SectionKey.NETWORK, NETWORK),
        (SectionKey.WHY_NOW, posted(given.WHY_NOW)),
        (SectionKey.LIVING, posted(given.LIVING)),
        (SectionKey.COMMUNICATION, posted(given.COMMUNICATION)),
        (SectionKey.VIEWS, posted(given.VIEWS)),
        (SectionKey.REVIEWS, posted(given.REVIEWS)),
        (SectionKey.TOOL, TOOL | {"version": "0", "completed": "yes"}),
        (SectionKey.RATING, RATING),
    ]


def counted(client: Client, url: str, data: dict[str, Any] | None = None) -> HttpResponse:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(url) if data is None else client.post(url, data)
    asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    if data is None:
        assert len(asked) <= MOST_QUERIES, (url, asked)
    return response  # type: ignore[return-value]


def test_a_whole_referral_is_written_checked_and_sent(cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.lead)
    assert counted(client, reverse("referrals:start")).status_code == 200
    begun = counted(client, reverse("referrals:start"), start_answers(cast))
    referral = Referral.objects.get()
    assert begun.headers["Location"] == reverse("referrals:referral", args=[referral.pk])
    for key, answers in pages():
        url = reverse("referrals:section", args=[referral.pk, key.value])
        assert counted(client, url).status_code == 200, key
        saved = counted(client, url, answers)
        assert saved.status_code == 302, (key, saved.content.decode())
        assert referral.sections.get(key=key).complete
        assert counted(client, url).status_code == 200
    tasks = counted(client, reverse("referrals:referral", args=[referral.pk]))
    assert "10 of 10" in tasks.content.decode()
    check = reverse("referrals:check", args=[referral.pk])
    shown = counted(client, check).content.decode()
    assert "Sam Social" in shown
    assert "Not provided" in shown
    assert "cannot be sent yet" not in shown
    sent = counted(client, check, {"declared": "on"})
    assert sent.headers["Location"] == reverse("referrals:sent", args=[referral.pk])
    confirmation = counted(client, sent.headers["Location"]).content.decode()
    assert "Referral received, not yet reviewed" in confirmation
    assert referral.reference in confirmation
    assert "24 November 2026" in confirmation
    assert "999" in confirmation
    again = client.post(check, {"declared": "on"})
    assert again.headers["Location"] == sent.headers["Location"]
    assert Referral.objects.count() == 1
    page = counted(client, reverse("referrals:referral", args=[referral.pk])).content.decode()
    assert "Nowhere to live" in page
    referral.refresh_from_db()
    assert referral.person_id in ReadLog.objects.latest("id").persons


def test_the_same_first_page_sent_twice_starts_one_draft(cast: Cast, sign_in: Any) -> None:
    client, answers = sign_in(cast.lead), start_answers(cast)
    places = {client.post(reverse("referrals:start"), answers).headers["Location"] for _ in "ab"}
    assert len(places) == 1
    assert Referral.objects.count() == 1


def test_without_a_lawful_basis_nothing_is_kept(cast: Cast, sign_in: Any) -> None:
    response = sign_in(cast.lead).post(
        reverse("referrals:start"), start_answers(cast, basis="none")
    )
    assert response.headers["Location"] == "/consent/refused/"
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "answers", [{"learning_disability": "no"}, {"learning_disability": "unknown"}, {"risk": "no"}]
)
def test_whoever_the_register_is_not_for_gets_a_kind_way_out(
    cast: Cast, sign_in: Any, answers: dict[str, str]
) -> None:
    client = sign_in(cast.lead)
    response = client.post(reverse("referrals:start"), start_answers(cast, **answers))
    assert response.headers["Location"] == reverse("referrals:not_eligible")
    assert not Referral.objects.exists()
    page = client.get(response.headers["Location"]).content.decode()
    assert "Nothing that you answered was kept" in page


def test_other_sections_wait_for_the_lawful_basis(cast: Cast, sign_in: Any) -> None:
    referral, client = given.started(cast), sign_in(cast.lead)
    tasks = client.get(reverse("referrals:referral", args=[referral.pk])).content.decode()
    assert tasks.count("Cannot start yet") == 9
    url = reverse("referrals:section", args=[referral.pk, "person"])
    assert client.get(url).status_code == 302
    refused = client.post(url, posted(given.person()))
    assert "Record the lawful basis first" in refused.content.decode()
    assert not ReferralSection.objects.exists()


@pytest.fixture
def draft(cast: Cast) -> Referral:
    referral = given.started(cast)
    given.save(referral, SectionKey.BASIS, given.basis())
    return referral


def address(referral: Referral, key: str) -> str:
    return reverse("referrals:section", args=[referral.pk, key])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("given_name", "Ro\x00bin", "cannot be saved"),
        ("family_name", "x" * 1_000_000, "100 characters or fewer"),
        ("birth_date_day", "30", "real date"),
        ("birth_date_year", "2027", "today or in the past"),
        ("nhs_number", "999 123 4579", "last digit"),
        ("nhs_number", "QQ 12 34 56 C", "National Insurance"),
        ("address", "", "Enter address"),
    ],
)
def test_bad_input_gets_a_clear_message_and_what_was_typed_is_kept(
    draft: Referral, cast: Cast, sign_in: Any, field: str, value: str, words: str
) -> None:
    data = posted(given.person()) | {"birth_date_month": "2", field: value}
    response = sign_in(cast.lead).post(address(draft, "person"), data)
    shown = response.content.decode()
    assert response.status_code == 200
    assert words in shown
    assert "There is a problem" in shown
    assert "Some Surgery" in shown
    assert not draft.sections.filter(key=SectionKey.PERSON).exists()


def test_a_lone_surrogate_is_refused_with_words() -> None:
    form = FORMS[SectionKey.PERSON](data=posted(given.person(given_name="Ro\ud800bin")))
    assert "cannot be saved" in form.errors.as_json()


def test_ten_million_characters_are_a_clear_error(
    draft: Referral, cast: Cast, sign_in: Any
) -> None:
    data = posted(given.WHY_NOW) | {"reason": "x" * 10_000_000}
    response = sign_in(cast.lead).post(address(draft, "why_now"), data)
    assert response.status_code in (200, 400, 413)
    assert not draft.sections.filter(key=SectionKey.WHY_NOW).exists()


def test_free_text_is_kept_exactly_and_shown_escaped(
    draft: Referral, cast: Cast, sign_in: Any
) -> None:
    words = "  =SUM(A1)\n<script>alert(1)</script> {{ x }} 'é' \u202e "
    client = sign_in(cast.lead)
    client.post(address(draft, "why_now"), posted(given.WHY_NOW) | {"reason": words})
    assert draft.sections.get(key="why_now").answers["reason"] == words
    page = client.get(reverse("referrals:check", args=[draft.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_section_can_be_left_unfinished(draft: Referral, cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.lead)
    response = client.post(
        address(draft, "why_now"), {"reason": "Half a thought", "later": "yes", "version": "0"}
    )
    assert response.status_code == 302
    section = draft.sections.get(key="why_now")
    assert not section.complete
    assert "Half a thought" in client.get(address(draft, "why_now")).content.decode()
    assert "In progress" in client.get(draft.get_absolute_url()).content.decode()


def test_two_windows_notice_one_another_and_lose_nothing(
    draft: Referral, cast: Cast, sign_in: Any
) -> None:
    client = sign_in(cast.lead)
    first = posted(given.WHY_NOW) | {"reason": "From the first window"}
    second = posted(given.WHY_NOW) | {"reason": "From the second window"}
    assert client.post(address(draft, "why_now"), first).status_code == 302
    response = client.post(address(draft, "why_now"), second)
    shown = response.content.decode()
    assert response.status_code == 200
    assert "another window" in shown
    assert "From the first window" in shown
    assert "From the second window" in shown
    assert draft.sections.get(key="why_now").answers["reason"] == "From the first window"
    assert 'name="version" value="1"' in shown or 'value="1"' in shown
    assert client.post(address(draft, "why_now"), second | {"version": "1"}).status_code == 302
    assert draft.sections.get(key="why_now").answers["reason"] == "From the second window"


def test_more_people_can_be_added_to_the_network(draft: Referral, cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.lead)
    data = NETWORK | {"professional_2_name": "Nadia Nurse", "more": "yes"}
    response = client.post(address(draft, "network"), data)
    assert response.headers["Location"] == address(draft, "network")
    page = client.get(address(draft, "network")).content.decode()
    assert 'name="professional_3_name"' in page
    assert "Nadia Nurse" in page


def test_a_rating_that_needs_a_reason_says_so(cast: Cast, sign_in: Any) -> None:
    referral = given.complete(cast)
    data = RATING | {"level_reason": "", "version": "1"}
    shown = sign_in(cast.lead).post(address(referral, "rating"), data).content.decode()
    assert "Enter the reasons for your rating" in shown


def test_the_check_page_says_what_stands_in_the_way(cast: Cast, sign_in: Any) -> None:
    referral = given.clashing(cast)
    client = sign_in(cast.lead)
    url = reverse("referrals:check", args=[referral.pk])
    assert "Under 16" in client.get(url).content.decode()
    response = client.post(url, {"declared": "on"})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert Referral.objects.get().state == State.DRAFT


def test_a_discarded_draft_keeps_nothing(cast: Cast, sign_in: Any) -> None:
    referral, client = given.complete(cast), sign_in(cast.lead)
    assert client.get(reverse("referrals:discard", args=[referral.pk])).status_code == 200
    assert client.post(reverse("referrals:discard", args=[referral.pk])).status_code == 302
    assert not ReferralSection.objects.exists()
    assert client.get(referral.get_absolute_url()).status_code == 200


def test_another_basis_is_recorded_afresh(draft: Referral, cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.lead)
    url = reverse("referrals:change_basis", args=[draft.pk])
    assert client.get(url).status_code == 200
    response = client.post(url, {"basis": "best_interests"})
    assert response.headers["Location"] == address(draft, "basis")
    assert not ReferralSection.objects.exists()
    assert "least restrictive" in client.get(address(draft, "basis")).content.decode()


def test_a_draft_is_its_writers_alone(draft: Referral, cast: Cast, sign_in: Any) -> None:
    for user in (cast.other_lead, cast.team):
        client = sign_in(user)
        for url in (draft.get_absolute_url(), address(draft, "basis")):
            assert client.get(url).status_code == 404
    assert sign_in(cast.rep).get(draft.get_absolute_url()).status_code == 403


def test_lists_ask_the_same_number_of_queries_at_two_sizes(cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.team)
    client.get(reverse("referrals:list"))
    sizes = []
    for more in (2, 4):
        for _ in range(more):
            given.sent(cast)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("referrals:list")).content.decode()
        assert "Waiting for triage" in page
        sizes.append(len(queries))
    assert sizes[0] == sizes[1] <= MOST_QUERIES


def test_the_worklist_is_red_first_and_loud(cast: Cast, sign_in: Any) -> None:
    given.sent(cast, level="GREEN")
    red = given.sent(cast, level="RED")
    page = sign_in(cast.team).get(reverse("referrals:list")).content.decode()
    body = page[page.index("<tbody") :]
    assert body.index(red.reference) < body.index("GREEN")
    shown = sign_in(cast.team).get(red.get_absolute_url()).content.decode()
    assert "RED referral" in shown
