"""Looking outside the database: the message broker and the export folder."""

import base64
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis

from consent import traces, workflow
from consent.scan import Findings, identifiers_of
from register.models import Person
from tests.conftest import Cast
from tests.consent.test_erasure import withdrawn
from tests.factories import NOW, on_register

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def broker(settings: Any) -> Iterator[Any]:
    address = settings.REDIS_URL.replace("redis+socket://", "unix://")
    client = redis.Redis.from_url(address.replace("virtual_host=", "db="))
    key = f"test-{uuid4()}"
    yield client, key
    client.delete(key)
    client.close()


def look(person: Person) -> Findings:
    return traces.look(identifiers_of(person), Findings())


def test_the_broker_is_looked_through_whatever_holds_it(cast: Cast, broker: Any) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quillfeather")
    client, key = broker
    number = person.nhs_number or ""
    wrapped = base64.b64encode(json.dumps([[str(person.pk)], {}, None]).encode()).decode()
    fillings = {
        "list": lambda: client.rpush(key, json.dumps({"body": wrapped})),
        "string": lambda: client.set(key, f"{number[:3]} {number[3:6]} {number[6:]}"),
        "set": lambda: client.sadd(key, str(person.pk).upper()),
        "zset": lambda: client.zadd(key, {number: 1}),
        "hash": lambda: client.hset(key, "field", f"See {number}"),
        "stream": lambda: client.xadd(key, {"field": number}),
    }
    for name, fill in fillings.items():
        client.delete(key)
        fill()
        found = look(person)
        assert found.own == {traces.BROKER: 1}, name
        assert found.keys
    client.delete(key)
    client.set(key, "robin  QUILLFEATHER")
    assert look(person).named == {traces.BROKER: 1}
    client.delete(key)
    assert look(person).own == {}


def test_the_export_folder_is_looked_through_archives_and_names_too(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    person = on_register(cast.area, by=cast.team)
    assert look(person).files is None
    settings.DSR_EXPORT_DIR = str(tmp_path)
    (tmp_path / "clean.csv").write_text("Someone,Else")
    assert (look(person).files, look(person).own) == (1, {})
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "list.csv").write_text(f"a,{person.nhs_number}\n")
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as book:
        book.writestr("xl/sheet1.xml", f"<v>{person.nhs_number}</v>")
    (tmp_path / f"{person.pk}.txt").write_text("")
    found = look(person)
    assert (found.files, found.own) == (4, {traces.FOLDER: 3})


def test_an_export_that_still_names_the_person_stops_the_erasure(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    person = on_register(cast.area, by=cast.team)
    settings.DSR_EXPORT_DIR = str(tmp_path)
    export = tmp_path / "export.csv"
    export.write_text(str(person.nhs_number))
    withdrawal = withdrawn(cast, person)
    with pytest.raises(workflow.ErasureIncomplete, match="the export folder"):
        workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert Person.everyone.filter(pk=person.pk).exists()
    export.unlink()
    certificate = workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert certificate.scanned_files == 0
    assert certificate.scanned_keys is not None


def test_a_broker_that_does_not_answer_is_told_on_the_certificate(
    cast: Cast, settings: Any
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    withdrawal = withdrawn(cast, on_register(cast.area, by=cast.team))
    certificate = workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert certificate.scanned_keys is None
