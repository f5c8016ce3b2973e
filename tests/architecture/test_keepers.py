"""Every record about a person has a keeper, and every keeper's records lead to a person."""

from typing import Any

from django.apps import apps
from django.db import models

from core import records
from core.models import AuditEvent, HistoryRow, ReadLog
from register.models import Person

SEVERED: dict[type[models.Model], str] = {
    AuditEvent: "the trail stays; erasure takes person, facts and salt away",
    ReadLog: "who looked and when stays; erasure takes the person's identifier out",
}
NAMES = {"person", "person_id", "persons", "people", "person_ids"}


def covered() -> set[type[models.Model]]:
    return {model for keeper in records.keepers() for model in keeper.models}


def of_a_person(model: type[models.Model]) -> bool:
    """Whether a row of `model` is about a person by its own columns."""
    fields = model._meta.get_fields()
    return model is Person or any(
        (getattr(field, "related_model", None) is Person and field.concrete) or field.name in NAMES
        for field in fields
        if not field.auto_created or field.concrete
    )


def reaches_a_person() -> set[type[models.Model]]:
    """The models about a person, and those that point to one of them, at any distance.

    Pointing from an account, an area or an organisation does not count: they are nobody's record.
    """
    live = [m for m in apps.get_models(include_auto_created=True) if not issubclass(m, HistoryRow)]
    found = {model for model in live if of_a_person(model)}
    while True:
        more = {model for model in live if model not in found and _points_to(model, found)}
        if not more:
            return found
        found |= more


def _points_to(model: type[models.Model], found: set[Any]) -> bool:
    return any(
        field.concrete and field.related_model in found and field.related_model not in STOPS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
    )


STOPS: set[str | type[models.Model]] = {AuditEvent, ReadLog}
NAMES_NOBODY = {
    "consent_erasurecertificate": "points to the withdrawal, which erasure has severed",
}


def test_every_model_with_a_path_to_a_person_has_a_keeper() -> None:
    kept = covered()
    missing = {
        model._meta.label
        for model in reaches_a_person()
        if model not in kept
        and model not in SEVERED
        and model._meta.db_table not in NAMES_NOBODY
        and not _is_link_of(model, kept)
    }
    assert missing == set(), "name them in `models` of their app's keeper, and erase them"


def _is_link_of(model: type[models.Model], kept: set[type[models.Model]]) -> bool:
    """Whether `model` is the link table of a many-to-many field of a kept model."""
    return any(
        field.remote_field.through is model for one in kept for field in one._meta.many_to_many
    )


def test_every_history_of_a_persons_record_is_of_a_kept_model() -> None:
    for model in apps.get_models():
        if issubclass(model, HistoryRow) and of_a_person(model):
            live = model.instance_type  # type: ignore[attr-defined]
            assert live in covered(), live


def test_keepers_have_one_floor_each_and_name_their_own_models() -> None:
    keepers = records.keepers()
    floors = [keeper.floor for keeper in keepers]
    assert len(set(floors)) == len(floors)
    for keeper in keepers:
        assert {model._meta.app_label for model in keeper.models} <= {keeper.name}, keeper.name


def test_every_keeper_says_what_it_keeps(cast: Any) -> None:
    from tests.factories import on_register

    person = on_register(cast.area, by=cast.team)
    for keeper in records.keepers():
        assert isinstance(keeper.export(person.pk), dict), keeper.name


def test_what_is_severed_has_a_reason() -> None:
    assert all(SEVERED.values())
    assert all(NAMES_NOBODY.values())
