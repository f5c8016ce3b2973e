"""Boxes to type in: input, textarea, character count, password, file."""

from django.utils.safestring import SafeString

from core.nhsuk.components.actions import button
from core.nhsuk.components.group import around, form_group, help_of, label_of
from core.nhsuk.components.words import hint
from core.nhsuk.html import (
    Params,
    classes,
    content,
    element,
    extra,
    has_content,
    join,
    part,
    translations,
)

WIDTHS = ("2", "3", "4", "5", "10", "20", "30")


def text_input(params: Params) -> SafeString:
    """Return a one-line input with label, hint, error, prefix and suffix."""
    ident = params.get("id") or params.get("name")
    about = help_of(params, ident, params.get("described_by"))
    control = _wrapped(params, _input(params, ident, about.error, about.ids))
    return form_group(params, about.error, label_of(params, ident), about.html, control)


def textarea(params: Params) -> SafeString:
    """Return a box for several lines."""
    ident = params.get("id") or params.get("name")
    about = help_of(params, ident, params.get("described_by"))
    named = classes("nhsuk-textarea", "nhsuk-textarea--error" if about.error else "")
    values = {
        "class": classes(named, params.get("classes")),
        "id": ident,
        "name": params.get("name"),
        "rows": params.get("rows") or 5,
        "spellcheck": spoken(params.get("spellcheck")),
        "disabled": bool(params.get("disabled")),
        "aria-describedby": about.ids,
        "autocomplete": params.get("autocomplete") or None,
        **extra(params),
    }
    # A parser drops the first line break after <textarea>; one of ours keeps one of theirs.
    typed = str(params.get("value") or "")
    lead = "\n" if typed.startswith("\n") else ""
    return form_group(
        params,
        about.error,
        label_of(params, ident),
        about.html,
        around(params, "before_input"),
        element("textarea", values, lead, typed),
        around(params, "after_input"),
    )


def character_count(params: Params) -> SafeString:
    """Return a textarea that says how much can still be typed (`maxlength` or `maxwords`)."""
    ident = params.get("id") or params.get("name")
    group = part(params.get("form_group"))
    words = params.get("maxwords")
    kind = params.get("count_type") or ("words" if words else None)
    limit = words or params.get("maxlength")
    unit = "words" if kind == "words" else "characters"
    told = params.get("textarea_description_text")
    text = (told or f"You can enter up to %{{count}} {unit}").replace("%{count}", str(limit))
    message = hint(
        {
            "text": text if limit else "",
            "id": f"{ident}-info",
            "classes": classes(
                "nhsuk-character-count__message", part(params.get("count_message")).get("classes")
            ),
            "attributes": {"hidden": not limit},
        }
    )
    values = {
        "data-module": "nhsuk-character-count",
        "data-maxlength": params.get("maxlength"),
        "data-maxwords": words,
        "data-threshold": params.get("threshold"),
        "data-count-type": kind,
        **(translations("textarea-description", {"other": told}) if told and not limit else {}),
        **_count_words(params),
        **extra(group),
    }
    return textarea(
        {
            **params,
            "described_by": f"{ident}-info",
            "classes": classes("nhsuk-js-character-count", params.get("classes")),
            "form_group": {
                **group,
                "classes": classes(group.get("classes"), "nhsuk-character-count"),
                "attributes": values,
                "after_input": {"html": join(message, around(params, "after_input"))},
            },
        }
    )


def password_input(params: Params) -> SafeString:
    """Return a password box with its Show button."""
    ident = params.get("id") or params.get("name")
    group, own = part(params.get("form_group")), part(params.get("button"))
    show = params.get("show_password_text", own.get("text"))
    show_label = params.get("show_password_aria_label", own.get("aria_label"))
    toggle = button(
        {
            "type": "button",
            "variant": "secondary",
            "small": True,
            "disabled": params.get("disabled"),
            **own,
            "text": show or "Show",
            "aria_label": show_label or "Show password",
            "classes": classes(
                "nhsuk-password-input__toggle nhsuk-js-password-input-toggle", own.get("classes")
            ),
            "attributes": {"aria-controls": ident, "hidden": True},
        }
    )
    values = {
        "data-module": "nhsuk-password-input",
        **translations("show-password", show),
        **translations("hide-password", params.get("hide_password_text")),
        **translations("show-password-aria-label", show_label),
        **translations("hide-password-aria-label", params.get("hide_password_aria_label")),
        **translations(
            "password-shown-announcement", params.get("password_shown_announcement_text")
        ),
        **translations(
            "password-hidden-announcement", params.get("password_hidden_announcement_text")
        ),
        **extra(group),
    }
    return text_input(
        {
            **params,
            "type": "password",
            "spellcheck": False,
            "autocapitalize": "none",
            "autocomplete": params.get("autocomplete") or "current-password",
            "classes": classes(
                "nhsuk-password-input__input nhsuk-js-password-input-input", params.get("classes")
            ),
            "form_group": {
                **group,
                "classes": classes(group.get("classes"), "nhsuk-password-input"),
                "attributes": values,
                "after_input": {"html": join(toggle, around(params, "after_input"))},
            },
        }
    )


def file_upload(params: Params) -> SafeString:
    """Return a file chooser."""
    ident = params.get("id") or params.get("name")
    about = help_of(params, ident, params.get("described_by"))
    group = part(params.get("form_group"))
    buttons = params.get("choose_files_button_class_list")
    values = {
        "data-module": "nhsuk-file-upload",
        "data-choose-files-button-class-list": {
            "value": buttons,
            "type": "array",
            "optional": True,
        },
        **translations("choose-files-button", params.get("choose_files_button_text")),
        **translations("no-file-chosen", params.get("no_file_chosen_text")),
        **translations("multiple-files-chosen", params.get("multiple_files_chosen_text")),
        **translations("drop-instruction", params.get("drop_instruction_text")),
        **translations("entered-drop-zone", params.get("entered_drop_zone_text")),
        **translations("left-drop-zone", params.get("left_drop_zone_text")),
        **extra(group),
    }
    control = {
        "class": classes("nhsuk-file-upload__input", params.get("classes")),
        "id": ident,
        "name": params.get("name"),
        "type": "file",
        "disabled": bool(params.get("disabled")),
        "multiple": bool(params.get("multiple")),
        "aria-describedby": about.ids,
        **extra(params),
    }
    return form_group(
        {**params, "form_group": {**group, "attributes": values}},
        about.error,
        label_of(params, ident),
        about.html,
        around(params, "before_input"),
        element("input", control),
        around(params, "after_input"),
        base="nhsuk-file-upload",
    )


def spoken(flag: object) -> str | None:
    """Return "true" or "false" for attributes that spell their truth, None when not said."""
    return str(flag).lower() if isinstance(flag, bool) else None


def _input(params: Params, ident: object, error: bool, described_by: str | None) -> SafeString:
    given = params.get("classes") or ""
    width = str(params.get("width") or "")
    sized = width in WIDTHS and not any(f"nhsuk-input--width-{one}" in given for one in WIDTHS)
    values = {
        "class": classes(
            "nhsuk-input",
            "nhsuk-input--large" if params.get("large") else "",
            "nhsuk-input--code" if params.get("code") else "",
            "nhsuk-input--error" if error else "",
            f"nhsuk-input--width-{width}" if sized else "",
            given,
        ),
        "id": ident,
        "name": params.get("name") or "",
        "type": params.get("type") or "text",
        "spellcheck": spoken(params.get("spellcheck")),
        "value": params.get("value"),
        "disabled": bool(params.get("disabled")),
        "aria-describedby": described_by,
    }
    for name in ("autocomplete", "autocapitalize", "pattern", "placeholder", "inputmode"):
        values[name] = params.get(name)
    return element("input", {**values, **extra(params)})


def _wrapped(params: Params, control: SafeString) -> SafeString:
    """Return the input with its prefix, suffix and neighbours, in a wrapper when it has any."""
    wrapper = part(params.get("input_wrapper"))
    before, after = around(params, "before_input"), around(params, "after_input")
    prefix, suffix = _affix(params, "prefix"), _affix(params, "suffix")
    if not (before or after or prefix or suffix or wrapper):
        return control
    large = "nhsuk-input-wrapper--large" if params.get("large") else ""
    named = classes("nhsuk-input-wrapper", large, wrapper.get("classes"))
    values = {"class": named, **extra(wrapper)}
    return element("div", values, before, prefix, control, suffix, after)


def _affix(params: Params, kind: str) -> SafeString:
    own = part(params.get(kind))
    if not has_content(own):
        return SafeString("")
    named = classes(f"nhsuk-input-wrapper__{kind}", own.get("classes"))
    return element("div", {"class": named, "aria-hidden": "true", **extra(own)}, content(own))


def _count_words(params: Params) -> dict[str, object]:
    found: dict[str, object] = {}
    for unit in ("characters", "words"):
        for state in ("under", "at", "over"):
            text = params.get(f"{unit}_{state}_limit_text")
            found.update(translations(f"{unit}-{state}-limit", text))
    return found
