"""What referrals keep about somebody: shown, copied out, erased."""

from typing import Any

from django.db import connection, transaction

from core import guard
from core.records import Erased, Viewing
from referrals import workflow
from referrals.keeper import ReferralsKeeper
from referrals.models import (
    InclusionRequest,
    Referral,
    ReferralSection,
    SubmittedCopy,
    ToolResult,
    TriageStep,
)
from referrals.rules import SectionKey
from register.models import Person
from tests.canaries.referrals import fill
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import asked_for, given


def erase(person: Person) -> Erased:
    erased = Erased()
    with transaction.atomic():
        guard.open_door()
        ReferralsKeeper().erase(person.pk, erased)
    return erased


def test_erasure_leaves_nothing_of_a_referral_or_its_history(cast: Cast) -> None:
    referral = given.sent(cast)
    assert referral.person is not None
    fill(referral.person, cast)
    erased = erase(referral.person)
    for model in (Referral, SubmittedCopy, ToolResult, TriageStep, ReferralSection):
        assert not model._base_manager.exists(), model
    assert not Referral.history.exists()
    assert erased.counts["referrals_submittedcopy"] >= 1


def test_erasure_finds_drafts_by_nhs_number_and_by_name_and_birth_date(cast: Cast) -> None:
    referral = given.sent(cast, family_name="Canarybird", birth_date="1991-02-03")
    person = referral.person
    assert person is not None
    by_number = given.complete(cast, nhs_number=person.nhs_number, given_name="Other")
    by_name = given.complete(
        cast, family_name="CANARYBIRD", birth_date="1991-02-03", knows_number=False, nhs_number=""
    )
    other = given.complete(cast, family_name="Canarybird", birth_date="1991-02-04")
    erase(person)
    left = set(Referral.objects.values_list("pk", flat=True))
    assert left == {other.pk}
    assert by_number.pk not in left
    assert by_name.pk not in left
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM referrals_referralsection WHERE answers::text LIKE %s",
            [f"%{person.nhs_number}%"],
        )
        assert cursor.fetchone() == (0,)


def test_erasure_of_somebody_whom_a_draft_from_a_request_names(cast: Cast) -> None:
    person = given.sent(cast).person
    request = workflow.find_lead(
        request=asked_for.inclusion(area=cast.area), lead=cast.lead, area=cast.area,
        by=cast.team, at=NOW,
    )  # fmt: skip
    draft = given.started(cast)
    workflow.start_from(request=request, referral=draft, by=cast.lead, at=NOW)
    given.save(draft, SectionKey.BASIS, given.basis())
    given.save(draft, SectionKey.PERSON, given.person(nhs_number=person.nhs_number))
    erase(person)
    assert not InclusionRequest.objects.exists()
    assert not Referral.objects.filter(pk=draft.pk).exists()


def test_the_copy_for_the_person_holds_everything(cast: Cast) -> None:
    referral = given.sent(cast)
    assert referral.person_id is not None
    copy = ReferralsKeeper().export(referral.person_id)
    assert "Nowhere to live" in str(copy["What a referral said"])
    labels = {line.label: line.words for line in copy["Clinical support tools"][0]}
    assert labels["Version"] == "1"


def test_the_panel_shows_the_version_of_the_tool(cast: Cast, sign_in: Any) -> None:
    referral = given.sent(cast)
    assert referral.person_id is not None
    panel = ReferralsKeeper().panels(Viewing(referral.person, cast.team, NOW))[0]
    assert panel.context["readable"] == {referral.pk}
    assert panel.context["results"][0].tool_version == "1"
    page = sign_in(cast.team).get(f"/people/{referral.person_id}/").content.decode()
    assert "version 1" in page
    assert referral.reference in page


def test_the_section_keys_fit_their_column() -> None:
    assert all(len(key) <= 20 for key in SectionKey)
