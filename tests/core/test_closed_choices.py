"""What is on record stays offered when it has closed since, in every form that chooses a row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.colleagues import ColleagueSelect
from accounts.models import Organisation, User
from core import nhsuk
from core.nhsuk.fields.dates import BOXES
from register.forms import PersonForm
from register.models import InpatientStay, Person
from tests.access.people import admitted, seen_by_all
from tests.conftest import Cast
from tests.factories import OrganisationFactory

SignIn = Callable[..., Client]


class Choosing(nhsuk.Form):
    """Any form that chooses a row."""

    place = nhsuk.ModelSelect("Place", queryset=Organisation.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Organisation.objects.open()  # type: ignore[attr-defined]


def offered(form: nhsuk.Form, name: str) -> list[str]:
    """Return the words of what a field offers."""
    return [str(words) for _, words in form[name].field.choices]


def closed(**changed: Any) -> Organisation:
    with transaction.atomic():
        return OrganisationFactory.create(is_active=False, **changed)


@pytest.mark.parametrize("as_id", [False, True])
def test_a_closed_choice_on_record_is_offered_and_marked(cast: Cast, as_id: bool) -> None:
    place = closed()
    on_record = str(place.pk) if as_id else place
    form = Choosing(initial={"place": on_record})
    assert f"{place.name} (closed)" in offered(form, "place")
    sent = Choosing({"place": str(place.pk)}, initial={"place": on_record})
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data["place"] == place


def test_a_closed_choice_cannot_be_chosen_anew(cast: Cast) -> None:
    place = closed()
    assert not [one for one in offered(Choosing(), "place") if place.name in one]
    assert not Choosing({"place": str(place.pk)}).is_valid()
    assert not Choosing({"place": str(place.pk)}, initial={"place": "nonsense"}).is_valid()


def untouched(form: Any) -> dict[str, Any]:
    """Return what the form sends when nothing is touched."""
    values: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field, nhsuk.DateField):
            values |= {
                f"{bound.html_name}_{box}": typed
                for box, typed in zip(BOXES, value or ("", "", ""), strict=True)
            }
        elif value not in (None, ""):
            values[bound.html_name] = getattr(value, "pk", value)
    return values


def test_the_practice_is_changed_while_the_council_has_closed(cast: Cast, sign_in: SignIn) -> None:
    """B10."""
    person = seen_by_all(cast)
    council, board = closed(kind="local_authority"), closed(kind="icb")
    with transaction.atomic():
        person.ordinary_residence_la, person.responsible_icb = council, board
        person.save()
    address = reverse("register:edit", args=[person.pk])
    client = sign_in(cast.team)
    shown = client.get(address)
    assert f"{council.name} (closed)" in shown.content.decode()
    form = shown.context["form"]
    assert isinstance(form, PersonForm)
    answer = client.post(address, untouched(form) | {"gp_practice": "The new practice"})
    assert answer.status_code == 302, answer.context["form"].errors
    person = Person.objects.get(pk=person.pk)
    assert person.gp_practice == "The new practice"
    assert (person.ordinary_residence_la, person.responsible_icb) == (council, board)


def test_the_ward_is_corrected_while_the_hospital_has_closed(cast: Cast, sign_in: SignIn) -> None:
    """B11."""
    person = seen_by_all(cast)
    stay: InpatientStay = admitted(cast, person)
    with transaction.atomic():
        stay.hospital.is_active = False
        stay.hospital.save()
    page = sign_in(cast.team).get(reverse("register:correct_stay", args=[person.pk, stay.pk]))
    form = page.context["form"]
    hospital = Organisation.objects.get(pk=stay.hospital_id)
    assert f"{hospital.name} (closed)" in page.content.decode()
    assert form.fields["hospital"].clean(str(hospital.pk)) == hospital


def test_a_colleague_who_has_left_stays_chosen_and_is_marked(cast: Cast) -> None:
    class Picks(nhsuk.Form):
        owner = ColleagueSelect("Owner", queryset=User.objects.filter(is_active=True))

    assert not cast.leaver.is_active
    form = Picks(initial={"owner": cast.leaver})
    assert [one for one in offered(form, "owner") if one.endswith("(account closed)")]
