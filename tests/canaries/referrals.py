"""The canary in referrals: a draft that names it, and a sent one with a tool result and steps."""

from typing import Any

from referrals import workflow
from referrals.rules import SectionKey, UpdatePart
from register.models import Entry, Person
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given


def fill(person: Person, cast: Cast) -> None:
    who = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birth_date": person.birth_date.isoformat(),
        "nhs_number": person.nhs_number,
        "knows_number": True,
        "address": word("typed address"),
        "other_diagnoses": word("diagnoses"),
    }
    given.complete(cast, sections=_sections(person), **who)
    draft = given.complete(cast, sections=_sections(person), **who)
    sent = workflow.submit(referral=draft, declared=True, by=cast.lead, at=NOW)
    workflow.acknowledge(referral=sent, by=cast.team, at=NOW)
    workflow.ask(referral=sent, words=word("question"), by=cast.team, at=NOW)
    workflow.answer(referral=sent, words=word("answer"), by=cast.lead, at=NOW)
    workflow.decline(referral=sent, advice=word("advice"), by=cast.team, at=NOW)
    if Entry.objects.open().filter(person=person).exists():
        updates(person, cast)


def updates(person: Person, cast: Cast) -> None:
    """An update that was sent and answered, and one that is being written; on the register."""
    story = dict.fromkeys(given.STORY, word("story"))
    update = given.updated(person, by=cast.lead, story=story, level="AMBER")
    workflow.keep_rating(update=update, words=word("kept"), by=cast.team, at=NOW)
    given.save_update(person, UpdatePart.STORY, story, by=cast.lead)


def _sections(person: Person) -> dict[SectionKey, dict[str, Any]]:
    tool = given.tool(person.birth_date)
    tool["evidence"] = dict.fromkeys(tool["answers"], word("evidence"))
    rating = given.rating(reason=word("rating"))
    rating["mdt"] = [{"name": word("member"), "role": word("role")}]
    somebody = {"name": word("named"), "role": word("part"), "contact": word("contact")}
    return {
        SectionKey.BASIS: given.basis(
            information_given=word("information"), decision_maker=word("maker")
        ),
        SectionKey.NETWORK: given.NETWORK | {"professionals": [somebody], "family": [somebody]},
        SectionKey.WHY_NOW: given.WHY_NOW | {"reason": word("why"), "issues": word("issues")},
        SectionKey.LIVING: given.LIVING | {"education": word("education")},
        SectionKey.COMMUNICATION: given.COMMUNICATION | {"needs": word("needs")},
        SectionKey.VIEWS: given.VIEWS | {"person_view": word("view")},
        SectionKey.REVIEWS: given.REVIEWS | {"partners": word("partners")},
        SectionKey.TOOL: tool,
        SectionKey.RATING: rating,
    }
