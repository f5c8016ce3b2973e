"""Which floor a rating has now. The floor above that knows the policy registers how to tell."""

from datetime import date
from typing import Protocol
from uuid import UUID

from register.models import InpatientStay
from register.rules import Floor


class FloorSource(Protocol):
    """What the policy says about how low someone's rating may go."""

    def lasting(self, person_id: UUID, *, on: date) -> Floor | None:
        """Return the floor that lasts on the day `on`, if any."""

    def after_discharge(
        self, stay: InpatientStay, *, discharged_on: date, on: date
    ) -> Floor | None:
        """Return the floor that a discharge from `stay` on `discharged_on` would begin."""


_sources: list[FloorSource] = []


def set_floor_source(source: FloorSource) -> None:
    """Ask `source` from now on, and no other."""
    _sources[:] = [source]


def floor_of(person_id: UUID, *, on: date) -> Floor | None:
    """Return the floor of someone's rating that lasts on the day `on`, if any."""
    return _sources[0].lasting(person_id, on=on) if _sources else None


def floor_after_discharge(stay: InpatientStay, *, discharged_on: date, on: date) -> Floor | None:
    """Return the floor of a rating given at a discharge, if it would still last on `on`."""
    if not _sources:
        return None
    return _sources[0].after_discharge(stay, discharged_on=discharged_on, on=on)
