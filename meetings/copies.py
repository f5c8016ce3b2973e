"""What meetings say about a person in a subject-access copy."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from core.copies import Check, Line, Sheet, Told, earlier, plainly, told
from meetings.models import (
    Addendum,
    AgendaEdit,
    AgendaItem,
    Approval,
    AttendanceCorrection,
    Attendee,
    Deputy,
    Draft,
    DriftSample,
    LetterGiven,
    Meeting,
    MovedMinutes,
    Outcome,
    PutBack,
    Ratification,
)

MEETING = Sheet(
    {
        "kind": "Kind of meeting",
        "state": "State",
        "quorum": "How many services must be there",
        "reason": "Why it was urgent",
        "cancel_reason": "Why it was cancelled",
        "not_held_reason": "Why it was not held",
        "minutes": "How many minutes it lasts",
        "move_reason": "Why its time, place or chair changed",
    },
    leave={"slot_on", "sequence"},
)
ATTENDEE = Sheet(
    {"user": "Colleague with an account", "part": "Their part", "presence": "Were they there"},
    others={"name", "part"},
)


def _why(item: AgendaItem) -> Iterable[Line]:
    yield Line("Why the person was on it", item.why_words)
    yield Line("Meeting on", plainly(item.meeting.starts_at))


ITEM = Sheet(
    {
        "shown": "Rating then",
        "state": "What came of it",
        "feedback_at": "Feedback given on",
        "feedback_by": "Feedback given by",
    },
    leave={"whys", "position"},
    more=_why,
)
EDIT = Sheet({"edit": "Added or removed", "reason": "Why", "by": "By", "at": "On"})
OUTCOME = Sheet(
    {
        "headline": "Headline",
        "changed": "What has changed",
        "register_wrote": "What the register had written about what has changed",
        "views": "Views of the person, the family and others",
        "discussion": "What was said",
        "proposed_level": "Rating proposed",
        "agreed_level": "Rating agreed",
        "reason": "Why",
        "provisional": "To be confirmed, too few services were there",
        "next_review_on": "Next review date",
        "minuted_by": "Written by",
        "minuted_at": "Written on",
        "struck_out_at": "Struck out on",
        "struck_out_by": "Struck out by",
        "struck_out_reason": "Why it was struck out",
    },
    others={"views"},
    leave={"version"},
)
RATIFICATION = Sheet(
    {"ruling": "What became of it", "reason": "Why", "by": "By", "at": "On"}, leave={"meeting"}
)


def _typed(draft: Draft) -> Iterable[Line]:
    for name, values in draft.typed.items():
        words = ", ".join(value for value in values if value)
        if name in OUTCOME.labels and words:
            check = Check.OTHERS if name in OUTCOME.others else Check.WORDS
            yield Line(OUTCOME.labels[name], words, check)
        elif name.startswith("description") and words:
            yield Line("Action typed", words, Check.WORDS)


MOVED = Sheet(
    {
        "by": "Moved by", "at": "Moved on", "checked_by": "Checked by", "checked_at": "Checked on",
        "used": "Taken into the minutes",
    },
    leave={"made_line"},
)  # fmt: skip
DRAFT = Sheet({"by": "By", "at": "On"}, leave={"saves", "typed"}, more=_typed)
ADDENDUM = Sheet({"words": "Correction", "by": "By", "at": "On"}, leave={"key"})
LETTER = Sheet(
    {"easy_read": "Easy read", "how": "How it was given", "given_on": "Given on",
     "by": "Noted by", "at": "Noted on"}
)  # fmt: skip
APPROVAL = Sheet(
    {"as_deputy": "By the deputy of the chair", "by": "Approved by", "at": "Approved on"}
)


def _drifts(sample: DriftSample) -> Iterable[Line]:
    yield Line("What had not been looked at for long", sample.why_words)


SAMPLE = Sheet(
    {
        "area": "Area",
        "week": "Week",
        "drawn_at": "Drawn on",
        "outcome": "What came of it",
        "note": "What was noted",
        "looked_at": "Looked at on",
        "looked_by": "Looked at by",
    },
    leave={"signs", "weight"},
    more=_drifts,
)
PUT_BACK = Sheet(
    {"from_state": "It had been", "since": "Since", "reason": "Why", "by": "By", "at": "On"}
)


def _whose(correction: AttendanceCorrection) -> Iterable[Line]:
    yield Line("Who", correction.attendee.shown_name, Check.OTHERS)


ATTENDANCE = Sheet(
    {"was": "It said", "presence": "It is", "reason": "Why", "by": "By", "at": "On"},
    leave={"attendee"},
    more=_whose,
)
DEPUTY = Sheet({"user": "Deputy", "by": "Named by", "at": "On"})


def moved_to(person_id: UUID) -> Q:
    """Return what picks minutes recorded on someone else that were moved to this person."""
    moves = MovedMinutes.objects.filter(item__person=person_id)
    moves = moves.filter(Q(checked_at__isnull=True) | Q(used=True))
    return Q(pk__in=moves.values("outcome"))


def copy_of(person_id: UUID) -> Told:
    """Return agenda lines, minutes, changes of agendas and urgent meetings."""
    urgent = Meeting.objects.filter(person=person_id)
    attendees = Attendee.objects.filter(meeting__person=person_id)
    items = AgendaItem.objects.filter(person=person_id).select_related("meeting")
    minutes = Outcome.objects.filter(item__person=person_id)
    return {
        "Urgent meetings about the person": told(urgent, MEETING),
        "Urgent meetings, before they were changed": earlier(urgent, MEETING),
        "Who was asked to urgent meetings": told(attendees, ATTENDEE),
        "Who was asked to urgent meetings, before it was changed": earlier(attendees, ATTENDEE),
        "On the agenda of meetings": told(items, ITEM),
        "Added to or removed from an agenda": told(
            AgendaEdit.objects.filter(person=person_id), EDIT
        ),
        "Minutes about the person": told(minutes, OUTCOME),
        "Minutes, before they were changed": earlier(minutes, OUTCOME),
        "Looked at in the weekly sample": told(
            DriftSample.objects.filter(person=person_id), SAMPLE
        ),
        **_after(person_id),
    }


def _after(person_id: UUID) -> Told:
    """Return what followed the meetings."""
    ratified = Ratification.objects.filter(outcome__item__person=person_id)
    urgent = {"meeting__person": person_id}
    return {
        "Minutes moved to the person from someone else": told(
            MovedMinutes.objects.filter(item__person=person_id), MOVED
        ),
        "Minutes recorded on someone else by mistake": told(
            Outcome.objects.filter(moved_to(person_id)), OUTCOME
        ),
        "Minutes moved from the person to someone else": told(
            MovedMinutes.objects.filter(outcome__item__person=person_id), MOVED
        ),
        "Minutes typed and not saved": told(Draft.objects.filter(item__person=person_id), DRAFT),
        "Decisions confirmed or changed afterwards": told(ratified, RATIFICATION),
        "Corrections of the minutes": told(
            Addendum.objects.filter(item__person=person_id), ADDENDUM
        ),
        "Letters about meetings": told(LetterGiven.objects.filter(item__person=person_id), LETTER),
        "Approval of urgent meetings' minutes": told(Approval.objects.filter(**urgent), APPROVAL),
        "Urgent meetings put back to planned or opened again": told(
            PutBack.objects.filter(**urgent), PUT_BACK
        ),
        "Attendance of urgent meetings put right": told(
            AttendanceCorrection.objects.filter(attendee__meeting__person=person_id), ATTENDANCE
        ),
        "Who approves in place of the chair": told(Deputy.objects.filter(**urgent), DEPUTY),
    }
