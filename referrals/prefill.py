"""What is known already when a section of a draft is opened for the first time.

Only what its writer may see anyway: their own details, the request that the team gave to them,
the record of the person from whose page the draft was begun, and the newest referral of that
person that they may read. Nothing is kept until the writer saves it, and the page asks them to
check it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from accounts.rules import Permission
from core.nhsuk.say import date_words
from referrals.codes import Asker
from referrals.models import InclusionRequest, Referral, SubmittedCopy, ToolResult
from referrals.rules import SectionKey
from register.models import Involvement, Person
from register.rules import has_ehc_plan

FROM_BEFORE = frozenset({SectionKey.LIVING, SectionKey.COMMUNICATION, SectionKey.NETWORK})
"""Sections that an earlier referral fills in. Why now, and what people say, is asked anew."""
MOST = 11
ASKED = "the request that the DSR team passed on to you"
ASKERS = {Asker.FAMILY.value: "Family member", Asker.CARER.value: "Carer"}
"""Who asks on the public page and stands among the family and carers, in the words of a row."""


@dataclass(frozen=True, slots=True)
class Known:
    """Answers to begin with, and where they come from, in words."""

    answers: dict[str, Any] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)


def known(referral: Referral, key: SectionKey, *, by: User, on: date) -> Known:
    """Return what section `key` of a draft begins with on the day `on`, as `by` may see it."""
    if key not in READERS:
        return Known()
    person = _about(referral, by)
    before = _before(person, by) if person is not None and key in FROM_BEFORE else None
    found = READERS[key](referral, person, before, by)
    if key is SectionKey.PERSON and person is not None and person.ehc_plan is not None:
        has = has_ehc_plan(person.ehc_plan, birth_date=person.birth_date, on=on)
        found.answers["ehc_plan"] = "yes" if has else "no"
    return Known(found.answers, found.sources, [person] if person and found.sources else [])


def last_time(referral: Referral, *, by: User) -> dict[str, str]:
    """Return what the newest tool result said of each item, where `by` may see the person."""
    person = _about(referral, by)
    return earlier_answers(person) if person is not None else {}


def earlier_answers(person: Person) -> dict[str, str]:
    """Return, by item, what the person's newest tool result answered and when; never chosen
    for the writer, who is to answer anew."""
    newest = ToolResult.objects.about(person.pk).newest_first().first()
    if newest is None:
        return {}
    when = date_words(newest.completed_at)
    return {one["id"]: f"Last time ({when}): {one['words']}." for one in newest.items}


def _about(referral: Referral, by: User) -> Person | None:
    if referral.about_id is None:
        return None
    rows = Person.objects.permitted(by, Permission.PERSON_VIEW)
    found = rows.select_related("ordinary_residence_la").filter(pk=referral.about_id)
    person: Person | None = found.first()
    return person


def _before(person: Person, by: User) -> SubmittedCopy | None:
    """Return what the newest referral of the person said, where `by` may read it."""
    rows = Referral.objects.permitted(by, Permission.REFERRAL_VIEW)
    sent = rows.filter(person=person, submitted_at__isnull=False).select_related("copy")
    newest = sent.order_by("-submitted_at").first()
    return newest.copy if newest is not None else None


def _person(
    referral: Referral, person: Person | None, before: SubmittedCopy | None, by: User
) -> Known:
    answers: dict[str, Any] = {
        "learning_disability": referral.learning_disability,
        "autism": referral.autism,
    }
    if person is None:
        return _asked_for(referral, answers)
    answers |= {
        name: getattr(person, name)
        for name in ("given_name", "family_name", "preferred_name", "gender", "ethnicity",
                     "address", "postcode", "phone", "gp_practice")
    }  # fmt: skip
    answers |= {"birth_date": person.birth_date.isoformat()}
    answers |= {"knows_number": bool(person.nhs_number), "nhs_number": person.nhs_number or ""}
    authority = person.ordinary_residence_la
    answers["ordinary_residence_la"] = str(authority.pk) if authority else None
    return Known(answers, ["the person's record"])


def _asked_for(referral: Referral, answers: dict[str, Any]) -> Known:
    """Add what was typed on the public page, where the draft began from a request there."""
    asked = _request_of(referral)
    if asked is None:
        return Known(answers)
    answers |= {"given_name": asked.given_name, "family_name": asked.family_name}
    if asked.birth_date is not None:
        answers["birth_date"] = asked.birth_date.isoformat()
    return Known(answers, [ASKED])


def _request_of(referral: Referral) -> InclusionRequest | None:
    """Return the request on the public page from which the draft began, while it is kept."""
    return InclusionRequest.objects.open().filter(referral=referral).first()


def _network(
    referral: Referral, person: Person | None, before: SubmittedCopy | None, by: User
) -> Known:
    """Begin with the writer, then those named on the record, else those named last time."""
    contact = by.phone or by.email
    organisation = by.organisation.name if by.organisation else ""
    own = {"name": by.full_name, "role": by.job_title, "organisation": organisation,
           "contact": contact, "attends_cetr": False}  # fmt: skip
    last = before.data(SectionKey.NETWORK) if before else {}
    asking = _asker(referral)
    named = _named(person, by) if person is not None else []
    others = named or [one for one in last.get("professionals", []) if one["name"] != own["name"]]
    sources = ["your own account"]
    sources += ["the people named on the record"] if named else []
    sources += [_when(before)] if before and last else []
    sources += [ASKED] if asking else []
    family = [*asking, *last.get("family", [])]
    answers = {"professionals": [own, *others][:MOST], "family": family[:MOST]}
    return Known(answers, sources)


def _asker(referral: Referral) -> list[dict[str, Any]]:
    """Return the family member or carer who asked on the public page, as a row."""
    asked = _request_of(referral)
    role = ASKERS.get(asked.asker) if asked is not None else None
    if asked is None or role is None:
        return []
    return [{"name": asked.asker_name[:100], "role": role, "contact": asked.contact[:100],
             "attends_cetr": False}]  # fmt: skip


def _why_now(
    referral: Referral, person: Person | None, before: SubmittedCopy | None, by: User
) -> Known:
    asked = _request_of(referral)
    if asked is None or not asked.words:
        return Known()
    return Known({"reason": asked.words}, [ASKED])


def _named(person: Person, by: User) -> list[dict[str, Any]]:
    rows = Involvement.objects.named().current().filter(person=person).exclude(user=by)
    return [
        {
            "name": one.name or (one.user.full_name if one.user else ""),
            "role": one.part[:100],
            "organisation": one.organisation.name if one.organisation else "",
            "contact": one.contact[:100],
            "attends_cetr": one.attends_cetr,
        }
        for one in rows.select_related("user", "organisation")
    ]


def _communication(
    referral: Referral, person: Person | None, before: SubmittedCopy | None, by: User
) -> Known:
    answers = dict(before.data(SectionKey.COMMUNICATION)) if before else {}
    sources = [_when(before)] if before and answers else []
    record = {
        "needs": person.communication_needs if person else "",
        "adjustments": person.reasonable_adjustments if person else "",
    }
    kept = {name: words for name, words in record.items() if words}
    return Known(answers | kept, [*sources, *(["the person's record"] if kept else [])])


def _living(
    referral: Referral, person: Person | None, before: SubmittedCopy | None, by: User
) -> Known:
    answers = dict(before.data(SectionKey.LIVING)) if before else {}
    return Known(answers, [_when(before)] if before and answers else [])


def _when(before: SubmittedCopy) -> str:
    return f"the referral of {date_words(before.submitted_at)}"


READERS: dict[
    SectionKey, Callable[[Referral, Person | None, SubmittedCopy | None, User], Known]
] = {
    SectionKey.PERSON: _person,
    SectionKey.WHY_NOW: _why_now,
    SectionKey.NETWORK: _network,
    SectionKey.COMMUNICATION: _communication,
    SectionKey.LIVING: _living,
}
