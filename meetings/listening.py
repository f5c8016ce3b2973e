"""What meetings listen to: a person who is rated or discussed has been looked at."""

from typing import cast
from uuid import UUID

from accounts.models import User
from actions.models import Action
from core import events
from core.events import Event
from meetings.drift import Looked
from meetings.leaving import red_referral_stands
from meetings.models import DriftSample
from meetings.workflow.area_moves import follow_move
from meetings.workflow.drift import ask_to_look_again, settle
from meetings.workflow.leaving import put_on_again, take_off
from meetings.workflow.restoring import ask_again
from register.models import Person
from register.open_work import Choices
from register.rules import ClosureReason


@events.subscribe("register.rated", "meetings.held")
def looked_at(event: Event) -> None:
    """Note on the weekly sample that a new rating or a meeting has dealt with the person.

    Whether anything had to change is for someone to say: of a meeting without an action only
    that it discussed the person is noted.
    """
    for sample in DriftSample.objects.filter(person=event.person_id, outcome=Looked.WAITING):
        if event.kind == "register.rated":
            outcome = Looked.RATED
        else:
            agreed = Action.objects.filter(person=sample.person_id, agreed_at__gt=sample.drawn_at)
            outcome = Looked.ACTION if agreed.exists() else Looked.DISCUSSED
        settle(samples=[sample], outcome=outcome, by=event.by, at=event.at)


@events.subscribe("meetings.struck_out", "meetings.no_longer_held")
def not_looked_at(event: Event) -> None:
    """Put someone back into the weekly sample whom only a meeting that does not count discussed."""
    ask_to_look_again(person_id=event.person_id, of=event.facts.get("of"), by=event.by, at=event.at)


@events.subscribe("register.unrestricted")
def restored(event: Event) -> None:
    """Put the urgent meetings about someone who was hidden in error back into calendars."""
    if event.person_id is not None:
        ask_again(person_id=event.person_id, by=event.by, at=event.at)


@events.subscribe("register.closed")
def left(event: Event) -> None:
    """Cancel the urgent meeting about someone who has left, and take them off agendas."""
    reason, person_id = ClosureReason(str(event.facts["reason"])), cast(UUID, event.person_id)
    take_off(
        person=Person.everyone.get(pk=person_id),
        keeps_urgent=reason is ClosureReason.ACCEPTED_IN_ERROR and red_referral_stands(person_id),
        shown=str(event.facts.get("shown")),
        closing=event.id,
        words=reason.told,
        died=reason is ClosureReason.DIED,
        by=cast(User, event.by),
        at=event.at,
    )


@events.subscribe("register.reopened")
def had_left_in_error(event: Event) -> None:
    """Put back what a closing in error had taken off."""
    closing = event.facts.get("closing")
    if isinstance(closing, int):
        put_on_again(
            person=Person.everyone.get(pk=cast(UUID, event.person_id)), closing=closing,
            by=cast(User, event.by), at=event.at,
        )  # fmt: skip


@events.subscribe("register.moved")
def moved_to_another_area(event: Event) -> None:
    """Take someone who moved off the agendas of the first area; the new one's as its team chose."""
    follow_move(
        person=Person.everyone.select_related("area").get(pk=cast(UUID, event.person_id)),
        choices=Choices.read(dict(event.facts)) or Choices(),
        next_agenda=bool(event.facts["next_agenda"]), by=cast(User, event.by), at=event.at,
    )  # fmt: skip
