"""Every state of everything that has states is reached, and left through a page by a named role."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.access.matrix import MATRIX
from tests.conftest import Cast
from tests.ways_out.conftest import Browsers
from tests.ways_out.model import Machine, State, Way
from tests.ways_out.pages import Page
from tests.ways_out.table import MACHINES

ALL = [(machine, state) for machine in MACHINES for state in machine.states]
NAMES = [f"{machine.thing}: {state.words}" for machine, state in ALL]


@pytest.mark.parametrize(("machine", "state"), ALL, ids=NAMES)
def test_every_state_has_its_ways_out(
    cast: Cast, browsers: Browsers, clock: time_machine.Traveller, machine: Machine, state: State
) -> None:
    clock.move_to(state.at)
    made = state.make(cast)
    assert machine.state_of(made) == state.name
    clock.move_to(state.at + timedelta(minutes=5))
    seen = Seen(browsers)
    for way in state.ways:
        first, *others = way.who.split(", ")
        _walk(seen, machine, state, way, first, made)
        for who in others:  # that they may open it, `tests.access` holds
            _offered(seen, machine, way, who, made)


class Seen:
    """The pages that each of those who walk has read, once each."""

    def __init__(self, browsers: Browsers) -> None:
        self.browsers = browsers
        self.pages: dict[tuple[str, str], Page] = {}

    def read(self, who: str, address: str) -> Page:
        """Return a page as `who` sees it; fail where they do not."""
        key = (who, address)
        if key not in self.pages:
            answer = self.browsers[who].get(address, follow=True)
            assert answer.status_code == 200, f"{who}: {address} answers {answer.status_code}"
            self.pages[key] = Page(address, answer.content.decode())
        return self.pages[key]


def _offered(seen: Seen, machine: Machine, way: Way, who: str, made: Any) -> tuple[Page, str]:
    """Go to the page of the thing as someone, and find the way there: the page, its address."""
    here = (way.at or machine.page)(made)
    page = seen.read(who, here)
    address = page.way_to(way.page, {str(way.about(made).pk)} if way.about else _ids(made))
    assert address, f"{who} is not offered {way.page} on {here}"
    return page, address


def _walk(seen: Seen, machine: Machine, state: State, way: Way, who: str, made: Any) -> None:
    """Go the way, and see that it leads out."""
    page, address = _offered(seen, machine, way, who, made)
    there = page if address not in page.links else seen.read(who, address)
    if way.press is None:
        return
    typed = way.press(made) if callable(way.press) else way.press
    with transaction.atomic():  # what one does is not there for the next
        _press(seen.browsers[who], there, address, dict(typed))
        after = machine.state_of(made)
        transaction.set_rollback(True)
    assert (after == state.name) == way.stays, f"{way.page} leads from {state.name} to {after}"


def _ids(made: Any) -> set[str]:
    """Return what an address may name of a thing: itself, and what it belongs to."""
    fields = (one for one in made._meta.concrete_fields if one.is_relation or one.primary_key)
    return {str(value) for one in fields if (value := getattr(made, one.attname))}


def _press(client: Client, page: Page, address: str, typed: dict[str, str]) -> None:
    """Send a form as a browser does, and the check pages that follow it, until it is done."""
    for _ in range(4):
        sent = page.form_to(address).values | typed
        answer = client.post(address, sent)
        if answer.status_code == 302:
            return
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        html = answer.content.decode()
        assert "nhsuk-error-summary" not in html, f"{address} refuses: {_errors(html)}"
        page = Page(address, html)
        typed = typed | {"checked": "yes"} if 'name="checked"' in html else typed
    raise AssertionError(f"{address} asks on and on")


def _errors(html: str) -> str:
    start = html.index("nhsuk-error-summary")
    return " ".join(html[start : start + 900].split())


def test_every_page_in_the_table_is_a_page() -> None:
    named = {way.page for _, state in ALL for way in state.ways}
    assert named <= set(MATRIX), sorted(named - set(MATRIX))
