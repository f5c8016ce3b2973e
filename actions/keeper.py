"""What actions keep about a person, for their page, their copy and their erasure."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.rules import Permission
from actions.copies import copy_of
from actions.easy_words import easy_words
from actions.models import Action, Answer, Chase
from actions.rules import ActionStatus
from core.copies import Told
from core.dates import local_day
from core.records import Erased, Keeper, Moment, Panel, Plain, Viewing, remove
from register.models import Person


class ActionsKeeper(Keeper):
    """Agreed actions, duties that policy raised, and the chases of both."""

    name = "actions"
    floor = 5
    models = (Action, Chase, Answer)

    def panels(self, viewing: Viewing) -> list[Panel]:
        """Return the actions agreed."""
        today, person = local_day(viewing.at), viewing.person
        actions = [one for one in viewing.once(_actions) if one.ended_at is None]
        for action in actions:
            action.late = action.is_overdue(today)
        return [
            Panel(
                "actions",
                "Actions",
                "actions/panels/actions.html",
                {
                    "person_id": person.pk,
                    "actions": sorted(actions, key=lambda one: (one.due_on, one.pk)),
                    "may_agree": Person.objects.reaches(
                        viewing.viewer, Permission.ACTION_DO, person
                    ),
                    "at": viewing.at,
                },
                order=15,
            ),
        ]

    def timeline(self, viewing: Viewing) -> list[Moment]:
        """Return the actions closed."""
        return [
            Moment(
                when=one.ended_at,
                title="Action closed",
                words=one.description,
                by=one.ended_by.full_name if one.ended_by else "",
            )
            for one in viewing.once(_actions)
            if one.status == ActionStatus.CLOSED
        ]

    def export(self, person_id: UUID) -> Told:
        """Return every action and chase about the person."""
        return copy_of(person_id)

    def plainly(self, person_id: UUID, *, at: datetime) -> list[Plain]:
        """Return what happens next, in plain words."""
        return [
            plain
            for _, plain in sorted(easy_words(person_id, on=local_day(at)), key=lambda one: one[0])
        ]

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove it all, chases and answers first."""
        remove(Chase.objects.about(person_id), erased)
        remove(Answer._base_manager.filter(action__person=person_id), erased)
        remove(Action.objects.filter(person=person_id), erased)


def _actions(viewing: Viewing) -> list[Any]:
    """Return the actions about the person: those unfinished, then those that ended, the last
    first."""
    rows = Action.objects.filter(person=viewing.person)
    rows = rows.select_related("owner", "organisation", "ended_by")
    return list(rows.order_by(F("ended_at").desc(nulls_first=True), "pk")[:100])
