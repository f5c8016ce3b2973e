"""An NHS number that another record has: said so that whoever typed it can act on it (B20)."""

from typing import Any

from django.urls import reverse

from core.models import ReadLog
from register.forms import PersonForm
from register.models import Person
from tests.conftest import Cast
from tests.factories import on_register


def typed(person: Person, number: str | None) -> dict[str, str]:
    """Return what the page of a person's details sends with another NHS number."""
    form = PersonForm(areas=type(person.area).objects.all(), initial=PersonForm.initial_of(person))
    data: dict[str, str] = {}
    for name in form.fields:
        value = form[name].value()
        if name == "birth_date":
            for box in ("day", "month", "year"):
                data[f"birth_date_{box}"] = str(getattr(person.birth_date, box))
        elif isinstance(value, list | tuple):
            data[name] = str(value[0]) if value else ""
        else:
            data[name] = "" if value is None else str(getattr(value, "pk", value))
    return data | {"nhs_number": number or ""}


def test_the_team_is_led_to_the_record_that_has_it(cast: Cast, sign_in: Any) -> None:
    holder = on_register(cast.area, by=cast.team, given_name="Holda")
    other = on_register(cast.area, by=cast.team)
    shown = sign_in(cast.team).post(
        reverse("register:edit", args=[other.pk]), typed(other, holder.nhs_number)
    )
    page = shown.content.decode()
    assert "Another record has this NHS number" in page
    assert reverse("register:person", args=[holder.pk]) in page
    assert "Contact the DSR team" not in page
    assert ReadLog.objects.filter(user=cast.team, persons__contains=[holder.pk]).exists()
    assert Person.objects.get(pk=other.pk).nhs_number == other.nhs_number


def test_of_a_record_elsewhere_only_its_team_is_named(cast: Cast, sign_in: Any) -> None:
    holder = on_register(cast.other_area, by=cast.other_area_team, given_name="Holda")
    other = on_register(cast.area, by=cast.team)
    page = sign_in(cast.team).post(
        reverse("register:edit", args=[other.pk]), typed(other, holder.nhs_number)
    ).content.decode()  # fmt: skip
    assert f"the DSR team of {cast.other_area.name}" in page
    assert "Holda" not in page


def test_a_lead_learns_only_that_it_is_taken(cast: Cast, sign_in: Any) -> None:
    holder = on_register(cast.other_area, by=cast.other_area_team, given_name="Holda")
    own = on_register(cast.area, by=cast.team, lead=cast.lead)
    page = sign_in(cast.lead).post(
        reverse("register:edit", args=[own.pk]), typed(own, holder.nhs_number)
    ).content.decode()  # fmt: skip
    assert "Ask the DSR team which number is right" in page
    assert cast.other_area.name not in page
    assert "Holda" not in page
