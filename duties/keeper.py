"""What duties keep about a person, for their page, their copy and their erasure."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from core.copies import Told
from core.dates import local_day
from core.records import Erased, Keeper, Moment, Panel, Plain, remove
from duties import transition
from duties.copies import copy_of, decided_in_words
from duties.easy_words import easy_words
from duties.models import Duty, DutyDecision, TransitionDecision


class DutiesKeeper(Keeper):
    """Duties that policy asks for, what named people decided about them, and from when Part 8A
    applies to someone already detained when it began."""

    name = "duties"
    floor = 4
    models = (Duty, DutyDecision, TransitionDecision)

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
                    "already_detained": viewer.holds(Permission.DUTY_DECIDE)
                    and transition.stay_to_decide(person_id, on=today),
                    "at": at,
                },
                order=10,
            ),
        ]

    def timeline(self, person_id: UUID, *, viewer: User) -> list[Moment]:
        """Return the duties that ended, and what was decided about Part 8A."""
        ended = Duty.objects.filter(person=person_id, ended_at__isnull=False)
        return _decided_about_part_8a(person_id) + [
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
        remove(TransitionDecision.objects.filter(person=person_id), erased)
        remove(DutyDecision.objects.filter(person=person_id), erased)
        remove(Duty.objects.filter(person=person_id), erased)


def _decided_about_part_8a(person_id: UUID) -> list[Moment]:
    rows = TransitionDecision.objects.filter(person=person_id)
    moments = []
    for one in rows.select_related("by", "struck_out_by")[:50]:
        said = decided_in_words(one)
        moments.append(Moment(when=one.at, title=said, words=one.reason, by=one.by.full_name))
        if one.struck_out_at is not None and one.struck_out_by is not None:
            moments.append(
                Moment(
                    when=one.struck_out_at,
                    title=f"Struck out: {said}",
                    words=one.struck_out_reason,
                    by=one.struck_out_by.full_name,
                )
            )
    return moments
