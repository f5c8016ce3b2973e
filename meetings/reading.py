"""What the pages of a meeting show, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import Organisation, User
from accounts.rules import Permission
from actions.models import Action
from actions.rules import Origin
from core.nhsuk.say import time_words
from duties.models import Duty
from meetings import undoing
from meetings.agenda import Line
from meetings.models import (
    Addendum,
    AgendaEdit,
    AgendaItem,
    Approval,
    Attendee,
    Draft,
    LetterGiven,
    Meeting,
    Outcome,
    Ratification,
)
from meetings.rules import URGENT_RULE, Edit, Presence, is_quorate
from referrals.models import Referral
from register.models import InpatientStanding, Person, Standing
from register.querysets import closed_to_partners

HERE = timedelta(minutes=10)
"""Whoever kept a draft this lately counts as writing now."""

TYPED = {
    "headline": "Headline",
    "changed": "What has changed",
    "views": "What the person and family say",
    "discussion": "Discussion",
    "proposed_level": "Rating proposed",
    "agreed_level": "Rating agreed",
    "reason": "Reason",
}


@dataclass(slots=True)
class Sheet:
    """One person's sheet of paper."""

    line: Line
    person: Person
    outcome: Outcome | None = None
    before: Outcome | None = None
    actions: list[Action] = field(default_factory=list)
    addenda: list[Addendum] = field(default_factory=list)
    struck: list[Outcome] = field(default_factory=list)


def urgent_due_on(person_id: UUID) -> date | None:
    """Return by when policy asks for the urgent meeting about a person; None where it does not."""
    duties = Duty.objects.open().filter(person=person_id, rule=URGENT_RULE)
    return duties.values_list("due_on", flat=True).first()


def attendees(meeting: Meeting) -> list[Attendee]:
    """Return those invited, the chair first."""
    rows = list(meeting.attendees.invited().select_related("user__organisation", "organisation"))
    return sorted(rows, key=lambda one: (one.user_id != meeting.chair_id, one.shown_name))


def uninvited(meeting: Meeting) -> list[Attendee]:
    """Return those whose invitation was withdrawn, by name."""
    rows = meeting.attendees.filter(presence=Presence.REMOVED)
    found = rows.select_related("user__organisation", "organisation")
    return sorted(found, key=lambda one: one.shown_name)


def taken_off(meeting: Meeting) -> list[AgendaEdit]:
    """Return whom someone took off the agenda by hand, and why; the last word counts."""
    last = AgendaEdit.objects.filter(meeting=meeting).unrestricted().standing()
    return [one for one in last.select_related("person", "by") if one.edit == Edit.REMOVE]


def closed_part(meeting: Meeting, *, user: User) -> int:
    """Return how many people on an open or past agenda this user may not know by name.

    Their decision says no to sharing, or has lapsed: they are discussed in a closed part.
    """
    closed = AgendaItem.objects.filter(closed_to_partners("person_id"), meeting=meeting).to_show()
    seen = AgendaItem.objects.permitted(user, Permission.MEETING_VIEW).filter(meeting=meeting)
    hidden = closed.unrestricted().exclude(pk__in=seen.values("pk"))
    return hidden.order_by().values("person").distinct().count()


def neighbours(item: AgendaItem, *, user: User) -> tuple[UUID | None, UUID | None, int, int]:
    """Return the person before, the person after, the place of this one, and how many there are."""
    rows = AgendaItem.objects.permitted(user, Permission.MEETING_VIEW)
    lines = rows.filter(meeting=item.meeting_id).to_show()
    people = list(dict.fromkeys(lines.values_list("person_id", flat=True)))
    if item.person_id not in people:  # taken off, or withdrawn, while the page was open
        return None, None, 0, len(people)
    at = people.index(item.person_id)
    before = people[at - 1] if at else None
    after = people[at + 1] if at + 1 < len(people) else None
    return before, after, at + 1, len(people)


def about(item: AgendaItem, *, user: User) -> dict[str, Any]:
    """Return all that the page of one person at a meeting shows beside the form."""
    meeting = item.meeting
    before, after, place, of = neighbours(item, user=user)
    present = meeting.attendees.filter(presence=Presence.ATTENDED).count()
    agreed = Action.objects.from_origin(Origin.MEETING, item.pk).select_related("owner")
    others = Action.objects.unfinished().filter(person=item.person_id).exclude(origin_id=item.pk)
    return {
        "meeting": meeting,
        "item": item,
        "person": item.person,
        "outcome": minutes_in_force(item),
        "standing": Standing.objects.filter(person=item.person_id)
        .select_related("rating__set_by")
        .first(),
        "stay": InpatientStanding.objects.filter(person=item.person_id).first(),
        "last": Outcome.objects.filter(item__person=item.person_id)
        .before(meeting)
        .select_related("item__meeting")
        .first(),
        "agreed": list(agreed),
        "actions": list(others.select_related("owner").order_by("due_on")[:20]),
        "referral": Referral.objects.permitted(user, Permission.TRIAGE)
        .awaiting_triage()
        .filter(person=item.person_id)
        .red_first()
        .first(),
        "attended": present,
        "quorate": is_quorate(attended=present, quorum=meeting.quorum),
        "before": before,
        "after": after,
        "place": place,
        "of": of,
        "struck_out": undoing.struck_out(item),
        "typing": others_typing(item, user=user) if meeting.is_open else [],
        **(what_followed(item) if meeting.is_over else {}),
    }


def minutes_in_force(item: AgendaItem) -> Outcome | None:
    """Return the minutes of a line that have not been struck out."""
    return Outcome.objects.in_force().filter(item=item).select_related("minuted_by").first()


def others_typing(item: AgendaItem, *, user: User) -> list[dict[str, Any]]:
    """Return what the others are typing about a person and have not saved, the latest first."""
    drafts = Draft.objects.filter(item=item).exclude(by=user.pk).select_related("by")
    return [
        {
            "by": draft.by,
            "at": draft.at,
            "said": [
                (label, " ".join(draft.typed.get(name, [])))
                for name, label in TYPED.items()
                if "".join(draft.typed.get(name, [])).strip()
            ],
            "actions": [
                " ".join(values)
                for name, values in draft.typed.items()
                if name.startswith("description") and "".join(values).strip()
            ],
        }
        for draft in drafts.order_by("-at")
    ]


def kept(item: AgendaItem, *, version: str, user: User, at: datetime) -> str:
    """Return what the page says after keeping a draft: when, and what the others are doing."""
    said = [f"Kept as a draft at {_clock(at)}. Save to record it."]
    outcome = Outcome.objects.filter(item=item).select_related("minuted_by").first()
    if outcome is not None and str(outcome.version) != version:
        said.append(
            f"{outcome.minuted_by.full_name} has saved these minutes since you opened the page: "
            "when you save you see both."
        )
    writing = Draft.objects.filter(item=item, at__gt=at - HERE).exclude(by=user.pk)
    said += [
        f"{one.by.full_name} is writing here too, last at {_clock(one.at)}."
        for one in writing.select_related("by")
    ]
    return " ".join(said)


def _clock(at: datetime) -> str:
    return time_words(timezone.localtime(at).time())


def unsaved(meeting: Meeting) -> list[Draft]:
    """Return what was typed at a meeting and never saved, by people who may be shown."""
    drafts = Draft.objects.filter(item__meeting=meeting).unrestricted()
    return list(drafts.select_related("item__person", "by").order_by("item__position"))


def to_ratify(*, user: User) -> list[Outcome]:
    """Return the ratings of the user's areas that were agreed without a quorum and wait."""
    rows = Outcome.objects.permitted(user, Permission.MEETING_RUN).to_ratify()
    waiting = rows.select_related("item__person", "item__meeting__area", "item__meeting__chair")
    return list(waiting.order_by("minuted_at", "pk"))


def rulings_of(meeting: Meeting) -> int:
    """Return how many ratings of the meeting's area wait to be ratified."""
    rows = Outcome.objects.unrestricted().to_ratify()
    return rows.filter(item__meeting__area=meeting.area_id).count()


def open_now(area_id: UUID) -> Meeting | None:
    """Return the tracking meeting of an area that is going on, the latest opened."""
    return Meeting.objects.tracking().open().filter(area=area_id).order_by("-opened_at").first()


def outcome_of(item: AgendaItem) -> Outcome:
    """Return the minutes of a line that was discussed."""
    rows = Outcome.objects.select_related("item__meeting", "item__person", "ratification__rating")
    return rows.get(item=item)


def deputy(meeting: Meeting) -> User | None:
    """Return who approves in the chair's stead; whoever was named last."""
    named = meeting.deputies.select_related("user").order_by("-id").first()
    return named.user if named else None


def services() -> list[Organisation]:
    """Return the services to which an action can be given."""
    return list(Organisation.objects.open())


def approval(meeting: Meeting) -> Approval | None:
    """Return the approval of a meeting's minutes, if they are fixed."""
    return Approval.objects.filter(meeting=meeting).select_related("by").first()


def draft_of(item: AgendaItem, user: User) -> Draft | None:
    """Return what `user` typed about a person and has not saved."""
    return Draft.objects.filter(item=item, by=user).first()


def what_followed(item: AgendaItem) -> dict[str, Any]:
    """Return what followed the meeting about one person: ruling, approval, corrections, letters."""
    ruling = Ratification.objects.filter(outcome__item=item).select_related("by", "rating")
    return {
        "ratification": ruling.first(),
        "approval": Approval.objects.filter(meeting=item.meeting).select_related("by").first(),
        "addenda": list(Addendum.objects.filter(item=item).select_related("by")),
        "letters": list(LetterGiven.objects.filter(item=item).select_related("by")),
        "opened_again": undoing.opened_again_at(item.meeting),
    }


def sheets(meeting: Meeting, lines: Sequence[Line]) -> list[Sheet]:
    """Return a sheet for each line, in order, with minutes, the last ones and open actions."""
    ids = [line.person_id for line in lines]
    people = Person.objects.select_related("lead_professional").in_bulk(ids)
    made: dict[UUID, Sheet] = {}
    for line in lines:  # a line struck out comes with, or without, the one that stands
        if line.person_id in people and (line.person_id not in made or not line.struck):
            made[line.person_id] = Sheet(line, people[line.person_id])
    minuted = Outcome.objects.filter(item__meeting=meeting, item__person__in=ids)
    for outcome in minuted.select_related("item", "ratification", "struck_out_by"):
        if outcome.is_struck_out:
            made[outcome.item.person_id].struck.append(outcome)
        else:
            made[outcome.item.person_id].outcome = outcome
    corrected = Addendum.objects.filter(item__meeting=meeting, item__person__in=ids)
    for addendum in corrected.select_related("item", "by"):
        made[addendum.item.person_id].addenda.append(addendum)
    earlier = Outcome.objects.filter(item__person__in=ids).before(meeting)
    latest = earlier.order_by("item__person", "-item__meeting__starts_at").distinct("item__person")
    for outcome in latest.select_related("item__meeting"):
        made[outcome.item.person_id].before = outcome
    open_ones = Action.objects.unfinished().filter(person__in=ids).select_related("owner")
    for action in open_ones.order_by("due_on"):
        made[action.person_id].actions.append(action)
    return list(made.values())
