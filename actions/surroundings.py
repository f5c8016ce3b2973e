"""What is known beside an event: the stay, the rating, the next meeting, facts of floors above.

`Surroundings` asks for one person at a time; `Gathered` has read it for many people at once, in
as many queries for ten people as for a thousand.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings

from actions import policy
from actions.hooks import (
    Waiting,
    facts_from_above,
    facts_from_above_about,
    next_meeting_on,
    waiting_referrals,
    waiting_referrals_of,
)
from actions.models import Commencement
from register.models import InpatientStay, Person, Standing
from register.rules import LegalStatus


class Surroundings:
    """What is known, asked of the tables as it is needed."""

    @cached_property
    def commenced_on(self) -> date | None:
        """The day from which Part 8A is switched on, as an administrator set it; else None.

        Where nobody has set anything in the service, the setting of the deployment counts.
        Switched off there it begins `policy.NEVER`, whatever deployment and files say.
        """
        set_here = Commencement.objects.standing()
        if set_here is not None:
            return set_here.begins_on or policy.NEVER
        text = settings.DSR_STATUTE_COMMENCED_ON
        return date.fromisoformat(text) if text else None

    def stays(self, person_id: UUID) -> Sequence[InpatientStay]:
        """Return the person's stays."""
        return list(InpatientStay.objects.filter(person=person_id).prefetch_related("transfers"))

    def moved(self, stay: InpatientStay) -> bool:
        """Whether the person moved to another ward during one of these stays."""
        return bool(stay.transfers.all())

    def level(self, person_id: UUID) -> str | None:
        """Return the person's rating; None off the register."""
        rows = Standing.objects.filter(person=person_id)
        return rows.values_list("level", flat=True).first()

    def above(self, person_id: UUID, on: date) -> dict[str, Any]:
        """Return what floors above know of the person on the day `on`."""
        return facts_from_above(person_id, on)

    def waiting(self, person_id: UUID) -> Collection[Waiting]:
        """Return the person's referrals that wait for triage."""
        return waiting_referrals(person_id)

    def next_meeting(self, area_id: UUID, on: date) -> date | None:
        """Return the day of the area's next tracking meeting from `on` on."""
        return next_meeting_on(area_id, on)


class Gathered(Surroundings):
    """What is known of many people, read at once."""

    def __init__(self, people: Collection[Person], *, commenced_on: date | None) -> None:
        ids = [person.pk for person in people]
        self.commenced_on = commenced_on
        self._stays: dict[UUID, list[InpatientStay]] = defaultdict(list)
        for stay in InpatientStay.objects.filter(person__in=ids).prefetch_related("transfers"):
            self._stays[stay.person_id].append(stay)
        self._levels = dict(
            Standing.objects.filter(person__in=ids).values_list("person_id", "level")
        )
        self._above = facts_from_above_about(ids)
        self._waiting = waiting_referrals_of(ids)
        self._meetings: dict[tuple[UUID, date], date | None] = {}

    def stays(self, person_id: UUID) -> Sequence[InpatientStay]:
        """Return the person's stays."""
        return self._stays[person_id]

    def level(self, person_id: UUID) -> str | None:
        """Return the person's rating; None off the register."""
        return self._levels.get(person_id)

    def above(self, person_id: UUID, on: date) -> dict[str, Any]:
        """Return what floors above know of the person on the day `on`."""
        return self._above(person_id, on)

    def waiting(self, person_id: UUID) -> Collection[Waiting]:
        """Return the person's referrals that wait for triage."""
        return self._waiting(person_id)

    def next_meeting(self, area_id: UUID, on: date) -> date | None:
        """Return the day of the area's next tracking meeting, looked up once a day and area."""
        if (area_id, on) not in self._meetings:
            self._meetings[area_id, on] = super().next_meeting(area_id, on)
        return self._meetings[area_id, on]


def facts_of(person: Person, on: date, around: Surroundings) -> dict[str, Any]:
    """Return the policy facts that the register itself holds about a person, as they are now."""
    stays = around.stays(person.pk)
    stay = next((one for one in stays if one.discharged_on is None), None)
    facts: dict[str, Any] = {
        "birth_date": person.birth_date,
        "ehc_plan": person.ehc_plan,
        "level": around.level(person.pk),
        "inpatient": stay is not None,
    }
    return facts if stay is None else facts | _of_stay(stay)


def _of_stay(stay: InpatientStay) -> dict[str, Any]:
    return {
        "admitted_on": stay.admitted_on,
        "security": stay.security,
        "legal_status": stay.legal_status,
        "detained": LegalStatus(stay.legal_status).detained,
        "cetr_before": stay.cetr_before,
        "applicable_on": stay.applicable_on,
        "unit_inadequate": stay.unit_inadequate,
    }


def asks_for_meeting(event: str) -> bool:
    """Whether a rule that the event can raise is due at the next meeting of the area."""
    raised = policy.current().by_event.get(event, ())
    return any(rule.due.kind == "next_meeting" for _, rule in raised)
