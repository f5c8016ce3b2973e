"""Saving as it is typed: what the script is answered, and what a form then shows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from core import autosave, nhsuk
from core.errors import Conflict
from core.nhsuk.layout import Button

pytestmark = pytest.mark.django_db


class Form(nhsuk.Form):
    """A form with something that can be wrong."""

    also = (Button("Later", name="later", value="yes"),)
    born = nhsuk.DateField("Date of birth")
    words = nhsuk.LongTextField("Words")


class Page:
    """What stands below: a page that answers a button."""

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("a page")


class View(autosave.SavesAsTyped, Page):
    """Keeps, or does not."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.now = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
        self.problem = problem

    def keep_typed(self) -> int:
        if self.problem:
            raise self.problem
        return 7


def asked(**headers: str) -> Any:
    return RequestFactory().post("/x/", {"words": "so far"}, headers=headers)


def test_the_script_is_told_the_version_and_when() -> None:
    answer = View().post(asked(**{"X-Autosave": "yes"}))
    assert answer.content == b'{"version": 7, "said": "Saved at 5:30pm"}'


def test_a_conflict_is_409_with_its_words() -> None:
    answer = View(Conflict("Saved elsewhere.")).post(asked(**{"X-Autosave": "yes"}))
    assert (answer.status_code, answer.content) == (409, b'{"said": "Saved elsewhere."}')


def test_a_button_is_answered_by_the_page() -> None:
    assert View().post(asked()).content == b"a page"


def test_what_was_typed_is_shown_again_without_errors() -> None:
    sent = QueryDict(mutable=True)
    sent.update(
        {"born_day": "3x", "words": "a\x00 <b>", "version": "4", "csrfmiddlewaretoken": "s",
         "later": "yes"}
    )  # fmt: skip
    typed = autosave.typed_in(sent)
    assert typed == {"born_day": ["3x"], "words": ["a <b>"]}
    form = autosave.without_errors(Form(autosave.data_of(typed, version=4)))
    assert not form.errors
    shown = str(form["born"].value()) + str(form["words"].value())
    assert "3x" in shown
    assert "a <b>" in shown


def test_the_form_says_where_it_is_saved() -> None:
    form = Form()
    form.autosave = "/x/"
    assert form.helper.attrs["data-autosave"] == "/x/"
    assert "data-autosave" not in Form().helper.attrs
