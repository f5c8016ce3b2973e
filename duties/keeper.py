"""What duties keep about a person, for their page, their copy and their erasure."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from core.copies import Told
from core.dates import local_day
from core.records import Erased, Keeper, Moment, Panel, Plain, remove
from duties.copies import copy_of
from duties.easy_words import easy_words
from duties.models import Duty, DutyDecision


class DutiesKeeper(Keeper):
    """Duties that policy asks for, and what named people decided about them."""

    name = "duties"
    floor = 4
    models = (Duty, DutyDecision)

    def panels(self, person_id: UUID, *, viewer: User, at: datetime) -> list[Panel]:
        """Return what must happen next."""
        today = local_day(at)
        duties = list(Duty.objects.open().filter(person=person_id))
        for duty in duties:
            duty.late = duty.is_overdue(today)  # type: ignore[attr-defined]
        return [
            Panel(
                "duties",
                "What must happen next",
                "actions/panels/duties.html",
                {
                    "person_id": person_id,
                    "duties": [one for one in duties if not one.floor],
                    "floors": [one for one in duties if one.floor],
                    "ended": list(
                        Duty.objects.filter(person=person_id, ended_at__isnull=False)
                        .select_related("ended_by")
                        .order_by("-ended_at")[:10]
                    ),
                    "may_waive": viewer.holds(Permission.DUTY_DECIDE),
                    "at": at,
                },
                order=10,
            ),
        ]

    def timeline(self, person_id: UUID, *, viewer: User) -> list[Moment]:
        """Return the duties that ended."""
        ended = Duty.objects.filter(person=person_id, ended_at__isnull=False)
        return [
            Moment(
                when=one.ended_at,
                title=f"{one.title}: {one.get_status_display().lower()}",
                words=one.reason,
                by=one.ended_by.full_name if one.ended_by else "",
            )
            for one in ended.select_related("ended_by").order_by("-ended_at")[:50]
            if one.ended_at
        ]

    def export(self, person_id: UUID) -> Told:
        """Return every duty about the person, and what was decided about it."""
        return copy_of(person_id)

    def plainly(self, person_id: UUID, *, at: datetime) -> list[Plain]:
        """Return what happens next, in plain words, the earliest first."""
        found = easy_words(person_id, on=local_day(at))
        return [plain for _, plain in sorted(found, key=lambda one: one[0])]

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove it all, decisions first."""
        remove(DutyDecision.objects.filter(person=person_id), erased)
        remove(Duty.objects.filter(person=person_id), erased)
