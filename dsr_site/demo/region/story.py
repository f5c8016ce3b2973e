"""What happens to each made-up person on the register, from the first day to today."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from accounts.models import User
from actions import workflow as actions
from alerts import workflow as alerts
from alerts.models import Acknowledgement
from alerts.red import Alert
from alerts.rules import Subject
from consent import workflow as consent
from consent.details import BasisDetails
from consent.models import Decision
from core.dates import age_on, local_day
from dsr_site.demo.region import bases, gatherings, hospital, referring, words
from dsr_site.demo.region.lives import Life
from dsr_site.demo.region.places import Places
from dsr_site.demo.region.timeline import Step, Timeline
from register import workflow as register
from register.models import Standing
from register.rules import Level, RatingSource
from reviews import workflow as reviews
from reviews.rules import KEYWORKER_UNDER, KeyworkerOutcome

LAPSED, DUE_SOON = 371, 350
"""Days since a basis was recorded that fell due for renewal last week, or will in two weeks."""


class Story:
    """Puts each life's steps on the timeline."""

    def __init__(self, places: Places, timeline: Timeline, chance: random.Random) -> None:
        self.places = places
        self.timeline = timeline
        self.chance = chance
        self.lives: dict[UUID, Life] = {}

    def tell(self, life: Life) -> None:
        """Plan everything about one person."""
        rated, entered = self._days(life)
        if life.referred:
            referring.accepted(self, life, days=rated)
        else:
            first = self._first_level(life, entered, rated)
            self.timeline.days_ago(entered, lambda at: self.enter(life, first, at))
            if first is not life.level or entered - rated > 3:
                self.timeline.days_ago(rated, lambda at: self.rate(life, life.level, at))
        if life.inpatient or life.discharged:
            hospital.tell(self, life, entered=entered, rated=rated)
        self._around(life, rated)
        self._actions(life, since=min(rated, 60))

    def _days(self, life: Life) -> tuple[int, int]:
        """Return how many days ago the last rating was given, and how many the first."""
        chance = self.chance
        if life.referred:
            days = {Level.RED: 4, Level.AMBER: 12, Level.GREEN: 30}[life.level]
            return days + chance.randint(0, 9), 0
        if life.inpatient or life.discharged:
            rated = chance.randint(70, 250)
            return rated, rated + chance.randint(5, 80)
        rated = {
            Level.RED: chance.randint(1, 6),
            Level.AMBER: chance.randint(3, 26),
            Level.GREEN: chance.randint(4, 82) if chance.random() < 0.88 else 110,
        }[life.level]
        if life.place % 60 == 7:
            return rated, LAPSED
        if life.place % 20 == 3:
            return rated, DUE_SOON + chance.randint(0, 10)
        settled = life.level is Level.GREEN and not life.steps_down
        return rated, rated if settled and chance.random() < 0.5 else rated + chance.randint(4, 240)

    def _first_level(self, life: Life, entered: int, rated: int) -> Level:
        if life.steps_down and entered - rated > 20:
            return Level.AMBER
        if entered - rated <= 3:
            return life.level
        below = {Level.RED: (Level.AMBER, Level.GREEN), Level.AMBER: (Level.GREEN, Level.AMBER)}
        return self.chance.choice(below.get(life.level, (Level.GREEN,)))

    def enter(self, life: Life, level: Level, at: datetime) -> None:
        """Record who they are, on what basis, and put them on the register."""
        life.person = register.add_person(
            details=referring.details_of(life.who, life.area, self.places),
            lead=life.lead,
            by=life.by,
            at=at,
        )
        consent.record(person=life.person, details=self.basis(life, at), by=life.lead, at=at)
        reason = self.chance.choice(words.RATED[level])
        register.enter(person=life.person, level=level, reason=reason, by=life.by, at=at)
        self.acknowledge_red(life, level, at)

    def basis(self, life: Life, at: datetime) -> BasisDetails:
        """Return a decision about being on the register, taken on the day of `at`."""
        day = local_day(at)
        return bases.details(
            bases.choose(self.chance, age_on(life.who.birth_date, day)),
            decided_on=day,
            maker=life.lead.full_name,
            role=life.lead.job_title,
            fluctuating=life.place % 25 == 4,
        )

    def rate(self, life: Life, level: Level, at: datetime) -> None:
        """Give a new rating, or review the one in force."""
        register.rate(
            person=life.person,
            level=level,
            reason=self.chance.choice(words.RATED[level]),
            source=RatingSource.UPDATE,
            against_floor=words.AGAINST_FLOOR,
            by=life.by,
            at=at,
        )
        self.acknowledge_red(life, level, at)

    def acknowledge_red(self, life: Life, level: Level, at: datetime) -> None:
        """Remember who is who; and let the team see a RED within the hour, and meet about it."""
        self.lives[life.person.pk] = life
        if level is Level.RED and not life.inpatient:
            seen = at + timedelta(minutes=self.chance.randint(6, 44))
            self.timeline.at(seen, lambda at: acknowledge(life, by=life.by, at=at))
            if life.place % 2 == 0:
                convened = seen + timedelta(minutes=20)
                self.timeline.at(convened, lambda at: gatherings.urgent(self, life, at))

    def _around(self, life: Life, rated: int) -> None:
        """Keyworker, partners, and a basis taken again."""
        chance, timeline = self.chance, self.timeline
        young = life.who.age(timeline.today) < KEYWORKER_UNDER - 1
        if young and life.level is not Level.GREEN and chance.random() < 0.7:
            timeline.days_ago(rated * 0.6, lambda at: self._keyworker(life, at))
        if chance.random() < 0.82:
            timeline.days_ago(rated * 0.7, lambda at: self._partner(life, at))
        if not life.referred and chance.random() < 0.1:
            timeline.days_ago(rated * 0.4, lambda at: self._ask_again(life, at))

    def _keyworker(self, life: Life, at: datetime) -> None:
        # Nobody is referred without consent to it, and some decisions here have lapsed.
        standing = Decision.objects.standing(life.person.pk, on=local_day(at))
        known = self.chance.random() < 0.3 or standing is None or not standing.keyworker
        outcome = KeyworkerOutcome.ALREADY_KNOWN if known else KeyworkerOutcome.REFERRED
        reviews.decide_keyworker(person=life.person, outcome=outcome, by=life.by, at=at)

    def _partner(self, life: Life, at: datetime) -> None:
        partner = self.chance.choice(self.places.representatives[life.area.code])
        if self.chance.random() < 0.5:
            partner = self.chance.choice(self.places.leads[life.area.code])
        register.name_partner(
            person=life.person,
            name=partner.full_name,
            part=partner.job_title,
            user=partner,
            organisation=partner.organisation,
            contact=partner.phone,
            attends_cetr=True,
            by=life.by,
            at=at,
        )

    def _ask_again(self, life: Life, at: datetime) -> None:
        consent.record(person=life.person, details=self.basis(life, at), by=life.lead, at=at)

    def _actions(self, life: Life, *, since: int) -> None:
        """Agree one or two actions: open, overdue, done and waiting, closed, given more time."""
        chance = self.chance
        wanted = 0.3 if life.level is Level.GREEN and not life.inpatient else 0.8
        for number in range(2):
            if since < 2 or chance.random() > wanted / (number + 1):
                continue
            owner = life.lead
            if chance.random() < 0.35:
                owner = chance.choice(self.places.representatives[life.area.code])
            agreed = chance.randint(1, since) if since > 2 else 1
            ends = chance.choices(
                ("open", "overdue", "done", "closed", "extended"), (38, 20, 14, 22, 6)
            )[0]
            self.timeline.days_ago(agreed * 0.9, self._action(life, owner, agreed, ends))

    def _action(self, life: Life, owner: User, agreed: int, ends: str) -> Step:
        chance, timeline = self.chance, self.timeline

        def step(at: datetime) -> None:
            today, day = timeline.today, local_day(at)
            late = ends == "overdue" and (today - day).days > 1
            first = chance.randint(0, max(0, (today - day).days - 1))
            due = day + timedelta(days=first) if late else today + timedelta(chance.randint(1, 35))
            action = actions.agree(
                person=life.person, description=chance.choice(words.ACTIONS), owner=owner,
                due_on=due, by=life.by, at=at,
            )  # fmt: skip
            later = at + (timeline.now - at) * 0.5
            if ends in {"done", "closed"}:
                evidence = chance.choice(words.EVIDENCE)
                actions.mark_done(action=action, evidence=evidence, by=owner, at=later)
            if ends == "closed":
                actions.confirm(action=action, by=life.by, at=later + (timeline.now - later) * 0.5)
            if ends == "extended":
                actions.extend(
                    action=action, due_on=due + timedelta(days=7), reason=words.EXTENSION,
                    by=life.by, at=later,
                )  # fmt: skip

        return step


def acknowledge(life: Life, *, by: User, at: datetime) -> None:
    """Let a named person see the RED alert about somebody, where there is one."""
    standing = Standing.objects.filter(person=life.person, shown=Level.RED).first()
    if standing is None:
        return
    alert = Alert(
        subject=Subject.RATING,
        subject_id=standing.rating_id,
        person_id=life.person.pk,
        name="",
        area=life.area,
        raised_at=standing.rated_at,
        raised_by="",
        since=standing.since,
    )
    if not Acknowledgement.objects.filter(subject_id=alert.subject_id).exists():
        alerts.acknowledge(alert=alert, by=by, at=at)
