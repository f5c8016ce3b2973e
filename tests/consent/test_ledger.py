"""The ledger: chained, nameless, refused when cut or changed, harmless when replayed twice."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from consent import ledger, workflow
from consent.models import ErasureCertificate, LedgerLine, Withdrawal
from consent.scan import identifiers_of, scan
from core.models import AuditEvent
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.consent.test_erasure import withdrawn
from tests.factories import NOW, details, on_register

LATER = NOW + timedelta(hours=1)


def erased(cast: Cast) -> Person:
    person = on_register(cast.area, by=cast.team)
    kept = Person.everyone.get(pk=person.pk)
    workflow.approve_erasure(withdrawal=withdrawn(cast, person), by=cast.auditor, at=LATER)
    return kept


def restored(cast: Cast, person: Person) -> Person:
    """Put the person back under the same identifier, as a backup would."""
    again = register.add_person(
        details=details(cast.area, nhs_number=person.nhs_number), lead=None, by=cast.team, at=NOW
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dsr.door', txid_current()::text, true)")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, column in (
            ("register_historicalperson", "id"),
            ("core_auditevent", "person_id"),
            ("register_person", "id"),
        ):
            if table != "core_auditevent":
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE {column} = %s", [person.pk, again.pk]
                )
    back = Person.everyone.get(pk=person.pk)
    register.enter(person=back, level=Level.GREEN, reason="As before", by=cast.team, at=NOW)
    return back


def exported(folder: Path) -> Path:
    file = folder / "ledger"
    call_command("erasure", "ledger", "--out", str(file))
    return file


def test_the_ledger_names_nobody(cast: Cast, tmp_path: Path) -> None:
    person = erased(cast)
    text = exported(tmp_path).read_text()
    certificate = ErasureCertificate.objects.get()
    assert certificate.reference in text
    for trace in (str(person.pk), person.pk.hex, person.nhs_number, person.family_name):
        assert str(trace) not in text
    assert (tmp_path / "ledger").stat().st_mode & 0o077 == 0


def test_a_replay_erases_again_whom_a_restored_backup_still_held(
    cast: Cast, tmp_path: Path, capsys: Any
) -> None:
    person = erased(cast)
    file = exported(tmp_path)
    back = restored(cast, person)
    pending = withdrawn(cast, back)
    looked_for = identifiers_of(back)
    call_command("erasure", "replay", str(file), "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "lines": 1, "erased": 1, "added": 0,
    }  # fmt: skip
    assert not Person.everyone.exists()
    assert scan(looked_for).clean
    again = ErasureCertificate.objects.get(replayed_at__isnull=False)
    assert (again.withdrawal, again.approver_role) == (pending, "auditor")
    assert Withdrawal.objects.get(pk=pending.pk).state == "erased"
    call_command("erasure", "replay", str(file), "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["erased"] == 0
    assert LedgerLine.objects.count() == 1
    assert ErasureCertificate.objects.count() == 2


def test_lines_that_a_backup_lost_come_back_with_the_replay(cast: Cast, tmp_path: Path) -> None:
    erased(cast)
    erased(cast)
    file = exported(tmp_path)
    before = file.read_text()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dsr.door', txid_current()::text, true)")
        cursor.execute("DELETE FROM consent_ledgerline")
    call_command("erasure", "replay", str(file))
    assert exported(tmp_path).read_text() == before


CUTS: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "empty": (lambda _: [], "empty"),
    "the end is missing": (lambda rows: rows[:-1], "cut off"),
    "a line is cut": (lambda rows: [*rows[:-1], rows[-1][:-9]], "cut off"),
    "the first line is missing": (lambda rows: rows[1:], "a line before it is missing"),
    "a line in between is missing": (lambda rows: [rows[0], *rows[2:]], "missing"),
    "the last line is gone, the end kept": (
        lambda rows: [*rows[:-2], rows[-1]],
        "does not count",
    ),
    "a date was changed": (
        lambda rows: [rows[0].replace("2026", "2025"), *rows[1:]],
        "it was changed",
    ),
    "two were swapped": (lambda rows: [rows[1], rows[0], *rows[2:]], "it was changed"),
    "not a ledger": (lambda _: ["hello"], "not a line of a ledger"),
    "a list": (lambda _: ["[]", "[]"], "not a line of a ledger"),
    "nothing in it": (lambda _: ["{}", "{}"], "not a line of a ledger"),
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_ledger_cut_or_changed_is_refused_and_nothing_is_changed(
    cast: Cast, tmp_path: Path, cut: str
) -> None:
    for _ in range(3):
        erased(cast)
    file = exported(tmp_path)
    on_register(cast.area, by=cast.team)
    change, words = CUTS[cut]
    file.write_text("\n".join(change(file.read_text().splitlines())))
    events = AuditEvent.objects.count()
    with pytest.raises(CommandError, match=words):
        call_command("erasure", "replay", str(file))
    assert AuditEvent.objects.count() == events
    assert Person.everyone.count() == 1


def test_a_ledger_of_another_register_is_refused(cast: Cast, tmp_path: Path, settings: Any) -> None:
    erased(cast)
    file = exported(tmp_path)
    settings.DSR_LEDGER_KEY = "another"
    with pytest.raises(CommandError, match="line 1: it was changed"):
        call_command("erasure", "replay", str(file))
    with pytest.raises(CommandError, match="in the database"):
        call_command("erasure", "ledger", "--out", str(tmp_path / "second"))
    assert not (tmp_path / "second").exists()


def test_a_file_that_cannot_be_read_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("erasure", "replay", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="which ledger"):
        call_command("erasure", "replay")
    with pytest.raises(CommandError, match="--out"):
        call_command("erasure", "ledger")
    with pytest.raises(CommandError, match="--person"):
        call_command("erasure", "scan")


def test_an_empty_ledger_is_whole(db: None) -> None:
    assert ledger.read("\n".join(ledger.written([]))) == []


def test_the_database_refuses_to_change_the_ledger(db: None) -> None:
    LedgerLine.objects.create(
        person_key="k", reference="E-1", legal_basis="withdrawn", received_at=NOW,
        erased_at=LATER, chain="c",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LedgerLine.objects.update(person_key="")
