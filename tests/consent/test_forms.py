"""The forms: what is typed becomes details, and a contradiction is said beside its field."""

from typing import Any

import pytest

from consent.details import BasisDetails
from consent.forms import BasisForm, form_for
from consent.rules import Attorney, AttorneyView, Basis
from tests.consent import details as a


def typed(details: BasisDetails) -> dict[str, Any]:
    """Return what a browser would send for `details`."""
    data: dict[str, Any] = {}
    for name, value in details.initial().items():
        if hasattr(value, "year"):
            data |= {f"{name}_day": value.day, f"{name}_month": value.month}
            data[f"{name}_year"] = value.year
        elif isinstance(value, bool):
            data[name] = "yes" if value else "no"
        elif value is not None:
            data[name] = value
    if "no_assumptions" in data:
        data["no_assumptions"] = "on"
    return data


ATTORNEY = {
    "attorney": Attorney.LPA,
    "attorney_name": "Alex Attorney",
    "attorney_valid": True,
    "attorney_document": "7000-1",
    "attorney_view": AttorneyView.AGREES,
}
EVERY = [
    a.decision(),
    a.decision(capacity=a.capacity(weighs=True)),
    a.in_best_interests(),
    a.in_best_interests(basis=Basis.LPA, best_interests=a.best_interests(**ATTORNEY)),
    a.in_best_interests(
        basis=Basis.DEPUTY,
        best_interests=a.best_interests(**(ATTORNEY | {"attorney": Attorney.DEPUTY})),
    ),
    a.decision(basis=Basis.GILLICK, child=a.child()),
    a.decision(basis=Basis.PARENTAL, child=a.parental()),
]


@pytest.mark.parametrize("details", EVERY, ids=lambda one: one.basis)
def test_a_form_gives_back_what_was_typed(details: BasisDetails) -> None:
    form = form_for(details.basis)(typed(details))
    assert form.is_valid(), form.errors
    assert form.details() == details


@pytest.mark.parametrize("basis", list(Basis))
def test_an_empty_form_says_what_is_missing_and_can_be_drawn(basis: Basis) -> None:
    from django.template import Context, Template

    form = form_for(basis)({})
    assert not form.is_valid()
    assert "on_register" in form.errors
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))
    for name in form.fields:
        assert f'name="{name}' in html, name
        assert html.count(f'id="id_{name}"') <= 1


def test_only_the_bases_of_the_age_are_offered() -> None:
    offered = dict(BasisForm(age=15).fields["basis"].choices)  # type: ignore[attr-defined]
    assert set(offered) == {"parental", "gillick"}
    assert not BasisForm({"basis": "lpa"}, age=17).is_valid()
    form = BasisForm({"basis": "lpa"}, age=18)
    assert form.is_valid()
    assert form.basis_chosen() is Basis.LPA


def test_a_refusing_attorney_is_said_beside_their_view() -> None:
    refused = a.best_interests(**(ATTORNEY | {"attorney_view": AttorneyView.REFUSES}))
    form = form_for(Basis.BEST_INTERESTS)(typed(a.in_best_interests(best_interests=refused)))
    assert not form.is_valid()
    assert "must be followed" in form.errors["attorney_view"][0]


def test_what_is_said_about_an_attorney_is_forgotten_when_there_is_none() -> None:
    data = typed(a.in_best_interests(best_interests=a.best_interests(**ATTORNEY)))
    form = form_for(Basis.BEST_INTERESTS)(data | {"attorney": "none"})
    assert form.is_valid(), form.errors
    part = form.details().best_interests
    assert part is not None
    assert part.attorney_name == ""
    assert part.attorney_view is None


def test_consent_of_somebody_who_lacks_capacity_is_refused_in_the_form() -> None:
    data = typed(a.decision(capacity=a.capacity()))
    form = form_for(Basis.CONSENT)(data)
    assert not form.is_valid()
    assert "lacks capacity" in form.errors.as_json()


def test_a_decision_before_birth_is_refused_where_the_birth_date_is_known() -> None:
    form = form_for(Basis.CONSENT)(typed(a.decision()), birth_date=a.DECIDED.replace(day=21))
    assert not form.is_valid()
    assert "decided_on" in form.errors
