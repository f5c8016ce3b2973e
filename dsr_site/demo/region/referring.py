"""Referrals in every state, written section by section as a professional would."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts.models import Area, User
from consent import workflow as consent
from core.dates import age_on, local_day
from dsr_site.demo.region import bases, words
from dsr_site.demo.region.lives import Life
from dsr_site.demo.region.people import Somebody
from dsr_site.demo.region.places import Places
from referrals import tooling, workflow
from referrals.models import Referral
from referrals.rules import Risk, SectionKey
from register.rules import Level
from register.workflow import PersonDetails

if TYPE_CHECKING:
    from dsr_site.demo.region.story import Story

ANSWER = {Level.RED: "current", Level.AMBER: "historic", Level.GREEN: "no"}
EHC = {True: "yes", False: "no", None: "unknown"}
ASKED = "Please say who supports the person at night, and since when the notice runs."
ANSWERED = "Two waking staff until Friday; notice was given on the first of the month."
ADVICE = (
    "The risk described is of losing a college place, not of admission. Ask the SEND service for "
    "an early review of the plan; call us again if things change."
)
TAKEN_BACK = "The person has moved in with an aunt and things have calmed; they asked me to wait."


def details_of(who: Somebody, area: Area, places: Places) -> PersonDetails:
    """Return what is typed about somebody when they are put on record."""
    return PersonDetails(
        family_name=who.family_name,
        given_name=who.given_name,
        preferred_name=who.preferred_name,
        birth_date=who.birth_date,
        gender=who.gender,
        ethnicity=who.ethnicity,
        nhs_number=who.nhs_number,
        address=who.address,
        postcode=who.postcode,
        phone=who.phone,
        area=area,
        responsible_icb=area.icb,
        ordinary_residence_la=places.council_of(area),
        gp_practice=who.gp_practice,
        learning_disability=who.learning_disability,
        autism=who.autism,
        ehc_plan=who.ehc_plan,
        communication_needs=who.communication_needs,
        reasonable_adjustments=who.reasonable_adjustments,
    )


def draft(
    story: "Story", who: Somebody, area: Area, by: User, *, level: Level, at: datetime,
    sections: int = len(SectionKey),
) -> Referral:  # fmt: skip
    """Start a referral and complete its first `sections` sections."""
    day = local_day(at)
    basis = bases.details(
        bases.choose(story.chance, age_on(who.birth_date, day)),
        decided_on=day, maker=by.full_name, role=by.job_title,
    )  # fmt: skip
    referral = workflow.start(
        area=area,
        basis=basis.basis,
        learning_disability=who.learning_disability,
        autism=who.autism,
        risk=Risk.HISTORIC if level is Level.GREEN else Risk.CURRENT,
        key=UUID(int=story.chance.getrandbits(128), version=4),
        by=by,
        at=at,
    )
    answers = _answers(story, who, area, level, at) | {SectionKey.BASIS: basis.as_json()}
    for key in list(SectionKey)[:sections]:
        workflow.save_section(
            referral=referral, key=key, answers=answers[key], complete=True, version=0, by=by, at=at
        )
    return referral


def send(
    story: "Story", who: Somebody, area: Area, by: User, *, level: Level, at: datetime
) -> Referral:  # fmt: skip
    """Write a whole referral and send it."""
    referral = draft(story, who, area, by, level=level, at=at - timedelta(minutes=35))
    return workflow.submit(referral=referral, declared=True, by=by, at=at)


def accepted(story: "Story", life: Life, *, days: int) -> None:
    """Plan a referral that was accepted so many days ago, a day after it was sent."""

    def submit(at: datetime) -> None:
        referral = send(story, life.who, life.area, life.lead, level=life.level, at=at)
        if referral.person is None:
            raise LookupError("a referral that was sent has a person")
        life.person = referral.person
        story.timeline.days_ago(days, lambda at: accept(referral, at))

    def accept(referral: Referral, at: datetime) -> None:
        workflow.accept(referral=referral, level=life.level, reason="", by=life.by, at=at)
        story.acknowledge_red(life, level=life.level, at=at)

    story.timeline.days_ago(days + 1, submit)


def scenes(story: "Story", people: list[Somebody]) -> None:
    """Plan the referrals that have not ended in an entry, two drafts among them."""
    places, timeline, chance = story.places, story.timeline, story.chance
    lead, area = places.personas["lead"], places.areas[0]
    team = places.personas["team"]
    last, amber, asked, declined, withdrawn, first, second = people[:7]

    def ask(at: datetime) -> None:
        referral = send(story, asked, area, lead, level=Level.AMBER, at=at)
        timeline.days_ago(
            2, lambda at: workflow.ask(referral=referral, words=ASKED, by=team, at=at)
        )

    def decline(at: datetime) -> None:
        other = places.areas[1]
        referral = send(
            story,
            declined,
            other,
            chance.choice(places.leads[other.code]),
            level=Level.GREEN,
            at=at,
        )
        timeline.days_ago(
            9, lambda at: workflow.decline(referral=referral, advice=ADVICE, by=team, at=at)
        )

    def withdraw(at: datetime) -> None:
        referral = send(story, withdrawn, area, lead, level=Level.GREEN, at=at)
        timeline.days_ago(
            6, lambda at: workflow.withdraw(referral=referral, reason=TAKEN_BACK, by=lead, at=at)
        )

    south = places.areas[3]
    other_lead = places.personas["other_lead"]
    timeline.days_ago(11, decline)
    timeline.days_ago(7, withdraw)
    timeline.days_ago(
        5, lambda at: draft(story, first, area, lead, level=Level.AMBER, at=at, sections=4)
    )
    timeline.days_ago(
        4, lambda at: draft(story, second, south, other_lead, level=Level.GREEN, at=at, sections=1)
    )
    timeline.days_ago(3, ask)
    timeline.days_ago(1, lambda at: send(story, amber, south, other_lead, level=Level.AMBER, at=at))
    for days in (8, 23, 51):
        timeline.days_ago(days, lambda at: consent.count_refusal(area=area, at=at))
    # The RED referral that nobody has acknowledged yet: it came in a quarter of an hour ago.
    timeline.at(
        timeline.now - timedelta(minutes=15),
        lambda at: send(
            story, last, area, chance.choice(places.leads[area.code]), level=Level.RED, at=at
        ),
    )


def _answers(
    story: "Story", who: Somebody, area: Area, level: Level, at: datetime
) -> dict[SectionKey, dict[str, Any]]:
    chance = story.chance
    asked = tooling.for_birth_date(who.birth_date, on=local_day(at))
    council = story.places.council_of(area)
    return {
        SectionKey.PERSON: _person(who) | {
            "ordinary_residence_la": str(council.pk), "ordinary_residence_la_name": council.name,
        },
        SectionKey.NETWORK: {
            "professionals": [
                {"name": "Wilhelmina Sedge", "role": "Social worker", "organisation": council.name,
                 "contact": "01632 960 118", "attends_cetr": True},
            ],
            "family": [{"name": "The person's sister", "role": "Sister", "contact": "",
                        "attends_cetr": False}],
            "advocate": "no",
            "advocate_detail": "",
        },
        SectionKey.WHY_NOW: {
            "reason": chance.choice(words.WHY_NOW), "issues": chance.choice(words.RATED[level]),
            "tried": chance.choice(words.TRIED), "would_help": chance.choice(words.HELP),
            "emergency": "yes" if level is Level.RED else "no",
            "emergency_detail": "Twice last week, by ambulance." if level is Level.RED else "",
            "admissions": "unknown", "admissions_detail": "", "justice": "no",
            "justice_detail": "", "safeguarding": "no", "safeguarding_detail": "",
        },
        SectionKey.LIVING: {
            "setting": "supported", "setting_detail": "A team of four, one of them awake at night.",
            "stability": {"RED": "ending", "AMBER": "at_risk"}.get(level.value, "stable"),
            "education": "Two mornings at the day centre.",
        },
        SectionKey.COMMUNICATION: {
            "needs": who.communication_needs, "adjustments": who.reasonable_adjustments,
            "language": "", "interpreter": False,
        },
        SectionKey.VIEWS: {
            "person_view": chance.choice(words.VIEWS),
            "family_view": chance.choice(words.FAMILY_VIEWS), "disagree": "",
        },
        SectionKey.REVIEWS: {
            "held": "no", "held_detail": "", "asked": "no", "asked_detail": "", "partners": "",
        },
        SectionKey.TOOL: {
            "answers": {item.id: ANSWER[level] if item.key else "no" for item in asked.items},
            "evidence": {asked.items[0].id: "Seen by the community team this week."},
        },
        SectionKey.RATING: {
            "mdt": [{"name": "Dr Elowen Carraway", "role": "Psychologist"},
                    {"name": "Wilhelmina Sedge", "role": "Social worker"}],
            "level": level.value,
            "level_reason": chance.choice(words.RATED[level]),
        },
    }  # fmt: skip


def _person(who: Somebody) -> dict[str, Any]:
    return {
        "given_name": who.given_name,
        "family_name": who.family_name,
        "preferred_name": who.preferred_name,
        "birth_date": who.birth_date.isoformat(),
        "gender": who.gender,
        "ethnicity": who.ethnicity,
        "knows_number": who.nhs_number is not None,
        "nhs_number": who.nhs_number or "",
        "address": who.address,
        "postcode": who.postcode,
        "phone": who.phone,
        "gp_practice": who.gp_practice,
        "learning_disability": who.learning_disability.value,
        "autism": who.autism.value,
        "other_diagnoses": "",
        "ehc_plan": EHC[who.ehc_plan],
    }
