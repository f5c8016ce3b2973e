"""Builds escaped HTML from Python values: elements, attributes and nothing else.

Components need more decisions than a template reads well (classes, ids, what describes what),
so they are functions over this small builder; pages stay Django templates.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Params = Mapping[str, Any]
"""Options of a component, named as the design system names them, in snake case."""

NOTHING: Params = {}
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


def join(*parts: object) -> SafeString:
    """Return the parts one after the other; plain text is escaped, None and '' are left out."""
    return mark_safe("".join(_escaped(part) for part in parts if part or part == 0))


def attributes(values: Params) -> SafeString:
    """Return ` name="value"` for each entry; None and False are left out, True has no value."""
    out = []
    for name, given in values.items():
        value = _described(given) if isinstance(given, Mapping) else given
        if value is None or value is False:
            continue
        if value is True:
            out.append(f" {escape(name)}")
        else:
            out.append(f' {escape(name)}="{escape(str(value))}"')
    return mark_safe("".join(out))


def element(name: str, values: Params, *children: object) -> SafeString:
    """Return one element with its attributes and escaped children."""
    opening = f"<{name}{attributes(values)}>"
    return mark_safe(opening if name in VOID else f"{opening}{join(*children)}</{name}>")


def classes(*names: object) -> str:
    """Return the class names that are given, separated by one space."""
    return " ".join(str(name) for name in names if name)


def described(*ids: object) -> str | None:
    """Return the ids for `aria-describedby`, or None when nothing describes the element."""
    return classes(*ids) or None


def content(params: Params) -> SafeString:
    """Return the `html` of a part as it is, or its `text` escaped."""
    if params.get("html"):
        return mark_safe(str(params["html"]).strip())
    text = params.get("text")
    return join(text.strip() if isinstance(text, str) else text)


def part(value: object) -> Params:
    """Return a part given as a mapping, as text or as safe HTML, always as a mapping."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, SafeString):
        return {"html": value}
    if value is None or isinstance(value, bool):
        return NOTHING
    return {"text": str(value)}


def has_content(params: Params) -> bool:
    """Say whether the part has something to show."""
    return bool(params.get("text") or params.get("html"))


def extra(params: Params) -> Params:
    """Return the part's own attributes: a mapping under `attributes`."""
    found: Params = params.get("attributes") or NOTHING
    return found


def translations(key: str, text: object) -> dict[str, object]:
    """Return the `data-i18n.*` attributes by which a component's script gets its words."""
    if isinstance(text, Mapping):
        return {f"data-i18n.{key}.{plural}": words for plural, words in text.items()}
    return {f"data-i18n.{key}": text or None}


def _escaped(part: object) -> str:
    """Return safe HTML as it is, and everything else escaped as text."""
    return part if isinstance(part, SafeString) else escape(str(part))


def _described(value: Params) -> object:
    """Return the value of an attribute given as `{"value": …, "type": …, "optional": …}`."""
    inner = value.get("value")
    if value.get("type") == "array" and isinstance(inner, Iterable) and not isinstance(inner, str):
        return json.dumps(list(inner), separators=(",", ":"))
    if inner is None and not value.get("optional"):
        return ""
    if inner is True and not value.get("optional"):
        return "true"
    return inner
