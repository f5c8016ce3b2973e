"""Withdrawing, restoring and erasing: two people, one door, nothing left, and the proof."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from consent import workflow
from consent.models import Decision, ErasureCertificate, Withdrawal
from consent.rules import Channel, Requester, WithdrawalState
from consent.scan import identifiers_of, identifiers_of_id, scan
from core import audit, readlog
from core.errors import RuleBroken
from core.models import AuditEvent, ReadLog
from register import workflow as register
from register.models import Person, Rating, Standing
from register.rules import Level
from tests import canary
from tests.conftest import Cast
from tests.consent import details as a
from tests.factories import NOW, on_register

LATER = NOW + timedelta(hours=1)


def withdrawn(cast: Cast, person: Person, note: str = "Rang this morning") -> Withdrawal:
    return workflow.withdraw(
        person=person,
        channel=Channel.PHONE,
        requester=Requester.PERSON,
        identity_checked=True,
        identity_evidence="Called back on the known number",
        note=note,
        by=cast.team,
        at=NOW,
    )


def test_a_withdrawal_hides_the_person_at_once(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    withdrawal = withdrawn(cast, person)
    assert withdrawal.state == WithdrawalState.RESTRICTED
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not Standing.objects.unrestricted().exists()
    event = AuditEvent.objects.get(kind="consent.withdrawn")
    assert event.facts["lead"] == str(cast.lead.pk)
    with pytest.raises(register.NotAvailable):
        register.rate(person=person, level=Level.RED, reason="Late", by=cast.team, at=LATER)


def test_a_second_withdrawal_of_the_same_person_is_refused(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawn(cast, person)
    with pytest.raises(register.NotAvailable):
        withdrawn(cast, person)
    assert Withdrawal.objects.count() == 1


def test_nobody_is_restricted_before_identity_was_checked(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken, match="Check who is asking"):
        workflow.withdraw(
            person=person, channel=Channel.EMAIL, requester=Requester.PARENT,
            identity_checked=False, by=cast.team, at=NOW,
        )  # fmt: skip
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_second_person_erases_and_nothing_is_left(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    other = on_register(cast.area, by=cast.team)
    workflow.record(person=person, details=a.in_best_interests(), by=cast.lead, at=NOW)
    readlog.record(user=cast.team, view="x", persons=[person.pk, other.pk], at=NOW)
    withdrawal = withdrawn(cast, person)
    looked_for = identifiers_of(person)
    expected = workflow.preview(withdrawal)
    assert Decision.objects.exists()
    certificate = workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert certificate.counts == expected
    assert certificate.counts["register_person"] == 1
    assert certificate.counts["register_historicalperson"] == 2
    assert certificate.counts["consent_capacityassessment"] == 1
    assert not Person.everyone.filter(pk=person.pk).exists()
    assert Person.everyone.filter(pk=other.pk).exists()
    assert scan(looked_for).clean
    assert ReadLog.objects.get().persons == [other.pk]
    withdrawal.refresh_from_db()
    assert (withdrawal.person_id, withdrawal.note, withdrawal.state) == (None, "", "erased")
    assert (certificate.recorder_role, certificate.approver_role) == ("team", "auditor")


def test_the_audit_chain_holds_after_an_erasure_and_points_to_nobody(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    audit.seal(at=NOW)
    withdrawal = withdrawn(cast, person)
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.second_team, at=LATER)
    audit.seal(at=LATER)
    verdict = audit.verify()
    assert verdict.sound
    assert verdict.severed > 0
    assert not AuditEvent.objects.filter(person_id=person.pk).exists()
    assert AuditEvent.objects.get(kind="consent.erased").person_id is None


def test_who_recorded_it_cannot_approve_it(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawal = withdrawn(cast, person)
    for verb in (
        lambda: workflow.approve_erasure(withdrawal=withdrawal, by=cast.team, at=LATER),
        lambda: workflow.restore(withdrawal=withdrawal, reason="Wrong", by=cast.team, at=LATER),
    ):
        with pytest.raises(RuleBroken, match="different person"):
            verb()
    assert Person.everyone.get(pk=person.pk).restricted_at == NOW
    assert not ErasureCertificate.objects.exists()


def test_nobody_from_another_area_approves(cast: Cast) -> None:
    withdrawal = withdrawn(cast, on_register(cast.area, by=cast.team))
    with pytest.raises(RuleBroken, match="do not act in this area"):
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.other_area_team, at=LATER)
    assert Rating.objects.exists()


def test_erasing_twice_is_refused(cast: Cast) -> None:
    withdrawal = withdrawn(cast, on_register(cast.area, by=cast.team))
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    for verb in (workflow.approve_erasure, workflow.restore):
        extra = {"reason": "Wrong"} if verb is workflow.restore else {}
        with pytest.raises(RuleBroken, match="already been carried out"):
            verb(withdrawal=withdrawal, by=cast.second_team, at=LATER, **extra)
    assert ErasureCertificate.objects.count() == 1


def test_a_withdrawal_recorded_in_error_is_restored_by_a_second_person(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawal = withdrawn(cast, person)
    with pytest.raises(RuleBroken, match="why"):
        workflow.restore(withdrawal=withdrawal, reason=" ", by=cast.second_team, at=LATER)
    workflow.restore(withdrawal=withdrawal, reason="Another Robin", by=cast.second_team, at=LATER)
    assert Person.objects.filter(pk=person.pk).exists()
    with pytest.raises(RuleBroken, match="recorded in error"):
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    again = withdrawn(cast, person)
    workflow.approve_erasure(withdrawal=again, by=cast.auditor, at=LATER)
    withdrawal.refresh_from_db()
    assert (withdrawal.person_id, withdrawal.note, withdrawal.decision_reason) == (None, "", "")


@pytest.mark.parametrize("spelled", ["999 {0} {1}", "999-{0}-{1}", "999{0}{1}"])
def test_an_nhs_number_in_somebody_elses_text_stops_the_erasure(cast: Cast, spelled: str) -> None:
    person = on_register(cast.area, by=cast.team)
    number = person.nhs_number or ""
    written = spelled.format(number[3:6], number[6:])
    other = on_register(cast.area, by=cast.team, communication_needs=f"Sibling of {written}.")
    withdrawal = withdrawn(cast, person)
    with pytest.raises(workflow.ErasureIncomplete, match=r"register_person\.communication") as no:
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert number not in no.value.message
    assert Person.everyone.filter(pk__in=[person.pk, other.pk]).count() == 2
    assert Withdrawal.objects.get().is_open


def test_a_namesake_is_looked_at_before_the_erasure(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quill")
    words = "Lives with robin  QUILL, a brother."
    on_register(cast.area, by=cast.team, reasonable_adjustments=words)
    withdrawal = withdrawn(cast, person)
    with pytest.raises(workflow.ErasureIncomplete, match="someone else") as no:
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert no.value.field == "namesakes"
    certificate = workflow.approve_erasure(
        withdrawal=withdrawal, by=cast.auditor, at=LATER, namesakes_seen=True
    )
    assert set(certificate.namesakes) == {
        "register_person.reasonable_adjustments",
        "register_historicalperson.reasonable_adjustments",
    }


def test_two_people_of_one_name_do_not_stop_each_others_erasure(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quill")
    twin = on_register(cast.area, by=cast.team, family_name="Quill")
    withdrawal = withdrawn(cast, person)
    certificate = workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert "register_standing.sort_name" in certificate.namesakes
    assert Person.objects.get() == twin


def test_a_date_of_birth_alone_is_nobodys_and_beside_the_name_it_is_found(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quill")
    on_register(cast.area, by=cast.team, communication_needs="Met on 17/05/1990 at the office")
    assert "register_person.communication_needs" not in scan(identifiers_of(person)).named
    on_register(cast.area, by=cast.team, communication_needs="Ask for Quill (17/5/90) first")
    assert scan(identifiers_of(person)).named["register_person.communication_needs"] == 1


def test_a_keeper_that_leaves_something_stops_the_erasure(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consent.keeper import ConsentKeeper

    person = on_register(cast.area, by=cast.team)
    workflow.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    withdrawal = withdrawn(cast, person)
    monkeypatch.setattr(ConsentKeeper, "erase", lambda *_: None)
    with pytest.raises(workflow.ErasureIncomplete, match="consent_"):
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert Decision.objects.exists()
    assert Withdrawal.objects.get().is_open


def test_the_database_refuses_two_people_who_are_one(cast: Cast) -> None:
    withdrawal = withdrawn(cast, on_register(cast.area, by=cast.team))
    with pytest.raises(DatabaseError, match="withdrawal_two_people"), transaction.atomic():
        Withdrawal.objects.filter(pk=withdrawal.pk).update(
            decided_by=cast.team, decided_at=LATER, decided_role="team", state="restored"
        )


def test_the_canary_is_gone_from_every_table(cast: Cast) -> None:
    person = canary.hatch(cast)
    canary.fill_everything(person, cast)
    assert _rows_with(canary.WORD)
    withdrawal = withdrawn(cast, person, note=canary.word("note"))
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert _rows_with(canary.WORD) == {}
    assert scan(identifiers_of_id(person.pk)).clean


def _rows_with(word: str) -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"]
            )
            if rows := cursor.fetchone()[0]:
                found[table] = rows
    return found
