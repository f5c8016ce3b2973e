"""What someone states of themselves is asked in words, kept as a code and shown in words."""

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import nhsuk
from core.data_files import DataFileError
from referrals import prefill, questions
from referrals.forms.tables import field_for
from referrals.rules import SectionKey
from register import coded_lists, workflow
from register.copies import copy_of
from register.forms import PersonForm
from register.models import Person
from register.stated import ETHNICITY, GENDER
from tests.conftest import Cast
from tests.core.test_closed_choices import untouched
from tests.factories import NOW, on_register
from tests.referrals import given

GENDER_CODES = ["1", "2", "3", "4", "X", "Z"]
ETHNIC_CODES = [*"ABCDEFGHJKLMNPRS", "Z", "99"]


def stating(person: Person, cast: Cast, **said: str) -> Person:
    """Return the person after the team recorded what they said."""
    details = {one.name: getattr(person, one.name) for one in fields(workflow.PersonDetails)}
    return workflow.update_person(
        person=person, details=replace(workflow.PersonDetails(**details), **said),
        version=person.version, by=cast.team, at=NOW,
    )  # fmt: skip


def test_every_code_of_the_data_dictionary_is_offered_once() -> None:
    genders, groups = coded_lists.gender_identities(), coded_lists.ethnic_categories()
    assert sorted(one.code for one in genders.lines) == GENDER_CODES
    assert [one.code for one in groups.lines] == ETHNIC_CODES
    for listed in (genders, groups):
        assert "NHS Data Dictionary" in listed.source
        assert len({one.words for one in listed.lines}) == len(listed.lines)


def test_both_forms_ask_the_same_and_neither_insists() -> None:
    asked = {one.name: one for one in questions.TABLES[SectionKey.PERSON]}
    for name in ("gender", "ethnicity"):
        edit, refer = PersonForm.base_fields[name], field_for(asked[name])
        assert type(edit) is type(refer) is nhsuk.CodedSelect
        assert list(edit.choices) == list(refer.choices)
        assert (edit.label, edit.help_text) == (refer.label, refer.help_text)
        assert not edit.required
        assert not refer.required


def test_ethnic_groups_are_offered_under_the_headings_of_the_census(
    cast: Cast, sign_in: Any
) -> None:
    person = stating(on_register(cast.area, by=cast.team), cast, ethnicity="J")
    page = sign_in(cast.team).get(reverse("register:edit", args=[person.pk])).content.decode()
    headings = ("White", "Mixed", "Asian or Asian British", "Black or Black British")
    for heading in (*headings, "Other ethnic groups"):
        assert page.count(f'<optgroup label="{heading}">') == 1
    assert re.search(r'<option value="J" selected>\s*Pakistani\s*</option>', page)
    assert page.index("Any other ethnic group") < page.index('value="Z"', page.index("Pakistani"))


def test_what_was_stated_is_shown_in_words_on_the_page_and_in_the_copy(
    cast: Cast, sign_in: Any
) -> None:
    person = stating(on_register(cast.area, by=cast.team), cast, gender="3", ethnicity="D")
    page = sign_in(cast.team).get(reverse("register:person", args=[person.pk])).content.decode()
    copied = str(copy_of(person.pk))
    for words in ("Non-binary", "Mixed: White and Black Caribbean"):
        assert words in page
        assert words in copied


def test_not_stated_and_not_known_stay_apart(cast: Cast) -> None:
    for code in ("Z", "99", ""):
        person = stating(on_register(cast.area, by=cast.team), cast, ethnicity=code)
        assert Person.everyone.get(pk=person.pk).ethnicity == code
    assert ETHNICITY.words("Z") != ETHNICITY.words("99")
    assert ETHNICITY.words("") == ""


def test_a_referral_brings_what_the_person_stated(cast: Cast) -> None:
    sent = given.sent(cast, gender="Z", ethnicity="99")
    person = Person.everyone.get(referrals=sent)
    assert (person.gender, person.ethnicity) == ("Z", "99")


def test_the_check_page_and_the_copy_that_is_sent_show_it_in_words(
    cast: Cast, sign_in: Any
) -> None:
    draft = given.complete(cast, gender="4", ethnicity="R")
    page = sign_in(cast.lead).get(reverse("referrals:check", args=[draft.pk])).content.decode()
    sent = given.sent(cast, gender="4", ethnicity="R")
    for words in (GENDER.asked, ETHNICITY.asked, "Another gender", "Chinese"):
        assert words in page
        assert words in str(sent.copy.content)


def test_a_draft_about_someone_begins_with_what_they_stated(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    person = stating(person, cast, gender="1", ethnicity="N")
    draft = given.started(cast, about=person)
    known = prefill.known(draft, SectionKey.PERSON, by=cast.lead, on=NOW.date())
    assert (known.answers["gender"], known.answers["ethnicity"]) == ("1", "N")


@pytest.mark.parametrize("name", ["gender", "ethnicity"])
@pytest.mark.parametrize("code", ["", "7"])
def test_saving_something_else_changes_nothing_that_was_stated(
    cast: Cast, sign_in: Any, name: str, code: str
) -> None:
    """A code that the list has dropped since is as safe as no answer."""
    person = stating(on_register(cast.area, by=cast.team), cast, **{name: code})
    address = reverse("register:edit", args=[person.pk])
    client = sign_in(cast.team)
    form = client.get(address).context["form"]
    if code:
        assert f"{code} (closed)" in str(list(form[name].field.choices))
    answer = client.post(address, untouched(form) | {"gp_practice": "The new practice"})
    assert answer.status_code == 302, answer.context["form"].errors
    person = Person.objects.get(pk=person.pk)
    assert (person.gp_practice, getattr(person, name)) == ("The new practice", code)


def test_a_closed_code_keeps_its_words_and_is_not_offered_anew(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text(
        'version = "1"\ncertainty = "H"\nsource = "x"\n'
        '[[line]]\ncode = "A"\nwords = "White: British"\ngroup = "White"\noffered_as = "British"\n'
        '[[line]]\ncode = "B"\nwords = "White: Irish"\ngroup = "White"\nclosed = true\n'
    )
    listed = coded_lists.read(path, coded_lists.ETHNIC)
    assert listed.choices() == [("White", [("A", "British")])]
    assert listed.words("B") == "White: Irish"
    assert listed.codes() == {"A"}
    field = nhsuk.CodedSelect("Group", listed=listed)
    with pytest.raises(ValidationError):
        field.clean("B")
    field.keep("B")
    assert ("B", "White: Irish (closed)") in list(field.choices)
    assert field.clean("B") == "B"


def test_a_list_that_the_record_has_no_room_for_is_refused(tmp_path: Path) -> None:
    """A local list has neither groups nor closed lines: its forms would go on to offer them."""
    path = tmp_path / "list.toml"
    head = 'version = "1"\ncertainty = "H"\nsource = "x"\n[[line]]\n'
    path.write_text(f'{head}code = "AA"\nwords = "x"\n')
    with pytest.raises(DataFileError, match="one capital letter or digit"):
        coded_lists.read(path, coded_lists.GENDER)
    path.write_text(f'{head}code = "aa"\nwords = "x"\nclosed = true\n')
    with pytest.raises(DataFileError, match="unknown key closed"):
        coded_lists.read(path)


def test_a_code_that_no_list_has_is_refused(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    address = reverse("register:edit", args=[person.pk])
    client = sign_in(cast.team)
    sent = untouched(client.get(address).context["form"]) | {"ethnicity": "Q"}
    answer = client.post(address, sent)
    assert answer.context["form"].errors["ethnicity"] == ["Select an answer from the list"]
