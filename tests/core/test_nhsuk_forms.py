"""Forms draw the design system's markup, tie errors to their controls and keep what was typed."""

from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from django.utils.safestring import SafeString

from core import nhsuk
from core.nhsuk import components
from tests.core.test_nhsuk_pack import tree


class Consent(nhsuk.Form):
    submit = "Record the decision"
    cancel = "/people/"
    layout = [nhsuk.Section("The decision", "given_on", "advocate"), "needs", "note"]
    given_on = nhsuk.DateField("When was it made?", called="Date of the decision")
    advocate = nhsuk.YesNoField("Was an advocate there?", reveals={"yes": ["name", "since"]})
    name = nhsuk.PlainTextField("Name of the advocate")
    since = nhsuk.DateField("Since when?", called="Start of the advocate")
    needs = nhsuk.ChoiceCheckboxes(
        "Adjustments",
        choices=[("time", "More time"), ("none", "None of these")],
        exclusive=["none"],
        dividers={"none": "or"},
    )
    note = nhsuk.LongTextField("What else?", required=False)


def drawn(form: forms.Form) -> str:
    return str(render_crispy_form(form, context={"csrf_token": "token"}))


def find(nodes: list[Any], **wanted: str) -> list[Any]:
    """Return the elements that have these attributes, at any depth."""
    found = []
    for node in nodes:
        if isinstance(node, str):
            continue
        if all(node[1].get(key.replace("_", "-")) == value for key, value in wanted.items()):
            found.append(node)
        found += find(node[2], **wanted)
    return found


def words(node: Any) -> str:
    return node if isinstance(node, str) else " ".join(words(child) for child in node[2])


def test_a_field_is_drawn_as_its_component() -> None:
    class Search(nhsuk.Form):
        q = nhsuk.PlainTextField("Name", hint="Given or family", width=20, prefix="DSR")

    expected = components.text_input(
        {
            "id": "id_q",
            "name": "q",
            "label": {"text": "Name", "size": "s"},
            "hint": "Given or family",
            "width": 20,
            "prefix": "DSR",
        }
    )
    assert str(expected) in drawn(Search())


def test_a_form_carries_its_token_button_and_cancel_link() -> None:
    page = tree(drawn(Consent()))
    form = find(page, method="post")[0]
    assert "novalidate" in form[1]
    assert find(page, name="csrfmiddlewaretoken", value="token")
    button = find(page, type="submit")[0]
    assert words(button) == "Record the decision"
    assert button[1]["data-prevent-double-click"] == "true"
    assert [words(link) for link in find(page, href="/people/")] == ["Cancel"]


def test_a_revealed_field_is_drawn_once_below_its_choice() -> None:
    page = tree(drawn(Consent()))
    assert len(find(page, name="name")) == 1
    hidden = find(page, id="conditional-id_advocate")[0]
    assert find(hidden[2], name="name")
    assert find(page, data_aria_controls="conditional-id_advocate", value="yes")


def test_a_revealed_field_is_asked_for_only_when_its_choice_is_made() -> None:
    form = Consent({"advocate": "no", "name": "x" * 500, "since_day": "99"})
    assert not {"name", "since"} & set(form.errors)
    assert form.cleaned_data["name"] == ""
    assert form.cleaned_data["since"] is None
    asked = Consent({"advocate": "yes"})
    assert asked.errors["name"] == ["Enter name of the advocate"]
    assert asked.errors["since"] == ["Enter start of the advocate"]


def test_a_field_revealed_below_a_revealed_choice_is_forgotten_with_it() -> None:
    class Nested(nhsuk.Form):
        one = nhsuk.YesNoField("One?", reveals={"yes": ["two"]})
        two = nhsuk.YesNoField("Two?", reveals={"yes": ["three"]})
        three = nhsuk.PlainTextField("Three")

    form = Nested({"one": "no", "two": "yes", "three": "kept from before"})
    assert form.is_valid()
    assert form.cleaned_data == {"one": False, "two": None, "three": ""}
    assert len(find(tree(drawn(Nested())), name="three")) == 1


def test_every_error_is_in_the_summary_once_in_the_same_words_and_leads_to_its_control() -> None:
    form = Consent({"given_on_day": "1", "given_on_month": "2", "given_on_year": ""})
    page = tree(drawn(form))
    summary = find(page, data_module="nhsuk-error-summary")
    assert len(summary) == 1
    links = {link[1]["href"][1:]: words(link) for link in find(summary) if link[0] == "a"}
    assert links == {
        "id_given_on-year": "Date of the decision must include a year",
        "id_advocate": "Select yes or no",
        "id_needs": "Select adjustments",
    }
    for ident, message in links.items():
        assert len(find(page, id=ident)) == 1
        shown = [words(node) for node in find(page, **{"class": "nhsuk-error-message"})]
        assert f"Error: {message}" in shown


def test_only_the_box_that_is_wrong_is_marked() -> None:
    form = Consent({"given_on_day": "1", "given_on_month": "2", "given_on_year": ""})
    page = tree(drawn(form))
    marked = [
        find(page, id=f"id_given_on-{box}")[0][1]["class"].count("nhsuk-input--error")
        for box in ("day", "month", "year")
    ]
    assert marked == [0, 0, 1]


def test_what_was_typed_is_kept_and_escaped() -> None:
    form = Consent({"note": '\n</textarea><script>alert("1")</script>', "given_on_day": '"><b>'})
    html = drawn(form)
    assert "<script>" not in html
    assert "<b>" not in html
    page = tree(html)
    assert words(find(page, id="id_note")[0]) == '\n\n</textarea><script>alert("1")</script>'
    assert find(page, id="id_given_on-day")[0][1]["value"] == '"><b>'


def test_chosen_answers_stay_chosen() -> None:
    page = tree(drawn(Consent({"needs": ["time"], "advocate": "yes"})))
    assert "checked" in find(page, name="needs", value="time")[0][1]
    assert "checked" not in find(page, name="needs", value="none")[0][1]
    assert "checked" in find(page, name="advocate", value="yes")[0][1]
    assert "hidden" not in find(page, id="conditional-id_advocate")[0][1]["class"]


def test_an_exclusive_choice_stands_apart() -> None:
    page = tree(drawn(Consent()))
    assert find(page, name="needs", value="none")[0][1]["data-behaviour"] == "exclusive"
    divider = [words(n) for n in find(page, **{"class": "nhsuk-checkboxes__divider"})]
    assert divider == ["or"]


def test_an_error_of_the_whole_form_is_in_the_summary() -> None:
    class Refusing(nhsuk.Form):
        def clean(self) -> dict[str, Any]:
            raise forms.ValidationError("Someone changed this while you were typing <here>")

    html = drawn(Refusing({}))
    assert "Someone changed this while you were typing &lt;here&gt;" in html


def test_the_summary_is_shown_once_where_the_page_puts_it() -> None:
    template = Template(
        "{% load nhsuk crispy_forms_tags %}{% page_error_summary %}<h1>Page</h1>{% crispy form %}"
    )
    html = template.render(Context({"form": Consent({}), "csrf_token": "token"}))
    assert html.count("nhsuk-error-summary__heading") == 1
    assert html.index("nhsuk-error-summary__heading") < html.index("<h1>")


def test_a_question_may_be_the_heading_of_its_page() -> None:
    class One(nhsuk.Form):
        born = nhsuk.DateField("What is their date of birth?", heading=True, caption="Referral")

    page = tree(drawn(One()))
    legend = find(page, **{"class": "nhsuk-fieldset__legend nhsuk-fieldset__legend--l"})[0]
    assert legend[2][0][0] == "h1"
    assert words(legend) == "Referral What is their date of birth?"


def test_djangos_own_fields_look_the_same() -> None:
    class Plain(forms.Form):
        login = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))
        password = forms.CharField(widget=forms.PasswordInput)
        remember = forms.BooleanField(required=False)
        kind = forms.ChoiceField(choices=[("", "-"), ("a", "A"), ("Group", [("b", "B")])])
        both = forms.MultipleChoiceField(choices=[("a", "A")])
        day = forms.DateField()
        next = forms.CharField(widget=forms.HiddenInput, initial="/home/")

    page = tree(drawn(Plain({"password": "secret", "kind": "b", "next": "/x/"})))
    assert find(page, id="id_login")[0][1]["autocomplete"] == "email"
    assert "value" not in find(page, id="id_password")[0][1]
    assert find(page, id="id_remember")[0][1]["type"] == "checkbox"
    assert "selected" in find(page, value="b")[0][1]
    assert find(page, id="id_both")[0][1]["multiple"] == ""
    assert find(page, type="hidden", name="next")[0][1]["value"] == "/x/"


def test_a_form_sent_by_get_carries_no_token_and_marks_nothing_optional() -> None:
    class Filter(nhsuk.FilterForm):
        q = nhsuk.PlainTextField("Name", required=False)

    html = drawn(Filter())
    assert "csrfmiddlewaretoken" not in html
    assert "(optional)" not in html
    assert 'method="get"' in html


def test_a_formset_shows_the_errors_of_all_its_forms_in_one_summary() -> None:
    many = forms.formset_factory(Consent, extra=0)
    counts = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    template = Template("{% load crispy_forms_tags %}{{ formset|crispy }}")
    html = template.render(
        Context({"formset": many({**counts, "form-0-advocate": "no", "form-1-note": "x"})})
    )
    page = tree(html)
    assert html.count("nhsuk-error-summary__heading") == 1
    assert find(page, href="#id_form-1-advocate")
    assert not find(page, href="#id_form-0-advocate")
    assert find(page, name="form-TOTAL_FORMS", value="2")


def test_a_widget_without_a_component_is_refused_and_not_drawn_otherwise() -> None:
    class Odd(forms.Form):
        odd = forms.Field(widget=forms.Widget)

    with pytest.raises(TypeError, match="no component"):
        drawn(Odd())


def test_no_form_has_inline_style_or_script() -> None:
    html = drawn(Consent({}))
    assert " style=" not in html
    assert "<script" not in html
    assert " on" + "click" not in html


def test_labels_with_markup_are_escaped() -> None:
    class Odd(nhsuk.Form):
        a = nhsuk.PlainTextField("<b>A</b>", hint="<i>hint</i>")
        b = nhsuk.ChoiceRadios("B", choices=[("<", "<u>")], hints={"<": "<s>"})

    html = drawn(Odd({}))
    for tag in ("<b>", "<i>", "<u>", "<s>"):
        assert tag not in html
    assert isinstance(html, str | SafeString)
