"""Search finds everyone whom its reader may see, however they are written (B17, B18)."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bench.probing import plans
from core.models import ReadLog
from register import listing, workflow
from register.models import Departure, Person, Standing
from register.rules import ClosureReason
from register.rules.finding import read
from tests.conftest import Cast
from tests.factories import NOW, details, on_register

SEARCH = "/people/search/"


def found(client: Any, words: str) -> str:
    answer = client.post(SEARCH, {"words": words})
    assert answer.status_code == 200
    return str(answer.content.decode())


def zoe(cast: Cast, **changed: Any) -> Person:
    values = {
        "given_name": "Zoë", "family_name": "Nuñez-Müller", "postcode": "BS1 1AA",
        "birth_date": date(1983, 4, 13),
    } | changed  # fmt: skip
    return on_register(cast.area, by=cast.team, **values)


@pytest.mark.parametrize(
    "words",
    [
        "Zoe Nunez", "Nunez Zoe", "nunez-muller", "Nunez Muller", "NUNEZMULLER", "zoenunezmuller",
        "Müller, Zoë", "Zo\u0308e", "nunes muler", "13/04/1983", "13 April 1983", "13th April 1983",
        "13041983", "bs1 1aa", "BS11AA", "Zoe BS1 1AA", "Nunez 13/04/1983", "Bob Nunez-Muller",
    ],
)  # fmt: skip
def test_someone_is_found_without_accents_by_date_of_birth_and_by_postcode(
    cast: Cast, sign_in: Any, words: str
) -> None:
    """B18."""
    zoe(cast)
    on_register(
        cast.area, by=cast.team, family_name="Quillfeather", given_name="Amos", postcode="LS2 9ZZ"
    )
    shown = found(sign_in(cast.team), words)
    assert "Nuñez-Müller, Zoë" in shown
    assert "Quillfeather" not in shown


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("Y\u0131ld\u0131z", "Yildiz"), ("O\u2019Brien", "O'Brien"), ("O'Brien", "obrien"),
        ("Ó Brien", "OBrien"), ("Łoś", "los"), ("Ng", "ng"), ("D'Souza", "D Souza"),
        ("van der Berg", "vanderberg"), ("MacDonald", "Mac Donald"), ("李", "李"),
        ("Мария", "мария"), ("राम", "राम"),
    ],
)  # fmt: skip
def test_names_are_found_as_others_write_them(
    cast: Cast, sign_in: Any, family: str, words: str
) -> None:
    on_register(cast.area, by=cast.team, family_name=family, given_name="Amos")
    shown = found(sign_in(cast.team), words)
    assert "1 person on the register found" in shown


def test_what_is_sought_must_all_be_so(cast: Cast, sign_in: Any) -> None:
    zoe(cast)
    client = sign_in(cast.team)
    for words in ("Zoe 14/04/1983", "Nunez LS2 9ZZ", "999 999 9999", "\u2026", "Zoe Quillfeather"):
        assert "No people match your search" in found(client, words), words


def test_a_changed_name_or_postcode_is_found_at_once(cast: Cast, sign_in: Any) -> None:
    person = zoe(cast)
    typed = details(cast.area, family_name="Őry", given_name="Zoë", postcode="M1 1AE")
    workflow.update_person(
        person=person, details=typed, version=person.version, by=cast.team, at=NOW
    )
    client = sign_in(cast.team)
    assert "Őry, Zoë" in found(client, "ory")
    assert "Őry, Zoë" in found(client, "m11ae")
    assert "No people match" in found(client, "nunez")
    assert workflow.reconcile(mend=False).sound


def test_someone_who_left_is_found_and_marked(cast: Cast, sign_in: Any) -> None:
    """B17."""
    person = zoe(cast)
    workflow.close(person=person, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=NOW)
    for words in ("zoe nunez", "13/04/1983", "bs1 1aa"):
        shown = found(sign_in(cast.team), words)
        assert "People who have left the register" in shown
        assert "Nuñez-Müller, Zoë" in shown
        assert "Moved to another area" in shown


def test_another_areas_team_finds_no_one_and_no_count(cast: Cast, sign_in: Any) -> None:
    zoe(cast)
    shown = found(sign_in(cast.other_area_team), "Nunez")
    assert "No people match your search" in shown
    assert "1 person" not in shown


def test_someone_restricted_is_not_found(cast: Cast, sign_in: Any) -> None:
    person = zoe(cast)
    workflow.restrict(person_id=person.pk, by=cast.team, at=NOW)
    assert "No people match your search" in found(sign_in(cast.team), "Nunez")


def test_the_likest_name_comes_first(cast: Cast) -> None:
    for family in ("Lingard", "Li", "Lisle"):
        on_register(cast.area, by=cast.team, family_name=family, given_name="Amos")
    assert listing.search(cast.team, read("li"))[0].name == "Li, Amos"


def test_whom_a_search_showed_is_in_the_read_log(cast: Cast, sign_in: Any) -> None:
    person = zoe(cast)
    found(sign_in(cast.team), "nunez")
    assert ReadLog.objects.get(purpose="search").persons == [person.pk]


LETTERS = some.text(
    some.characters(codec="utf-8", categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=12
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(family=LETTERS, name=LETTERS)
def test_everyone_is_found_by_their_own_name(cast: Cast, family: str, name: str) -> None:
    person = on_register(cast.area, by=cast.team, family_name=family, given_name=name)
    for words in (f"{name} {family}", f"{family}, {name}", f"{family}{name}".casefold()):
        keys = [row.person_id for row in listing.search(cast.team, read(words))]
        assert person.pk in keys, words


def test_the_rows_that_were_there_before_are_folded(cast: Cast) -> None:
    """What the migration does to rows that code of before has written."""
    from importlib import import_module

    from django.apps import apps

    person, gone = zoe(cast), zoe(cast, family_name="Öztürk", nhs_number=None)
    workflow.close(person=gone, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=NOW)
    right = [Standing.objects.values().get(), Departure.objects.values().get()]
    Standing.objects.update(sort_name="nuñez-müller zoë", search="nuñez-müller zoë")
    Departure.objects.update(sort_name="öztürk zoë", search="öztürk zoë")

    class Editor:
        pass

    Editor.connection = connection  # type: ignore[attr-defined]
    import_module("register.migrations.0017_fold_names").fold(apps, Editor)
    assert [Standing.objects.values().get(), Departure.objects.values().get()] == right
    assert Standing.objects.get().person == person


_CROWD = """
INSERT INTO register_standing (
  person_id, entry_id, rating_id, area_id, level, shown, rated_at, next_due_on, sort_name, search
)
SELECT md5('a' || n)::uuid, md5('b' || n)::uuid, md5('c' || n)::uuid, %(area)s, 'GREEN', 'GREEN',
  %(at)s, DATE '2027-01-01', family || ' ' || given,
  ' ' || family || ' ' || given || ' 9' || (100000000 + n) || ' '
    || family || given || family || ' '
FROM generate_series(%(first)s::int, %(last)s::int) AS n, LATERAL (
  SELECT (ARRAY['fernsby', 'oatway', 'larkrise', 'stonecrop', 'nunez'])[1 + n %% 5]
      || substr(md5('d' || n), 1, 2) AS family,
    (ARRAY['wren', 'rowan', 'ivor', 'tamsin', 'zoe', 'linnet', 'corin'])[1 + n %% 7] AS given
) AS name
"""


def test_a_search_reads_no_one_of_other_areas_however_many_they_are(cast: Cast) -> None:
    """The index has the area beside the words; only its own lists of people grow."""
    zoe(cast)
    first, seen = 1, []
    asked = ("Zoe Nunes", "fernsby", "9434765919", "bs1 1aa", "ng")
    for size in (1_000, 20_000):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                _CROWD, {"area": cast.other_area.pk, "at": NOW, "first": first, "last": size}
            )
            cursor.execute("SET LOCAL session_replication_role = origin")
            cursor.execute("ANALYZE register_standing")
        for words in asked:
            with plans.captured() as statements:
                listing.search(cast.team, read(words))
            seen.append(plans.together(plans.reading(statements)))
        first = size + 1
    for words, few, many in zip(asked, seen[:5], seen[5:], strict=True):
        assert many.whole == (), words
        assert many.buffers <= few.buffers + 150, (words, few, many)
