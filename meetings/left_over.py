"""What is left to put right once minutes are struck out: one list, each ticked off once done.

Minutes leave behind what was decided with them: a rating, actions, a letter, what people were
told. Each of these is put right where it is.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from actions.models import Action
from actions.rules import ActionStatus, Origin
from core.nhsuk import say
from meetings.models import AgendaItem, LetterGiven, Outcome
from register.rules import Cause

DONE, TO_DO = "Completed", "To do"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to put right: where, whether that has been done, and who did it."""

    title: str
    url: str
    hint: str = ""
    status: str = TO_DO


def tasks_of(outcome: Outcome) -> list[dict[str, Any]]:
    """Return what minutes that are struck out have left to put right, what is done included."""
    tasks = [*_rating(outcome), *_actions(outcome), *_moves(outcome), *_told(outcome)]
    return [asdict(task) for task in tasks]


def is_all_done(tasks: list[dict[str, Any]]) -> bool:
    """Whether nothing is left to put right."""
    return all(task["status"] == DONE for task in tasks)


def _rating(outcome: Outcome) -> Iterator[Task]:
    rating = outcome.rating
    if rating is None:
        return
    struck = rating.struck_by
    if struck is None:
        person = outcome.item.person_id
        yield Task(
            f"Put right the rating {outcome.agreed_level}",
            reverse("register:strike_out", args=[person, "rating", rating.pk]),
            "It was given with these minutes, and stays until it is put right.",
        )
        return
    word = "put right" if struck.cause == Cause.CORRECTED else "struck out"
    yield Task(
        f"Put right the rating {outcome.agreed_level}",
        "",
        f"The rating {outcome.agreed_level} given with these minutes was {word} by "
        f"{struck.by.full_name}, {say.moment_words(struck.at)}.",
        DONE,
    )


def _actions(outcome: Outcome) -> Iterator[Task]:
    rows = Action.objects.from_origin(Origin.MEETING, outcome.item_id)
    for action in rows.select_related("ended_by").order_by("due_on", "pk"):
        ended = action.status in {ActionStatus.CANCELLED, ActionStatus.CLOSED}
        by = f" by {action.ended_by.full_name}" if action.ended_by else ""
        when = f", {say.moment_words(action.ended_at)}" if action.ended_at else ""
        yield Task(
            f"Cancel the action: {action.description}",
            reverse("actions:action", args=[action.pk]),
            f"{action.get_status_display()}{by}{when}." if ended
            else "It was agreed with these minutes, and stays until it is cancelled.",
            DONE if ended else TO_DO,
        )  # fmt: skip


def _moves(outcome: Outcome) -> Iterator[Task]:
    for move in outcome.moves.all():
        if not (move.waits or move.used):
            continue
        item, hidden = move.item, move.item.person.restricted_at is not None
        yield Task(
            "Check the minutes on the page of the right person",
            "" if hidden else reverse("meetings:minutes", args=[item.meeting_id, item.person_id]),
            f"Checked, {say.moment_words(move.checked_at)}." if move.checked_at else "",
            DONE if move.used else TO_DO,
        )


def _told(outcome: Outcome) -> Iterator[Task]:
    """Whoever had a letter or heard what was agreed is told again; that ticks it off."""
    at, item = outcome.struck_out_at, outcome.item
    letters = LetterGiven.objects.filter(item__person=item.person_id)
    if letters.filter(item=item).exists():
        again = letters.filter(at__gt=at).exclude(item=item).exists()
        yield Task(
            "Tell the person that their letter was wrong",
            "",
            "They have had another letter since." if again
            else "It is ticked off here once they have a new letter.",
            DONE if again else TO_DO,
        )  # fmt: skip
    if item.feedback_at is not None:
        lines = AgendaItem.objects.filter(person=item.person_id, feedback_at__gt=at)
        again = lines.exclude(pk=item.pk).exists()
        yield Task(
            "Tell the person, the family and the team that what they were told was wrong",
            "",
            "New feedback has been recorded since." if again
            else "It is ticked off here once new feedback is recorded.",
            DONE if again else TO_DO,
        )  # fmt: skip
