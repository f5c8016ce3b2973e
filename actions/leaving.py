"""The agreed actions of someone who leaves the register, for the person who closes it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from accounts.colleagues import choices_of
from actions.models import Action
from actions.querysets import possible_owners
from core.nhsuk import say
from register.models import Person
from register.open_work import OpenLine, OpenWork


def open_actions(person_id: UUID, at: datetime) -> Sequence[OpenWork]:
    """Return the person's unfinished actions, each a line about which someone decides."""
    rows = Action.objects.unfinished().filter(person=person_id)
    actions = list(rows.select_related("owner", "organisation"))
    if not actions:
        return []
    area_id = Person.everyone.values_list("area_id", flat=True).get(pk=person_id)
    count = len(actions)
    return [
        OpenWork(
            count=count,
            words="1 agreed action" if count == 1 else f"{count} agreed actions",
            becomes="We will end it unless you keep it, and tell its owner."
            if count == 1
            else "We will end each action that you did not keep, and tell its owner.",
            ends="We will end it and tell its owner."
            if count == 1
            else "We will end them all and tell their owners.",
            order=10,
            lines=[_line(action) for action in actions],
            takers=choices_of(possible_owners(area_id).order_by("full_name", "pk")),
        )
    ]


def _line(action: Action) -> OpenLine:
    done = "done, waiting for the DSR team to confirm"
    due = done if action.is_done else f"due {say.date_words(action.due_on)}"
    return OpenLine(
        id=action.pk, words=action.description, owner=action.owner_name, due=due,
        keeps=f"{action.owner_name} keeps this action", ends="End this action",
    )  # fmt: skip
