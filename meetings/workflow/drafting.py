"""Keeping what a minute-taker types, as typed: it rates no one and agrees nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.models import User
from core import events
from core.errors import RuleBroken
from meetings.models import AgendaItem, Draft
from meetings.rules import after as rules
from meetings.workflow.holding import hold_item, hold_meeting
from register import workflow as register


@events.step
def keep_draft(
    *, item: AgendaItem, typed: Mapping[str, Sequence[str]], by: User, at: datetime
) -> Draft:
    """Keep what `by` has typed about a person so far, unfinished as it may be.

    Each writer has a draft of their own, so nothing of anyone else's is touched. The first
    keeping is an event; those that follow, every few seconds, are not.
    """
    person = register.hold(item.person_id)
    meeting = hold_meeting(item.meeting)
    if not meeting.is_open:
        raise RuleBroken("the meeting is closed. Copy what you typed if it is still needed.")
    item = hold_item(meeting, person.pk)
    rules.check_draft(typed)
    draft = Draft.objects.filter(item=item, by=by).first() or Draft(item=item, by=by)
    draft.typed = {name: list(values) for name, values in typed.items()}
    draft.saves, draft.at = draft.saves + 1, at
    draft.save()
    if draft.saves == 1:
        events.publish(
            "meetings.minutes_begun", person=person.pk, by=by, at=at, meeting=meeting.pk,
            item=item.pk,
        )  # fmt: skip
    return draft


def move_drafts(*, of: AgendaItem, to: AgendaItem) -> None:
    """Let what others are typing about a line go on at the line that takes its place."""
    for draft in Draft.objects.filter(item=of):
        draft.item = to
        draft.save()


def drop_drafts(*, items: Sequence[AgendaItem], by: User | None = None) -> None:
    """Let go of what was typed about these lines, by one writer or by all of them."""
    drafts = Draft.objects.filter(item__in=[item.pk for item in items])
    (drafts.filter(by=by) if by else drafts).delete()
