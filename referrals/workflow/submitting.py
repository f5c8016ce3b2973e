"""The verb that sends a referral: one transaction from draft to person, basis and rating."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import User
from consent import workflow as consent
from consent.details import BasisDetails
from consent.models import Decision
from consent.workflow.decisions import check_decision
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from referrals import clocks, content, questions, rules, tooling
from referrals.finding import search_row
from referrals.models import Referral, ReferralSection, SubmittedCopy, ToolResult
from referrals.rules import SectionKey
from register import workflow as register
from register.models import Entry, Person
from register.rules.identity import agree
from register.workflow.entries import facts_of

Sections = dict[str, ReferralSection]
EHC_PLAN = {"yes": True, "no": False}


@events.step
def submit(*, referral: Referral, declared: bool, by: User, at: datetime) -> Referral:
    """Send a complete draft: the person, the basis, the tool's result and the frozen copy.

    The basis of somebody known is recorded when the referral is accepted, not before.

    Sent a second time it stays as it is. One NHS number is one person, however many refer at
    once; a number that is somebody else's is left unconfirmed for triage to check; somebody
    whose record is restricted is refused in neutral words.
    """
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if referral.submitted_at is not None:
        return referral
    if not referral.is_draft:
        raise RuleBroken("This draft was discarded. Nothing was sent.")
    if not declared:
        raise RuleBroken("Tick the box to confirm the declaration", field="declared")
    sections = {one.key: one for one in referral.sections.all()}
    check_ready(sections, at=at, area=referral.area_id)
    with events.one_step():
        _send(referral, sections, by=by, at=at)
    return referral


def _send(referral: Referral, sections: Sections, *, by: User, at: datetime) -> None:
    """Write all that sending writes: the person, the basis, the copy, the result, the events."""
    person, known = _person(sections, referral, by=by, at=at)
    basis = BasisDetails.from_json(sections[SectionKey.BASIS].answers)
    if known:  # the basis that stands is not touched before triage
        check_decision(person=person, details=basis, on=local_day(at))
    else:
        consent.record(person=person, details=basis, by=by, at=at)
    result = _keep(referral, person, sections, by=by, at=at)
    referral.person, referral.person_was_known = person, known
    if referral.about_id != person.pk:  # begun from a page, and then about somebody else
        referral.about = None
    _mark_sent(referral, sections, by=by, at=at)
    _tell(referral, person, result, by=by, at=at)


def check_ready(sections: Sections, *, at: datetime, area: UUID) -> None:
    """Refuse a draft that is not complete, or whose tool or suggestion no longer fits."""
    rules.check_complete({key for key, one in sections.items() if one.complete})
    birth = content.birth_date_of(sections[SectionKey.PERSON].answers)
    answers = sections[SectionKey.TOOL].answers
    if not tooling.fits(answers, birth, on=local_day(at), area=area):
        raise RuleBroken(
            "The clinical support tool for this age is another one, or a newer version. "
            "Complete the clinical support tool again"
        )
    now = tooling.suggestion_as_json(answers)
    if now["suggested"] != sections[SectionKey.RATING].answers.get("suggested"):
        raise RuleBroken("The tool's suggestion has changed. Give your rating again")


def _person(
    sections: Sections, referral: Referral, *, by: User, at: datetime
) -> tuple[Person, bool]:
    """Return the person, and whether the register knew them before.

    It is about whoever has the NHS number only where name and date of birth agree as well. Where
    they do not, one of the two is mistaken: the referral is not lost over it, and its sender learns
    nothing of anyone. The number is kept as typed and not confirmed, and triage says so. A draft
    begun from someone's page is about them while number, name and birth date do not say otherwise.
    """
    details = _details(sections, referral)
    if referral.about_id is not None:
        about = register.hold(referral.about_id)
        if _is_about(about, details):
            return about, True
    without = replace(details, nhs_number=None)
    holders = Person.everyone.filter(nhs_number=details.nhs_number, nhs_number__isnull=False)
    typed = details.nhs_number or ""
    if not all(agree(holder, details) for holder in holders):
        return _add(without, typed, by=by, at=at), False
    person = register.add_person(details=details, lead=None, by=by, at=at)
    if not agree(person, details):  # recorded with that number in this very moment
        person = _add(without, typed, by=by, at=at)
    return person, person.lead_professional_id is not None or _is_known(person)


def _add(details: register.PersonDetails, typed_number: str, *, by: User, at: datetime) -> Person:
    """Record someone with a number that was typed and that no one has confirmed."""
    return register.add_person(details=details, typed_number=typed_number, lead=None, by=by, at=at)


def _is_known(person: Person) -> bool:
    """Whether anything but who they are is on record about the person."""
    of_person = {"person": OuterRef("pk")}
    traces = (
        Exists(Referral.objects.filter(**of_person))
        | Exists(Entry.objects.filter(**of_person))
        | Exists(Decision.objects.filter(**of_person))
    )
    return Person.everyone.filter(traces, pk=person.pk).exists()


def _is_about(person: Person, details: register.PersonDetails) -> bool:
    """Whether what was typed is still about the person whose page the draft was begun from.

    Both names and the birth date say so, and the NHS number where one was typed: a brother or
    sister has the family name, a twin the birth date too. In doubt a record of its own is made,
    which the team can join.
    """
    number = details.nhs_number
    return number in (None, person.nhs_number) and agree(person, details)


def _details(sections: Sections, referral: Referral) -> register.PersonDetails:
    answers = sections[SectionKey.PERSON].answers
    needs = sections[SectionKey.COMMUNICATION].answers
    birth = content.birth_date_of(answers)
    if birth is None:
        raise RuleBroken("Enter the date of birth")
    return register.PersonDetails(
        family_name=answers["family_name"],
        given_name=answers.get("given_name", ""),
        preferred_name=answers.get("preferred_name", ""),
        birth_date=birth,
        gender=answers.get("gender", ""),
        ethnicity=answers.get("ethnicity", ""),
        area=referral.area,
        nhs_number=answers.get("nhs_number") or None,
        address=answers.get("address", ""),
        postcode=answers.get("postcode", ""),
        phone=answers.get("phone", ""),
        ordinary_residence_la=content.organisation(answers.get("ordinary_residence_la")),
        gp_practice=answers.get("gp_practice", ""),
        learning_disability=answers["learning_disability"],
        autism=answers["autism"],
        ehc_plan=EHC_PLAN.get(answers.get("ehc_plan", "")),
        communication_needs=needs.get("needs", ""),
        reasonable_adjustments=needs.get("adjustments", ""),
    )


def _keep(
    referral: Referral, person: Person, sections: Sections, *, by: User, at: datetime
) -> ToolResult:
    """Write the frozen copy and the tool's result, which is returned; the draft's sections go."""
    typed = sections[SectionKey.PERSON].answers
    copy = SubmittedCopy.objects.create(
        referral=referral,
        person=person,
        given_name=typed.get("given_name", ""),
        family_name=typed["family_name"],
        birth_date=date.fromisoformat(typed["birth_date"]),
        nhs_number=typed.get("nhs_number") or "",
        content=content.frozen(sections.values()),
        declared=questions.DECLARATION,
        submitted_by=by,
        submitted_at=at,
    )
    search_row(copy).save(force_insert=True)
    rating, answers = sections[SectionKey.RATING].answers, sections[SectionKey.TOOL].answers
    result = ToolResult.objects.create(
        person=person,
        referral=referral,
        tool=answers["tool"],
        tool_version=str(answers["version"]),
        tool_title=answers["title"],
        items=tooling.items_as_answered(answers),
        suggested=rating["suggested"],
        reasons=rating["reasons"],
        level=rating["level"],
        level_reason=rating.get("level_reason", ""),
        mdt=rating["mdt"],
        completed_by=by,
        completed_at=at,
    )
    referral.sections.all().delete()
    return result


def _mark_sent(referral: Referral, sections: Sections, *, by: User, at: datetime) -> None:
    rating = sections[SectionKey.RATING].answers
    referral.level, referral.suggested_level = rating["level"], rating["suggested"]
    referral.state, referral.submitted_at = rules.State.SUBMITTED, at
    referral.triage_due_on = clocks.triage_due(level=referral.level, on=local_day(at))
    referral.version += 1
    history.save(referral, by=by, at=at, reason="submit")


def _tell(
    referral: Referral, person: Person, result: ToolResult, *, by: User, at: datetime
) -> None:
    facts = facts_of(person) | {"referral": referral.pk, "level": referral.level}
    events.publish(
        "referrals.submitted", person=person.pk, by=by, at=at, known=referral.person_was_known,
        **facts,
    )  # fmt: skip
    events.publish(
        "referrals.tool_completed",
        person=person.pk,
        by=by,
        at=at,
        tool=result.tool,
        tool_version=result.tool_version,
        suggested=result.suggested or None,
        **facts,
    )
