"""Draws a field of a form: the one place where Django's bound fields become components.

It knows our own fields and any other whose widget is one of Django's, so that sign-in forms look
the same.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.nhsuk import components
from core.nhsuk.fields.choices import SelectField
from core.nhsuk.fields.dates import BOXES, DateBoxes
from core.nhsuk.html import element, join
from core.nhsuk.look import Look

PLAIN = Look()
PASSED_ON = ("data-", "hx-", "aria-")


def draw(bound: BoundField) -> SafeString:
    """Return the whole question: label, hint, error and control, with what its choices reveal."""
    rendered = getattr(bound.form, "rendered_fields", None)
    if rendered is not None:
        rendered.add(bound.name)
    if bound.is_hidden:
        return _hidden(bound)
    for widget, drawer in DRAWERS:
        if isinstance(bound.field.widget, widget):
            return drawer(bound, _common(bound))
    raise TypeError(f"{bound.field.widget!r} has no component in the NHS.UK pack")


def look_of(bound: BoundField) -> Look:
    """Return how the field looks; a field that is not ours looks plain."""
    found: Look = getattr(bound.field, "look", PLAIN)
    return found


def messages(bound: BoundField) -> list[str]:
    """Return the error messages of the field, in the words that both places show."""
    return [str(message) for message in bound.errors]


def first_control(bound: BoundField) -> str:
    """Return the id of the control that an error of the field is about."""
    ident = bound.auto_id or bound.html_name
    if isinstance(bound.field.widget, DateBoxes):
        return f"{ident}-{wrong_boxes(bound)[0]}"
    return ident


def wrong_boxes(bound: BoundField) -> list[str]:
    """Return the boxes of a date that its error is about: all of them unless it says."""
    for error in bound.errors.as_data():
        named = (error.params or {}).get("boxes")
        if named:
            return list(named)
    return list(BOXES)


def _common(bound: BoundField) -> dict[str, Any]:
    look = look_of(bound)
    widget = bound.field.widget
    errors = messages(bound)
    params: dict[str, Any] = {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "disabled": bound.field.disabled,
        "hint": mark_safe(escape(bound.help_text)) if bound.help_text else None,
        "label": _title(bound, look),
        "value": _text(bound.value()),
        "attributes": {k: v for k, v in widget.attrs.items() if k.startswith(PASSED_ON)},
    }
    if errors:
        params["error_message"] = mark_safe("<br>".join(escape(error) for error in errors))
    return params


def _title(bound: BoundField, look: Look) -> dict[str, Any]:
    mark = not bound.field.required and look.optional_mark
    mark = mark and getattr(bound.form, "marks_optional", True)
    title: dict[str, Any] = {"text": f"{bound.label}{' (optional)' if mark else ''}"}
    title["size"] = look.size or getattr(bound.form, "label_size", None)
    if look.heading:
        title |= {"size": look.size or "l", "heading": {"level": 1, "size": look.size or "l"}}
        if look.caption:
            title["caption"] = look.caption
    return title


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _hidden(bound: BoundField) -> SafeString:
    value = bound.value()
    own = {"id": bound.auto_id or None, "value": None if value is None else str(value)}
    return element("input", {"type": "hidden", "name": bound.html_name, **own})


def _input(bound: BoundField, params: dict[str, Any]) -> SafeString:
    look, widget = look_of(bound), bound.field.widget
    attrs = widget.attrs
    kind = look.type or getattr(widget, "input_type", "text")
    return components.text_input(
        {
            **params,
            "value": params["value"] or None,
            "type": "text" if kind == "number" else kind,
            "inputmode": look.inputmode
            or attrs.get("inputmode")
            or ("numeric" if kind == "number" else None),
            "autocomplete": look.autocomplete or attrs.get("autocomplete"),
            "spellcheck": look.spellcheck,
            "width": look.width,
            "prefix": look.prefix or None,
            "suffix": look.suffix or None,
            "code": look.code,
        }
    )


def _textarea(bound: BoundField, params: dict[str, Any]) -> SafeString:
    look, limit = look_of(bound), getattr(bound.field, "max_length", None)
    params |= {"rows": look.rows or 5, "spellcheck": look.spellcheck}
    if limit and look.count:
        return components.character_count({**params, "maxlength": limit, "threshold": 75})
    return components.textarea(params)


def _password(bound: BoundField, params: dict[str, Any]) -> SafeString:
    look = look_of(bound)
    found = look.autocomplete or bound.field.widget.attrs.get("autocomplete")
    # What was typed as a password is never sent back in a page.
    return components.password_input({**params, "value": None, "autocomplete": found})


def _file(bound: BoundField, params: dict[str, Any]) -> SafeString:
    many = bool(getattr(bound.field.widget, "allow_multiple_selected", False))
    return components.file_upload({**params, "multiple": many})


def _date(bound: BoundField, params: dict[str, Any]) -> SafeString:
    look, widget = look_of(bound), bound.field.widget
    typed = bound.value() or ("", "", "")
    wrong = wrong_boxes(bound) if bound.errors else []
    items = [
        {
            "name": f"{bound.html_name}_{box}",
            "id": f"{params['id']}-{box}",
            "label": box.capitalize(),
            "value": value or None,
            "width": 4 if box == "year" else 2,
            "error": box in wrong,
            "autocomplete": f"bday-{box}" if look.autocomplete == "bday" else None,
        }
        for box, value in zip(BOXES, typed, strict=True)
    ]
    hint = params["hint"] or getattr(widget, "example", None)
    return components.date_input({**_legended(params), "hint": hint, "items": items})


def _radios(bound: BoundField, params: dict[str, Any]) -> SafeString:
    return components.radios(_choosing(bound, params))


def _checkboxes(bound: BoundField, params: dict[str, Any]) -> SafeString:
    return components.checkboxes(_choosing(bound, params))


def _tick(bound: BoundField, params: dict[str, Any]) -> SafeString:
    label = params.pop("label")
    item = {"value": "on", "text": label["text"], "checked": bool(bound.value())}
    item["conditional"] = {"html": _revealed(bound, "on")}
    return components.checkboxes({**params, "id": None, "id_prefix": params["id"], "items": [item]})


def _select(bound: BoundField, params: dict[str, Any]) -> SafeString:
    items: list[dict[str, Any]] = []
    field = bound.field
    if isinstance(field, SelectField):
        items.append({"value": "", "text": field.blank})
    many = bool(getattr(field.widget, "allow_multiple_selected", False))
    chosen = _chosen(bound)
    for value, text in getattr(field.widget, "choices", ()):
        if isinstance(text, (list, tuple)):
            inner = [_option(one, words, chosen) for one, words in text]
            items.append({"group": value, "items": inner})
        else:
            items.append(_option(value, text, chosen))
    attributes = {**params["attributes"], "multiple": many}
    return components.select({**params, "items": items, "attributes": attributes})


def _option(value: object, text: object, chosen: set[str]) -> dict[str, Any]:
    return {"value": _text(value), "text": str(text), "selected": _text(value) in chosen}


def _legended(params: dict[str, Any]) -> dict[str, Any]:
    legend = params.pop("label")
    return {**params, "fieldset": {"legend": legend}}


def _choosing(bound: BoundField, params: dict[str, Any]) -> dict[str, Any]:
    look, chosen, items = look_of(bound), _chosen(bound), []
    for value, text in _choices(bound):
        if value in look.dividers:
            items.append({"divider": look.dividers[value]})
        item: dict[str, Any] = {"value": value, "text": text, "checked": value in chosen}
        item["hint"] = look.hints.get(value)
        item["conditional"] = {"html": _revealed(bound, value)}
        if value in look.exclusive:
            item["behaviour"] = "exclusive"
        items.append(item)
    shape = {"small": look.small, "inline": look.inline, "items": items}
    return {**_legended(params), "id": None, "id_prefix": params["id"], **shape}


def _choices(bound: BoundField) -> Iterator[tuple[str, str]]:
    """Return value and words of each choice; groups are flattened."""
    widget = bound.field.widget
    for value, text in getattr(widget, "choices", ()):
        if isinstance(text, (list, tuple)):
            yield from ((_text(inner), str(words)) for inner, words in text)
        elif not (value in ("", None) and isinstance(widget, forms.RadioSelect)):
            yield _text(value), str(text)


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    if value is None:
        return set()
    if isinstance(value, (list, tuple, set)) or hasattr(value, "iterator"):
        return {str(bound.field.prepare_value(one)) for one in value}
    return {str(value)}


def _revealed(bound: BoundField, value: str) -> SafeString | None:
    names = look_of(bound).reveals.get(value, ())
    return join(*(draw(bound.form[name]) for name in names)) or None


DRAWERS: tuple[tuple[type[forms.Widget], Callable[[BoundField, dict[str, Any]], SafeString]], ...]
DRAWERS = (
    (DateBoxes, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (forms.widgets.Input, _input),
)
