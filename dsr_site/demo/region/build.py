"""Making the region: the places, the story in one transaction, then the many by bulk."""

import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.models import Area
from core.dates import local_day
from dsr_site.demo.region import (
    bulk,
    gatherings,
    lives,
    people,
    places,
    referring,
    settle,
    surroundings,
)
from dsr_site.demo.region.story import Story
from dsr_site.demo.region.timeline import Timeline
from register.models import Person

SEED = 20_230_501
STORY_MOST = 200
"""So many people have a story told through the workflows, meetings and all; the rest are loaded
in bulk, with the same rows and a quieter life. Two hundred fill every page, and a first start
stays under the half minute that somebody waits for gladly."""

BESIDES = 8
"""People of the story who are not on the register: referred, or gone."""

LEAST = 6
OPENED_DAYS_AGO = 420

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: whether it was there already, and how many people there are."""

    already: bool
    people: int


def exists() -> bool:
    """Whether the region has been made: its first area is there."""
    return Area.objects.filter(code=places.FIRST_AREA).exists()


def build(*, count: int, now: datetime, progress: Progress = lambda done, left: None) -> Made:
    """Make the region with about `count` people, or do nothing where it exists.

    The story is one transaction: an interruption leaves nothing behind, and the next run begins
    afresh.
    """
    if exists():
        return Made(already=True, people=Person.everyone.count())
    told = min(count, STORY_MOST)
    with transaction.atomic(), _one_transaction():
        made, leaver = _tell(told, now, progress)
    settle.erase(made, leaver, at=now - timedelta(days=1))
    if count > told:
        bulk.load(people=count - told, areas=made.areas, now=now, progress=progress)
    settle.send_recent_mail(now=now)
    with connection.cursor() as cursor:
        # Fresh statistics: the first pages would otherwise be planned for empty tables.
        cursor.execute("ANALYZE")
    return Made(already=False, people=Person.everyone.count())


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Leave out the savepoints of the verbs: all of the story stands or falls as one.

    No verb of the story is meant to fail and be carried on from, so a quarter of all statements
    would be savepoints that nobody goes back to.
    """
    features = connection.features
    before = features.uses_savepoints
    features.uses_savepoints = False
    gc.disable()  # nothing made here outlives its step by a cycle; looking for some is a tenth
    try:
        yield
    finally:
        gc.enable()
        features.uses_savepoints = before


def _with_fresh_plans(progress: Progress) -> Progress:
    """Let the database look at its tables now and then: they were empty when it began."""

    def told(done: int, left: int) -> None:
        if done in {60, 400, 1200}:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        progress(done, left)

    return told


def _tell(
    count: int, now: datetime, progress: Progress
) -> tuple[places.Places, lives.Life]:  # fmt: skip
    chance = random.Random(SEED)  # noqa: S311 - a made-up region, no secret
    timeline = Timeline(now=now, chance=chance)
    made = places.build(at=timeline.moment(OPENED_DAYS_AGO))
    who = people.everybody(seed=SEED, today=local_day(now))
    story = Story(made, timeline, chance)
    # The leavers come first, so that nobody else bears the name of the one who is erased.
    leavers = [lives.simple(place, next(who), made) for place in (1, 2)]
    besides = [next(who) for _ in range(7)]
    everybody = lives.plan(max(LEAST, count - BESIDES), who, made, chance)
    settle.account_requests(story)
    gatherings.scenes(story)
    surroundings.scenes(story)
    settle.leaving(story, leavers)
    referring.scenes(story, besides)
    for life in everybody:
        story.tell(life)
    timeline.run(_with_fresh_plans(progress))
    settle.chase(now=now)
    settle.count_old_mail_as_sent(now=now)
    return made, leavers[1]
