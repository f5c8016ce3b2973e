"""The canary on the ground floor: somebody named, a stay that ended, changed details."""

from dataclasses import replace
from datetime import date

from register import workflow
from register.models import InpatientStay, Person
from register.rules import (
    AdultOutcome,
    Cause,
    ConcernKind,
    LegalStatus,
    Level,
    LineState,
    Section,
    Security,
)
from register.rules.identity import Verdict
from register.workflow import AdmissionDetails, LineSaid, PersonDetails, TransferDetails
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW, details


def _back(stay: InpatientStay, cast: Cast) -> InpatientStay:
    workflow.end_leave(stay=stay, ended_on=date(2026, 11, 8), by=cast.team, at=NOW)
    return stay


def _during(stay: InpatientStay, cast: Cast) -> None:
    details = TransferDetails(
        moved_on=date(2026, 11, 5), hospital=cast.commissioning, security=Security.LOW,
        unit_inadequate=True, ward=word("new ward"), reason=word("move"),
    )  # fmt: skip
    move = workflow.transfer(stay=stay, details=details, by=cast.team, at=NOW)
    workflow.correct_transfer(
        move=move, details=replace(details, ward=word("right ward")), why=word("wrong move"),
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.record_status(
        stay=stay, changed_on=date(2026, 11, 6), legal_status=LegalStatus.PART_3,
        section=Section.OTHER, section_other=word("section"), by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.start_leave(
        stay=stay, started_on=date(2026, 11, 7), note=word("leave"), by=cast.team, at=NOW
    )
    concern = workflow.record_concern(
        stay=stay, kind=ConcernKind.RESTRAINT, seen_on=date(2026, 11, 8), note=word("concern"),
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.correct_concern(
        concern=concern, kind=ConcernKind.OTHER, seen_on=date(2026, 11, 8),
        note=word("concern indeed"), why=word("wrong concern"), by=cast.team, at=NOW,
    )  # fmt: skip
    wrong = workflow.start_leave(
        stay=_back(stay, cast), started_on=date(2026, 11, 9), note=word("wrong leave"),
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.strike_out(
        person=stay.person, kind="leave", fact_id=wrong.pk, cause=Cause.MISTAKE,
        reason=word("struck out"), by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.plan_discharge(
        stay=stay, on=None, barriers=word("barriers"), by=cast.team, at=NOW,
        lines={"home": LineSaid(LineState.DONE, word("line"))},
    )  # fmt: skip


def _as_a_young_person(person: Person, cast: Cast) -> None:
    """Take the adult decision while the record says 17; the last change says 23 again."""
    person.refresh_from_db()
    names = PersonDetails.__dataclass_fields__
    kept = PersonDetails(**{name: getattr(person, name) for name in names})
    young = replace(kept, birth_date=date(2009, 5, 17))
    workflow.update_person(
        person=person, details=young, version=person.version, by=cast.team, at=NOW
    )
    workflow.decide_adulthood(
        person=person, outcome=AdultOutcome.STAYS, reason=word("adulthood"), by=cast.team, at=NOW
    )


def _looked_alike(person: Person, cast: Cast) -> None:
    """Another record was thought to be theirs, and is not."""
    other = workflow.add_person(
        details=details(cast.area, nhs_number=None), lead=None, by=cast.team, at=NOW
    )
    finding = workflow.find(
        person=person, other=other, verdict=Verdict.POSSIBLE, reason=word("alike"), by=cast.team,
        at=NOW,
    )  # fmt: skip
    workflow.end_finding(finding=finding, reason=word("not alike"), by=cast.team, at=NOW)


def fill(person: Person, cast: Cast) -> None:
    born = person.birth_date
    partner = workflow.name_partner(
        person=person,
        name=word("partner"),
        part=word("part"),
        contact=word("contact"),
        user=cast.other_lead,
        by=cast.team,
        at=NOW,
    )
    workflow.correct_partner(
        partner=partner, name=word("right partner"), part=word("right part"), user=cast.other_lead,
        contact=word("right contact"), why=word("wrong partner"), by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.involve_for_meeting(
        person=person, user=cast.rep, since=NOW, until=NOW.replace(hour=23), by=None
    )
    admission = AdmissionDetails(
        hospital=cast.commissioning,
        commissioner=cast.commissioning,
        admitted_on=date(2026, 11, 1),
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_2,
        planned=False,
        ward=word("ward"),
    )
    stay = workflow.admit(person=person, details=admission, by=cast.team, at=NOW)
    _during(stay, cast)
    workflow.form_statutory_view(
        person=person, factors=["harm"], eligible=True, reason=word("statutory"),
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.discharge(
        stay=stay,
        discharged_on=date(2026, 11, 20),
        destination=word("destination"),
        level=Level.RED,
        reason=word("rating"),
        by=cast.team,
        at=NOW,
    )
    _as_a_young_person(person, cast)
    _looked_alike(person, cast)
    move = workflow.propose_move(
        person=person, to_area=cast.other_area, moves_on=NOW.date(), reason=word("moves"),
        to_know=word("to know"), by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.return_move(move=move, words=word("not theirs"), by=cast.other_area_team, at=NOW)
    person.refresh_from_db()
    names = PersonDetails.__dataclass_fields__
    kept = PersonDetails(**{name: getattr(person, name) for name in names})
    changed = replace(kept, address=word("new address"), birth_date=born)
    workflow.update_person(
        person=person, details=changed, version=person.version, by=cast.team, at=NOW
    )
