"""Inside one database: the made-up region, and the areas of a known size that are measured.

    python -m bench.region FROM TO

takes a database with about FROM people to about TO; from nothing, FROM is 0.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

import django

TYPED = "Wren Thistlewod"
"""A name as somebody mistypes it; a region of any size has people like it."""

STORY = 300
GROWTH_AREA, GROWTH_PEOPLE = "benchfield", 500
"""An area that has as many people in a large region as in a small one."""

FULL_AREA, FULL_PEOPLE = "benchmoor", 2_000
FULL_FROM = 5_000
"""An area of 2,000, in regions that are large enough to have one."""


def main() -> None:
    """Take this database from so many people to so many."""
    django.setup()
    from django.db import connection
    from django.utils import timezone

    now = timezone.now()
    before, wanted = int(sys.argv[1]), int(sys.argv[2])
    if before == 0:
        before = begin(now)
    if before < wanted:
        grow(before, wanted, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def begin(now: datetime) -> int:
    """Make schema and story, and the areas to be measured; return how many people there are."""
    from django.core.management import call_command

    from dsr_site.demo.region.build import build

    call_command("migrate", interactive=False, verbosity=0)
    people = build(count=STORY, now=now).people
    for code in (GROWTH_AREA, FULL_AREA):
        _open(code, now)
    return people


def grow(before: int, wanted: int, now: datetime) -> None:
    """Add people until there are about `wanted`, the areas of a known size first."""
    from accounts.models import Area
    from bench import crowd
    from dsr_site.demo.region import bulk
    from dsr_site.demo.region.places import AREAS
    from register.models import Person, Standing

    for code, size, least in ((GROWTH_AREA, GROWTH_PEOPLE, 0), (FULL_AREA, FULL_PEOPLE, FULL_FROM)):
        area = Area.objects.get(code=code)
        if wanted >= least and not Standing.objects.filter(area=area).exists():
            bulk.load(people=size, areas=[area], now=now, years=YEARS)
            before += size
    areas = list(Area.objects.filter(code__in=[code for code, *_ in AREAS]))
    if wanted - before >= crowd.SEED and not crowd.is_sown():
        known = set(Person.everyone.values_list("pk", flat=True))
        bulk.load(people=crowd.SEED, areas=areas, now=now, years=YEARS)
        crowd.sow(list(set(Person.everyone.values_list("pk", flat=True)) - known))
        before += crowd.SEED
    if crowd.is_sown():
        before += crowd.multiply((wanted - before) // crowd.SEED)
    if before < wanted:
        bulk.load(people=wanted - before, areas=areas, now=now, years=YEARS)


YEARS = 5


def _open(code: str, now: datetime) -> None:
    """Open an area of the team persona, with a tracking meeting planned for next week."""
    from accounts import workflow as accounts
    from accounts.models import Area, User
    from accounts.rules import Role
    from dsr_site.demo.personas import BY_KEY
    from meetings import workflow as meetings

    team = User.objects.get(email=BY_KEY["team"].email)
    like = Area.objects.order_by("code").filter(region="northshire").select_related("icb")[0]
    made = Area(
        code=code, name=code.capitalize(), region=like.region, icb=like.icb,
        team_email=like.team_email,
    )  # fmt: skip
    area = accounts.save_area(area=made, by=None, at=now)
    accounts.give_role(
        user=team, role=Role.TEAM, organisation=like.icb, area=area, by=None, at=now,
        confirmed=True,
    )  # fmt: skip
    meetings.plan(
        area=area, starts_at=now + timedelta(days=7), place="Room 1", chair=team, by=team, at=now
    )


if __name__ == "__main__":
    main()
