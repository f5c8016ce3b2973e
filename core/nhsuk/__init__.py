"""The NHS.UK look of every form: fields, layout, and the crispy template pack `nhsuk`.

A form declares what it asks, and a template draws it with one tag::

    from core import nhsuk

    class ConsentForm(nhsuk.Form):
        submit = "Record the decision"
        layout = [
            nhsuk.Section("The decision", "given_on", "asked", intro="As the person said it."),
            "note",
        ]
        given_on = nhsuk.DateField("When was it made?", called="Date of the decision", past=True)
        asked = nhsuk.YesNoField("Was an advocate there?", reveals={"yes": ["advocate"]},
                                 missing="Select yes if an advocate was there")
        advocate = nhsuk.PlainTextField("Name of the advocate", width=20)
        note = nhsuk.LongTextField("What else matters?", called="Note", required=False)

    {% extends "layouts/one_column.html" %}{% load crispy_forms_tags %}
    {% block title %}Record consent{% endblock %}
    {% block content %}
    <h1 class="nhsuk-heading-l">Record consent</h1>
    {% crispy form %}
    {% endblock %}

The page puts the error summary above the heading and "Error:" before the title where the context
has `form` (or `forms`, a list). `advocate` above is drawn below "Yes", required only then, and
cleans to "" otherwise. Dates post as `given_on_day`, `given_on_month`, `given_on_year`; yes and no
as "yes" and "no". For one question per page give the field `heading=True` and leave out the h1.
Other pieces of pages (rating tags, dates, tables, task lists) are in `core.templatetags.nhs`.
"""

from core.nhsuk.fields import (
    ChoiceCheckboxes,
    ChoiceRadios,
    CodedSelect,
    ConfirmField,
    DateField,
    EmailField,
    FileUploadField,
    HiddenTextField,
    LongTextField,
    ModelCheckboxes,
    ModelRadios,
    ModelSelect,
    NameField,
    NHSNumberField,
    PasswordField,
    PlainTextField,
    SelectField,
    TimeField,
    VersionField,
    WholeNumberField,
    YesNoField,
)
from core.nhsuk.fields.dates import combine
from core.nhsuk.form import FilterForm, Form
from core.nhsuk.layout import Button, Buttons, Details, Fieldset, Inset, Section, Text

__all__ = [
    "Button",
    "Buttons",
    "ChoiceCheckboxes",
    "ChoiceRadios",
    "CodedSelect",
    "ConfirmField",
    "DateField",
    "Details",
    "EmailField",
    "Fieldset",
    "FileUploadField",
    "FilterForm",
    "Form",
    "HiddenTextField",
    "Inset",
    "LongTextField",
    "ModelCheckboxes",
    "ModelRadios",
    "ModelSelect",
    "NHSNumberField",
    "NameField",
    "PasswordField",
    "PlainTextField",
    "Section",
    "SelectField",
    "Text",
    "TimeField",
    "VersionField",
    "WholeNumberField",
    "YesNoField",
    "combine",
]
