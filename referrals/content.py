"""Reads what a referral's sections hold: as questions with answers, and as typed values.

The same rows serve "check answers", the frozen copy, the page of a sent referral and print.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Organisation
from consent.details import BasisDetails
from consent.rules import Basis, check_age
from core.dates import age_on, in_words
from core.errors import RuleBroken
from core.names import full_name
from core.nhs_number import show
from referrals import questions, tooling
from referrals.models import Referral, ReferralSection, SubmittedCopy
from referrals.questions import Row
from referrals.rules import SectionKey, UpdatePart
from register.rules import Level
from register.rules.identity import Who

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """Who a referral is about, in the referrer's words; for the banner of its pages."""

    name: str
    birth_date: date | None
    nhs_number: str | None


def typed_person(source: ReferralSection | SubmittedCopy | None) -> Typed | None:
    """Return who is written about; None where no name has been given yet."""
    if isinstance(source, SubmittedCopy):
        return Typed(source.name, source.birth_date, source.nhs_number or None)
    answers = source.answers if source is not None else {}
    name = full_name(answers.get("given_name", ""), answers.get("family_name", ""))
    if not name:
        return None
    return Typed(name, birth_date_of(answers), answers.get("nhs_number") or None)


def birth_date_of(person: Answers) -> date | None:
    """Return the birth date in the person section's answers, once given."""
    typed = person.get("birth_date")
    return date.fromisoformat(typed) if typed else None


def who_of(person: Answers) -> Who | None:
    """Return who the answers about the person name; None while no birth date is given."""
    birth = birth_date_of(person)
    if birth is None:
        return None
    return Who(
        given_name=person.get("given_name", ""),
        preferred_name=person.get("preferred_name", ""),
        family_name=person.get("family_name", ""),
        birth_date=birth,
    )


def age_problem(referral: Referral, birth_date: date | None, *, on: date) -> str:
    """Return why the law does not know the referral's basis at the person's age, or nothing."""
    if birth_date is None:
        return ""
    try:
        check_age(Basis(referral.basis), age=age_on(birth_date, on))
    except RuleBroken as broken:
        return broken.message
    return ""


def rows_for(key: SectionKey, answers: Answers) -> list[Row]:
    """Return a section as questions and answers, as they stand now."""
    if key in questions.TABLES:
        return questions.rows_of(questions.TABLES[key], answers)
    if not answers:
        return []
    reader = {
        SectionKey.BASIS: _basis_rows,
        SectionKey.NETWORK: _network_rows,
        SectionKey.TOOL: _tool_rows,
        SectionKey.RATING: _rating_rows,
    }[key]
    return reader(answers)


def update_rows(part: UpdatePart, answers: Answers) -> list[Row]:
    """Return a part of an update as questions and answers, as they stand now."""
    if not answers:
        return []
    if part is UpdatePart.STORY:
        return questions.rows_of(questions.UPDATE, answers)
    return _tool_rows(answers) if part is UpdatePart.TOOL else _rating_rows(answers)


def frozen(sections: Iterable[ReferralSection]) -> list[dict[str, Any]]:
    """Return the whole referral as it is kept once sent: titles, rows and data."""
    by_key = {section.key: section.answers for section in sections}
    return [
        {
            "key": key.value,
            "title": HEADINGS[key],
            "rows": [row.as_json() for row in rows_for(key, by_key[key])],
            "data": by_key[key],
        }
        for key in SectionKey
        if key in by_key
    ]


HEADINGS = {
    SectionKey.BASIS: "Lawful basis",
    SectionKey.PERSON: "The person",
    SectionKey.NETWORK: "People around the person",
    SectionKey.WHY_NOW: "Why now",
    SectionKey.LIVING: "Living situation and education",
    SectionKey.COMMUNICATION: "Communication and reasonable adjustments",
    SectionKey.VIEWS: "The person's and the family's view",
    SectionKey.REVIEWS: "Care (education) and treatment reviews",
    SectionKey.TOOL: "Clinical support tool",
    SectionKey.RATING: "Rating",
}


def _basis_rows(answers: Answers) -> list[Row]:
    details = BasisDetails.from_json(dict(answers))
    rows = [
        Row("Lawful basis", details.basis.label),
        Row("Agreed: to be on the register", _yes(details.on_register)),
        Row("Agreed: to share with named partners", _yes(details.share_partners)),
        Row("Agreed: a C(E)TR", _yes(details.cetr)),
        Row("Agreed: the keyworker service", _yes(details.keyworker)),
        Row("What was explained", details.information_given),
        Row("How", ", ".join(one.label for one in details.information_formats)),
        Row("Who was asked", ", ".join(one.label for one in details.consulted_who)),
        Row("What they said", details.consulted),
        Row("Who disagreed", details.dissent),
        Row("Decided by", ", ".join(filter(None, [details.decision_maker,
                                                   details.decision_maker_role]))),
        Row("Decided on", in_words(details.decided_on)),
        Row("Where it is recorded", details.evidence_reference),
    ]  # fmt: skip
    if details.capacity is not None:
        found = "Lacks capacity for this decision" if details.capacity.lacking else "Has capacity"
        on = in_words(details.capacity.assessed_on)
        rows.append(Row("Capacity", f"{found}; assessed by {details.capacity.assessor} on {on}"))
    if details.child is not None:
        words = "Competent to decide" if details.child.competent else "Not competent to decide"
        rows.append(Row("The child", words))
        rows.append(Row("The child's view", details.child.child_view))
        if details.child.holder_name:
            rows.append(Row("Parental responsibility", details.child.holder_name))
    return rows


def _network_rows(answers: Answers) -> list[Row]:
    rows = [
        Row(f"Professional {place}", _person_line(one, "role", "organisation", "contact"))
        for place, one in enumerate(answers.get("professionals", []), start=1)
    ]
    rows += [
        Row(f"Family or carer {place}", _person_line(one, "role", "contact"))
        for place, one in enumerate(answers.get("family", []), start=1)
    ]
    return rows + questions.rows_of((questions.ADVOCATE, questions.ADVOCATE_DETAIL), answers)


def _person_line(one: Answers, *keys: str) -> str:
    parts = [one.get("name", ""), *(one.get(key, "") for key in keys)]
    line = ", ".join(part for part in parts if part)
    return f"{line} (would take part in a C(E)TR)" if one.get("attends_cetr") else line


def _tool_rows(answers: Answers) -> list[Row]:
    rows = [Row("Tool", f"{answers.get('title', '')}, version {answers.get('version', '')}")]
    for item in tooling.items_as_answered(answers):
        words = item["words"]
        rows.append(
            Row(item["question"], f"{words}\n{item['evidence']}" if item["evidence"] else words)
        )
    return rows


def _rating_rows(answers: Answers) -> list[Row]:
    suggested = answers.get("suggested", "")
    level = answers.get("level", "")
    took_part = "\n".join(_person_line(one, "role") for one in answers.get("mdt", []))
    return [
        Row("Who took part", took_part),
        Row("The tool suggests", Level(suggested).label if suggested else "No suggestion"),
        Row("Why", "\n".join(answers.get("reasons", []))),
        Row("Your rating", Level(level).label if level else ""),
        Row("Reasons for your rating", answers.get("level_reason", "")),
    ]


def _yes(answer: bool) -> str:
    return "Yes" if answer else "No"


def shown_number(number: str | None) -> str:
    """Return an NHS number in 3-3-4, or that it is not known."""
    return show(number) if number else "Not known"


def organisation(pk: str | None) -> Organisation | None:
    """Return the organisation that a section names by id, if it names one."""
    return Organisation.objects.filter(pk=pk).first() if pk else None
