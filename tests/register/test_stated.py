"""What someone states of themselves is asked in words, kept as a code and shown in words."""

from dataclasses import fields, replace
from typing import Any

from django.urls import reverse

from referrals import questions
from referrals.forms.tables import field_for
from register import rules, workflow
from register.copies import copy_of
from register.forms import PersonForm
from register.models import Person
from tests.conftest import Cast
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
    assert sorted(code for code, _ in rules.GENDERS) == GENDER_CODES
    assert [code for code, _ in rules.ETHNICITIES] == ETHNIC_CODES
    assert len({words for _, words in rules.ETHNICITIES}) == len(ETHNIC_CODES)


def test_both_forms_ask_the_same_and_neither_insists(cast: Cast) -> None:
    asked = {one.name: one for one in questions.TABLES[questions.SectionKey.PERSON]}
    for name in ("gender", "ethnicity"):
        edit, refer = PersonForm.base_fields[name], field_for(asked[name])
        assert list(edit.choices) == list(refer.choices)
        assert edit.label == refer.label
        assert not edit.required
        assert not refer.required


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
    assert rules.ethnicity_words("Z") != rules.ethnicity_words("99")


def test_a_referral_brings_what_the_person_stated(cast: Cast) -> None:
    sent = given.sent(cast, gender="Z", ethnicity="99")
    person = Person.everyone.get(pk=sent.person_id)
    assert (person.gender, person.ethnicity) == ("Z", "99")
