"""The words around a control: heading, caption, label, legend, hint, error message, fieldset."""

from django.utils.safestring import SafeString

from core.nhsuk.html import (
    NOTHING,
    Params,
    classes,
    content,
    element,
    extra,
    has_content,
    join,
    part,
)

SIZES = ("s", "m", "l", "xl")


def heading(params: Params) -> SafeString:
    """Return a heading (`level`, `size`, `caption`), or another `element` with its parts."""
    if not has_content(params):
        return SafeString("")
    cap = part(params.get("caption"))
    place = cap.get("placement")
    base = params.get("class_name", "nhsuk-heading")
    named = sized(base, params.get("class_prefix", f"{base}-"), params)
    hidden = params.get("visually_hidden_text")
    return join(
        caption(cap) if place == "before" else "",
        element(
            params.get("element") or f"h{params.get('level') or 1}",
            {"class": named or None, "id": params.get("id"), **extra(params)},
            caption(cap) if place in (None, "start") else "",
            content(params),
            element("span", {"class": "nhsuk-u-visually-hidden"}, " ", hidden) if hidden else "",
            caption(cap) if place == "end" else "",
        ),
        caption(cap) if place == "after" else "",
    )


def sized(base: str, prefix: str, params: Params) -> str:
    """Return the class names of a part that comes in sizes, unless its classes name a size."""
    size, given = params.get("size"), params.get("classes") or ""
    allowed = params.get("sizes", SIZES)
    if size not in allowed or any(f"{prefix}{one}" in given for one in allowed):
        return classes(base, given)
    replaced = prefix == f"{base}-"
    return classes("" if replaced else base, f"{prefix}{size}", given)


def caption(params: Params) -> SafeString:
    """Return the grey line that goes with a heading."""
    if not has_content(params):
        return SafeString("")
    named = sized("nhsuk-caption", "nhsuk-caption-", {**params, "sizes": ("m", "l", "xl", "xxl")})
    if params.get("placement") in ("after", "end"):
        first, *rest = named.split(" ", 1)
        named = classes(first, "nhsuk-caption--bottom", *rest)
    values = {"class": named, "id": params.get("id"), **extra(params)}
    return element(params.get("element") or "span", values, content(params))


def label(params: Params) -> SafeString:
    """Return a label, inside a heading when it is one (`heading`), with its caption."""
    given, words = _titled(params)
    if not has_content(words):
        return SafeString("")
    cap, place = _caption(params, given)
    inner = heading(
        {
            **words,
            "caption": cap if place in (None, "start", "end") else None,
            "class_name": "nhsuk-label",
            "class_prefix": "nhsuk-label--",
            "sizes": SIZES,
            "element": "label",
            "attributes": {"for": params.get("for"), **extra(params)},
        }
    )
    if given is not None:
        values = {"class": "nhsuk-label-wrapper", "id": given.get("id"), **extra(given)}
        inner = element(f"h{given.get('level') or 1}", values, inner)
    return _with_caption(cap, place, inner)


def legend(params: Params) -> SafeString:
    """Return a legend, with a heading inside it when it is one (`heading`), and its caption."""
    given, words = _titled(params)
    if not has_content(words):
        return SafeString("")
    cap, place = _caption(params, given)
    place = "start" if place == "before" else place
    named = sized("nhsuk-fieldset__legend", "nhsuk-fieldset__legend--", words)
    inside = {**words, "caption": {**cap, "placement": place} if place != "after" else None}
    inside.update(classes=None, size=None)
    if given is None:
        inner = heading({**inside, "class_name": named, "element": "legend"})
    else:
        own = {"id": given.get("id"), "level": given.get("level"), "attributes": extra(given)}
        inner = element(
            "legend",
            {"class": named, "id": words.get("id"), **extra(words)},
            heading({**inside, **own, "class_name": "nhsuk-fieldset__heading"}),
        )
    return join(inner, caption(cap) if place == "after" else "")


def hint(params: Params) -> SafeString:
    """Return the grey help below a label."""
    named = classes("nhsuk-hint", params.get("classes"))
    values = {"class": named, "id": params.get("id"), **extra(params)}
    return element("div", values, content(params))


def error_message(params: Params) -> SafeString:
    """Return the red message beside a control, with its hidden word "Error"."""
    word = params.get("visually_hidden_text", "Error")
    named = classes("nhsuk-error-message", params.get("classes"))
    return element(
        "span",
        {"class": named, "id": params.get("id"), **extra(params)},
        element("span", {"class": "nhsuk-u-visually-hidden"}, f"{word}: ") if word else "",
        content(params),
    )


def fieldset(params: Params) -> SafeString:
    """Return a fieldset around `html`, with its `legend`."""
    values = {
        "class": classes("nhsuk-fieldset", params.get("classes")),
        "id": params.get("id"),
        "role": params.get("role"),
        "aria-describedby": params.get("described_by") or None,
        **extra(params),
    }
    return element("fieldset", values, legend(part(params.get("legend"))), params.get("html"))


def _titled(params: Params) -> tuple[Params | None, dict[str, object]]:
    """Return the heading that the label or legend is (None when it is not), and its words."""
    given, page = params.get("heading"), params.get("is_page_heading")
    own = part(given)
    is_heading = bool((page and given is not False) or (page is not False and given))
    first, second = (own, params) if is_heading else (params, own)
    words = {key: first.get(key, second.get(key)) for key in ("text", "html")}
    keys = ("visually_hidden_text", "size")
    words.update({key: first.get(key, params.get(key)) for key in keys})
    words.update(id=params.get("id"), classes=params.get("classes"), attributes=extra(params))
    return (own if is_heading else None), words


def _caption(params: Params, given: Params | None) -> tuple[Params, str | None]:
    own = given or NOTHING
    cap = part(own.get("caption", params.get("caption")))
    size = own.get("size", params.get("size"))
    return {"size": size, **cap}, cap.get("placement")


def _with_caption(cap: Params, place: str | None, inner: SafeString) -> SafeString:
    before, after = place == "before", place == "after"
    return join(caption(cap) if before else "", inner, caption(cap) if after else "")
