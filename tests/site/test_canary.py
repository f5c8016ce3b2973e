"""A person with unmistakable texts goes through everything; nothing outside the record tells."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from alerts import workflow as alerts
from alerts.models import Notice
from core.logs import OneLine
from core.models import AuditEvent, ReadLog
from register import workflow as register
from register.models import Person, Standing
from register.rules import LegalStatus, Security
from tests.canary import WORD, fill_everything, hatch
from tests.conftest import Cast
from tests.factories import NOW

TOLD_NOBODY = ("01632 960 777", "ZQ1 9ZQ", "2003-05-17", "17 May 2003")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, as it is written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def canary(cast: Cast) -> Person:
    """The canary, about whom every app has written."""
    with transaction.atomic():
        person = hatch(cast)
        fill_everything(person, cast)
    return Person.objects.get(pk=person.pk)


def _tells(text: str, person: Person) -> list[str]:
    words = [WORD, person.nhs_number or "", *TOLD_NOBODY]
    return [word for word in words if word and word.lower() in text.lower()]


def test_no_mail_notice_or_event_tells_who_somebody_is(canary: Person, log: io.StringIO) -> None:
    assert alerts.relay(at=NOW.replace(hour=23)) > 3
    said = "".join(
        f"{one.subject}\n{one.body}\n{one.alternatives}\n{one.extra_headers}" for one in mail.outbox
    )
    assert not _tells(said, canary)
    assert str(canary.pk) not in "".join(str(one.subject) for one in mail.outbox)
    assert not _tells(str(list(Notice.objects.values())), canary)
    assert not _tells(str(list(AuditEvent.objects.values("kind", "facts"))), canary)
    assert not _tells(str(list(ReadLog.objects.values())), canary)
    assert not _tells(log.getvalue(), canary)


def test_no_address_cookie_or_log_line_tells_who_somebody_is(
    canary: Person, cast: Cast, sign_in: Any, clock: Any, log: io.StringIO
) -> None:
    clock.move_to(Standing.objects.get(person=canary).rated_at)  # a filler rated it later than now
    client: Client = sign_in(cast.team)
    found = client.post(reverse("register:search"), {"words": WORD})
    assert str(canary.pk) in found.content.decode()
    typed = {"level": "RED", "reason": f"{WORD} again", "follows": _current(canary)}
    saved = client.post(reverse("register:rate", args=[canary.pk]), typed)
    assert saved.status_code == 302
    pages = [found, client.get(saved.headers["Location"])]
    for page in pages:
        assert WORD not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]
    assert not _tells(saved.headers["Location"] + str(client.cookies), canary)
    assert not _tells(log.getvalue(), canary)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(value, ''), '') FROM core_cache")
        assert not _tells(cursor.fetchone()[0], canary)


def test_an_error_is_logged_without_the_words_that_caused_it(
    canary: Person, cast: Cast, sign_in: Any, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**typed: Any) -> None:
        raise ValueError(f"cannot keep {typed['reason']} of {WORD}")

    monkeypatch.setattr("register.workflow.rate", broken)
    client: Client = sign_in(cast.team)
    client.raise_request_exception = False
    typed = {"level": "RED", "reason": f"{WORD} again", "follows": _current(canary)}
    answer = client.post(reverse("register:rate", args=[canary.pk]), typed)
    assert answer.status_code == 500
    assert WORD not in answer.content.decode()
    written = log.getvalue()
    assert "ValueError at" in written
    assert not _tells(written, canary)


def test_a_commissioner_reads_who_and_where_and_nothing_of_the_story(
    canary: Person, cast: Cast, sign_in: Any
) -> None:
    stay = register.admit(
        person=canary,
        details=register.AdmissionDetails(
            hospital=cast.commissioning,
            commissioner=cast.commissioning,
            admitted_on=NOW.date(),
            security=Security.LOW,
            legal_status=LegalStatus.SECTION_3,
            planned=False,
            ward="Oak",
        ),
        by=cast.team,
        at=NOW,
    )
    client: Client = sign_in(cast.commissioner)
    pages = [
        client.get(reverse("oversight:blue")),
        client.get(reverse("oversight:stay", args=[stay.pk])),
        client.get(reverse("reviews:record_visit", args=[stay.pk])),
        client.post(reverse("oversight:export"), {"purpose": "meeting", "format": "csv"}),
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert WORD in text, "the canary is not on this page at all"
        assert not re.findall(rf"{WORD} [a-z ]+ {WORD}", text)
        assert not [word for word in ("01632 960 777", "ZQ1 9ZQ", "Canaryreferral") if word in text]


def _current(person: Person) -> str:
    return str(Standing.objects.get(person=person).rating_id)
