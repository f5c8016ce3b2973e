"""Saving a form as it is typed: what the script asks and what a view answers.

`<form data-autosave="ADDRESS">` is posted a moment after typing stops, with the header
`X-Autosave: yes`. A view that mixes in `SavesAsTyped` keeps it and answers with the new version,
or 409 with the reason; nothing typed is ever refused for being unfinished. Without the script
the same form is saved by its buttons.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone

from core.errors import RuleBroken
from core.nhsuk.say import time_words

HEADER = "X-Autosave"
SHOWN_AS_TYPED = "as_typed"
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "version", "later", "more", SHOWN_AS_TYPED})
Typed = dict[str, list[str]]


def is_asked(request: HttpRequest) -> bool:
    """Whether the script saves what is being typed, rather than a person pressing a button."""
    return request.method == "POST" and request.headers.get(HEADER) == "yes"


def saved(version: int, *, at: datetime) -> JsonResponse:
    """Answer that it is kept as `version`."""
    words = f"Saved at {time_words(timezone.localtime(at).time())}"
    return JsonResponse({"version": version, "said": words})


def refused(words: str) -> JsonResponse:
    """Answer why it was not kept; the script stops, and what was typed stays on the page."""
    return JsonResponse({"said": words}, status=409)


def typed_in(data: QueryDict) -> Typed:
    """Return what was typed by the page's names; the one character no record can hold is left
    out."""
    return {
        name: [value.replace("\x00", "") for value in values]
        for name, values in data.lists()
        if name not in NOT_TYPED
    }


def data_of(typed: Mapping[str, list[str]], *, version: int) -> QueryDict:
    """Return what was typed as a form takes it, marked so that the form shows no errors."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    data["version"] = str(version)
    data[SHOWN_AS_TYPED] = "yes"
    return data


def without_errors(form: forms.Form) -> forms.Form:
    """Return a bound form that shows what was typed and asks for nothing yet."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]
    form.cleaned_data = {}
    return form


class SavesAsTyped:
    """Mixed into a form's view before its own class; `keep_typed` keeps and returns the version.

    `RuleBroken` and `Conflict` become the answer 409 with their words.
    """

    request: HttpRequest
    now: datetime

    def keep_typed(self) -> int:
        """Keep `request.POST` as it stands and return the version it now has."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the script, or leave it to the page."""
        if not is_asked(request):
            return super().post(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        try:
            with transaction.atomic():
                version = self.keep_typed()
        except RuleBroken as broken:
            return refused(broken.message)
        return saved(version, at=self.now)
