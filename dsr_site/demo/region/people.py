"""Who the made-up people are: names, ages, diagnoses, needs. Pure: no database, no clock.

Names are plainly fictional; NHS numbers are of the range that is never issued (domain notes,
section 9), telephone numbers of the range kept for drama, postcodes of no real place.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import TypeVar

from core import nhs_number
from core.dates import age_on
from register.rules import Diagnosis

T = TypeVar("T")


def _listed(words: str, between: str | None = None) -> tuple[str, ...]:
    """Return the names in `words`: a page of names reads better than a page of quotes."""
    return tuple(words.split(between))


GIVEN = _listed(
    "Wren Rowan Ivor Tamsin Bryony Linnet Corin Jory Maren Silas Orla Piran Saffron Idris Marlowe "
    "Tegan Alder Juniper Kester Lowen Zadie Osian Perran Merryn Ewan Amina Farah Ravi Leena Yusuf "
    "Chidi Adaeze Kwame Efua Mateus Ines Tomasz Zofia Anouk Bastien Mei Jun Arjun Kavya Noor Samir "
    "Hollis Greer Fenella Dougal Isla Callum Morag Rhodri Nerys Gwil Carys Delphine Otis Hattie "
    "Barnaby Clemmie Digby Elsie Fergus Ginny Hal Imogen Jasper Kitty Lorcan Mabel Ned Ottilie "
    "Primrose Quentin Rafferty Sorrel Thea Ulric Verity Wilf Xanthe Yarrow Zeb Ash Blythe Clover "
    "Dara Ember Finch Grove Harbour Indigo Jem Kestrel Lark Moss Nell Oakley Pip Robin Sable Teal"
)

FAMILY = _listed(
    "Applegarth Thistlewood Fernsby Marlpit Oatway Brambleby Quillfeather Nettleship Larkrise "
    "Puddifoot Hawkesmoor Winterbourne Merriweather Stonecrop Fothergale Dewhollow Pennywhistle "
    "Ashgrove Copperwheat Driftwell Everglade Foxglover Greenhalgh-Moss Hollowell Inkpenny "
    "Jessamine Kettlewick Lamplighter Moorcroft-Vale Nightingate Otterburn-Lea Plumtree Quickbeam "
    "Rushbrooke Sallowfield Tanglewood Underhay Vetchling Wagstaffe-Lyn Yellowley Zennorby "
    "Bellweather Candlewick Dapplemere Elderflower Featherstow Goosefoot Honeychurch Ivythorn "
    "Jackdaw Kingcup Lovage Mistleby Noonstone Orchardson Peasgood Quaintance Ravensdale-Wyn "
    "Sweetapple Teasel Umberleigh Valerian Wintergreen Yarrowby Birdwhistle Cloudesley Dovecote "
    "Emberson Fairweather-Lee Gladstow Harebell Idlewell Juniperson Kindlewood Lightbown "
    "Meadowcroft-Day Narrowgate Overbeck-Hill Pebblewick Quarrymoor Rainsford-Tye Shepherdswell "
    "Thornapple Uplander Virtuewell Whistlecraft Yewdale-Penn Adeyemi-Frost Banerjee-Holt "
    "Castellanos-Reed Dlamini-Brook Okafor-Wells Rahman-Thorne Nowak-Linden Osei-Marsh"
)

STREETS = _listed(
    "Lantern Lane, Otter Row, Saddler's Yard, Cobnut Close, Weathervane Terrace, Bellpull Street, "
    "Teapot Hill, Ribbon Walk, Windfall Avenue, Millrace Court, Thimble Street, Kitehouse Road",
    ", ",
)

SURGERIES = (
    "Lantern Lane Surgery",
    "Weathervane Health Centre",
    "Millrace Family Practice",
    "Cobnut Medical Centre",
    "Kitehouse Surgery",
)

COMMUNICATION = (
    "Speaks in short sentences and likes time to answer. Say one thing at a time.",
    "Uses Makaton and photographs. Show the photograph before you say what comes next.",
    "Prefers to write things down. A text message the day before helps.",
    "Talks easily about trains and gardens; start there. Finds questions about feelings hard.",
    "Uses an electronic communication aid. Please wait: an answer may take a minute.",
    "Understands more than people expect, and notices when talked over.",
    "Says yes to please people. Ask in two different ways and check.",
    "Speaks through a familiar supporter at first, then directly once people are known.",
    "Likes plain words and no figures of speech.",
    "Needs an interpreter for anything important; family should not interpret.",
)
ADJUSTMENTS = (
    "A quiet room with the lights turned down. First appointment of the day.",
    "The same two people each time. Send their photographs beforehand.",
    "No waiting room: wait in the car and be called.",
    "Ear defenders and a weighted blanket are welcome. Breaks whenever asked for.",
    "Home visits. The dog may stay in the room.",
    "Letters in easy read, large print, on yellow paper.",
    "A supporter chosen by the person at every meeting, online if they prefer.",
    "Tell what will happen, in order, and keep to it; say at once when something changes.",
)


ETHNICITIES = ("A",) * 11 + (*"BCDFGHJKLMNRSZ", "99", "")
"""Ethnic groups in turn, so that lists of people show most of them."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One made-up person, as they would be written down on the day of the making."""

    given_name: str
    family_name: str
    preferred_name: str
    birth_date: date
    gender: str
    ethnicity: str
    nhs_number: str | None
    address: str
    postcode: str
    phone: str
    gp_practice: str
    learning_disability: Diagnosis
    autism: Diagnosis
    ehc_plan: bool | None
    communication_needs: str
    reasonable_adjustments: str

    def age(self, on: date) -> int:
        """Return the age in whole years on the day `on`."""
        return age_on(self.birth_date, on)


AGES = (
    ((8, 13), 9), ((14, 15), 7), ((16, 17), 10), ((18, 25), 26), ((26, 40), 26), ((41, 64), 17),
    ((65, 75), 5),
)  # fmt: skip
"""Age groups with their share of a hundred: all ages, the transition years the most."""

DIAGNOSES = (
    ((Diagnosis.CONFIRMED, Diagnosis.CONFIRMED), 30),
    ((Diagnosis.NO, Diagnosis.CONFIRMED), 26),
    ((Diagnosis.CONFIRMED, Diagnosis.NO), 20),
    ((Diagnosis.CONFIRMED, Diagnosis.PATHWAY), 8),
    ((Diagnosis.UNKNOWN, Diagnosis.PATHWAY), 6),
    ((Diagnosis.UNDERSTOOD, Diagnosis.CONFIRMED), 5),
    ((Diagnosis.UNDERSTOOD, Diagnosis.UNKNOWN), 3),
    ((Diagnosis.NO, Diagnosis.UNDERSTOOD), 2),
)
"""Learning disability and autism together, with their share of a hundred."""


def everybody(*, seed: int, today: date, first: int = 0) -> Iterator[Somebody]:
    """Yield made-up people without end, the same ones for the same `seed` and `today`.

    `first` is the place in the range of test NHS numbers to begin at, so that two runs need
    not share one.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up people, no secret
    numbers = nhs_number.test_numbers(start=first)
    for place in count():
        yield _somebody(place, chance, next(numbers, None), today)


def _somebody(place: int, chance: random.Random, number: str | None, today: date) -> Somebody:
    birth = _birth_date(chance, today)
    disability, autism = pick(chance, DIAGNOSES)
    given = GIVEN[place % len(GIVEN)] if place < len(GIVEN) else chance.choice(GIVEN)
    family = chance.choice(FAMILY)
    return Somebody(
        given_name=given,
        family_name=family,
        preferred_name=given[:3] if chance.random() < 0.12 else "",
        birth_date=birth,
        gender=pick(chance, (("1", 52), ("2", 44), ("X", 2), ("", 2))),
        ethnicity=ETHNICITIES[place % len(ETHNICITIES)],
        # A few people's numbers are not known yet, as in life.
        nhs_number=None if chance.random() < 0.02 else number,
        address=f"{chance.randint(1, 120)} {chance.choice(STREETS)}",
        postcode=f"ZZ{chance.randint(1, 20)} {chance.randint(1, 9)}ZZ",
        phone=f"01632 960{chance.randint(0, 999):03d}" if chance.random() < 0.7 else "",
        gp_practice=chance.choice(SURGERIES),
        learning_disability=disability,
        autism=autism,
        ehc_plan=_ehc_plan(chance, age_on(birth, today)),
        communication_needs=chance.choice(COMMUNICATION),
        reasonable_adjustments=chance.choice(ADJUSTMENTS),
    )


def pick(chance: random.Random, shares: Sequence[tuple[T, int]]) -> T:
    """Return one of the values, each as likely as its share."""
    return chance.choices([one for one, _ in shares], [share for _, share in shares])[0]


def _birth_date(chance: random.Random, today: date) -> date:
    low, high = pick(chance, AGES)
    age = chance.randint(low, high)
    latest = date(today.year - age, today.month, 1)
    return latest - timedelta(days=chance.randint(1, 330))


def _ehc_plan(chance: random.Random, age: int) -> bool | None:
    if age >= 25:
        return False
    return pick(chance, ((True, 62), (False, 33), (None, 5)))
