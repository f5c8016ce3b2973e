"""An education, health and care plan ends by the 26th birthday, whatever the flag still says."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from core.dates import birthday_on
from referrals import prefill
from referrals.rules import SectionKey
from register import rules
from register.keeper import RegisterKeeper
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

BIRTH = date(1990, 11, 12)
ENDED = "EHC plan (ended by the 26th birthday, 12 November 2016)"


@pytest.mark.parametrize(
    ("flag", "on", "words"),
    [
        (True, date(2016, 11, 11), "Yes"),
        (True, date(2016, 11, 12), ENDED),
        (True, date(2026, 11, 23), ENDED),
        (False, date(2026, 11, 23), "No"),
        (None, date(2026, 11, 23), ""),
    ],
)
def test_the_flag_is_shown_as_ended_from_the_26th_birthday_on(
    flag: bool | None, on: date, words: str
) -> None:
    assert rules.ehc_plan_words(flag, birth_date=BIRTH, on=on) == words


@given_any(st.dates(date(1980, 1, 1), date(2010, 12, 31)), st.dates(date(2011, 1, 1)))
def test_nobody_has_a_plan_from_their_26th_birthday_on(birth: date, on: date) -> None:
    has = rules.has_ehc_plan(True, birth_date=birth, on=on)
    assert has is (on < birthday_on(birth, 26))
    assert rules.ehc_plan_words(True, birth_date=birth, on=on).startswith("Yes") is has
    assert not rules.has_ehc_plan(False, birth_date=birth, on=on)


def test_the_page_of_somebody_of_36_says_that_the_plan_has_ended(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=BIRTH, ehc_plan=True)
    assert ENDED in sign_in(cast.team).get(f"/people/{person.pk}/").content.decode()


def test_the_page_shows_the_plan_of_somebody_of_25(cast: Cast, sign_in: Any) -> None:
    born = birthday_on(NOW.date(), -25)
    person = on_register(cast.area, by=cast.team, birth_date=born, ehc_plan=True)
    page = sign_in(cast.team).get(f"/people/{person.pk}/").content.decode()
    assert "Education, health and care plan" in page
    assert "ended by the 26th birthday" not in page


def test_the_copy_says_by_when_a_plan_ends(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=BIRTH, ehc_plan=True)
    [lines] = RegisterKeeper().export(person.pk)["About the person"]
    said = {line.label: line.words for line in lines}
    assert said["Has an education, health and care plan"] == "Yes"
    assert said["Education, health and care plan ends at the latest"] == "12 November 2016"


@pytest.mark.parametrize(("born", "begins_with"), [(BIRTH, "no"), (date(2005, 3, 1), "yes")])
def test_a_referral_begins_with_no_plan_that_has_ended(
    cast: Cast, born: date, begins_with: str
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, birth_date=born, ehc_plan=True)
    referral = given.started(cast, about=person)
    known = prefill.known(referral, SectionKey.PERSON, by=cast.lead, on=NOW.date())
    assert known.answers["ehc_plan"] == begins_with
