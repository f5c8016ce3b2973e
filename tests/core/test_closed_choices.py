"""What is on record stays offered when it has closed since, in every form that chooses a row."""

import ast
import copy
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.colleagues import ColleagueSelect
from accounts.models import Area, Organisation, User
from core import nhsuk
from core.nhsuk.fields.choices import KeepsClosed
from core.nhsuk.fields.dates import BOXES
from register.forms import PersonForm
from register.models import InpatientStay, Person
from tests.access.addresses import addresses
from tests.access.people import admitted, seen_by_all
from tests.architecture.source import modules, name_of
from tests.conftest import Cast
from tests.factories import AreaFactory, OrganisationFactory

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


class Ticking(nhsuk.Form):
    """Any form that ticks rows."""

    places = nhsuk.ModelCheckboxes("Places", queryset=Organisation.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].queryset = Organisation.objects.open()  # type: ignore[attr-defined]


@pytest.mark.parametrize("on_record", [list, lambda rows: [str(one.pk) for one in rows]])
def test_closed_rows_that_are_ticked_on_record_stay_ticked_and_are_marked(
    cast: Cast, on_record: Callable[[list[Organisation]], list[Any]]
) -> None:
    gone, left, here = closed(), closed(), OrganisationFactory.create()
    initial = {"places": on_record([gone, here])}
    shown = offered(Ticking(initial=initial), "places")
    assert f"{gone.name} (closed)" in shown
    assert not [one for one in shown if left.name in one]
    sent = Ticking({"places": [str(gone.pk), str(here.pk)]}, initial=initial)
    assert sent.is_valid(), sent.errors
    assert set(sent.cleaned_data["places"]) == {gone, here}
    assert not Ticking({"places": [str(gone.pk), str(left.pk)]}, initial=initial).is_valid()


def test_rows_that_are_ticked_on_record_may_come_as_a_query(cast: Cast) -> None:
    gone = closed()
    rows = Organisation.objects.filter(pk=gone.pk)
    assert f"{gone.name} (closed)" in offered(Ticking(initial={"places": rows}), "places")


def forms_below(base: type[forms.Form]) -> set[type[forms.Form]]:
    """Return every form that is made of this one."""
    below = set(base.__subclasses__())
    return below.union(*(forms_below(one) for one in below)) if below else below


def choosing_rows() -> list[tuple[str, Any]]:
    """Return every field of the product's forms that chooses rows, by form and name."""
    addresses()  # imports every view, and with it every form
    return sorted(
        (
            (f"{form.__module__}.{form.__name__}.{name}", field)
            for form in forms_below(nhsuk.Form)
            if not form.__module__.startswith("tests.")
            for name, field in form.base_fields.items()
            if isinstance(field, forms.ModelChoiceField)
        ),
        key=lambda found: found[0],
    )


def test_every_field_that_chooses_rows_keeps_what_has_closed(cast: Cast) -> None:
    with transaction.atomic():
        area = AreaFactory.create(is_active=False)
    gone = {Organisation: closed(), User: cast.leaver, Area: area}
    walked = 0
    for where, field in choosing_rows():
        keeps = isinstance(field, KeepsClosed)
        assert keeps, where
        model = field.queryset.model if field.queryset is not None else None
        if model not in gone:
            continue
        row, many = gone[model], isinstance(field, forms.ModelMultipleChoiceField)
        alone: Any = type("Alone", (nhsuk.Form,), {"one": copy.deepcopy(field)})
        alone.base_fields["one"].queryset = model.objects.filter(is_active=True)
        form = alone(initial={"one": [row] if many else row})
        marked = [one for one in offered(form, "one") if "closed)" in one]
        assert len(marked) == 1, where
        typed = {"one": [str(row.pk)] if many else str(row.pk)}
        kept = alone(typed, initial=form.initial)
        assert kept.is_valid(), (where, kept.errors)
        assert not alone(typed).is_valid(), where
        walked += 1
    assert walked > 10


def test_only_the_pack_builds_on_the_fields_that_forget_what_has_closed() -> None:
    """So a field that is made as its form is made keeps it too."""
    forget = {"ModelChoiceField", "ModelMultipleChoiceField"}
    own = {
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if not path.startswith("core/nhsuk/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call | ast.ClassDef)
        for made in (node.bases if isinstance(node, ast.ClassDef) else [node.func])
        if name_of(made).rpartition(".")[2] in forget
    }
    assert not own, own
