"""What the register says about a person in a subject-access copy."""

from collections.abc import Iterable
from uuid import UUID

from core.copies import Line, Sheet, Told, earlier, told
from core.nhs_number import show
from core.nhsuk.say import date_words
from register import rules, stated
from register.coded_lists import discharge_checklist, statutory_factors
from register.models import (
    AdultDecision,
    AreaMove,
    DischargeLine,
    Entry,
    ExtendedLeave,
    IdentityFinding,
    InpatientStay,
    Involvement,
    Person,
    Rating,
    StatusChange,
    StatutoryView,
    StayConcern,
    StrikeOut,
    Transfer,
)


def _coded(person: Person) -> Iterable[Line]:
    if person.nhs_number:
        yield Line("NHS number", show(person.nhs_number))
    if person.typed_number:
        yield Line("NHS number as typed, not confirmed", show(person.typed_number))
    if person.gender:
        yield Line(stated.GENDER.called, stated.GENDER.words(person.gender))
    if person.ethnicity:
        yield Line(stated.ETHNICITY.called, stated.ETHNICITY.words(person.ethnicity))
    if person.ehc_plan:
        last = date_words(rules.ehc_plan_ended_on(person.birth_date))
        yield Line("Education, health and care plan ends at the latest", last)


PERSON = Sheet(
    {
        "given_name": "First name",
        "family_name": "Last name",
        "preferred_name": "Likes to be called",
        "birth_date": "Date of birth",
        "died_on": "Date of death",
        "phone": "Phone number",
        "gp_practice": "GP practice",
        "responsible_icb": "Responsible integrated care board",
        "ordinary_residence_la": "Local authority of ordinary residence",
        "ehc_plan": "Has an education, health and care plan",
        "communication_needs": "How they communicate",
        "restricted_at": "Hidden since",
        "commissioner_view_formed_on": "When the responsible commissioner formed its view",
    },
    leave={"nhs_number", "typed_number", "gender", "ethnicity", "version"},
    more=_coded,
)
INVOLVED = Sheet(
    {
        "basis": "Why they are named",
        "user": "Colleague with an account",
        "part": "Their part",
        "contact": "How to reach them",
        "attends_cetr": "Would take part in a C(E)TR",
        "since": "Named since",
        "until": "Named until",
    },
    others={"name", "part", "contact"},
)
ENTRY = Sheet(
    {
        "opened_at": "On the register since",
        "closed_at": "Off the register since",
        "closed_by": "Closed by",
        "closure_reason": "Why it was closed",
        "closure_words": "What was said about closing it",
        "left_on": "Left the register on",
        "reopened": "Why it was opened again",
        "reopen_words": "What was said about opening it again",
        "partners_confirmed_at": "C(E)TR partners last confirmed",
        "struck_out": "Struck out",
    }
)
RATING = Sheet(
    {
        "level": "Rating",
        "reason": "Why",
        "against_floor": "Why it is lower than the policy has it for now",
        "source": "Where it was decided",
        "set_by": "Decided by",
        "set_at": "Decided on",
    }
)
STAY = Sheet(
    {
        "security": "Security of the ward",
        "section": "Section of the Mental Health Act",
        "section_other": "Which other section",
        "unit_inadequate": "The unit was rated Inadequate",
        "detained_since": "Detained since",
        "applicable_on": "Applicable day (Mental Health Act, Part 8A)",
        "planned": "The admission was planned",
        "out_of_area": "Away from their own area",
        "on_register_before": "Was on the register before",
        "level_at_admission": "Rating before the admission",
        "cetr_before": "A C(E)TR was held before",
        "review_before": "Which review was held before",
        "review_before_on": "When it was held",
        "s117_icb": "Integrated care board for aftercare (section 117)",
        "s117_authority": "Local authority for aftercare (section 117)",
        "commissioner": "Responsible commissioner",
        "host_commissioner": "Commissioner of the hospital's area",
        "planned_discharge_on": "Planned day of discharge",
        "discharge_barriers": "What stands in the way of discharge",
        "destination": "Where they moved to",
    },
    leave={"version"},
)
TRANSFER = Sheet(
    {
        "moved_on": "Moved on",
        "from_hospital": "From the hospital",
        "from_ward": "From the ward",
        "from_security": "Security of that ward",
        "hospital": "To the hospital",
        "ward": "To the ward",
        "security": "Security of the new ward",
        "unit_inadequate": "The new unit was rated Inadequate",
        "reason": "Why",
        "recorded_by": "Recorded by",
        "recorded_at": "Recorded on",
    },
    leave={"stay"},
)
STATUS = Sheet(
    {
        "changed_on": "Since",
        "was": "Legal status before",
        "was_section": "Section before",
        "legal_status": "Legal status",
        "section": "Section",
        "section_other": "Which other section",
        "recorded_by": "Recorded by",
        "recorded_at": "Recorded on",
    },
    leave={"stay"},
)
LEAVE = Sheet(
    {"started_on": "First day of leave", "ended_on": "Last day of leave", "note": "Note"},
    leave={"stay"},
)
CONCERN = Sheet(
    {
        "kind": "What it is about",
        "seen_on": "Seen or heard on",
        "note": "What was seen or heard",
        "raised_by": "Recorded by",
        "raised_at": "Recorded on",
    },
    leave={"stay", "key"},
)


def _line(line: DischargeLine) -> Iterable[Line]:
    yield Line("Line of the checklist", discharge_checklist().words(line.code))


LINE = Sheet(
    {"state": "How it stands", "note": "Note", "set_by": "Looked at by", "set_at": "Looked at on"},
    leave={"stay", "code", "list_version"},
    more=_line,
)


def _factors(view: StatutoryView) -> Iterable[Line]:
    for code in view.factors:
        yield Line("Risk factor that is met", statutory_factors().words(code))


STATUTORY = Sheet(
    {
        "eligible": "The risk factors for detention are met",
        "reason": "Why",
        "formed_by": "Recorded by",
        "formed_at": "Recorded on",
    },
    leave={"person", "factors", "list_version", "key"},
    more=_factors,
)
ADULT = Sheet(
    {
        "outcome": "What was decided",
        "reason": "Why",
        "decided_by": "Decided by",
        "decided_at": "Decided on",
    },
    leave={"entry"},
)


FINDING = Sheet(
    {
        "verdict": "What was found",
        "reason": "How the team knew",
        "by": "By",
        "at": "On",
        "confirmed_by": "Confirmed by",
        "confirmed_at": "Confirmed on",
        "ended_by": "Taken back by",
        "ended_at": "Taken back on",
        "ended_reason": "Why it was taken back",
    },
    leave={"person", "other", "needs"},
)
MOVE = Sheet(
    {
        "from_area": "From the area",
        "to_area": "To the area",
        "moves_on": "Lives there from",
        "reason": "Why",
        "to_know": "What the other team needs to know",
        "state": "Where it stands",
        "proposed_by": "Proposed by",
        "proposed_at": "Proposed on",
        "due_on": "To be answered by",
        "words": "Why it was returned or withdrawn",
        "decided_by": "Answered by",
        "decided_at": "Answered on",
    },
    leave={"person", "reminders"},
)
STRUCK_OUT = Sheet(
    {
        "said": "What was recorded",
        "cause": "Why it does not count",
        "reason": "What was wrong",
        "by": "Put right by",
        "at": "Put right on",
    },
    leave={"person", "kind", "moved_to"},
)


def copy_of(person_id: UUID) -> Told:
    """Return everything of the register about the person, earlier versions included."""
    person = Person.everyone.filter(pk=person_id)
    involved = Involvement.objects.filter(person=person_id).order_by("since")
    entries = Entry.recorded.filter(person=person_id).order_by("opened_at")
    stays = InpatientStay.recorded.filter(person=person_id).order_by("admitted_on")
    leaves = ExtendedLeave.recorded.filter(stay__person=person_id)
    return {
        "About the person": told(person, PERSON),
        "About the person, before it was changed": earlier(person, PERSON),
        "People and services named": told(involved, INVOLVED),
        "People and services named, before it was changed": earlier(involved, INVOLVED),
        "Times on the register": told(entries, ENTRY),
        "Times on the register, before it was changed": earlier(entries, ENTRY),
        "Ratings of the risk of going into hospital": told(
            Rating.recorded.filter(entry__person=person_id), RATING
        ),
        "Stays in hospital": told(stays, STAY),
        "Stays in hospital, before it was changed": earlier(stays, STAY),
        "Moves between wards": told(Transfer.recorded.filter(stay__in=stays), TRANSFER),
        "Changes of legal status": told(StatusChange.recorded.filter(stay__in=stays), STATUS),
        "Extended leave from hospital": told(leaves, LEAVE),
        "Extended leave from hospital, before it was changed": earlier(leaves, LEAVE),
        "Concerns about a stay": told(StayConcern.recorded.filter(stay__in=stays), CONCERN),
        "Planning to leave hospital": told(
            DischargeLine.objects.filter(stay__in=stays).order_by("set_at"), LINE
        ),
        "Whether two records are one person": told(
            IdentityFinding.objects.of(person_id).order_by("at"), FINDING
        ),
        "Whether two records are one person, before it was changed": earlier(
            IdentityFinding.objects.of(person_id), FINDING
        ),
        "Hand-overs to another area": told(AreaMove.objects.filter(person=person_id), MOVE),
        "Hand-overs to another area, before they were answered": earlier(
            AreaMove.objects.filter(person=person_id), MOVE
        ),
        "Recorded by mistake": told(StrikeOut.objects.filter(person=person_id), STRUCK_OUT),
        "Risk of detention": told(StatutoryView.objects.filter(person=person_id), STATUTORY),
        "Decisions about being an adult": told(
            AdultDecision.objects.filter(entry__person=person_id), ADULT
        ),
    }
