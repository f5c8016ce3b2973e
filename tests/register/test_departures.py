"""People who have left are listed with day and reason, found, and cost the same at any size."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Area
from bench.probing import plans
from register import workflow
from register.models import Departure, Person
from register.rules import ClosureReason, Level
from register.workflow.stay_days import level_on
from register.workflow.stays import was_on_register
from tests.conftest import Cast
from tests.factories import NOW, on_register

LATER = NOW + timedelta(days=3)
LIST = reverse("register:departures")


def left(cast: Cast, reason: ClosureReason = ClosureReason.MOVED_AWAY, **changed: Any) -> Person:
    person = on_register(changed.pop("area", cast.area), by=cast.team, **changed)
    workflow.close(person=person, reason=reason, by=cast.team, at=NOW)
    return person


def test_the_list_says_who_left_when_and_why(cast: Cast, sign_in: Any) -> None:
    left(cast, family_name="Quillfeather")
    on_register(cast.area, by=cast.team, family_name="Stillhere")
    shown = sign_in(cast.team).get(LIST).content.decode()
    assert "Quillfeather, Robin" in shown
    assert "23 November 2026" in shown
    assert "Moved to another area" in shown
    assert "Stillhere" not in shown


def test_another_areas_team_does_not_see_them(cast: Cast, sign_in: Any) -> None:
    left(cast, family_name="Quillfeather")
    client = sign_in(cast.other_area_team)
    assert b"Quillfeather" not in client.get(LIST).content
    for address in (LIST, reverse("register:search")):
        assert b"Quillfeather, Robin" not in client.post(address, {"words": "Quillf"}).content


def test_who_comes_back_is_on_the_register_and_no_longer_among_those_who_left(cast: Cast) -> None:
    person = left(cast)
    assert Departure.objects.get().person == person
    workflow.enter(person=person, level=Level.GREEN, reason="Back", by=cast.team, at=LATER)
    assert not Departure.objects.exists()
    workflow.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=LATER)
    assert (Departure.objects.get().why, Departure.objects.get().left_at) == ("died", LATER)


def test_someone_restricted_is_not_listed_and_comes_back_when_restored(cast: Cast) -> None:
    person = left(cast)
    workflow.restrict(person_id=person.pk, by=cast.team, at=LATER)
    assert not Departure.objects.exists()
    workflow.unrestrict(person_id=person.pk, by=cast.team, at=LATER)
    assert Departure.objects.get().person == person


@pytest.mark.parametrize("words", ["13/04/1983", "13 April 1983", "1983-04-13", "13.4.1983"])
def test_they_are_found_by_date_of_birth(cast: Cast, sign_in: Any, words: str) -> None:
    left(cast, family_name="Quillfeather", birth_date=_born(1983, 4, 13))
    left(cast, family_name="Otherwise", birth_date=_born(1984, 4, 13))
    for address in (LIST, reverse("register:search")):
        shown = sign_in(cast.team).post(address, {"words": words}).content.decode()
        assert "Quillfeather" in shown, address
        assert "Otherwise" not in shown, address


def test_they_are_found_by_nhs_number_and_by_a_name_misspelt(cast: Cast, sign_in: Any) -> None:
    person = left(cast, family_name="Quillfeather")
    client, number = sign_in(cast.team), person.nhs_number or ""
    for words in (f"{number[:3]} {number[3:6]} {number[6:]}", "Quilfeather", "robin quillf"):
        assert b"Quillfeather" in client.post(LIST, {"words": words}).content, words


def test_the_search_of_the_register_finds_them_and_marks_them(cast: Cast, sign_in: Any) -> None:
    left(cast, family_name="Quillfeather")
    found = sign_in(cast.team).post(reverse("register:search"), {"words": "Quillfeather"})
    shown = found.content.decode()
    assert "People who have left the register" in shown
    assert "Moved to another area" in shown
    assert "No people match your search" not in shown


def test_a_search_with_nothing_typed_says_what_to_enter(cast: Cast, sign_in: Any) -> None:
    assert b"Enter a name, an NHS number" in sign_in(cast.team).post(LIST, {"words": " "}).content


def test_the_list_can_be_narrowed_to_a_reason_and_ordered_by_name(cast: Cast, sign_in: Any) -> None:
    left(cast, ClosureReason.DIED, family_name="Zimmer")
    left(cast, ClosureReason.DIED, family_name="Abel")
    left(cast, family_name="Moved")
    shown = sign_in(cast.team).get(LIST, {"reason": "died", "sort": "name"}).content.decode()
    assert "Moved, Robin" not in shown
    assert shown.index("Abel, Robin") < shown.index("Zimmer, Robin")
    assert (
        sign_in(cast.team).get(LIST, {"reason": "'", "sort": "'", "after": "'"}).status_code == 200
    )


def test_every_person_is_on_exactly_one_page(cast: Cast, sign_in: Any) -> None:
    _fill(cast.area, first=1, last=120)
    client, seen, address = sign_in(cast.team), [], LIST
    while address:
        page = client.get(address)
        seen += [row.person_id for row in page.context["rows"]]
        following = page.context["following"]
        address = f"{LIST}?after={following}" if following else ""
    assert len(seen) == len(set(seen)) == 120


def test_rows_written_before_are_found_missing_and_made(cast: Cast) -> None:
    left(cast)
    Departure.objects.all().delete()
    assert workflow.reconcile(mend=True).missing == 1
    assert workflow.reconcile(mend=False).sound
    assert Departure.objects.exists()


def test_the_list_touches_no_more_of_a_hundred_thousand_than_of_a_thousand(
    cast: Cast, sign_in: Any
) -> None:
    seen, first = [], 1
    for size in (1_500, 100_000):
        _fill(cast.area, first=first, last=size)
        client = sign_in(cast.team)
        for address in (LIST, f"{LIST}?sort=name", f"{LIST}?reason=died"):
            client.get(address)
            with plans.captured() as statements:
                assert client.get(address).status_code == 200
            # Counts stop at 1,001 rows, and read no further.
            kept = [one for one in plans.reading(statements) if "COUNT(*)" not in one[0]]
            reads = [one for one in kept if "SAVEPOINT" not in one[0]]
            seen.append(plans.together(reads))
        first = size + 1
    for few, many in zip(seen[:3], seen[3:], strict=True):
        assert many.whole == ()
        # Each of the 50 people is looked up through one more level of the index of people.
        assert many.buffers <= 1.25 * few.buffers + 50, (few, many)


def _born(year: int, month: int, day: int) -> Any:
    return NOW.date().replace(year=year, month=month, day=day)


def _fill(area: Area, *, first: int, last: int) -> None:
    """Add people who have left, written by the database itself; the guard is off meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_PEOPLE, {"area": area.pk, "first": first, "last": last})
        cursor.execute(_ROWS, {"at": NOW, "first": first, "last": last})
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE register_person, register_departure")


_PEOPLE = """
INSERT INTO register_person (
  id, family_name, given_name, preferred_name, birth_date, gender, address, postcode, phone,
  area_id, gp_practice, learning_disability, autism, communication_needs, reasonable_adjustments,
  version
)
SELECT md5('l' || n)::uuid, 'Testleft' || n, 'Robin', '', DATE '1980-01-01' + n %% 9000, '', '',
  '', '', %(area)s, '', 'confirmed', 'no', '', '', 1
FROM generate_series(%(first)s::int, %(last)s::int) AS n
"""
_ROWS = """
INSERT INTO register_departure (
  person_id, entry_id, area_id, left_at, left_on, reason, birth_date, sort_name, search
)
SELECT p.id, md5('e' || n)::uuid, p.area_id, %(at)s - n * interval '1 hour',
  (%(at)s - n * interval '1 hour')::date,
  (ARRAY['died', 'moved_away', 'stepped_down'])[1 + n %% 3], p.birth_date,
  lower(p.family_name || ' robin'), lower(p.family_name || ' robin')
FROM generate_series(%(first)s::int, %(last)s::int) AS n
JOIN register_person p ON p.id = md5('l' || n)::uuid
"""


def test_the_list_and_its_order_go_by_the_day_they_left(cast: Cast, sign_in: Any) -> None:
    earlier = on_register(cast.area, by=cast.team, family_name="Early", at=NOW - timedelta(days=90))
    left(cast, family_name="Today")
    workflow.close(
        person=earlier, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=LATER,
        left_on=(NOW - timedelta(days=60)).date(),
    )  # fmt: skip
    shown = sign_in(cast.team).get(LIST).content.decode()
    assert "24 September 2026" in shown
    assert "Record closed on 26 November 2026" in shown
    assert shown.index("Today, Robin") < shown.index("Early, Robin")


def test_someone_who_died_is_listed_by_the_date_of_death_as_it_is_known_now(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=NOW)
    assert "Date of death not known" in sign_in(cast.team).get(LIST).content.decode()
    died_on = (NOW - timedelta(days=14)).date()
    workflow.correct_death(
        person=person,
        died_on=died_on,
        by=cast.team,
        at=LATER,
        why="Heard it wrong",
    )
    shown = sign_in(cast.team).get(LIST).content.decode()
    assert "9 November 2026" in shown
    assert "not known" not in shown
    assert workflow.reconcile(mend=False).sound


def test_an_admission_after_the_day_they_left_is_of_someone_not_on_the_register(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, at=NOW - timedelta(days=90))
    gone = (NOW - timedelta(days=60)).date()
    workflow.close(
        person=person, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=NOW, left_on=gone
    )
    between = (NOW - timedelta(days=30)).date()
    assert not was_on_register(person, before=between)
    assert level_on(person, between) == ""
    assert was_on_register(person, before=gone)
