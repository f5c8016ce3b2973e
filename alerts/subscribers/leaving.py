"""Someone leaves the register: what is owed about them stops, and who is told, each once.

Of a death the lead professional, the owners of actions, the chairs of meetings, whoever referred
and the responsible commissioner are told; of another reason the lead and the owners. The key of
the notices is the closing, so that who is two of these is told once. Who had been told something
wrong about the person, and does not know yet, hears of both in one email.
"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from accounts.models import User
from alerts.subscribers.facts import others, person_of, users_named
from alerts.workflow import (
    cancel_with_closing,
    owe,
    queue_again,
    waiting_for_a_correction,
    withdraw_leaving,
)
from core.events import Event, subscribe
from core.models import AuditEvent
from register.models import Person
from register.rules import ClosureReason


@subscribe("register.closed")
def stop_and_tell(event: Event) -> None:
    """Cancel what is owed, and tell the lead; of a death also the responsible commissioner."""
    person = Person.everyone.select_related("lead_professional", "area").get(pk=person_of(event))
    died = event.facts["reason"] == ClosureReason.DIED
    cancel_with_closing(person_id=person.pk, died=died, at=event.at)
    in_error = event.facts["reason"] == ClosureReason.ACCEPTED_IN_ERROR
    lead = None if in_error else person.lead_professional  # who is told of the mistake
    told = [lead] if lead is not None else []
    if died:
        told += waiting_for_a_correction(person.pk, at=event.at)
        board = event.facts.get("commissioner") or person.area.icb_id
        if board:
            told += User.objects.commissioning_for(UUID(str(board)))
    _tell(event, told, closing=event.id, died=died)


@subscribe("actions.ended_by_closing")
def tell_the_owners(event: Event) -> None:
    """Tell each owner, with an account or without, that their actions have ended."""
    _tell(event, users_named(event, "owners"), kind=_said(event))
    contacts: Any = event.facts.get("contacts") or []
    for action in contacts:
        owe(
            kind="action_for_service_ended", key=f"{event.facts['closing']}:{action}",
            at=event.at, to_contact=True, subject_id=UUID(action), person_id=event.person_id,
        )  # fmt: skip


@subscribe("meetings.person_left")
def tell_the_chairs(event: Event) -> None:
    """Tell the chairs of the meetings that would have spoken about someone who has died."""
    if event.facts.get("died"):
        _tell(event, users_named(event, "chairs"))


@subscribe("referrals.withdrawn")
def tell_the_referrer(event: Event) -> None:
    """Tell the referrer of someone who died before the referral was decided."""
    if event.facts.get("closing"):
        _tell(event, users_named(event, "referrer"), died=True)


@subscribe("register.reopened")
def tell_of_the_error(event: Event) -> None:
    """Do not tell of a closing that was an error; tell those who had been told of it.

    What was still to be sent about the person goes out after all.
    """
    closing, died = event.facts.get("closing"), False
    told = withdraw_leaving(person_id=person_of(event), closing=closing, at=event.at)
    if isinstance(closing, int):
        closed = AuditEvent.objects.get(pk=closing)
        closed_at, died = closed.at, closed.facts.get("reason") == ClosureReason.DIED
        queue_again(person_id=person_of(event), closed_at=closed_at, at=event.at)
    _reopened(event, told, kind="person_not_died" if died else "person_reopened")


@subscribe("register.came_back")
def tell_of_the_return(event: Event) -> None:
    """Tell the lead professional that someone is on the register again."""
    person = Person.objects.select_related("lead_professional").get(pk=person_of(event))
    _reopened(event, [person.lead_professional] if person.lead_professional else [])


def _reopened(event: Event, to: Iterable[User], *, kind: str = "person_reopened") -> None:
    owe(
        kind=kind, key=str(event.id), at=event.at, to=others(to, event),
        person_id=event.person_id,
    )  # fmt: skip


def _said(event: Event) -> str:
    """Return which notice tells of the closing that the event follows."""
    closed = AuditEvent.objects.get(pk=cast(int, event.facts["closing"]))
    in_error = closed.facts["reason"] == ClosureReason.ACCEPTED_IN_ERROR
    return "acceptance_taken_back" if in_error else ""


def _tell(
    event: Event, to: Iterable[User], *, closing: object = None, died: bool | None = None,
    kind: str = "",
) -> None:  # fmt: skip
    died = bool(event.facts.get("died")) if died is None else died
    corrected = waiting_for_a_correction(person_of(event), at=event.at) if died else []
    for one in others(to, event):
        usual = "person_died_corrected" if one in corrected else "person_died"
        owe(
            kind=kind or (usual if died else "person_left"),
            key=str(closing or event.facts["closing"]),
            at=event.at,
            to=[one],
            person_id=event.person_id,
        )
