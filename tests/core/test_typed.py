"""What people and tamperers type into fields."""

from typing import Any

import pytest

from accounts.models import Area
from core import nhsuk
from tests.conftest import Cast


class _Form(nhsuk.Form):
    name = nhsuk.PlainTextField("First name", missing="Enter a first name")
    area = nhsuk.ModelSelect("Area", queryset=Area.objects.all())
    areas = nhsuk.ModelCheckboxes("Areas", queryset=Area.objects.all())


def _errors(cast: Cast, **typed: Any) -> dict[str, list[str]]:
    given = {"name": "Robin", "area": str(cast.area.pk), "areas": [str(cast.area.pk)]} | typed
    return dict(_Form(given).errors.items())


def test_an_invisible_name_is_no_name(cast: Cast) -> None:
    assert _errors(cast, name="\u200b\u2060 ")["name"] == ["Enter a first name"]


def test_a_name_that_turns_the_direction_of_writing_is_refused(cast: Cast) -> None:
    assert "cannot be saved" in _errors(cast, name="Robin\u202eNibor")["name"][0]


@pytest.mark.parametrize("name", ["Zoë", "李", "Siân", "Anne-Marie", "عائشة"])
def test_names_of_every_script_are_kept(cast: Cast, name: str) -> None:
    assert _errors(cast, name=name) == {}


@pytest.mark.parametrize("field", ["area", "areas"])
def test_an_id_that_is_no_id_gets_the_same_plain_words(cast: Cast, field: str) -> None:
    typed = {field: ["'; drop"] if field == "areas" else "'; drop"}
    assert _errors(cast, **typed)[field] == ["Select an answer from the list"]
