"""The easy-read page, and the text for an agency's own record."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from actions import workflow as actions
from consent import workflow
from core.models import AuditEvent
from duties.easy_words import SAID
from duties.policy import current
from register import workflow as register
from register.rules import Level
from tests.conftest import Cast
from tests.consent import details as a
from tests.factories import NOW, on_register
from tests.referrals import given

DUE = NOW.date() + timedelta(days=9)


def test_the_easy_read_page_says_colour_helpers_next_and_how_to_say_no(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.RED)
    register.name_partner(person=person, name="Pat", part="Sister", by=cast.team, at=NOW)
    actions.agree(
        person=person, description="Find a quiet flat", owner=cast.lead, due_on=DUE, by=cast.team,
        at=NOW,
    )  # fmt: skip
    before = AuditEvent.objects.count()
    page = sign_in(cast.lead).get(reverse("consent:easy_read", args=[person.pk])).content.decode()
    assert AuditEvent.objects.count() == before
    for words in (
        "Your colour is red.",
        "Red means you need help now.",
        "Lena Lead makes sure that people help you.",
        "Pat (Sister) helps you.",
        "Lena Lead will do this for you: Find a quiet flat. By 2 December 2026.",
        "People will meet to plan your help. By 25 November 2026.",
        "I can say no to being on the register.",
        "If I am not safe, I call 999.",
    ):
        assert words in page, words
    assert "<script>" not in page
    assert "style=" not in page


def test_what_is_late_is_said_to_be_late(cast: Cast, sign_in: Any, clock: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    clock.move_to(NOW + timedelta(days=4))
    page = sign_in(cast.team).get(reverse("consent:easy_read", args=[person.pk])).content.decode()
    assert "This should have happened by 25 November 2026. You can ask why it has not." in page


def test_every_rule_with_plain_words_is_a_rule_of_the_policy() -> None:
    assert set(SAID) <= {rule.id for rule in current().rules}


def test_a_decision_can_be_copied_into_the_agencys_own_record(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    made = workflow.record(person=person, details=a.in_best_interests(), by=cast.lead, at=NOW)
    address = reverse("consent:agency_copy", args=[made.pk])
    text = sign_in(cast.lead).get(address).context["text"]
    for words in (
        "BEST-INTERESTS DECISION",
        f"Name: {person.name}",
        "NHS number: 9",
        "The assessment finds: Lacks capacity for this decision",
        "Wants to stay near the sea",
        "To be asked again by: 20 November 2027",
        "Date of the decision: 20 November 2026",
    ):
        assert words in text, words
    client = sign_in(cast.lead)
    for page in (reverse("consent:decision", args=[made.pk]), person.get_absolute_url()):
        assert address in client.get(page).content.decode()


def test_the_confirmation_leads_to_the_copies_of_decision_and_tool(
    cast: Cast, sign_in: Any
) -> None:
    sent = given.sent(cast)
    client = sign_in(cast.lead)
    page = client.get(reverse("referrals:sent", args=[sent.pk])).content.decode()
    result = reverse("referrals:result_copy", args=[sent.pk])
    assert result in page
    basis = reverse("referrals:basis_copy", args=[sent.pk])
    assert basis in page
    assert "CONSENT OF THE PERSON" in client.get(basis).context["text"]
    text = client.get(result).context["text"]
    assert "RESULT OF THE CLINICAL SUPPORT TOOL" in text
    assert "The clinician's rating: " in text
    assert "Version: 1" in text
