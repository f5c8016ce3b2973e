"""What actions keep about a person, for their page, their copy and their erasure."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from actions.copies import copy_of
from actions.easy_words import easy_words
from actions.models import Action, Answer, Chase
from core.copies import Told
from core.dates import local_day
from core.records import Erased, Keeper, Moment, Panel, Plain, remove
from register.models import Person


class ActionsKeeper(Keeper):
    """Agreed actions, duties that policy raised, and the chases of both."""

    name = "actions"
    floor = 5
    models = (Action, Chase, Answer)

    def panels(self, person_id: UUID, *, viewer: User, at: datetime) -> list[Panel]:
        """Return the actions agreed."""
        today = local_day(at)
        actions = list(
            Action.objects.unfinished()
            .filter(person=person_id)
            .select_related("owner", "organisation")
        )
        for action in actions:
            action.late = action.is_overdue(today)  # type: ignore[attr-defined]
        return [
            Panel(
                "actions",
                "Actions",
                "actions/panels/actions.html",
                {
                    "person_id": person_id,
                    "actions": actions,
                    "may_agree": Person.objects.permitted(viewer, Permission.ACTION_DO)
                    .filter(pk=person_id)
                    .exists(),
                    "at": at,
                },
                order=15,
            ),
        ]

    def timeline(self, person_id: UUID, *, viewer: User) -> list[Moment]:
        """Return the actions closed."""
        closed = Action.objects.filter(person=person_id, status="closed").select_related("ended_by")
        return [
            Moment(
                when=one.ended_at,
                title="Action closed",
                words=one.description,
                by=one.ended_by.full_name if one.ended_by else "",
            )
            for one in closed.order_by("-ended_at")[:50]
            if one.ended_at
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
