"""Referrals in every state, reached through the workflow."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from accounts.models import Area, User
from consent.details import BasisDetails
from consent.rules import Basis, Format
from core import nhs_number
from referrals import tooling, workflow
from referrals.models import Referral, Update, UpdateDraft
from referrals.rules import Risk, SectionKey, UpdatePart
from register import workflow as register
from register.models import IdentityFinding, Person
from register.rules import Level
from register.rules.identity import Verdict
from tests.conftest import Cast
from tests.factories import NOW

BIRTH = date(1990, 5, 17)
NUMBERS = nhs_number.test_numbers(start=500_000)


def basis(**changed: Any) -> dict[str, Any]:
    """Return the consent of an adult, as a draft keeps it."""
    values: dict[str, Any] = {
        "basis": Basis.CONSENT,
        "on_register": True,
        "share_partners": True,
        "cetr": True,
        "keyworker": False,
        "information_given": "What the register is and who sees it.",
        "information_formats": [Format.EASY_READ],
        "leaflet_version": "2",
        "consulted": "",
        "dissent": "",
        "decision_maker": "Lena Lead",
        "decision_maker_role": "Nurse",
        "decided_on": NOW.date(),
        "review_on": None,
        "evidence_reference": "DOC-1",
    } | changed
    return BasisDetails(**values).as_json()


def person(**changed: Any) -> dict[str, Any]:
    """Return who the person is."""
    return {
        "given_name": "Robin",
        "family_name": "Testperson",
        "preferred_name": "",
        "birth_date": BIRTH.isoformat(),
        "knows_number": True,
        "nhs_number": next(NUMBERS),
        "address": "1 Some Street",
        "postcode": "",
        "phone": "",
        "gp_practice": "Some Surgery",
        "learning_disability": "confirmed",
        "autism": "pathway",
        "other_diagnoses": "",
        "ehc_plan": "no",
    } | changed


def tool(birth: date = BIRTH, answer: str = "no", **options: str) -> dict[str, Any]:
    """Return an answer to every item of the tool for the age."""
    asked = tooling.for_birth_date(birth, on=NOW.date())
    answers = {item.id: answer for item in asked.items} | options
    return {"answers": answers, "evidence": {asked.items[0].id: "Seen by the nurse"}}


def rating(level: str = Level.RED, reason: str = "Placement has ended") -> dict[str, Any]:
    """Return the clinician's rating and who took part."""
    return {
        "mdt": [{"name": "Mo Member", "role": "Psychologist"}],
        "level": level,
        "level_reason": reason,
    }


NETWORK = {
    "professionals": [
        {"name": "Sam Social", "role": "Social worker", "organisation": "Council",
         "contact": "01632 960 001", "attends_cetr": True},
    ],
    "family": [{"name": "Pat Parent", "role": "Mother", "contact": "", "attends_cetr": False}],
    "advocate": "no",
    "advocate_detail": "",
}  # fmt: skip
WHY_NOW = {
    "reason": "Placement ended", "issues": "Nowhere to live", "tried": "Respite",
    "would_help": "", "mental_health": "unknown", "mental_health_detail": "",
    "emergency": "yes", "emergency_detail": "Last week",
    "admissions": "unknown", "admissions_detail": "", "justice": "no", "justice_detail": "",
    "safeguarding": "no", "safeguarding_detail": "",
}  # fmt: skip
LIVING = {
    "setting": "supported", "stability": "ending", "setting_detail": "Staff day and night",
    "education": "Nothing now",
}  # fmt: skip
COMMUNICATION = {
    "needs": "Short sentences", "adjustments": "Quiet room", "language": "", "interpreter": False,
}  # fmt: skip
VIEWS = {"person_view": "I want to stay here", "family_view": "We are tired", "disagree": ""}
REVIEWS = {
    "held": "no", "held_detail": "", "asked": "unknown", "asked_detail": "", "partners": "",
}  # fmt: skip


def started(cast: Cast, *, by: User | None = None, at: datetime = NOW, **changed: Any) -> Referral:
    """Return a draft with nothing in it."""
    values: dict[str, Any] = {
        "area": cast.area,
        "basis": Basis.CONSENT,
        "learning_disability": "confirmed",
        "autism": "pathway",
        "risk": Risk.CURRENT,
        "key": uuid4(),
    } | changed
    return workflow.start(**values, by=by or cast.lead, at=at)


def save(
    referral: Referral, key: SectionKey, answers: dict[str, Any], *, by: User | None = None,
    at: datetime = NOW, complete: bool = True,
) -> None:  # fmt: skip
    """Save a section over whatever is there."""
    before = referral.sections.filter(key=key).first()
    workflow.save_section(
        referral=referral, key=key, answers=answers, complete=complete,
        version=before.version if before else 0, by=by or referral.referrer, at=at,
    )  # fmt: skip


def complete(
    cast: Cast, *, by: User | None = None, level: str = Level.RED, at: datetime = NOW,
    sections: dict[SectionKey, dict[str, Any]] | None = None, basis_code: Basis = Basis.CONSENT,
    area: Area | None = None, about: Person | None = None, **typed: Any,
) -> Referral:  # fmt: skip
    """Return a draft that can be sent; `typed` changes who the person is."""
    referral = started(cast, by=by, at=at, basis=basis_code, area=area or cast.area, about=about)
    who = person(**typed)
    answers: dict[SectionKey, dict[str, Any]] = {
        SectionKey.BASIS: basis(),
        SectionKey.PERSON: who,
        SectionKey.NETWORK: NETWORK,
        SectionKey.WHY_NOW: WHY_NOW,
        SectionKey.LIVING: LIVING,
        SectionKey.COMMUNICATION: COMMUNICATION,
        SectionKey.VIEWS: VIEWS,
        SectionKey.REVIEWS: REVIEWS,
        SectionKey.TOOL: tool(date.fromisoformat(who["birth_date"])),
        SectionKey.RATING: rating(level),
    } | (sections or {})
    for key, one in answers.items():
        save(referral, key, one, at=at)
    return referral


def sent(cast: Cast, *, by: User | None = None, at: datetime = NOW, **changed: Any) -> Referral:
    """Return a referral that was sent."""
    referral = complete(cast, by=by, at=at, **changed)
    return workflow.submit(referral=referral, declared=True, by=by or cast.lead, at=at)


def clashing(cast: Cast) -> Referral:
    """Return a draft on an adult's consent about a child, as one from before the rule may be."""
    referral = complete(cast)
    who = referral.sections.get(key=SectionKey.PERSON)
    who.answers |= {"birth_date": "2014-05-17"}
    who.save()
    save(referral, SectionKey.TOOL, tool(date(2014, 5, 17)))
    save(referral, SectionKey.RATING, rating())
    return referral


STORY = {
    "changed": "Moved house", "tried": "More visits", "person_view": "I like it here",
    "family_view": "Better", "would_help": "",
}  # fmt: skip


def save_update(
    person: Person, part: UpdatePart, answers: dict[str, Any], *, by: User, at: datetime = NOW,
    complete: bool = True,
) -> UpdateDraft:  # fmt: skip
    """Save a part of an update over whatever is there."""
    before = UpdateDraft.objects.filter(person=person, writer=by).first()
    return workflow.save_update(
        person=person, part=part, answers=answers, complete=complete,
        version=before.version if before else 0, by=by, at=at,
    )  # fmt: skip


def update_draft(
    person: Person, *, by: User, level: str = Level.AMBER, answer: str = "no", at: datetime = NOW,
    story: dict[str, Any] | None = None,
) -> UpdateDraft:  # fmt: skip
    """Return an update about somebody on the register that can be sent."""
    save_update(person, UpdatePart.STORY, story or STORY, by=by, at=at)
    save_update(person, UpdatePart.TOOL, tool(person.birth_date, answer), by=by, at=at)
    return save_update(person, UpdatePart.RATING, rating(level), by=by, at=at)


def updated(person: Person, *, by: User, at: datetime = NOW, **changed: Any) -> Update:
    """Return an update that was sent."""
    update_draft(person, by=by, at=at, **changed)
    return workflow.send_update(person=person, by=by, at=at)


def found(
    referral: Referral,
    other: Person,
    verdict: Verdict = Verdict.SAME,
    *,
    cast: Cast,
    reason: str = "Same home",
    at: datetime = NOW,
) -> IdentityFinding:
    """Say of a referral's record and another who they are; a colleague confirms where asked."""
    person = Person.objects.get(pk=referral.person_id)
    finding = register.find(
        person=person, other=other, verdict=verdict, reason=reason, by=cast.team, at=at
    )
    if finding.waits:
        finding = register.confirm(finding=finding, by=cast.second_team, at=at)
    return finding


def separated(
    referral: Referral, *, by: User, reason: str = "A twin", at: datetime = NOW
) -> IdentityFinding:
    """Take back the finding that joined a referral to another record."""
    joined = Referral.objects.get(pk=referral.pk).joined_by
    assert joined is not None
    return register.end_finding(finding=joined, reason=reason, by=by, at=at)
