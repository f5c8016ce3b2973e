"""The copy for the person: everything that is kept, in plain words, with who has looked."""

import json
import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from consent import rights
from consent.scan import identifiers_of_id, scan
from core.copies import Check
from core.models import AuditEvent
from core.records import keepers
from register.models import Person
from tests import canary
from tests.conftest import Cast
from tests.consent import details as a
from tests.factories import NOW, on_register

KEPT_ELSEWHERE = {"register_standing", "core_auditevent", "core_readlog", "accounts_user"}
"""The list row is derived from what the copy holds."""
WORDS = re.compile(rf"{canary.WORD} [a-z_ ]+? {canary.WORD}")


@pytest.fixture
def bird(cast: Cast) -> Person:
    with transaction.atomic():
        person = canary.hatch(cast)
        canary.fill_everything(person, cast)
    return Person.objects.get(pk=person.pk)


def _in_the_database() -> set[str]:
    """Every canary text in every column of every table."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            if table not in KEPT_ELSEWHERE:
                cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - a test
                for (row,) in cursor.fetchall():
                    found |= set(WORDS.findall(row.replace("\\", "")))
    return found


def test_every_text_that_is_kept_about_the_person_is_in_the_copy(bird: Person) -> None:
    copy = json.dumps(rights.copy_for(bird, at=NOW).as_json(), ensure_ascii=False)
    kept = _in_the_database()
    assert len(kept) > 60
    assert not {text for text in kept if text not in copy}
    for own in (bird.family_name, bird.preferred_name, "ZQ1 9ZQ", "01632 960 777", "17 May 2003"):
        assert own in copy


def test_every_keeper_of_the_canary_tells_something(bird: Person) -> None:
    silent = [one.name for one in keepers() if not any(one.export(bird.pk).values())]
    assert silent in ([], ["alerts"])


def test_labels_are_plain_english_and_never_columns_or_identifiers(bird: Person) -> None:
    for section in rights.copy_for(bird, at=NOW).sections:
        for line in (line for lines in section.records for line in lines):
            assert "_" not in line.label, (section.title, line.label)
            assert line.label[:1].isupper() or line.label[:1].isdigit(), line.label
            assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", line.words), line
            assert line.words not in {"True", "False", "None"}, line
