"""The journey of closing a record, as tests walk it, and a person about whom much is open."""

from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.urls import reverse

from actions import workflow as actions
from actions.models import Action
from consent import workflow as consent
from meetings import workflow as meetings
from meetings.models import Meeting
from register.models import Person
from register.rules import Level
from reviews.models import ReviewRequest
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW, on_register
from tests.reviews.given import asked

DUE = NOW.date() + timedelta(days=11)


@dataclass
class Busy:
    """Someone RED about whom everything is open that can be."""

    person: Person
    actions: list[Action]
    meeting: Meeting
    request: ReviewRequest


def busy(cast: Cast, **changed: Any) -> Busy:
    """Return someone RED with an urgent meeting, three actions, a review and an agenda line."""
    person = on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead, **changed)
    consent.record(person=person, details=decision(), by=cast.team, at=NOW)
    made = [
        actions.agree(
            person=person, description=f"Canary thing {number}", due_on=DUE, owner=owner,
            by=cast.team, at=NOW,
        )
        for number, owner in enumerate([cast.lead, cast.rep, cast.rep], start=1)
    ]  # fmt: skip
    meeting = meetings.convene_urgent(
        person=person, starts_at=NOW + timedelta(days=1), place="Room 4", chair=cast.second_team,
        reason="Crisis", invite=[cast.lead, cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    tracking = meetings.plan(
        area=cast.area, starts_at=NOW + timedelta(days=7), place="Room 5", chair=cast.second_team,
        invite=[cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    meetings.add_person(meeting=tracking, person=person, reason="Asked", by=cast.team, at=NOW)
    request = asked(cast, person)
    return Busy(person, made, meeting, request)


class _Fields(HTMLParser):
    """Reads what a form holds: hidden and typed values, the choice made, the words written."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        kind = told.get("type") or "text"
        if tag == "input" and name and (kind in {"hidden", "text"} or "checked" in told):
            self.found[name] = value
        elif tag == "textarea":
            self.area, self.found[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in told:
            self.found[self.select] = value

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.found[self.area] = self.found[self.area].removeprefix("\n")
            self.area = ""


class Journey:
    """Walks the pages of closing as a browser does: what a page carries is sent with the next."""

    def __init__(self, client: Any, person: Person) -> None:
        self.client = client
        self.url = reverse("register:close", args=[person.pk])
        self.answer = client.get(self.url)

    @property
    def page(self) -> str:
        """What the last page says."""
        return str(unescape(self.answer.content.decode()))

    def carried(self) -> dict[str, str]:
        """Return all that a browser would send of the page, as it stands."""
        reader = _Fields()
        reader.feed(self.answer.content.decode())
        return reader.found

    def send(self, **typed: str) -> "Journey":
        """Send the page with what is typed."""
        self.answer = self.client.post(self.url, self.carried() | typed)
        return self


def day(name: str, on: date) -> dict[str, str]:
    """Return a date as its three boxes send it."""
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }
