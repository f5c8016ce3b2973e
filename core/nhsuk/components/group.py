"""What every control shares: its form group, hint, error message and what describes it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.nhsuk.components.words import error_message, fieldset, hint, label
from core.nhsuk.html import (
    NOTHING,
    Params,
    classes,
    content,
    described,
    element,
    extra,
    has_content,
    join,
    part,
)


@dataclass(frozen=True)
class Help:
    """The hint and error message of a control: their HTML and the ids that describe it."""

    html: SafeString
    ids: str | None
    error: bool


def help_of(params: Params, ident: object, described_by: object) -> Help:
    """Return hint and error message of the control `ident`; an error of True only marks it."""
    about, wrong = part(params.get("hint")), part(params.get("error_message"))
    pieces: list[object] = []
    ids: list[object] = [described_by]
    if has_content(about):
        ids.append(about.get("id", f"{ident}-hint"))
        pieces.append(hint({**about, "id": ids[-1]}))
    if has_content(wrong):
        ids.append(wrong.get("id", f"{ident}-error"))
        pieces.append(error_message({**wrong, "id": ids[-1]}))
    error = has_content(wrong) or params.get("error_message") is True
    return Help(join(*pieces), described(*ids), error)


def label_of(params: Params, ident: object) -> SafeString:
    """Return the label of the control `ident`."""
    own = part(params.get("label"))
    return label({"for": ident, **own})


def form_group(params: Params, error: bool, *children: object, base: str = "") -> SafeString:
    """Return the box around one question, marked when it is in error."""
    group = part(params.get("form_group"))
    marked = "nhsuk-form-group--error" if error else ""
    named = classes("nhsuk-form-group", marked, group.get("classes"), base)
    return element("div", {"class": named, **extra(group)}, *children)


def around(params: Params, when: str) -> SafeString:
    """Return what the caller puts before or after the input."""
    group = part(params.get("form_group"))
    return content(part(group.get(when)))


def question(
    params: Params, ident: object, inner: Callable[[Help], SafeString], **own: object
) -> SafeString:
    """Return a group of controls in its fieldset, or bare when no `fieldset` is given.

    `inner` draws the controls, given what describes them; `own` are the fieldset's defaults.
    """
    box = params.get("fieldset")
    options = part(box) if box else NOTHING
    about = help_of(params, ident, options.get("described_by") or params.get("described_by"))
    body = join(about.html, inner(about))
    if box:
        body = fieldset({**own, **options, "described_by": about.ids, "html": body})
    return body
