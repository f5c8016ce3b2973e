"""The design system's form components as functions from options to HTML.

Options carry the design system's own names in snake case (`error_message`, `prevent_double_click`),
and every fixture that `nhsuk-frontend` ships is rebuilt from them in
`tests/core/test_nhsuk_pack.py`. Forms use `core.nhsuk.fields`; these are for the pack itself and
for the rare page that draws a control by hand.
"""

from core.nhsuk.components.actions import button, error_summary, icon
from core.nhsuk.components.choices import checkboxes, radios, select
from core.nhsuk.components.dates import date_input
from core.nhsuk.components.inputs import (
    character_count,
    file_upload,
    password_input,
    text_input,
    textarea,
)
from core.nhsuk.components.words import (
    caption,
    error_message,
    fieldset,
    heading,
    hint,
    label,
    legend,
)

__all__ = [
    "button",
    "caption",
    "character_count",
    "checkboxes",
    "date_input",
    "error_message",
    "error_summary",
    "fieldset",
    "file_upload",
    "heading",
    "hint",
    "icon",
    "label",
    "legend",
    "password_input",
    "radios",
    "select",
    "text_input",
    "textarea",
]
