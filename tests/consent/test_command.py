"""`manage.py erasure scan`, and a policy file that must be right before anything starts."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.probing.erasing import five_years
from consent import policy, workflow
from consent.models import ErasureCertificate
from core.data_files import DataFileError
from register.models import Person
from tests.conftest import Cast
from tests.consent.test_erasure import withdrawn
from tests.factories import NOW, on_register

LATER = NOW + timedelta(hours=1)


def scanned(person_id: Any, capsys: Any) -> dict[str, Any]:
    try:
        call_command("erasure", "scan", "--person", str(person_id), "--json")
        failed = False
    except CommandError as error:
        failed = error.returncode == 1
    said = json.loads(capsys.readouterr().out)
    assert failed is not said["clean"]
    return said


def test_the_scan_finds_the_person_before_and_nothing_after(cast: Cast, capsys: Any) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quillfeather")
    before = scanned(person.pk, capsys)
    assert before["own"]["register_person.nhs_number"] == 1
    assert before["named"]["register_standing.sort_name"] == 1
    assert "Quillfeather" not in str(before)
    withdrawal = withdrawn(cast, person)
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    after = scanned(person.pk, capsys)
    assert after["clean"]
    assert after["tables"] > 20


def test_the_scan_says_in_words_where_and_never_what(cast: Cast, capsys: Any) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quillfeather")
    with pytest.raises(CommandError, match="is kept"):
        call_command("erasure", "scan", "--person", str(person.pk))
    said = capsys.readouterr().out
    assert "register_person.nhs_number: 1 rows" in said
    assert person.nhs_number not in said


def test_five_years_of_history_are_erased_without_a_statement_for_each_row(cast: Cast) -> None:
    new, old = (on_register(cast.area, by=cast.team) for _ in range(2))
    five_years(old, by=cast.team, at=NOW)
    _, asked_of_new = _erased(new, cast)
    certificate, asked_of_old = _erased(old, cast)
    assert certificate.rows > 2000
    assert certificate.severed_events > 1000
    assert asked_of_old < asked_of_new + 10


def _erased(person: Person, cast: Cast) -> tuple[ErasureCertificate, int]:
    """Erase somebody; return the certificate, and how many statements that took."""
    withdrawal = withdrawn(cast, person)
    with CaptureQueriesContext(connection) as asked:
        certificate = workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert certificate is not None
    return certificate, len(asked)


GOOD = policy.FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("months = 12", "months = 0"), "line 6: months must be 1 to 60"),
        (("months = 12", 'months = "12"'), "months must be a whole number"),
        (('certainty = "U"', 'certainty = "X"'), "unknown 'X'"),
        (("grace_days = 0", "graces = 0"), "grace_days is missing"),
        (("grace_days = 0", "grace_days = 0\nday = 1"), "unknown key day"),
        (("[erasure]", "[erase]"), "erasure is missing"),
        (("keep_months = 72", "keep_months = -1"), "keep_months must be 0 to 1200"),
        (("[disposition.died]", "[disposition.dead]"), "died is missing"),
        (("[review]", "[review"), "is not TOML"),
    ],
)
def test_a_malformed_policy_is_refused_with_line_and_reason(
    tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(GOOD.replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        policy.read(file)
    assert words in str(refused.value)
