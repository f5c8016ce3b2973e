"""Form fields that ask, refuse and look as the NHS service manual says.

Every field takes the label first, then Django's own keywords, those of `core.nhsuk.look.Look`,
`hint` (help below the label) and `missing` (the message when nothing was given)::

    birth_date = nhsuk.DateField("Date of birth", hint="For example, 15 3 1984", past=True)
    why = nhsuk.LongTextField("Why now?", called="Why now", max_length=2000)
"""

from core.nhsuk.fields.choices import (
    ChoiceCheckboxes,
    ChoiceRadios,
    CodedSelect,
    ConfirmField,
    ModelCheckboxes,
    ModelRadios,
    ModelSelect,
    SelectField,
    YesNoField,
)
from core.nhsuk.fields.dates import DateField, TimeField
from core.nhsuk.fields.text import (
    EmailField,
    FileUploadField,
    HiddenTextField,
    LongTextField,
    NameField,
    NHSNumberField,
    PasswordField,
    PlainTextField,
    VersionField,
    WholeNumberField,
)

__all__ = [
    "ChoiceCheckboxes",
    "ChoiceRadios",
    "CodedSelect",
    "ConfirmField",
    "DateField",
    "EmailField",
    "FileUploadField",
    "HiddenTextField",
    "LongTextField",
    "ModelCheckboxes",
    "ModelRadios",
    "ModelSelect",
    "NHSNumberField",
    "NameField",
    "PasswordField",
    "PlainTextField",
    "SelectField",
    "TimeField",
    "VersionField",
    "WholeNumberField",
    "YesNoField",
]
