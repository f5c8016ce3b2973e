"""What duties keep about a person, for their page, their copy and their erasure."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.rules import Permission
from core.copies import Told
from core.dates import local_day
from core.records import Erased, Keeper, Moment, Panel, Plain, Viewing, on_day, remove
from duties import person_page, transition
from duties.copies import copy_of, decided_in_words
from duties.easy_words import easy_words
from duties.models import Duty, DutyDecision, TransitionDecision
from duties.rules import CORRECTED
from register.models import InpatientStay
from register.person_page import open_stay


class DutiesKeeper(Keeper):
    """Duties that policy asks for, what named people decided about them, and from when Part 8A
    applies to someone already detained when it began."""

    name = "duties"
    floor = 4
    models = (Duty, DutyDecision, TransitionDecision)

    def panels(self, viewing: Viewing) -> list[Panel]:
        """Return what must happen next."""
        today, duties = local_day(viewing.at), viewing.once(person_page.open_duties)
        may_decide = viewing.viewer.holds(Permission.DUTY_DECIDE)
        for duty in duties:
            duty.late = duty.is_overdue(today)
        return [
            Panel(
                "duties",
                "What must happen next",
                "actions/panels/duties.html",
                {
                    "person_id": viewing.person.pk,
                    "duties": [one for one in duties if not one.floor],
                    "floors": [one for one in duties if one.floor],
                    "ended": viewing.once(person_page.ended_duties)[:10],
                    "may_waive": may_decide,
                    "already_detained": may_decide and _stay_to_decide(viewing),
                    "at": viewing.at,
                },
                order=10,
            ),
        ]

    def timeline(self, viewing: Viewing) -> list[Moment]:
        """Return the duties that ended, each on the day of what ended it, and what was decided
        about Part 8A.

        The duties that ended because one fact was put right are one line.
        """
        alone: list[list[Any]] = []
        together: dict[tuple[datetime, int | None], list[Any]] = {}
        for one in viewing.once(person_page.ended_duties):
            if one.reason == CORRECTED:
                together.setdefault((one.ended_at, one.ended_by_event), []).append(one)
            else:
                alone.append([one])
        ended = [_ended(duties) for duties in [*alone, *together.values()]]
        return _decided_about_part_8a(viewing) + ended

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


def _stay_to_decide(viewing: Viewing) -> InpatientStay | None:
    """Return the stay for which it is still to be decided from when Part 8A applies."""
    stay = viewing.once(open_stay)
    if stay is None or stay.detained_since is None:
        return None
    decisions, on = viewing.once(_transition_decisions), local_day(viewing.at)
    return stay if transition.is_to_be_decided(stay, decisions, on=on) else None


def _ended(duties: list[Any]) -> Moment:
    """Return the line of duties that ended together for one reason; of most, there is one."""
    one, count = duties[0], len(duties)
    titles = "".join(f"\n{duty.title}" for duty in duties) if count > 1 else ""
    return Moment(
        when=on_day(one.ended_on or local_day(one.ended_at), recorded_at=one.ended_at),
        recorded_at=max(one.ended_at, one.raised_at),
        title=f"{count} duties no longer apply"
        if count > 1
        else f"{one.title}: {one.get_status_display().lower()}",
        words=f"{one.because}{titles}",
        by=one.ended_by.full_name if one.ended_by else "",
    )


def _transition_decisions(viewing: Viewing) -> list[TransitionDecision]:
    rows = TransitionDecision.objects.filter(person=viewing.person)
    return list(rows.select_related("by", "struck_out_by"))


def _decided_about_part_8a(viewing: Viewing) -> list[Moment]:
    moments = []
    for one in viewing.once(_transition_decisions):
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
