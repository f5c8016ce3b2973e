"""What reviews keep about a person: all of it is in the copy, and an erasure leaves none of it."""

from django.apps import apps

from core import records
from core.guard import open_door
from reviews.copies import copy_of
from reviews.keeper import ReviewsKeeper
from tests.canaries import reviews as canary
from tests.canary import hatch
from tests.conftest import Cast


def test_every_table_is_filled_told_and_emptied(cast: Cast) -> None:
    person = hatch(cast)
    canary.fill(person, cast)
    models = [*apps.get_app_config("reviews").get_models()]
    assert not [one.__name__ for one in models if not one._default_manager.exists()]
    assert not [
        kind for kind, rows in copy_of(person.pk).items() if not rows and "before" not in kind
    ]
    erased = records.Erased()
    open_door()
    ReviewsKeeper().erase(person.pk, erased)
    assert not [one.__name__ for one in models if one._default_manager.exists()]
    assert set(erased.counts) == {one._meta.db_table for one in models}
