"""The PDF pack: one person a page, marked, numbered, logged, with a name about nobody."""

import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import pdf
from core.models import AuditEvent, ReadLog
from meetings import workflow
from meetings.models import Meeting
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.meetings.conftest import TOMORROW, decide

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def tomorrow(clock: time_machine.Traveller) -> None:
    """The day of the meeting."""
    clock.move_to(TOMORROW)


def opened_up(made: bytes) -> bytes:
    """Return a PDF with its compressed parts written out."""
    packed = re.findall(rb"stream\r?\n(x.*?)endstream", made, re.S)
    return made + b"".join(zlib.decompressobj().decompress(one) for one in packed)


def noting(seen: list[str]) -> Callable[[str], bytes]:
    """Return what takes the place of the drawing and keeps what was to be drawn."""

    def render(html: str) -> bytes:
        seen.append(html)
        return b"%PDF-"

    return render


def test_each_person_has_a_page_and_the_printing_is_logged(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    people = [somebody(Level.RED), somebody(), somebody()]
    meeting = opened()
    decide(meeting, people[0], by=cast.team, level=Level.RED)
    answer = sign_in(cast.team).post(reverse("meetings:pack", args=[meeting.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="dsr-tracking-meeting-2026-11-24.pdf"'
    )
    assert "no-store" in answer["Cache-Control"]
    inside = opened_up(answer.content)
    assert len(re.findall(rb"/Type /Page\b", inside)) == 4
    assert b"/MarkInfo" in inside
    assert ReadLog.objects.get(purpose="print").persons == [one.pk for one in people]
    event = AuditEvent.objects.get(kind="meetings.printed")
    assert event.facts == {"meeting": str(meeting.pk), "sheets": 3}


def test_the_pack_says_who_printed_it_when_and_page_of_pages(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = somebody(Level.RED)
    meeting = opened()
    decide(meeting, person, by=cast.team, level=Level.RED, reason="Still in crisis")
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    seen: list[str] = []
    monkeypatch.setattr(pdf, "render", noting(seen))
    sign_in(cast.team).post(reverse("meetings:pack", args=[meeting.pk]))
    for said in (cast.team.full_name, "24 November 2026 at 9:30am", "Still in crisis", "RED"):
        assert said in seen[0], said
    assert "not approved yet" in seen[0]
    style = pdf.static_file("dsr/pack.css").read_text()
    assert 'counter(page) " of " counter(pages)' in style
    assert "OFFICIAL-SENSITIVE" in style
    assert set(re.findall(r"#[0-9a-f]{3,6}", style)) == {"#000"}, "black and white"


def test_without_the_systems_libraries_the_browser_prints(
    cast: Cast, opened: Make, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(html: str) -> Any:
        raise pdf.PdfMissing

    meeting = opened()
    monkeypatch.setattr(pdf, "render", missing)
    client = sign_in(cast.team)
    answer = client.post(reverse("meetings:pack", args=[meeting.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("meetings:print", args=[meeting.pk]), 302)]
    assert "Print this page from your browser" in answer.content.decode()


def test_somebody_invited_gets_their_own_people_only(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody(family_name="Mineperson", lead=cast.lead)
    somebody(family_name="Otherperson")
    meeting = opened(invite=[cast.lead])
    seen: list[str] = []
    monkeypatch.setattr(pdf, "render", noting(seen))
    sign_in(cast.lead).post(reverse("meetings:pack", args=[meeting.pk]))
    assert "Mineperson" in seen[0]
    assert "Otherperson" not in seen[0]
