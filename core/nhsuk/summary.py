"""The error summary of one or more forms: every message once, linked to its control."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.utils.safestring import SafeString

from core.nhsuk import components
from core.nhsuk.bound import first_control, messages


def error_summary(*forms: Any) -> SafeString:
    """Return the summary of the forms' errors, or nothing; it is shown once for each form.

    A page shows it above its heading; a form that is drawn without one shows its own.
    """
    fresh = [form for form in flat(forms) if not getattr(form, "summary_shown", False)]
    items = [item for form in fresh for item in _items(form)]
    if not items:
        return SafeString("")
    for form in fresh:
        form.summary_shown = True
    return components.error_summary({"heading": "There is a problem", "error_list": items})


def has_errors(*forms: Any) -> bool:
    """Say whether one of the forms was sent with errors."""
    return any(form.errors for form in flat(forms) if form.is_bound)


def flat(forms: Iterable[Any]) -> Iterator[Any]:
    """Return each form; a formset gives itself and then its forms."""
    for form in forms:
        if isinstance(form, BaseFormSet):
            yield form
            yield from form.forms
        elif isinstance(form, BaseForm):
            yield form


def _items(form: Any) -> Iterator[dict[str, str]]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from ({"text": str(message)} for message in form.non_form_errors())
        return
    for message in form.non_field_errors():
        yield {"text": str(message)}
    for name in form.errors:
        if name in form.fields:
            bound = form[name]
            for message in messages(bound):
                yield {"text": message, "href": f"#{first_control(bound)}"}
