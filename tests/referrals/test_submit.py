"""Sending a referral: what comes to be, what is refused, what happens twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consent.models import Decision
from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import duplicates, workflow
from referrals.models import Referral, ReferralSection, SubmittedCopy, ToolResult
from referrals.rules import SectionKey, State
from register import workflow as register
from register.models import Entry, Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given


def test_a_sent_referral_makes_person_basis_tool_result_and_frozen_copy(cast: Cast) -> None:
    referral = given.sent(cast, family_name="Newcomer")
    person = Person.objects.get()
    assert referral.person == person
    assert person.family_name == "Newcomer"
    assert person.lead_professional is None
    assert not Entry.objects.exists()
    assert Decision.objects.get().person == person
    result = ToolResult.objects.get()
    assert (result.level, result.suggested, result.tool) == ("RED", "", "local-prompts")
    assert len(result.items) == len(given.tool()["answers"])
    assert result.items[0]["evidence"] == "Seen by the nurse"
    assert not ReferralSection.objects.exists()
    copy = SubmittedCopy.objects.get()
    rows = {row["question"]: row["answer"] for one in copy.content for row in one["rows"]}
    assert rows["What issues could lead to an admission?"] == "Nowhere to live"
    assert rows["Date of birth"] == "17 May 1990"


def test_sending_tells_of_it_in_codes_only(cast: Cast) -> None:
    referral = given.sent(cast, family_name="Canarybird")
    event = AuditEvent.objects.get(kind="referrals.submitted")
    assert event.person_id == referral.person_id
    assert event.facts["level"] == "RED"
    assert "birth_date" not in event.facts
    assert event.facts["ehc_plan"] is False
    assert event.facts["area"] == str(cast.area.pk)
    assert event.facts["region"] == cast.area.region
    assert AuditEvent.objects.filter(kind="referrals.tool_completed").count() == 1
    assert "Canarybird" not in str(list(AuditEvent.objects.values_list("facts", flat=True)))


def test_sending_twice_is_sending_once(cast: Cast) -> None:
    referral = given.sent(cast)
    again = workflow.submit(
        referral=referral, declared=True, by=cast.lead, at=NOW + timedelta(hours=1)
    )
    assert again.submitted_at == NOW
    assert AuditEvent.objects.filter(kind="referrals.submitted").count() == 1


@pytest.mark.parametrize("key", list(SectionKey))
def test_a_section_left_out_is_named_and_nothing_is_written(cast: Cast, key: SectionKey) -> None:
    referral = given.complete(cast)
    ReferralSection.objects.filter(referral=referral, key=key).update(complete=False)
    with pytest.raises(RuleBroken, match=key.label.replace("(", r"\(").replace(")", r"\)")):
        workflow.submit(referral=referral, declared=True, by=cast.lead, at=NOW)
    assert not Person.objects.exists()
    assert Referral.objects.get().state == State.DRAFT


def test_without_the_declaration_nothing_is_sent(cast: Cast) -> None:
    referral = given.complete(cast)
    with pytest.raises(RuleBroken, match="declaration"):
        workflow.submit(referral=referral, declared=False, by=cast.lead, at=NOW)
    assert not Person.objects.exists()


def test_a_birth_date_at_which_the_law_does_not_know_the_basis_is_refused_at_once(
    cast: Cast,
) -> None:
    referral = given.complete(cast)
    with pytest.raises(RuleBroken, match="Under 16") as refusal:
        given.save(referral, SectionKey.PERSON, given.person(birth_date="2014-05-17"))
    assert refusal.value.field == "birth_date"
    given.save(referral, SectionKey.PERSON, given.person(birth_date="2014-05-17"), complete=False)
    assert not referral.sections.get(key=SectionKey.PERSON).complete


def test_a_basis_that_the_law_does_not_know_at_the_age_is_refused(cast: Cast) -> None:
    referral = given.clashing(cast)
    with pytest.raises(RuleBroken, match="Under 16"):
        workflow.submit(referral=referral, declared=True, by=cast.lead, at=NOW)
    assert not Person.objects.exists()
    assert not Decision.objects.exists()


def test_the_same_nhs_number_is_the_same_person(cast: Cast) -> None:
    number = next(given.NUMBERS)
    first = given.sent(cast, nhs_number=number)
    second = given.sent(cast, by=cast.other_lead, nhs_number=number, address="Elsewhere")
    assert Person.objects.count() == 1
    assert first.person_id == second.person_id
    assert (first.person_was_known, second.person_was_known) == (False, True)
    assert Person.objects.get().address == "1 Some Street"


@pytest.mark.parametrize("restricted", [False, True])
def test_a_number_of_somebody_else_is_left_unconfirmed_and_tells_the_sender_nothing(
    cast: Cast, restricted: bool
) -> None:
    number = next(given.NUMBERS)
    holder = given.sent(cast, nhs_number=number, family_name="Secretname").person
    assert holder is not None
    if restricted:
        register.restrict(person_id=holder.pk, by=cast.team, at=NOW)
    other = given.sent(cast, nhs_number=number, family_name="Other", birth_date="2001-01-01")
    assert other.person is not None
    assert other.person != holder
    assert other.person.nhs_number is None
    assert not other.person_was_known
    assert other.copy.nhs_number == number
    findings = duplicates.find(other, viewer=cast.team)
    assert findings.unconfirmed
    found = findings.holder.person if findings.holder else None
    assert found == (None if restricted else holder)


def test_triage_is_told_loudly_of_a_number_that_is_another_records(
    cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    number = next(given.NUMBERS)
    given.sent(cast, nhs_number=number, family_name="Secretname")
    other = given.sent(cast, nhs_number=number, family_name="Other", birth_date="2001-01-01")
    words = "Another record has the NHS number that was typed"
    for page in (other.get_absolute_url(), reverse("referrals:accept", args=[other.pk])):
        assert words in sign_in(cast.team).get(page).content.decode()
    for page in (other.get_absolute_url(), reverse("referrals:sent", args=[other.pk])):
        html = sign_in(cast.lead).get(page).content.decode()
        assert "another record" not in html
        assert "Secretname" not in html
    accepted = {"level": "RED", "reason": "As sent", "follows": ""}
    refused = sign_in(cast.team).post(reverse("referrals:accept", args=[other.pk]), accepted)
    assert "Look at the possible duplicates first" in refused.content.decode()


def test_somebody_restricted_is_refused_in_neutral_words(cast: Cast) -> None:
    number = next(given.NUMBERS)
    known = given.sent(cast, nhs_number=number)
    assert known.person_id is not None
    register.restrict(person_id=known.person_id, by=cast.team, at=NOW)
    again = given.complete(cast, nhs_number=number)
    with pytest.raises(RuleBroken, match="no longer available"):
        workflow.submit(referral=again, declared=True, by=cast.lead, at=NOW)
    assert SubmittedCopy.objects.count() == 1


def test_a_rating_made_to_other_answers_must_be_given_again(cast: Cast) -> None:
    referral = given.complete(cast)
    risky = given.tool(answer="current")
    given.save(referral, SectionKey.TOOL, risky)
    with pytest.raises(RuleBroken, match="Give your rating"):
        workflow.submit(referral=referral, declared=True, by=cast.lead, at=NOW)
    given.save(referral, SectionKey.RATING, given.rating(Level.AMBER, "Crisis team is there"))
    sent = workflow.submit(referral=referral, declared=True, by=cast.lead, at=NOW)
    assert (sent.level, sent.suggested_level) == ("AMBER", "RED")
    assert ToolResult.objects.get().differs


def test_another_age_asks_for_the_tool_again(cast: Cast) -> None:
    referral = given.complete(cast)
    who = referral.sections.get(key=SectionKey.PERSON).answers
    given.save(referral, SectionKey.PERSON, who | {"birth_date": "2009-05-17"})
    assert not referral.sections.get(key=SectionKey.TOOL).complete


@pytest.mark.parametrize(("level", "due"), [(Level.RED, 1), (Level.AMBER, 2)])
def test_triage_is_due_as_the_policy_says(cast: Cast, level: Level, due: int) -> None:
    referral = given.sent(cast, level=level)
    assert referral.triage_due_on == NOW.date() + timedelta(days=due)


def test_a_red_referral_counts_as_red_before_triage(cast: Cast) -> None:
    given.sent(cast, level=Level.AMBER)
    red = given.sent(cast, level=Level.RED, at=NOW + timedelta(hours=1))
    waiting = Referral.objects.awaiting_triage().red_first()
    assert waiting.first() == red
    assert waiting.count() == 2


def test_a_reference_cannot_be_guessed_or_misread(cast: Cast) -> None:
    references = {given.started(cast).reference for _ in range(5)}
    assert len(references) == 5
    assert all(one.startswith("DSR-") and len(one) == 13 for one in references)
