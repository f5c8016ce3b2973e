"""A real browser before a real server: people and pages by name, axe on every page."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from accounts.models import User
from tests.journeys.walker import Walker

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all journeys."""
    from playwright.sync_api import sync_playwright

    # The browser's event loop lives in this thread, where the tests ask the database too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_chromium(), args=QUIET)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def walk(
    browser: Any, live_server: Any, transactional_db: None, settings: Any
) -> Iterator[Callable[..., Walker]]:
    """Return a function that sits somebody down before a browser of their own, signed in."""
    settings.DSR_BASE_URL = live_server.url
    opened: list[Walker] = []

    def sit_down(user: User | None = None, *, scripts: bool = True) -> Walker:
        context = browser.new_context(java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        if user is not None:
            context.add_cookies([session_of(user, live_server.url)])
        walker = Walker(context.new_page(), live_server.url, scripts=scripts)
        opened.append(walker)
        return walker

    yield sit_down
    for walker in opened:
        walker.page.context.close()


def session_of(user: User, url: str) -> Any:
    """Return the cookie of somebody who has signed in with both factors."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    name = site.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
