"""The copy for the person: everything that is kept, in plain words, with who has looked."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from consent import rights, workflow
from core.copies import Check
from core.models import AuditEvent
from core.records import keepers
from register.models import Person
from tests import canary
from tests.conftest import Cast
from tests.consent import details as a
from tests.consent.test_erasure import withdrawn
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
                cursor.execute(f'SELECT t::text FROM "{table}" t')
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


def test_what_is_about_others_is_marked_before_release(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.record(person=person, details=a.in_best_interests(), by=cast.lead, at=NOW)
    sections = rights.copy_for(person, at=NOW).sections
    marks = {line.words: line.check for s in sections for lines in s.records for line in lines}
    assert marks["Her sister agrees"] is Check.OTHERS
    assert marks["Wants to stay near the sea"] is Check.WORDS
    assert marks["Best-interests decision"] is Check.NONE


def test_the_copy_is_made_with_its_purpose_and_says_who_has_looked(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, family_name="<b>Quill</b>")
    sign_in(cast.lead).get(person.get_absolute_url())
    address = reverse("consent:make_copy", args=[person.pk])
    client = sign_in(cast.team)
    assert client.post(address, {"form": "page"}).status_code == 200
    assert not AuditEvent.objects.filter(kind="consent.copy_made").exists()
    typed = {"purpose": "person", "checked": "on", "form": "page"}
    page = client.post(address, typed).content.decode()
    event = AuditEvent.objects.get(kind="consent.copy_made")
    assert (event.person_id, event.actor, event.facts["purpose"]) == (
        person.pk, cast.team, "person",
    )  # fmt: skip
    assert "Lena Lead" in page
    assert "page of the person" in page or "own page" in page
    assert "&lt;b&gt;Quill" in page
    assert "<b>Quill" not in page
    file = client.post(address, typed | {"form": "json"})
    assert file.headers["Content-Type"].startswith("application/json")
    assert "Quill" not in file.headers["Content-Disposition"]
    told = json.loads(file.content)
    assert {look["name"] for look in told["who_has_looked"]} == {"Lena Lead", "Tara Team"}
    assert "Before you share this copy" in told["check_before_release"]


def test_no_copy_is_made_of_somebody_who_withdrew(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawn(cast, person)
    address = reverse("consent:make_copy", args=[person.pk])
    assert sign_in(cast.team).get(address).status_code == 404


def test_what_the_copy_held_is_gone_after_an_erasure(cast: Cast, bird: Person) -> None:
    """The other half of completeness: the same canary, after the erasure."""
    withdrawal = withdrawn(cast, bird)
    at = NOW + timedelta(days=3)
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=at)
    assert not _in_the_database()
