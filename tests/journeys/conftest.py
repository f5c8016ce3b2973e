"""A real browser before a real server: people and pages by name, axe on every page."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connections
from django.test import Client

from accounts.models import User
from tests.journeys.walker import Walker
from tests.waiting import PATIENCE, until

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-sync", "--disable-component-update",
]  # fmt: skip
STARTED = pytest.StashKey[list[str]]()


def _chromium() -> str | None:
    named = os.environ.get("DSR_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the journeys out where there is no browser, and say so at the end."""
    journeys = [item for item in items if item.get_closest_marker("journey")]
    if journeys and _chromium() is None:
        config.hook.pytest_deselected(items=journeys)
        items[:] = [item for item in items if item not in journeys]
        config.stash[STARTED] = [item.name for item in journeys]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name the journeys that were left out."""
    if config.stash.get(STARTED, []):
        terminalreporter.write_line(
            "No Chromium was found, so the browser journeys were NOT run: install chromium, or "
            "name one in DSR_CHROMIUM."
        )


@pytest.fixture(autouse=True)
def clock() -> None:
    """Browsers and servers have clocks of their own, so here the clock runs."""


@pytest.fixture(scope="package")
def browser(django_db_setup: None) -> Iterator[Any]:
    """One Chromium for all journeys; it ends with them, and before the test database does."""
    from playwright.sync_api import sync_playwright

    before = {alias: connections[alias] for alias in connections}
    with pytest.MonkeyPatch.context() as patch:
        # The browser's event loop lives in this thread, where the tests use the database too.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            # While a loop runs, Django has other connections for this thread, which nothing would
            # close once the loop has ended: so they are made the same ones.
            for alias, one in before.items():
                connections[alias] = one
            started = playwright.chromium.launch(executable_path=_chromium(), args=QUIET)
            try:
                yield started
            finally:
                started.close()


@pytest.fixture
def walk(
    browser: Any, live_server: Any, transactional_db: None, settings: Any
) -> Iterator[Callable[..., Walker]]:
    """Return a function that sits somebody down before a browser of their own, signed in.

    Afterwards the windows are closed, and the server has answered all that they had asked.
    """
    settings.DSR_BASE_URL = live_server.url
    opened: list[Walker] = []

    def sit_down(user: User | None = None, *, scripts: bool = True) -> Walker:
        context = browser.new_context(java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE * 1000)
        if user is not None:
            context.add_cookies([session_of(user, live_server.url)])
        walker = Walker(context.new_page(), live_server.url, scripts=scripts)
        opened.append(walker)
        return walker

    yield sit_down
    for walker in opened:
        walker.page.context.close()
    until(lambda: not _answering(), saying=lambda: f"still answering: {_answering()}")


def _answering() -> list[str]:
    """Return the live server's threads that still serve a window."""
    return [one.name for one in threading.enumerate() if "process_request_thread" in one.name]


def session_of(user: User, url: str) -> Any:
    """Return the cookie of somebody who has signed in with both factors."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    name = site.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
