"""What no form is meant to get: never an error page, never half a record, always words."""

from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from tests.access.matrix import MATRIX, Row
from tests.access.world import World
from tests.site.forms import Filled, fill

PREFERRED = ("lead", "team", "commissioner", "administrator", "auditor", "pending")
ROWS = [
    (name, row)
    for name, row in sorted(MATRIX.items())
    if row.get == 200 and (row.public or row.may)
]
IDS = [name for name, _ in ROWS]
REAL = ("15", "3", "2026")
NASTY = {
    "a NUL byte": "before\x00after",
    "a control character": "before\x1bafter",
    "a text far too long": "x" * 100_000,
}


def _actor(world: World, row: Row) -> Client:
    if row.public:
        return world.clients["signed_out"]
    return world.clients[next(who for who in PREFERRED if who in row.may)]


def _sent(client: Client, url: str, data: Any, **more: Any) -> Any:
    """Send and undo."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        before = AuditEvent.objects.count()
        answer: Any = client.post(url, data, **more)
        answer.written = AuditEvent.objects.count() - before
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def _form(world: World, name: str, row: Row) -> Any:
    url = reverse(name, kwargs=world.kwargs(row.about))
    shown = _actor(world, row).get(url)
    return url, shown.context.get("form") if shown.context else None


def _asked(form: Any, names: list[str]) -> set[str]:
    """Return those of `names` that the page would ask for whatever else was chosen."""
    below = {name for _, _, names in form._reveals() for name in names}
    return set(names) - below


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_every_text_that_cannot_be_kept_is_refused_in_words(
    world: World, name: str, row: Row
) -> None:
    url, form = _form(world, name, row)
    if form is None or not hasattr(form, "_reveals") or form.method != "post":
        return
    for what, text in NASTY.items():
        filled: Filled = fill(form, text=text, date=REAL)
        if not _asked(form, filled.texts):
            return
        answer = _sent(_actor(world, row), url, filled.data)
        assert answer.status_code == 200, (what, answer.status_code)
        wrong = _asked(form, filled.texts) - set(answer.context["form"].errors)
        assert not wrong, (what, wrong)
        assert answer.written == 0, what
        assert "There is a problem" in answer.content.decode(), what


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_a_date_that_is_none_is_refused_in_words(world: World, name: str, row: Row) -> None:
    url, form = _form(world, name, row)
    if form is None or not hasattr(form, "_reveals") or form.method != "post":
        return
    for date in (("30", "2", "2026"), ("0", "0", "0000"), ("1", "1", "99999"), ("\x00", "x", "-1")):
        filled = fill(form, text="Some words", date=date)
        if not filled.dates:
            return
        answer = _sent(_actor(world, row), url, filled.data)
        assert answer.status_code == 200, date
        wrong = _asked(form, filled.dates) - set(answer.context["form"].errors)
        assert not wrong, (date, wrong)
        assert answer.written == 0, date


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_bytes_that_are_no_text_and_values_nobody_offered_are_no_error(
    world: World, name: str, row: Row
) -> None:
    """Lone surrogates, bytes that are not UTF-8, choices and hidden values made up."""
    url, form = _form(world, name, row)
    if form is None:
        return
    names = [form.add_prefix(one) for one in form.fields]
    for raw in ("%ED%A0%80", "%FF%FE", "%00", "'%22%3E%3Cb%3E", "999999999999999999999999"):
        body = "&".join(f"{one}={raw}" for one in names)
        answer = _sent(
            _actor(world, row), url, body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in {200, 302, 400, 405}, (raw, answer.status_code)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            assert "<b>" not in answer.content.decode() or raw[0] != "'"


ASKED = (
    "after", "before", "kind", "user", "person", "tab", "level", "area", "page", "sort", "q",
    "order", "state", "meeting", "next", "from", "name", "role", "filter", "on", "words",
)  # fmt: skip


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_nonsense_in_the_address_is_no_error(world: World, name: str, row: Row) -> None:
    url = reverse(name, kwargs=world.kwargs(row.about))
    client = _actor(world, row)
    for value in ("\x00", "\ud800", "-1", "9" * 30, "%", "2026-13-45T99:99", "' OR 1=1 --"):
        query = urlencode(dict.fromkeys(ASKED, value), errors="surrogatepass")
        answer = client.get(f"{url}?{query}")
        assert answer.status_code in {200, 302, 400, 404}, (value, answer.status_code)


@pytest.mark.parametrize("name", ["register:search", "referrals:start", "accounts:register"])
def test_ten_megabytes_are_refused_before_they_are_read(world: World, name: str) -> None:
    client = world.clients["lead"]
    answer = _sent(
        client, reverse(name), {"words": "x" * 10_000_000},
    )  # fmt: skip
    assert answer.status_code == 400
    assert answer.written == 0


def test_a_birth_date_in_the_future_is_refused(world: World) -> None:
    url = reverse("register:edit", kwargs=world.kwargs("person"))
    client = world.clients["team"]
    form = client.get(url).context["form"]
    answer = _sent(client, url, fill(form, text="Words", date=("1", "1", "2099")).data)
    assert answer.context["form"].errors["birth_date"] == [
        "Date of birth must be today or in the past"
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("999 000 0001", "NHS number"), ("QQ 12 34 56 C", "NHS number"), ("12345", "NHS number")],
)
def test_a_wrong_nhs_number_is_refused_with_what_is_wrong(
    world: World, typed: str, said: str
) -> None:
    url = reverse("register:edit", kwargs=world.kwargs("person"))
    client = world.clients["team"]
    form = client.get(url).context["form"]
    data = fill(form, text="Words", date=("15", "3", "1984")).data | {"nhs_number": typed}
    answer = _sent(client, url, data)
    assert said in " ".join(answer.context["form"].errors["nhs_number"])
    assert typed in answer.content.decode()
