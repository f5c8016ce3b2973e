"""Verbs after a meeting: approve, correct beside, give feedback, give and print."""

from datetime import date, datetime

from accounts.models import User
from actions.models import Action
from actions.rules import Origin
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from meetings.models import Addendum, AgendaItem, Approval, Deputy, LetterGiven, Meeting
from meetings.rules import after as rules
from meetings.rules import check_words
from meetings.rules.after import Given
from meetings.workflow.drafting import drop_drafts
from meetings.workflow.holding import hold_agenda, hold_item, hold_meeting
from register import workflow as register


def may_approve(meeting: Meeting, user: User) -> bool:
    """Whether `user` chairs the meeting or is the deputy named last."""
    deputy = meeting.deputies.order_by("-id").first()
    return user.pk in {meeting.chair_id, deputy.user_id if deputy else None}


@events.step
def name_deputy(*, meeting: Meeting, user: User, by: User, at: datetime) -> Deputy:
    """Name who approves the minutes in the chair's stead; no one names themselves."""
    meeting = hold_meeting(meeting)
    rules.check_not_approved(approved=is_approved(meeting))
    if user.pk == by.pk and by.pk != meeting.chair_id:
        raise RuleBroken(
            "You cannot name yourself. Ask the chair or a colleague to name you.", field="user"
        )
    if user.pk == meeting.chair_id or not user.is_in_team_of(meeting.area_id):
        raise RuleBroken(
            "Select a colleague of the area's DSR team other than the chair", field="user"
        )
    deputy = Deputy.objects.create(meeting=meeting, user=user, by=by, at=at)
    events.publish(
        "meetings.deputy_named", person=meeting.person_id, by=by, at=at, meeting=meeting.pk,
        deputy=user.pk,
    )  # fmt: skip
    return deputy


@events.step
def approve(*, meeting: Meeting, by: User, at: datetime) -> Approval:
    """Approve the minutes of a meeting that is over: from now on they are fixed.

    Only the chair or the deputy may. Tells each service of its actions and each lead
    professional of the outcome, through events; what was typed and never saved goes.
    """
    meeting, people = hold_agenda(meeting)
    rules.check_approval(
        over=meeting.is_over,
        empty=meeting.is_not_held and not meeting.items.discussed().exists(),
        approved=is_approved(meeting),
        may=may_approve(meeting, by),
    )
    approval = Approval.objects.create(
        meeting=meeting, as_deputy=by.pk != meeting.chair_id, by=by, at=at
    )
    items = list(meeting.items.on_agenda().filter(person__in=people))
    drop_drafts(items=items)
    for item in items:
        if item.is_discussed:
            events.publish(
                "meetings.outcome_approved", person=item.person_id, by=by, at=at,
                meeting=meeting.pk, item=item.pk,
                lead=people[item.person_id].lead_professional_id,
            )  # fmt: skip
    agreed = Action.objects.unfinished().filter(
        origin=Origin.MEETING, origin_id__in=[item.pk for item in items]
    )
    services = agreed.filter(organisation__isnull=False).values_list("organisation_id", flat=True)
    events.publish(
        "meetings.approved", person=meeting.person_id, by=by, at=at, meeting=meeting.pk,
        area=meeting.area_id, kind=meeting.kind, as_deputy=approval.as_deputy,
        services=sorted(set(services), key=str),
    )  # fmt: skip
    return approval


def is_approved(meeting: Meeting) -> bool:
    """Whether the minutes of a meeting are fixed."""
    return Approval.objects.filter(meeting=meeting).exists()


@events.step
def add_correction(*, item: AgendaItem, words: str, key: str, by: User, at: datetime) -> Addendum:
    """Put a dated correction beside approved minutes; sent twice with one `key` it is one."""
    person = register.hold(item.person_id)
    meeting = hold_meeting(item.meeting)
    item = hold_item(meeting, person.pk)
    known = Addendum.objects.filter(key=key).first()
    if known is not None:
        return known
    check_words(words, missing="Enter what is to be put right", field="words")
    if not is_approved(meeting):
        raise RuleBroken("These minutes are not approved yet: change them instead.")
    addendum = Addendum.objects.create(item=item, words=words.strip(), key=key, by=by, at=at)
    events.publish(
        "meetings.corrected", person=person.pk, by=by, at=at, meeting=meeting.pk, item=item.pk
    )
    return addendum


@events.step
def give_feedback(*, item: AgendaItem, by: User, at: datetime) -> AgendaItem:
    """Note that the person, the family and the team round them were told the outcome.

    Due within 2 working days of the meeting (domain 6, Sunderland; policy data).
    """
    meeting, item = _discussed(item)
    if item.feedback_at is None:
        item.feedback_at, item.feedback_by = at, by
        history.save(item, by=by, at=at, reason="give_feedback")
        events.publish(
            "meetings.feedback_given", person=item.person_id, by=by, at=at, meeting=meeting.pk
        )
    return item


@events.step
def give_letter(
    *, item: AgendaItem, easy_read: bool, how: Given, given_on: date, by: User, at: datetime
) -> LetterGiven:
    """Note that the person got their letter. The same note made twice is made once."""
    meeting, item = _discussed(item)
    held_on = local_day(meeting.opened_at or meeting.starts_at)
    rules.check_given_on(given_on, held_on=held_on, on=local_day(at))
    given = {"item": item, "easy_read": easy_read, "how": Given(how), "given_on": given_on}
    known = LetterGiven.objects.filter(**given).first()
    if known is not None:
        return known
    letter = LetterGiven.objects.create(**given, by=by, at=at)
    events.publish(
        "meetings.letter_given", person=item.person_id, by=by, at=at, meeting=meeting.pk,
        easy_read=easy_read, how=letter.how,
    )  # fmt: skip
    return letter


def _discussed(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """Hold person, meeting and line; refuse while the person's outcome is not there to tell."""
    person = register.hold(item.person_id)
    meeting = hold_meeting(item.meeting)
    item = hold_item(meeting, person.pk)
    if not (meeting.is_over and item.is_discussed):
        raise RuleBroken("Feedback is given after a meeting that discussed the person.")
    return meeting, item


@events.step
def note_printed(*, meeting: Meeting, sheets: int, by: User, at: datetime) -> None:
    """Note that `by` made a PDF pack of a meeting, with how many people.

    Whom it shows is in the read log, as for every page.
    """
    if meeting.person_id is not None:
        register.hold(meeting.person_id)
    events.publish(
        "meetings.printed", person=meeting.person_id, by=by, at=at, meeting=meeting.pk,
        sheets=sheets,
    )  # fmt: skip
