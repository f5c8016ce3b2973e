"""Who lives where, led by whom and rated how: the plan before anything is written. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Area, Organisation, User
from dsr_site.demo.region.people import Somebody
from dsr_site.demo.region.places import Places
from register.models import Person
from register.rules import BLUE, Level

SHARES = {Level.RED.value: 6, BLUE: 10, Level.AMBER.value: 22}
"""Of a hundred people on the register; the others are GREEN."""

LEAD_PERSONAS_PEOPLE = (
    "RED", "AMBER", "GREEN", BLUE, "AMBER", "GREEN", "GREEN", BLUE, "AMBER", "GREEN",
)  # fmt: skip
"""Whom the lead persona leads, as far as the region has them."""

AREA_WEIGHTS = (20, 19, 18, 15, 14, 14)


@dataclass(slots=True)
class Life:
    """One made-up person on the register and what the story needs to know about them."""

    place: int
    who: Somebody
    shown: str
    level: Level
    area: Area
    lead: User
    by: User
    commissioner: Organisation
    discharged: bool = False
    steps_down: bool = False
    referred: bool = False
    _person: Person | None = None

    @property
    def inpatient(self) -> bool:
        """Whether they are in hospital at the end of the story."""
        return self.shown == BLUE

    @property
    def person(self) -> Person:
        """The record, once the story has written it."""
        if self._person is None:
            raise LookupError("the story has not come to this person yet")
        return self._person

    @person.setter
    def person(self, person: Person) -> None:
        self._person = person


def shown_for(people: int, chance: random.Random) -> list[str]:
    """Return the rating, or BLUE, of each of `people`: every kind is there from four on."""
    kinds = [
        kind for kind, share in SHARES.items() for _ in range(max(1, round(people * share / 100)))
    ][:people]
    kinds += [Level.GREEN.value] * (people - len(kinds))
    chance.shuffle(kinds)
    first: list[str] = []
    for wanted in LEAD_PERSONAS_PEOPLE:
        # Half of each kind at least is left for everybody else.
        if kinds.count(wanted) > 1 and len(first) < people // 2:
            kinds.remove(wanted)
            first.append(wanted)
    return first + kinds


def plan(
    people: int, who: Iterator[Somebody], places: Places, chance: random.Random
) -> list[Life]:  # fmt: skip
    """Return the plan for `people` on the register, those of the lead persona first."""
    kinds = shown_for(people, chance)
    led = min(len(LEAD_PERSONAS_PEOPLE), people // 2)
    lives = []
    inpatients = 0
    for place, (shown, one) in enumerate(zip(kinds, who, strict=False)):
        area = places.areas[0] if place < led else chance.choices(places.areas, AREA_WEIGHTS)[0]
        if shown == BLUE:
            # Two in three are of the first region, so that its commissioner has a full list.
            inpatients += 1
            if place >= led:
                south = inpatients % 3 == 0
                area = places.areas[(3 if south else 0) + chance.randrange(3)]
        lead = places.personas["lead"] if place < led else chance.choice(places.leads[area.code])
        commissioner = area.icb if inpatients % 5 else places.collaborative_of(area)
        lives.append(
            Life(
                place=place,
                who=one,
                shown=shown,
                level=_behind(shown, chance),
                area=area,
                lead=lead,
                by=chance.choice(places.teams[area.code]),
                commissioner=commissioner,
            )
        )
    _mark_some(lives)
    return lives


def _behind(shown: str, chance: random.Random) -> Level:
    if shown == BLUE:
        return Level(chance.choice(("RED", "RED", "AMBER", "AMBER", "GREEN")))
    return Level(shown)


def _mark_some(lives: list[Life]) -> None:
    """Give some people a turn in their story: home from hospital, stepped down, referred."""
    home = [life for life in lives if not life.inpatient and life.level is not Level.GREEN]
    for life in home[2 :: max(4, len(home) // 6)][:6]:
        life.discharged = True
    calm = [life for life in lives if life.shown == Level.GREEN]
    for life in calm[1::8]:
        life.steps_down = True
    others = [life for life in lives if not (life.inpatient or life.discharged or life.steps_down)]
    for life in others[::6][:24]:
        life.referred = True


def simple(place: int, who: Somebody, places: Places) -> Life:
    """Return somebody GREEN of the first area about whom nothing else is planned."""
    area = places.areas[0]
    return Life(
        place=place,
        who=who,
        shown=Level.GREEN,
        level=Level.GREEN,
        area=area,
        lead=places.leads[area.code][-1],
        by=places.teams[area.code][0],
        commissioner=area.icb,
    )
