"""What follows somebody else's step: the area of a duty, and "at the next meeting"."""

from uuid import UUID

from django.db import transaction

from actions import circumstances
from actions.hooks import next_meeting_on
from actions.models import Duty
from actions.workflow.duties import redate
from actions.workflow.next_due import refresh_next_due
from core.dates import local_day
from core.events import Event
from register.models import Person


@transaction.atomic
def follow_area(*, event: Event) -> None:
    """Show the person's open duties on the worklist of their area; on none while restricted.

    The area is a copy: it has no history of its own, and nothing else of a duty changes.
    """
    if event.person_id is None:
        return
    person = Person.everyone.filter(pk=event.person_id).first()
    if person is not None:
        area = None if person.restricted_at else person.area_id
        Duty.objects.open().filter(person=person).update(area=area)


@transaction.atomic
def hold_for_meetings(area_id: UUID) -> None:
    """Hold everybody whose duties wait for the area's next meeting, always in one order.

    A verb that changes when that is calls this before it locks anything else: people come
    before meetings, or a rating and a plan would wait for each other.
    """
    rows = Person.everyone.select_for_update(of=("self",)).order_by("pk")
    for _ in rows.filter(pk__in=circumstances.waiting_for_meeting(area_id)):
        pass


@transaction.atomic
def redate_for_meetings(event: Event) -> None:
    """Give the area's duties "at the next meeting" the day that its meetings now have.

    A day already past stays: somebody was not reached, and that is overdue.
    """
    told = event.facts.get("area")
    if not isinstance(told, str) or event.facts.get("kind") == "urgent":
        return
    area, today = UUID(told), local_day(event.at)
    hold_for_meetings(area)
    day = next_meeting_on(area, today)
    rows = Duty.objects.open().unrestricted().filter(rule__in=circumstances.at_next_meeting())
    for duty in (
        rows.filter(person__area=area).order_by("person_id").select_for_update(of=("self",))
    ):
        passed = duty.due_on is not None and duty.due_on < today
        if not passed and duty.due_on != day:
            redate(duty, due_on=day, basis=duty.basis, event=event)
            refresh_next_due(duty.person_id)
