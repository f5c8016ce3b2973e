"""People by the ten thousand: the rows that the workflows would write, written by COPY.

Each batch is one transaction under the database's guard. Everything derived is derived by the
same rules (`ledger`), so the register's own checks find nothing to mend afterwards.
"""

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Area, Organisation, User
from accounts.rules import Role
from alerts.models import Acknowledgement
from alerts.rules import Subject
from consent import policy as consent_policy
from consent import rules as consent_rules
from consent.models import BestInterestsDecision, CapacityAssessment, ChildDecision, Decision
from core.dates import age_on, is_working_day, local_day
from dsr_site.demo.region import bases, people, words
from dsr_site.demo.region.ledger import Ledger, Surroundings
from dsr_site.demo.region.lives import SHARES
from dsr_site.demo.region.people import Somebody
from dsr_site.demo.region.rows import Rows, event_ids
from duties.models import Duty
from register.models import (
    FAR_FUTURE,
    Entry,
    InpatientStanding,
    InpatientStay,
    Involvement,
    Person,
    Rating,
    Standing,
)
from register.rules import BLUE, LegalStatus, Level, RatingSource, Security, level_since
from register.workflow.standing import (
    inpatient_values,
    search_text_of,
    stay_due_values,
)
from register.workflow.stays import stay_facts

BATCH = 1_000
DAYS_A_YEAR = 365
RENEW_AFTER = 330
LATEST = {
    Level.RED.value: (1, 6),
    Level.AMBER.value: (1, 26),
    Level.GREEN.value: (1, 74),
    BLUE: (70, 110),
}
"""How many days ago the last rating was given, at least and at most."""

Progress = Callable[[int, int], None]


def load(
    *,
    people: int,
    areas: Sequence[Area],
    years: int = 1,
    now: datetime | None = None,
    progress: Progress = lambda done, left: None,
    seed: int = 7,
) -> int:
    """Add so many `people` to the register, spread over `areas`, with `years` of story.

    The areas must have a DSR team. Returns how many rows were written. May be called again: it
    goes on with the NHS numbers that are not taken yet.
    """
    loader = Loader(areas, years=years, now=now or timezone.now(), seed=seed)
    written = done = 0
    while done < people:
        size = min(BATCH, people - done)
        with transaction.atomic():
            written += loader.batch(size)
        done += size
        progress(done, people - done)
    return written


class Loader:
    """Writes batch after batch; keeps what all of them share."""

    def __init__(self, areas: Sequence[Area], *, years: int, now: datetime, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - made-up people, no secret
        self.now, self.today, self.years = now, local_day(now), years
        self.areas = [Area.objects.select_related("icb").get(pk=area.pk) for area in areas]
        self.teams = {area.pk: list(User.objects.team_of(area.pk)) for area in self.areas}
        self.leads = {
            area.pk: list(User.objects.in_area(area.pk).with_role(Role.LEAD)) or self.teams[area.pk]
            for area in self.areas
        }
        self.hospital = Organisation.objects.filter(kind="hospital").first() or self.areas[0].icb
        self.commissioners = {
            area.icb_id: [
                user.pk for user in User.objects.commissioning_for(area.icb_id)
            ] for area in self.areas
        }  # fmt: skip
        chased_on = self.today
        while not is_working_day(chased_on):
            chased_on -= timedelta(days=1)
        self.around = Surroundings(now=now, chased_on=chased_on)
        self.rows, self.ids = Rows(), event_ids()
        self.who = people.everybody(seed=seed, today=self.today, first=_first_free())
        self.review = consent_policy.current().review

    def batch(self, size: int) -> int:
        """Write `size` more people; return how many rows that was."""
        for who in islice(self.who, size):
            self._one(who)
        return self.rows.write()

    def moment(self, days_ago: float) -> datetime:
        """Return a moment so many days ago."""
        seconds = self.chance.randint(0, 20_000)
        return self.now - timedelta(days=days_ago) + timedelta(seconds=seconds - 21_000)

    def _one(self, who: Somebody) -> None:
        chance = self.chance
        area = chance.choice(self.areas)
        lead, by = chance.choice(self.leads[area.pk]), chance.choice(self.teams[area.pk])
        shown = people.pick(
            chance, (*SHARES.items(), (Level.GREEN.value, 100 - sum(SHARES.values())))
        )
        level = Level.AMBER if shown == BLUE else Level(shown)
        low, high = LATEST[shown]
        rated = chance.randint(low, high)
        entered = rated + chance.randint(1, max(2, self.years * DAYS_A_YEAR - 120))
        person = self._person(who, area, lead)
        story = _Bulked(self, person, by=by, lead=lead)
        story.enter(self._earlier(level), self.moment(entered))
        self._middle(story, entered, rated)
        story.rate(level, self.moment(rated))
        if shown == BLUE:
            story.admit(self.moment(rated - chance.randint(1, 60)))
        story.settle(shown)

    def _middle(self, story: "_Bulked", entered: int, rated: int) -> None:
        """Let years pass: a partner is named, ratings are looked at, the basis is asked again."""
        if entered - rated > 10:
            story.name_partner(self.moment(entered - 7))
        for day in range(entered - 120, rated + 5, -300):
            story.rate(Level.GREEN, self.moment(day))
        if entered > RENEW_AFTER:
            story.decide(self.moment(min(rated + 1, RENEW_AFTER)))

    def _earlier(self, level: Level) -> Level:
        return Level.AMBER if level is Level.RED else Level.GREEN

    def _person(self, who: Somebody, area: Area, lead: User) -> Person:
        names = {one.name for one in fields(Somebody)}
        return Person(
            **{name: getattr(who, name) for name in names},
            area=area,
            responsible_icb=area.icb,
            lead_professional=lead,
        )


class _Bulked:
    """One person's story, told to the ledger and the rows instead of the workflows."""

    def __init__(self, loader: Loader, person: Person, *, by: User, lead: User) -> None:
        self.loader, self.person, self.by, self.lead = loader, person, by, lead
        self.rows, self.chance = loader.rows, loader.chance
        self.ledger = Ledger(person, loader.rows, loader.ids, loader.around)
        self.entry: Entry | None = None
        self.rating: Rating | None = None
        self.rated: list[Rating] = []
        self.stay: InpatientStay | None = None
        self.decision: Decision | None = None

    def enter(self, level: Level, at: datetime) -> None:
        """Write who they are, the basis, the entry and the first rating."""
        self._track(self.person, at, "add_person", by=self.by)
        self.ledger.publish(
            "register.person_added", by=self.by, at=at, area=self.person.area_id
        )  # fmt: skip
        self.decide(at)
        self.entry = Entry(person=self.person, opened_at=at)
        self._track(self.entry, at, "enter", by=self.by)
        self.ledger.publish("register.entered", by=self.by, at=at, entry=self.entry.pk)
        self.rate(level, at, source=RatingSource.REFERRAL)

    def decide(self, at: datetime) -> None:
        """Write a decision about being on the register; the one before it is superseded."""
        day, birth = local_day(at), self.person.birth_date
        details = bases.details(
            bases.choose(self.chance, age_on(birth, day)), decided_on=day,
            maker=self.lead.full_name, role=self.lead.job_title,
        )  # fmt: skip
        review = self.loader.review
        decision = Decision(
            person=self.person,
            **_values(details, without={"capacity", "best_interests", "child", "review_on"}),
            review_on=consent_rules.review_on(
                decided_on=day, birth_date=birth, fluctuating=False, months=review.months,
                fluctuating_months=review.fluctuating_months,
            ),
            capacity=self._part(CapacityAssessment, details.capacity),
            best_interests=self._part(BestInterestsDecision, details.best_interests),
            child=self._part(ChildDecision, details.child),
            follows=self.decision,
            recorded_by=self.lead,
            recorded_at=at,
        )  # fmt: skip
        self.rows.add(decision)
        self.ledger.publish(
            "consent.recorded", by=self.lead, at=at, decision=decision.pk, basis=decision.basis,
            decided_on=decision.decided_on, review_on=decision.review_on,
            share_partners=decision.share_partners,
            cetr=decision.cetr, keyworker=decision.keyworker,
            supersedes=self.decision.pk if self.decision else None, **self.ledger.facts_of(),
        )  # fmt: skip
        self.decision = decision

    def rate(
        self, level: Level, at: datetime, source: RatingSource = RatingSource.UPDATE
    ) -> None:  # fmt: skip
        """Write a rating that follows the one before it."""
        before = self.rating
        rating = Rating(
            entry=self.entry, level=level, reason=self.chance.choice(words.RATED[level]),
            source=source, follows=before, set_by=self.by, set_at=at,
        )  # fmt: skip
        self.rows.add(rating)
        self.rating = rating
        self.rated.append(rating)
        self.ledger.level = level.value
        self.ledger.publish(
            "register.rated", by=self.by, at=at, rating=rating.pk, entry=rating.entry_id,
            level=level, was=before.level if before else None, source=source,
            **self.ledger.facts_of(),
        )  # fmt: skip

    def name_partner(self, at: datetime) -> None:
        """Write a partner who would take part in a C(E)TR."""
        partner = Involvement(
            person=self.person, basis=Involvement.Basis.NAMED, name="Wilhelmina Sedge",
            part="Social worker", contact="01632 960 118", attends_cetr=True, since=at,
        )  # fmt: skip
        self._track(partner, at, "name_partner", by=self.by)
        self.ledger.publish(
            "register.partner_named", by=self.by, at=at, involvement=partner.pk, attends_cetr=True
        )

    def admit(self, at: datetime) -> None:
        """Write a stay in hospital that lasts."""
        day = local_day(at)
        legal = self.chance.choice((LegalStatus.INFORMAL, LegalStatus.SECTION_3))
        stay = InpatientStay(
            person=self.person, hospital=self.loader.hospital, ward="Heron ward",
            security=Security.NON_SECURE, legal_status=legal, admitted_on=day, planned=False,
            on_register_before=True, level_at_admission=self.ledger.level or "",
            commissioner=self.person.area.icb,
        )  # fmt: skip
        self._track(stay, at, "admit", by=self.by)
        self.stay = stay
        self.ledger.inpatient = True
        self.ledger.publish(
            "register.admitted", by=self.by, at=at, **stay_facts(stay, self.person, inpatient=True)
        )

    def settle(self, shown: str) -> None:
        """Write what lists read, the duties with their chases, and who saw a RED alert."""
        if self.rating is None:
            raise LookupError("no one is on the register without a rating")
        if shown == Level.RED:
            self._acknowledge(self.rating)
        next_due = self.ledger.settle(self._told)
        self.rows.add(
            Standing(
                person=self.person,
                entry=self.entry,
                rating=self.rating,
                area=self.person.area,
                level=self.rating.level,
                shown=shown,
                rated_at=self.rating.set_at,
                level_since=level_since(self.rated),
                next_due_on=next_due.on if next_due else FAR_FUTURE,
                late_from=next_due.late_from if next_due else FAR_FUTURE,
                sort_name=self.person.sort_name,
                search=search_text_of(self.person),
            )
        )
        if self.stay is not None:
            self.rows.add(
                InpatientStanding(
                    **inpatient_values(self.person, self.stay, on_leave=False),
                    **stay_due_values(*self.ledger.stay_due()),
                )
            )

    def _acknowledge(self, rating: Rating) -> None:
        at = rating.set_at + timedelta(minutes=self.chance.randint(5, 50))
        subject = Subject.RATING.value
        self.rows.add(
            Acknowledgement(
                subject=subject,
                subject_id=rating.pk,
                area=self.person.area,
                person_id=self.person.pk,
                by=self.by,
                at=at,
            )
        )
        self.ledger.publish(
            "alerts.acknowledged", by=self.by, at=at, subject=subject, subject_id=rating.pk
        )

    def _told(self, duty: Duty) -> list[UUID]:
        if any(one["event"] == "reviews.visited" for one in duty.met_by):
            found = self.loader.commissioners.get(self.person.area.icb_id, [])
            if found:
                return sorted(found)
        return sorted(user.pk for user in self.loader.teams[self.person.area_id])

    def _part(self, model: type[Any], part: Any) -> Any:
        if part is None:
            return None
        made = model(person=self.person, **_values(part))
        self.rows.add(made)
        return made

    def _track(self, record: Any, at: datetime, reason: str, *, by: User) -> None:
        self.rows.add(record)
        self.rows.add_history(record, by=by, at=at, reason=reason)


def _values(part: Any, without: Collection[str] = ()) -> dict[str, Any]:
    return {one.name: getattr(part, one.name) for one in fields(part) if one.name not in without}


def _first_free() -> int:
    """Return the place in the range of test NHS numbers after the highest that is taken."""
    highest = Person.everyone.filter(nhs_number__startswith="999").aggregate(
        last=Max("nhs_number")
    )["last"]
    return int(highest[3:9]) + 1 if highest else 0
