"""The demo: it exists in its own settings only; one click signs in; mail is shown."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client, override_settings
from django.urls import clear_url_caches

from accounts import workflow
from accounts.models import User
from tests.conftest import Cast
from tests.factories import NOW

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "dsr_site.settings.production",
    "DSR_SECRET_KEY": "x" * 60,
    "DSR_ALLOWED_HOSTS": "register.example.nhs.uk",
    "DSR_BASE_URL": "https://register.example.nhs.uk",
    "DATABASE_URL": "postgresql:///nowhere",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "DSR_EMAIL_URL": "smtp://localhost:25/",
    "DSR_TEAM_EMAIL": "team@example.nhs.uk",
}
PROBE = """
import django
django.setup()
from django.urls import resolve, Resolver404
for address in ("/demo/personas/", "/demo/mailbox/"):
    try:
        resolve(address)
    except Resolver404:
        continue
    raise SystemExit("the demo has an address")
try:
    import dsr_site.demo.personas
except django.core.exceptions.ImproperlyConfigured:
    raise SystemExit(0)
raise SystemExit("the demo was imported")
"""


@pytest.fixture
def demo(cast: Cast) -> Iterator[Cast]:
    """The demo installed for one test, its one table included."""
    apps = ["dsr_site.demo", *configured.INSTALLED_APPS]
    # The app may be imported only once the setting says so.
    with (
        override_settings(DSR_DEMO=True),
        override_settings(
            DSR_REQUIRE_SECOND_FACTOR=False,
            INSTALLED_APPS=apps,
            ROOT_URLCONF="tests.site.demo_urls",
            EMAIL_BACKEND="dsr_site.demo.mailbox.Backend",
        ),
    ):
        clear_url_caches()
        from dsr_site.demo.models import DemoMail

        with connection.schema_editor() as editor:
            editor.create_model(DemoMail)
        yield cast
    clear_url_caches()


def persona(cast: Cast, key: str) -> User:
    from dsr_site.demo.personas import BY_KEY

    return workflow.open_account(
        email=BY_KEY[key].email,
        full_name=BY_KEY[key].full_name,
        job_title=BY_KEY[key].job,
        organisation=cast.commissioning,
        by=None,
        at=NOW,
    )


def test_production_neither_serves_nor_imports_the_demo() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={"PATH": os.environ["PATH"], **PRODUCTION},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_personas_are_those_that_are_promised(demo: Cast) -> None:
    from dsr_site.demo.personas import BY_KEY

    assert list(BY_KEY) == [
        "lead",
        "other_lead",
        "rep",
        "team",
        "other_area_team",
        "commissioner",
        "other_commissioner",
        "auditor",
        "administrator",
        "second_administrator",
        "pending",
    ]


def test_one_click_signs_in_as_a_persona_and_another_changes_it(demo: Cast, client: Any) -> None:
    page = client.get("/demo/personas/")
    assert page.status_code == 200
    assert b'value="administrator"' in page.content
    for key in ("team", "auditor"):
        user = persona(demo, key)
        response = client.post("/demo/personas/", {"persona": key})
        assert response["Location"] == "/home/"
        assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("key", ["", "nobody", "lead"])
def test_a_persona_that_is_not_there_signs_nobody_in(demo: Cast, client: Any, key: str) -> None:
    response = client.post("/demo/personas/", {"persona": key})
    assert response["Location"] == "/demo/personas/"
    assert "_auth_user_id" not in client.session


def test_one_click_still_needs_the_forms_own_token(demo: Cast) -> None:
    persona(demo, "team")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/personas/", {"persona": "team"}).status_code == 403


def test_the_mailbox_shows_mail_newest_first_with_links_and_by_recipient(
    demo: Cast, client: Any
) -> None:
    assert b"No mail yet" in client.get("/demo/mailbox/").content
    for number, address in enumerate(("a@example.nhs.uk", "b@example.nhs.uk"), start=1):
        body = f"<b>Hello</b>, go to http://localhost:8000/accounts/verify/t{number}/."
        sent = EmailMultiAlternatives(f"Mail {number}", body, to=[address])
        sent.attach_alternative("<p>Hello</p>", "text/html")
        assert sent.send() == 1
    page = client.get("/demo/mailbox/").content.decode()
    assert 'href="http://localhost:8000/accounts/verify/t1/"' in page
    assert "&lt;b&gt;Hello" in page
    only = client.get("/demo/mailbox/?to=b@example.nhs.uk").content.decode()
    assert "Mail 2" in only
    assert "Mail 1" not in only
