"""Stays in hospital: admission, reviews, the commissioner's visits, and the way home."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from accounts.models import User
from core.dates import age_on, local_day
from dsr_site.demo.region import words
from dsr_site.demo.region.lives import Life
from register import workflow as register
from register.models import InpatientStay
from register.rules import LegalStatus, Level, Security
from reviews import workflow as reviews
from reviews.details import Recommended, ReviewDetails, VisitDetails
from reviews.models import Review
from reviews.rules import ConsentShown, Requester

if TYPE_CHECKING:
    from dsr_site.demo.region.story import Story

ADULT = 18
VISIT_EVERY = {True: 42, False: 56}
"""Days between visits to a child and to an adult (domain 3)."""


def tell(story: "Story", life: Life, *, entered: int, rated: int) -> None:
    """Plan one stay: some are visited in time, more are not, and some go home again."""
    chance = story.chance
    admitted = max(4, rated - chance.randint(1, 20))
    if life.place % 7 == 2 and not life.discharged:
        admitted = chance.randint(3, 40)  # some came in lately
    days_left = chance.randint(2, 24) if life.discharged else 0
    overdue = not life.discharged and life.place % 7 != 1

    def admit(at: datetime) -> None:
        stay = _admit(story, life, at)
        _visits(story, life, stay, admitted, until=days_left, overdue=overdue)
        _reviews(story, life, admitted, until=days_left)
        if life.discharged:
            story.timeline.days_ago(days_left, lambda at: _discharge(story, life, stay, at))
        elif chance.random() < 0.45:
            story.timeline.days_ago(admitted * 0.3, lambda at: _plan(story, life, stay, at))

    story.timeline.days_ago(admitted, admit)


def _admit(story: "Story", life: Life, at: datetime) -> InpatientStay:
    chance, day = story.chance, local_day(at)
    child = age_on(life.who.birth_date, day) < ADULT
    north = life.area.region == "northshire"
    if child:
        code = "XH2" if north else "XH4"
    else:
        code = chance.choice(("XH1", "XH3") if north else ("XH5", "XH3"))
    secure = code == "XH3"
    legal = chance.choice(
        (LegalStatus.SECTION_3, LegalStatus.SECTION_2, LegalStatus.PART_3 if secure
         else LegalStatus.INFORMAL)
    )  # fmt: skip
    return register.admit(
        person=life.person,
        details=register.AdmissionDetails(
            hospital=story.places.organisations[code],
            commissioner=life.commissioner,
            admitted_on=day,
            security=chance.choice((Security.LOW, Security.MEDIUM))
            if secure
            else Security.NON_SECURE,
            legal_status=legal,
            planned=chance.random() < 0.25,
            ward=chance.choice(("Heron ward", "Linden ward", "Quarry ward")),
            out_of_area=code == "XH3" and not north,
            cetr_before=chance.random() < 0.4,
        ),
        by=life.by,
        at=at,
    )


def _visits(
    story: "Story", life: Life, stay: InpatientStay, admitted: int, *, until: int, overdue: bool
) -> None:
    """Visit every six or eight weeks; where it is to be overdue, the last visits are missing."""
    child = age_on(life.who.birth_date, stay.admitted_on) < ADULT
    every = VISIT_EVERY[child]
    days = list(range(admitted - every + 6, until, -(every - 3)))
    if overdue:
        days = [day for day in days if day > every + 5]
    elif admitted > every and not days:
        days = [every // 2]
    visitors = story.places.commissioners[life.commissioner.ods_code]
    for day in days:
        by = story.chance.choice(visitors)
        story.timeline.days_ago(day, partial(_visit, story, life, stay, by))


def _visit(story: "Story", life: Life, stay: InpatientStay, by: User, at: datetime) -> None:
    chance = story.chance
    concerns: tuple[Recommended, ...] = ()
    if chance.random() < 0.3:
        due = local_day(at) + timedelta(days=21)
        concerns = (Recommended(description=words.CONCERN, owner=life.lead, due_on=due),)
    reviews.record_visit(
        stay=stay,
        on=local_day(at),
        details=VisitDetails(saw_person=True, account=chance.choice(words.SEEN), concerns=concerns),
        by=by,
        at=at,
    )


def _reviews(story: "Story", life: Life, admitted: int, *, until: int) -> None:
    """Hold the review after admission for most, and the repeats for some."""
    if story.chance.random() < 0.25:
        return
    for day in range(admitted - story.chance.randint(9, 27), until, -88):
        story.timeline.days_ago(day, lambda at: hold_review(story, life, at))


def hold_review(story: "Story", life: Life, at: datetime) -> Review:
    """Hold a C(E)TR: its report follows within days, and the rating is looked at the same day."""
    chance, day = story.chance, local_day(at)
    wanted: tuple[Recommended, ...] = ()
    if chance.random() < 0.6:
        wanted = (
            Recommended(
                description=chance.choice(words.ACTIONS),
                owner=life.lead,
                due_on=day + timedelta(days=chance.choice((14, 28, 42))),
            ),
        )
    review = reviews.record_review(
        person=life.person,
        details=ReviewDetails(
            held_on=day,
            chair="Gideon Arkwell",
            requested_by=Requester.REGISTER,
            clinical_expert="Dr Constance Merle",
            expert_by_experience="Teddy Brightwater",
            others="Family, advocate, community nurse",
            consent=ConsentShown.CONSENT,
            safe=words.SAFE,
            current_care=words.CARE,
            future_plan=words.FUTURE,
            hospital_needed=words.HOSPITAL,
            ehc_plan=False,
            recommendations=wanted,
        ),
        by=life.by,
        at=at,
    )
    if chance.random() < 0.85:
        story.rate(life, life.level, at)
    if chance.random() < 0.8:
        story.timeline.at(at + timedelta(days=9), lambda at: _send(review, life, at))
    return review


def _send(review: Review, life: Life, at: datetime) -> None:
    reviews.send_report(review=review, sent_on=local_day(at), by=life.by, at=at)


def _plan(story: "Story", life: Life, stay: InpatientStay, at: datetime) -> None:
    register.plan_discharge(
        stay=stay,
        on=story.timeline.today + timedelta(days=story.chance.randint(10, 90)),
        barriers=story.chance.choice(words.BARRIERS),
        by=life.by,
        at=at,
    )


def _discharge(story: "Story", life: Life, stay: InpatientStay, at: datetime) -> None:
    level = life.level if life.level is not Level.GREEN else Level.AMBER
    register.discharge(
        stay=stay,
        discharged_on=local_day(at),
        destination=story.chance.choice(words.DESTINATIONS),
        level=level,
        reason=story.chance.choice(words.RATED[level]),
        against_floor=words.AGAINST_FLOOR,
        by=life.by,
        at=at,
    )
