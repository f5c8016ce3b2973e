"""Visits and C(E)TRs held by their date, beside a recount that knows nothing of how it is done.

The recount goes through plain facts, one by one: when it was due, when it was held, when the person
left. It shares no code with the figures.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organisation
from accounts.rules import Permission
from core import history
from duties import policy
from duties.models import Duty
from duties.policy import Outcome
from duties.rules import CORRECTED
from oversight.over_time import over_time
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import Level
from reviews import workflow as reviews
from reviews.details import VisitDetails
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register

TODAY = NOW.date()
OCTOBER, DECEMBER = date(2026, 10, 1), date(2026, 12, 31)
SEEN = VisitDetails(saw_person=True, account="Seen on the ward.")
VISITED, HELD, MEETING = "reviews.visited", "reviews.held", "meetings.held"
_events = count(10_000_000)


@dataclass(frozen=True)
class Due:
    """One visit that was due: what became of it, in the words of whoever counts by hand."""

    on: date
    held: date | None = None
    left: date | None = None
    waived: date | None = None
    a_mistake: bool = False


def recount(facts: list[Due], first: date, last: date, today: date) -> tuple[int, int]:
    """Count by hand how many were due in a quarter, and how many of these were held by their date.

    Only what has been due until yesterday can be told.
    """
    in_time = due = 0
    for one in facts:
        if not (first <= one.on <= last and one.on < today) or one.waived or one.a_mistake:
            continue
        if one.held and one.held <= one.on:
            in_time, due = in_time + 1, due + 1
        elif one.held or not one.left or one.left > one.on:
            due += 1
    return in_time, due


def _admitted(
    cast: Cast, on: date = date(2024, 1, 1), *, pays: Organisation | None = None,
    left: date | None = None, person: Person | None = None,
) -> InpatientStay:  # fmt: skip
    person = person or on_register(cast.area, by=cast.team, level=Level.AMBER)
    details = register.AdmissionDetails(
        hospital=OrganisationFactory(kind="hospital"), commissioner=pays or cast.commissioning,
        admitted_on=on, security="non_secure", legal_status="s3", planned=False,
    )  # fmt: skip
    stay = register.admit(person=person, details=details, by=cast.team, at=NOW)
    if left:
        register.discharge(
            stay=stay, discharged_on=left, destination="Home", level=Level.AMBER,
            reason="Home again", by=cast.team, at=NOW,
        )  # fmt: skip
    return stay


def _row(
    person: Person, one: Due, *, met_by: tuple[str, ...] = (VISITED,),
    rule: str = "oversight-visit-adult-next", counted_from: date | None = None,
) -> Duty:  # fmt: skip
    """Return the row of a duty that turned out so."""
    ended = one.held or one.waived or one.left or (one.on if one.a_mistake else None)
    status = "met" if one.held else "waived" if one.waived else "cancelled" if ended else "open"
    return Duty(
        person=person, area=person.area, rule=rule, branch=rule, rule_version="1",
        jurisdiction="national policy", title="Visit", due_on=one.on,
        late_from=one.on + timedelta(days=1), due_words="then",
        counted_from=counted_from or one.on - timedelta(days=56), basis="Basis.", source="Source.",
        certainty="H", duty_certainty="H", met_by=[Outcome(name).as_dict() for name in met_by],
        chase="standard", raised_at=NOW, raised_by_event=next(_events), status=status,
        ended_on=ended, ended_at=NOW if ended else None,
        reason=CORRECTED if one.a_mistake else "Because." if ended and not one.held else "",
    )  # fmt: skip


def _keep(rows: list[Duty]) -> None:
    history.save_new(rows, by=None, at=NOW, reason="raise")


def _share(cast: Cast, name: str, quarter: str = "Oct-Dec 26") -> str:
    """Return what the table of a figure says for a quarter, as the page shows it."""
    found = over_time(cast.commissioner, Permission.OVERSIGHT_VIEW, on=TODAY, hide=False)
    for chart in found.charts:
        if name in chart.columns:
            rows = {row[0]: row[chart.columns.index(name)] for row in chart.rows}
            return rows[quarter]
    raise AssertionError(f"no figure called {name}")


def _shown(in_time: int, due: int) -> str:
    """Return how the page shows so many of so many."""
    if not due:
        return "none to count"
    percent = int(100 * in_time / due + 0.5)
    return f"{percent}% ({in_time} of {due})"


@pytest.fixture
def person(cast: Cast) -> Person:
    """Someone in hospital for years, about whom nothing is due yet."""
    someone = _admitted(cast).person
    Duty.objects.all().delete()
    return someone


DUE_24 = [
    *[Due(date(2026, 10, 1 + n), held=date(2026, 9, 28 + n % 3)) for n in range(5)],
    *[Due(date(2026, 10, 7 + n), held=date(2026, 10, 7 + n)) for n in range(3)],
    *[Due(date(2026, 10, 11 + n), held=date(2026, 10, 12 + n)) for n in range(6)],
    *[Due(date(2026, 11, 1 + n), held=date(2026, 11, 20)) for n in range(3)],
    *[Due(date(2026, 11, 5 + n)) for n in range(4)],
    *[Due(date(2026, 10, 20 + n), left=date(2026, 11, 2)) for n in range(3)],
]
NOT_COUNTED = [
    Due(date(2026, 10, 20), waived=date(2026, 10, 25)),
    Due(date(2026, 10, 21), a_mistake=True),
    Due(date(2026, 11, 15), left=date(2026, 11, 1)),
    Due(date(2026, 12, 20)),
    Due(date(2026, 12, 21), held=date(2026, 11, 1)),
    Due(TODAY, held=TODAY),
    Due(TODAY),
]


def test_eight_of_twenty_four_visits_in_time_are_a_third_and_not_more(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    facts = [*DUE_24, *NOT_COUNTED]
    assert recount(facts, OCTOBER, DECEMBER, TODAY) == (8, 24)
    _keep([_row(person, one) for one in facts])
    assert _share(cast, "Oversight visits") == "33% (8 of 24)"
    page = sign_in(cast.commissioner).get("/oversight/figures/").content.decode()
    assert "33% (8 of 24)" in page
    assert "Oversight visits: 8 of 24 held by their date (33%)" in page
    assert "Each one that was due counts once" in page


DAYS = st.dates(date(2026, 8, 1), date(2026, 12, 31))
PAST = st.dates(date(2026, 6, 1), TODAY)
OUTCOMES = st.one_of(
    st.builds(Due, DAYS),
    st.builds(Due, DAYS, held=PAST),
    st.builds(Due, DAYS, left=PAST),
    st.builds(Due, DAYS, waived=PAST),
    st.builds(Due, DAYS, a_mistake=st.just(True)),
)


@settings(
    max_examples=40,
    suppress_health_check=[
        *settings.default.suppress_health_check,
        HealthCheck.function_scoped_fixture,
    ],
)  # fmt: skip
@given(st.lists(OUTCOMES, max_size=30))
def test_the_page_counts_what_a_recount_by_hand_counts(
    cast: Cast, person: Person, facts: list[Due]
) -> None:
    with transaction.atomic():
        _keep([_row(person, one) for one in facts])
        shown = {
            quarter: _share(cast, "Oversight visits", quarter)
            for quarter in ("Jul-Sep 26", "Oct-Dec 26")
        }
        transaction.set_rollback(True)
    for quarter, (first, last) in {
        "Jul-Sep 26": (date(2026, 7, 1), date(2026, 9, 30)), "Oct-Dec 26": (OCTOBER, DECEMBER),
    }.items():  # fmt: skip
        assert shown[quarter] == _shown(*recount(facts, first, last, TODAY))


def test_the_visit_before_is_never_counted_as_the_next_one(cast: Cast) -> None:
    stay = _admitted(cast, date(2026, 7, 6))
    reviews.record_visit(
        stay=stay, on=date(2026, 8, 31), details=SEEN, by=cast.commissioner, at=NOW
    )
    assert _share(cast, "Oversight visits", "Jul-Sep 26") == "100% (1 of 1)"
    assert _share(cast, "Oversight visits") == "0% (0 of 1)"  # due on 26 October, and not held


def test_a_visit_that_came_late_was_missed_and_the_next_one_is_counted_from_it(cast: Cast) -> None:
    stay = _admitted(cast, date(2026, 7, 6))
    for day in (date(2026, 9, 7), date(2026, 11, 2)):
        reviews.record_visit(stay=stay, on=day, details=SEEN, by=cast.commissioner, at=NOW)
    assert _share(cast, "Oversight visits", "Jul-Sep 26") == "0% (0 of 1)"
    assert _share(cast, "Oversight visits") == "100% (1 of 1)"


@pytest.mark.parametrize(
    ("left", "shown"),
    [(date(2026, 10, 5), "none to count"), (date(2026, 10, 6), "0% (0 of 1)")],
)
def test_a_visit_overdue_on_the_day_of_discharge_was_missed(
    cast: Cast, left: date, shown: str
) -> None:
    _admitted(cast, date(2026, 8, 10), left=left)  # the first visit is due on 5 October
    assert _share(cast, "Oversight visits") == shown


def test_a_stay_that_another_organisation_pays_for_is_its_own_to_count(cast: Cast) -> None:
    first = _admitted(cast, date(2026, 3, 2), left=date(2026, 6, 1))
    _admitted(cast, date(2026, 8, 10), pays=cast.other_commissioning, person=first.person)
    assert _share(cast, "Oversight visits") == "none to count"
    assert _share(cast, "Oversight visits", "Apr-Jun 26") == "0% (0 of 1)"


KINDS = {
    "Oversight visits": {
        "oversight-visit-child", "oversight-visit-adult", "oversight-visit-child-next",
        "oversight-visit-adult-next",
    },
    "C(E)TRs in hospital": {
        "post-admission-cetr", "post-admission-cetr-repeat", "post-admission-ctr", "repeat-cetr",
        "repeat-ctr-not-secure", "repeat-ctr-secure", "s125a-cetr", "s125b-ctr", "s125-repeat",
    },
    "C(E)TRs in the community": {"red-cetr", "laep-follow-up-cetr", "laep-follow-up-ctr"},
    "Multi-agency meeting or C(E)TR": {"amber-meeting-or-cetr", "discharge-community-review"},
}  # fmt: skip
"""Which figure counts which rule: whoever adds a rule that a C(E)TR meets says so here."""


def test_every_duty_that_a_visit_or_a_review_meets_is_in_one_figure_and_no_other(
    cast: Cast, person: Person
) -> None:
    met = {
        rule.id: tuple(one.event for one in rule.met_by)
        for rule in policy.current().rules
        if {VISITED, HELD} & {one.event for one in rule.met_by}
    }
    assert set(met) == set().union(*KINDS.values())
    for rule, events in met.items():
        row = _row(person, Due(date(2026, 10, 10)), rule=rule, met_by=events)
        row.save()
        counted = {name for name in KINDS if _share(cast, name) != "none to count"}
        assert counted == {name for name, rules in KINDS.items() if rule in rules}, rule
        row.delete()


def test_a_review_asked_for_in_the_community_counts_who_was_never_in_hospital_too(
    cast: Cast, sign_in: Any
) -> None:
    someone = on_register(cast.area, by=cast.team)
    _row(someone, Due(date(2026, 10, 10)), rule="red-cetr", met_by=(HELD,)).save()
    page = sign_in(cast.team).get("/oversight/figures/").content.decode()
    assert "C(E)TRs in the community: 0 of 1 held by their date (0%)" in page
    assert _share(cast, "C(E)TRs in the community") == "none to count"  # nobody of theirs


def test_a_duty_that_a_meeting_met_is_no_missed_review(cast: Cast, person: Person) -> None:
    one = Due(date(2026, 10, 10), held=date(2026, 10, 9))
    _row(person, one, rule="amber-meeting-or-cetr", met_by=(MEETING, HELD)).save()
    assert _share(cast, "Multi-agency meeting or C(E)TR") == "100% (1 of 1)"
    assert _share(cast, "C(E)TRs in the community") == "none to count"
    assert _share(cast, "C(E)TRs in hospital") == "none to count"


def test_hidden_small_numbers_hide_what_they_were_counted_from_too(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    _keep([_row(person, one) for one in DUE_24[:9]])
    page = sign_in(cast.commissioner).get("/oversight/figures/?numbers=hidden").content.decode()
    assert "8 of 9" not in page
    _keep([_row(person, one) for one in DUE_24[9:]])
    page = sign_in(cast.commissioner).get("/oversight/figures/?numbers=hidden").content.decode()
    assert "33% (8 of 24)" in page
