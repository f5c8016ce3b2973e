"""The measured pages: whose they are, their addresses, what they read, how long they take."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from accounts.models import Area, User
from bench import region
from bench.config.bare_urls import run
from bench.probing.plans import Statement, captured, reading
from core.models import AuditEvent
from dsr_site.demo.personas import BY_KEY
from dsr_site.demo.region.places import FIRST_AREA
from meetings.models import Meeting
from register.models import Standing


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one persona asks for it; `form` makes it a POST."""

    persona: str
    path: str
    form: tuple[tuple[str, str], ...] = ()

    @property
    def body(self) -> str:
        """Return the form as it is sent."""
        return urlencode(self.form)


@cache
def pages() -> dict[str, Page]:
    """Return the measured pages of this database by name."""
    first = Area.objects.get(code=FIRST_AREA)
    known = {
        "list": Page("team", f"/people/?area={first.pk}&rating=AMBER&sort=due"),
        "list-all": Page("team", "/people/"),
        "search": Page("team", "/people/search/", (("words", region.TYPED),)),
        "person": Page("team", f"/people/{_busiest(first)}/"),
        "worklist": Page("team", "/actions/duties/?show=overdue"),
        "blue": Page("commissioner", "/oversight/blue/"),
    }
    for name, code in (("agenda", region.GROWTH_AREA), ("agenda-2000", region.FULL_AREA)):
        meeting = Meeting.objects.planned().filter(area__code=code).first()
        if meeting is not None and Standing.objects.filter(area__code=code).exists():
            known[name] = Page("team", f"/meetings/{meeting.pk}/")
    return known


def _busiest(area: Area) -> Any:
    """Return whoever of the story has the longest trail, and so the fullest page."""
    rows = AuditEvent.objects.filter(person_id__isnull=False).order_by("id")
    early = list(rows.values_list("person_id", flat=True)[:4_000])
    there = set(
        Standing.objects.filter(area=area, person__in=set(early)).values_list("pk", flat=True)
    )
    counted = {key: early.count(key) for key in there}
    return max(sorted(counted), key=lambda key: counted[key])


@cache
def signed_in(persona: str) -> Client:
    """Return a client signed in as a persona."""
    client = Client()
    client.force_login(User.objects.get(email=BY_KEY[persona].email))
    return client


def open_page(name: str) -> bytes:
    """Ask for a page through all middleware; its bytes."""
    page = pages()[name]
    client = signed_in(page.persona)
    answer = client.post(page.path, dict(page.form)) if page.form else client.get(page.path)
    if answer.status_code != 200:
        raise RuntimeError(f"{name} answered {answer.status_code}")
    return bytes(answer.content)


def timed(name: str, times: int) -> list[float]:
    """Return how many milliseconds each of `times` openings took."""
    return [_milliseconds(lambda: open_page(name)) for _ in range(times)]


def timed_bare(name: str, times: int) -> list[float]:
    """Return how many milliseconds the SQL of the page alone took, each time."""
    reads = statements(name)
    return [_milliseconds(lambda: run(reads)) for _ in range(times)]


def _milliseconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


@cache
def _written(name: str) -> tuple[Statement, ...]:
    open_page(name)  # the first opening signs in and fills caches
    with captured() as seen:
        open_page(name)
    return tuple(seen)


def statements(name: str) -> list[Statement]:
    """Return what the page reads of the rows that it shows."""
    return reading(_written(name))


def queries(name: str) -> int:
    """Return how many statements the whole page runs, savepoints apart."""
    return sum("SAVEPOINT" not in sql for sql, _ in _written(name))
