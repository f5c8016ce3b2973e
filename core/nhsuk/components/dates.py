"""The date input: day, month and year in boxes of their own."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from core.nhsuk.components.group import Help, around, form_group, question
from core.nhsuk.components.inputs import text_input
from core.nhsuk.html import NOTHING, Params, classes, element, extra, has_content, part

BOXES = ("day", "month", "year")


def date_input(params: Params) -> SafeString:
    """Return the boxes of a date, one label and error for all of them.

    `day`, `month` and `year` (or `items`) describe the boxes; `error` on a box marks that box
    alone, otherwise an error marks them all.
    """
    boxes = _boxes(params)
    single = any(_marked(box) for box in boxes)
    wrong = params.get("error_message")
    error = has_content(part(wrong)) or wrong is True
    ident = params.get("id")
    named = classes("nhsuk-date-input", params.get("classes"))

    def inner(about: Help) -> SafeString:
        return element(
            "div",
            {"class": named, "id": ident or None, **extra(params)},
            around(params, "before_inputs"),
            *(_box(params, box, error and not single) for box in boxes),
            around(params, "after_inputs"),
        )

    body = question(params, ident, inner, role="group")
    return form_group(params, error or single, body)


def _boxes(params: Params) -> Sequence[Params]:
    given = [box for box in params.get("items") or () if box]
    if given:
        return given
    boxes: list[Params] = []
    for name in BOXES:
        own = params.get(name, NOTHING)
        if own is not None and own is not False:
            boxes.append({"name": name, **own})
    return boxes


def _marked(box: Params) -> bool:
    return bool(box.get("error")) or "nhsuk-input--error" in (box.get("classes") or "")


def _box(params: Params, box: Params, all_wrong: bool) -> SafeString:
    name = str(box.get("name", ""))
    given = box.get("classes") or ""
    own = part(box.get("label"))
    prefix = params.get("name_prefix")
    wrong = _marked(box) or (all_wrong and box.get("error") is not False)
    values = params.get("values") or NOTHING
    return element(
        "div",
        {"class": "nhsuk-date-input__item"},
        text_input(
            {
                "disabled": params.get("disabled"),
                "type": "text",
                "width": 4 if name == "year" else 2,
                "inputmode": "numeric",
                **box,
                "label": {
                    "text": name.capitalize(),
                    **own,
                    "classes": classes("nhsuk-date-input__label", own.get("classes")),
                },
                "error_message": wrong and "nhsuk-input--error" not in given,
                "id": box.get("id") or f"{params.get('id')}-{name}",
                "name": f"{prefix}[{name}]" if prefix else name,
                "value": box.get("value", values.get(name)),
                "classes": classes("nhsuk-date-input__input", given),
            }
        ),
    )
