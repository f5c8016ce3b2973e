"""Choosing: radios, checkboxes and select."""

from collections.abc import Iterator

from django.utils.safestring import SafeString

from core.nhsuk.components.group import Help, around, form_group, help_of, label_of, question
from core.nhsuk.components.words import hint, label
from core.nhsuk.html import (
    Params,
    classes,
    described,
    element,
    extra,
    has_content,
    join,
    part,
)

NO_SCRIPT_HIDDEN = "nhsuk-u-frontend-not-supported-hidden"


def radios(params: Params) -> SafeString:
    """Return one choice of several; an item may carry a hint and a `conditional` reveal."""
    return _group(params, "radios")


def checkboxes(params: Params) -> SafeString:
    """Return any choice of several; `behaviour` "exclusive" makes an item mean none of them."""
    return _group(params, "checkboxes")


def select(params: Params) -> SafeString:
    """Return a drop-down list; an item with a `group` has `items` of its own under that name.

    Prefer radios up to about eight choices.
    """
    ident = params.get("id") or params.get("name")
    about = help_of(params, ident, params.get("described_by"))
    error = "nhsuk-select--error" if about.error else ""
    control = element(
        "select",
        {
            "class": classes("nhsuk-select", error, params.get("classes")),
            "id": ident,
            "name": params.get("name"),
            "disabled": bool(params.get("disabled")),
            "aria-describedby": about.ids,
            **extra(params),
        },
        *(_option(params, item) for item in params.get("items", ()) if item),
    )
    wrapper = part(params.get("input_wrapper"))
    before, after = around(params, "before_input"), around(params, "after_input")
    if before or after or wrapper:
        named = classes("nhsuk-input-wrapper", wrapper.get("classes"))
        control = element("div", {"class": named, **extra(wrapper)}, before, control, after)
    return form_group(params, about.error, label_of(params, ident), about.html, control)


def _group(params: Params, kind: str) -> SafeString:
    ident = params.get("id_prefix") or params.get("name")
    given = params.get("classes") or ""
    shapes = [f"nhsuk-{kind}--{shape}" for shape in ("small", "inline") if params.get(shape)]
    values = {
        "class": classes(f"nhsuk-{kind}", *(one for one in shapes if one not in given), given),
        "id": params.get("id"),
        "data-module": f"nhsuk-{kind}",
        **extra(params),
    }

    def inner(about: Help) -> SafeString:
        outside = None if params.get("fieldset") else about.ids
        return element(
            "div",
            values,
            around(params, "before_inputs"),
            *_items(params, kind, ident, outside if kind == "checkboxes" else None),
            around(params, "after_inputs"),
        )

    wrong = params.get("error_message")
    error = has_content(part(wrong)) or wrong is True
    return form_group(params, error, question(params, ident, inner))


def _items(params: Params, kind: str, ident: object, outside: object) -> Iterator[SafeString]:
    for number, item in enumerate(params.get("items", ()), start=1):
        if not item:
            continue
        own = item.get("id") or (ident if number == 1 else f"{ident}-{number}")
        if item.get("divider"):
            yield _divider(item, kind)
        else:
            yield _item(params, item, kind, own, outside)


def _divider(item: Params, kind: str) -> SafeString:
    hidden = NO_SCRIPT_HIDDEN if item.get("behaviour") == "inclusive" else ""
    named = classes(f"nhsuk-{kind}__divider", hidden)
    return element("div", {"class": named}, item["divider"])


def _item(params: Params, item: Params, kind: str, ident: object, outside: object) -> SafeString:
    about, reveal = part(item.get("hint")), part(item.get("conditional")).get("html")
    hint_id = about.get("id", f"{ident}-item-hint") if has_content(about) else None
    chosen = _checked(params, item, kind)
    off = item.get("disabled") or (item.get("disabled") is not False and params.get("disabled"))
    control = {
        "class": classes(f"nhsuk-{kind}__input", item.get("classes")),
        "id": ident,
        "name": item.get("name") or params.get("name"),
        "type": "radio" if kind == "radios" else "checkbox",
        "value": item.get("value", ""),
        "checked": chosen,
        "disabled": bool(off),
        **_behaviour(item),
        "data-aria-controls": f"conditional-{ident}" if reveal else None,
        "aria-describedby": described(outside, hint_id),
        **extra(item),
    }
    hidden = NO_SCRIPT_HIDDEN if item.get("behaviour") == "inclusive" else ""
    return join(
        element(
            "div",
            {"class": classes(f"nhsuk-{kind}__item", hidden)},
            element("input", control),
            _item_label(item, kind, ident),
            _item_hint(about, kind, hint_id) if hint_id else "",
        ),
        _conditional(kind, ident, chosen, reveal) if reveal else "",
    )


def _item_label(item: Params, kind: str, ident: object) -> SafeString:
    own = part(item.get("label"))
    named = classes(f"nhsuk-{kind}__label", own.get("classes"))
    words = {key: own.get(key, item.get(key)) for key in ("text", "html")}
    return label({**own, **words, "for": ident, "classes": named})


def _item_hint(about: Params, kind: str, ident: object) -> SafeString:
    named = classes(f"nhsuk-{kind}__hint", about.get("classes"))
    return hint({**about, "id": ident, "classes": named})


def _conditional(kind: str, ident: object, chosen: bool, reveal: object) -> SafeString:
    hidden = "" if chosen else f"nhsuk-{kind}__conditional--hidden"
    named = classes(f"nhsuk-{kind}__conditional", hidden)
    return element("div", {"class": named, "id": f"conditional-{ident}"}, reveal)


def _behaviour(item: Params) -> dict[str, object]:
    behaviour = "exclusive" if item.get("exclusive") else item.get("behaviour")
    group = item.get("exclusive_group", item.get("behaviour_group"))
    return {"data-behaviour": behaviour or None, "data-behaviour-group": group or None}


def _checked(params: Params, item: Params, kind: str) -> bool:
    if item.get("checked") is not None:
        return bool(item["checked"])
    if kind == "radios":
        return bool(params.get("value")) and item.get("value") == params["value"]
    return item.get("value") in (params.get("values") or ())


def _option(params: Params, item: Params) -> SafeString:
    if item.get("divider"):
        return element("hr", {})
    if item.get("group"):
        inner = (_option(params, one) for one in item["items"])
        return element("optgroup", {"label": item["group"]}, *inner)
    effective = item.get("value", item.get("text"))
    selected = item.get("selected")
    if selected is None:
        selected = bool(params.get("value")) and effective == params["value"]
    values = {
        "value": item.get("value"),
        "selected": bool(selected),
        "disabled": bool(item.get("disabled")),
        **extra(item),
    }
    return element("option", values, item.get("text"))
