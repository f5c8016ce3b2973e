"""Reading what is known of people, so that their duties can be worked out.

For one person or some hundreds, in the same number of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from django.conf import settings

from core.models import AuditEvent
from duties import policy
from duties.happenings import KINDS, Happening, happening
from duties.hooks import tracking_meetings
from duties.life import Life, MeetingDay
from duties.models import Commencement, DutyDecision
from duties.rules import DecisionKind
from register.models import Person


def commenced_on() -> date | None:
    """Return the day from which Part 8A is switched on, as an administrator set it; else None.

    Where no one has set anything in the service, the setting of the deployment counts. Switched
    off there it begins `policy.NEVER`, whatever deployment and files say.
    """
    set_here = Commencement.objects.standing()
    if set_here is not None:
        return set_here.begins_on or policy.NEVER
    text = settings.DSR_STATUTE_COMMENCED_ON
    return date.fromisoformat(text) if text else None


class Meetings:
    """The days of areas' tracking meetings, each area read once and only when it is asked for."""

    def __init__(self) -> None:
        self._known: dict[UUID, Sequence[MeetingDay]] = {}

    def of(self, area_id: UUID) -> Callable[[], Sequence[MeetingDay]]:
        """Return what reads the meetings of an area, the first one first."""
        return partial(self._read, area_id)

    def _read(self, area_id: UUID) -> Sequence[MeetingDay]:
        if area_id not in self._known:
            self._known[area_id] = tracking_meetings(area_id)
        return self._known[area_id]


def lives_of(
    people: Collection[Person], *, begins: date | None, meetings: Meetings, decided: bool = True
) -> dict[UUID, Life]:
    """Return what is known of each of these people; their areas are loaded already.

    `decided=False` spares the look at decisions where no one has a duty to decide about.
    """
    ids = [person.pk for person in people]
    events = _events(ids)
    if decided:
        for person_id, one in _decisions(ids):
            events[person_id].append(one)
    return {
        person.pk: Life(
            birth_date=person.birth_date,
            ehc_plan=person.ehc_plan,
            region=person.area.region or None,
            recognised_on=person.commissioner_view_formed_on,
            commenced_on=begins,
            events=events[person.pk],
            meetings=meetings.of(person.area_id),
        )
        for person in people
    }


def _events(ids: Sequence[UUID]) -> dict[UUID, list[Happening]]:
    found: dict[UUID, list[Happening]] = defaultdict(list)
    rows = AuditEvent.objects.filter(person_id__in=ids, kind__in=KINDS)
    for key, kind, at, by, person_id, facts in rows.values_list(
        "id", "kind", "at", "actor_id", "person_id", "facts"
    ):
        found[person_id].append(happening(number=key, kind=kind, at=at, by=by, facts=facts))  # type: ignore[index]
    return found


def _decisions(ids: Sequence[UUID]) -> list[tuple[UUID, Happening]]:
    rows = DutyDecision.objects.in_force().filter(person__in=ids)
    return [
        (
            person_id,
            Happening(
                id=_AFTER_ALL_EVENTS, kind=DecisionKind(kind).happening, day=on, at=at, by=by,
                facts={
                    "branch": branch, "cause": cause, "subject": subject, "words": words,
                },
            ),
        )
        for person_id, kind, on, at, by, words, branch, cause, subject in rows.values_list(
            "person_id", "kind", "on", "at", "by_id", "words",
            "duty__branch", "duty__raised_by_event", "duty__subject",
        )
    ]  # fmt: skip


_AFTER_ALL_EVENTS = 2**63 - 1
"""A decision has no audit event of its own among those read; of one moment it comes last."""
