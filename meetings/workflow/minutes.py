"""Verbs of the minutes: record what was said and agreed about a person, put words right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from actions.models import Action
from actions.rules import Origin
from actions.workflow import agree
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from meetings import changes, rules
from meetings.models import AgendaItem, Approval, Meeting, MovedMinutes, Outcome
from meetings.rules import ItemState, after
from meetings.workflow.drafting import drop_drafts
from meetings.workflow.holding import hold_item, hold_meeting, levels_of
from meetings.workflow.running import is_quorate
from meetings.workflow.settling import settle_moved
from register import workflow as register
from register.models import Entry, Person
from register.rules import Level, RatingSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What is typed about one person; an empty `agreed_level` means none is agreed yet."""

    headline: str = ""
    changed: str = ""
    views: str = ""
    discussion: str = ""
    proposed_level: str = ""
    agreed_level: str = ""
    reason: str = ""
    next_review_on: date | None = None

    def values(self) -> dict[str, object]:
        """Return what was typed, by field name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def same_as(self, outcome: Outcome) -> bool:
        """Whether the saved minutes say exactly this."""
        return all(getattr(outcome, name) == value for name, value in self.values().items())


WORDS = ("headline", "changed", "views", "discussion")
"""What may still be put right between the end of a meeting and the approval of its minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """An action typed in one line; `key` names the submission, so that twice sent is once made.

    Its owner is a colleague with an account or a `contact` of a service without one. `line` is
    what the form puts behind the names of this line's fields.
    """

    description: str
    due_on: date
    owner: User | None = None
    contact: Any = None
    key: str = ""
    line: str = ""


@events.step
def record_outcome(
    *,
    item: AgendaItem,
    minutes: Minutes,
    version: int,
    by: User,
    at: datetime,
    follows: UUID | None = None,
    action: NewAction | None = None,
    actions: Sequence[NewAction] = (),
    moved: Collection[UUID] = (),
    against_floor: str = "",
) -> Outcome:
    """Save the minutes about a person, give the rating agreed, and agree the actions typed.

    `version` is that of the minutes the writer had in front of them (0 for none), `follows` the
    rating: when someone else has saved or rated since, `Conflict` is raised and nothing is
    written. The same minutes sent twice are saved once. A rating agreed for someone who is not
    on the register is refused: triage gives the first one. So are minutes that say nothing.
    What `by` had typed and not saved about the person goes. `moved` are the minutes, moved here
    from the wrong person, that the page had shown: they are checked by this. `against_floor` is
    why a lower rating is right so soon after a discharge.
    """
    person = register.hold(item.person_id)
    meeting = hold_meeting(item.meeting)
    if not meeting.is_open:
        raise RuleBroken("Minutes are taken while the meeting is open.")
    item = hold_item(meeting, person.pk)
    rules.check_decision(agreed=minutes.agreed_level, reason=minutes.reason)
    rules.check_next_review(minutes.next_review_on, on=local_day(at))
    agreed = [*([action] if action else []), *actions]
    rules.check_said(said=[*minutes.values().values(), *agreed])
    outcome = Outcome.objects.filter(item=item).first()
    if outcome is None or not minutes.same_as(outcome):
        if version != (outcome.version if outcome else 0):
            raise Conflict(
                "Someone else has saved these minutes since you opened the page. What you typed "
                "is kept: compare it with what they saved, shown below, and save again."
            )
        if outcome is None:
            outcome = Outcome(version=0, register_wrote=changes.since_last_time(item, at=at))
        outcome.item = item
        outcome = _save(
            outcome, person, meeting, minutes, follows, against_floor=against_floor, by=by, at=at
        )
    for one in agreed:
        _agree(item, person, one, by=by, at=at)
    drop_drafts(items=[item], by=by)
    for offered in MovedMinutes.objects.waiting().filter(item=item, pk__in=list(moved)):
        settle_moved(offered, used=True, by=by, at=at)
    return outcome


def _save(
    outcome: Outcome,
    person: Person,
    meeting: Meeting,
    minutes: Minutes,
    follows: UUID | None,
    *,
    against_floor: str,
    by: User,
    at: datetime,
) -> Outcome:
    item = outcome.item
    decided_anew = (outcome.agreed_level, outcome.reason) != (minutes.agreed_level, minutes.reason)
    if decided_anew and outcome.rating_id is not None and not minutes.agreed_level:
        raise RuleBroken(
            "A rating has been given and cannot be taken back. Agree another one and say why.",
            field="agreed_level",
        )
    for name, value in minutes.values().items():
        setattr(outcome, name, value)
    if minutes.agreed_level and decided_anew:
        _check_on_register(person)
        outcome.rating = register.rate(
            person=person,
            level=Level(minutes.agreed_level),
            reason=minutes.reason,
            source=RatingSource.MEETING,
            follows=follows,
            against_floor=against_floor,
            by=by,
            at=at,
        )
    outcome.provisional = not is_quorate(meeting)
    outcome.version += 1
    outcome.minuted_by, outcome.minuted_at = by, at
    history.save(outcome, by=by, at=at, reason="record_outcome")
    _settle(item, outcome, meeting, by=by, at=at)
    events.publish(
        "meetings.minuted",
        person=person.pk,
        by=by,
        at=at,
        meeting=meeting.pk,
        item=item.pk,
        version=outcome.version,
        agreed=outcome.agreed_level or None,
        discussed=item.is_discussed,
    )
    return outcome


def _check_on_register(person: Person) -> None:
    """Refuse a rating that would stand in the minutes alone."""
    if not Entry.objects.open().filter(person=person).exists():
        raise RuleBroken(
            "This person is not on the register, so the meeting cannot rate them. Triage the "
            "referral first; until then record what was discussed.",
            field="agreed_level",
        )


def _settle(
    item: AgendaItem, outcome: Outcome, meeting: Meeting, *, by: User, at: datetime
) -> None:
    """Note on the agenda whether the discussion has come to its end."""
    decided = rules.is_decided(
        level=levels_of([item.person_id]).get(item.person_id),
        agreed=outcome.agreed_level,
        discussion=outcome.discussion,
        urgent=meeting.is_urgent,
    )
    state = ItemState.DISCUSSED if decided else ItemState.WAITING
    if item.state != state:
        item.state = state
        history.save(item, by=by, at=at, reason="record_outcome")


def _agree(
    item: AgendaItem, person: Person, action: NewAction, *, by: User, at: datetime
) -> Action:
    """Agree an action; a broken rule is told at the line in which the action was typed."""
    try:
        return agree(
            person=person,
            description=action.description,
            owner=action.owner,
            **({"contact": action.contact} if action.contact else {}),
            due_on=action.due_on,
            origin=Origin.MEETING,
            origin_id=item.pk,
            key=action.key,
            by=by,
            at=at,
        )
    except RuleBroken as broken:
        field = f"{broken.field}{action.line}" if broken.field else None
        raise type(broken)(broken.message, field=field) from broken


@events.step
def amend(*, item: AgendaItem, minutes: Minutes, version: int, by: User, at: datetime) -> Outcome:
    """Put the words of minutes right after the meeting, before they are approved.

    Ratings, their reasons and actions stay as they were decided. `Conflict` as for
    `record_outcome`.
    """
    person = register.hold(item.person_id)
    meeting = hold_meeting(item.meeting)
    item = hold_item(meeting, person.pk)
    after.check_not_approved(approved=Approval.objects.filter(meeting=meeting).exists())
    outcome = Outcome.objects.filter(item=item).first()
    if outcome is None or not meeting.is_over:
        raise RuleBroken(
            "You can correct minutes only after the meeting has ended, and only if it discussed "
            "the person."
        )
    if version != outcome.version:
        raise Conflict(
            "Someone else has changed these minutes since you opened the page. What you typed "
            "is kept: compare it with what they saved, shown below, and save again."
        )
    rules.check_said(said=[getattr(minutes, name) for name in WORDS])
    for name in WORDS:
        setattr(outcome, name, getattr(minutes, name))
    outcome.version += 1
    outcome.minuted_by, outcome.minuted_at = by, at
    history.save(outcome, by=by, at=at, reason="amend")
    events.publish(
        "meetings.amended", person=person.pk, by=by, at=at, meeting=meeting.pk, item=item.pk,
        version=outcome.version,
    )  # fmt: skip
    return outcome
