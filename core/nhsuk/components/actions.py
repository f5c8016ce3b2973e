"""Buttons, their icons, and the summary of errors at the top of a page."""

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from core.nhsuk.components.words import heading
from core.nhsuk.html import (
    Params,
    attributes,
    classes,
    content,
    element,
    extra,
    has_content,
    join,
    part,
)

VARIANTS = ("brand", "login", "reverse", "secondary", "secondary-solid", "warning")
IMAGES = Path(__file__).resolve().parents[3] / "static" / "nhsuk-frontend" / "assets" / "images"


def button(params: Params) -> SafeString:
    """Return a button, or a link that looks like one when it has an `href`."""
    name = str(params.get("element") or ("a" if _is_link(params) else "button")).lower()
    double = params.get("prevent_double_click")
    given = params.get("classes") or ""
    values: dict[str, object] = {
        "class": _named(params, given),
        "id": params.get("id"),
        "name": params.get("name") if name != "a" else None,
        "data-module": "nhsuk-button",
        "data-prevent-double-click": str(double).lower() if isinstance(double, bool) else None,
    }
    off = bool(params.get("disabled"))
    if name == "a":
        values |= {"href": params.get("href", "#"), "role": "button", "draggable": "false"}
        values |= {"aria-label": params.get("aria_label")}
    else:
        values |= {
            "type": params.get("type", "submit"),
            "value": params.get("text") if name == "input" else params.get("value"),
            "disabled": off,
            "aria-label": params.get("aria_label"),
            "aria-disabled": "true" if off else None,
        }
    if name == "input":
        return mark_safe(f"<input{attributes({**values, **extra(params)})}>")
    return element(name, {**values, **extra(params)}, _button_words(params))


def error_summary(params: Params) -> SafeString:
    """Return the box that names every error (`error_list` of text and href), focused on load."""
    told = part(params.get("description"))
    focus = params.get("disable_auto_focus")
    items = [_error(item) for item in params.get("error_list") or () if item]
    body = element(
        "div",
        {"class": "nhsuk-error-summary__body"},
        element("p", {}, content(told)) if has_content(told) else "",
        element("ul", {"class": "nhsuk-list nhsuk-error-summary__list"}, *items) if items else "",
    )
    title = part(params.get("heading"))
    named = {**title, "level": 2, "class_name": "nhsuk-error-summary__heading", "size": None}
    return element(
        "div",
        {
            "class": classes("nhsuk-error-summary", params.get("classes")),
            "id": params.get("id"),
            "data-module": "nhsuk-error-summary",
            "data-disable-auto-focus": str(focus).lower() if isinstance(focus, bool) else None,
            **extra(params),
        },
        element("div", {"role": "alert"}, heading(named), body),
    )


def icon(name: str, title: str = "") -> SafeString:
    """Return one of the design system's icons as inline SVG; with a title it is an image."""
    values = {
        "class": f"nhsuk-icon nhsuk-icon--{name}",
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": "0 0 24 24",
        "width": "16",
        "height": "16",
        "focusable": "false",
        "role": "img" if title else None,
        "aria-label": title or None,
        "aria-hidden": None if title else "true",
    }
    words = element("title", {}, title) if title else ""
    return element("svg", values, words, mark_safe(_drawing(name)))


@cache
def _drawing(name: str) -> str:
    """Return the paths of the vendored icon file `name`."""
    source = (IMAGES / f"nhsuk-icon-{name}.svg").read_text()
    return "".join(re.findall(r"<path[^>]*/>", source))


def _is_link(params: Params) -> bool:
    return bool(params.get("href")) and not params.get("type")


def _named(params: Params, given: str) -> str:
    variant = params.get("variant")
    own = variant in VARIANTS and not any(f"nhsuk-button--{one}" in given for one in VARIANTS)
    return classes(
        "nhsuk-button",
        f"nhsuk-button--{variant}" if own else "",
        "nhsuk-button--icon" if params.get("icon") else "",
        "nhsuk-button--small" if params.get("small") else "",
        given,
    )


def _button_words(params: Params) -> SafeString:
    words = content(params)
    drawn = params.get("icon")
    if not drawn:
        return words
    own: Params = {"name": drawn, "placement": "start"} if isinstance(drawn, str) else drawn
    image = mark_safe(own["html"]) if own.get("html") else icon(str(own.get("name")))
    inside = element("span", {"class": "nhsuk-button__content"}, words) if words else ""
    first = own.get("placement") == "start"
    return join(image, inside) if first else join(inside, image)


def _error(item: Params) -> SafeString:
    words = content(item)
    if item.get("href"):
        words = element("a", {"href": item["href"], **extra(item)}, words)
    return element("li", {}, words)
