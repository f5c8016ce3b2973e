"""The timeline stands in the order in which things happened, and says what was recorded later."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from duties import workflow as duties
from duties.models import Duty
from register import workflow
from register.models import Entry, InpatientStay, Person
from register.rules import ClosureReason, Level, Reopening
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission
from tests.reviews.given import consents

CAME, LATER = NOW - timedelta(days=200), NOW + timedelta(days=2)


def left(cast: Cast, *, days_ago: int) -> tuple[Person, Entry]:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, at=CAME)
    at = NOW - timedelta(days=days_ago)
    entry = workflow.close(
        person=person, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=at,
        left_on=at.date() - timedelta(days=1),
    )  # fmt: skip
    return person, entry


def earlier_stay(cast: Cast, person: Person, admitted_on: date, until: date) -> InpatientStay:
    return workflow.record_earlier_stay(
        person=person, details=admission(cast, admitted_on=admitted_on), discharged_on=until,
        destination="Home", by=cast.team, at=LATER,
    )  # fmt: skip


def lines(cast: Cast, sign_in: Any, clock: Any, person: Person) -> list[tuple[str, str]]:
    clock.move_to(LATER + timedelta(hours=1))
    page = sign_in(cast.team).get(reverse("register:person", args=[person.pk]))
    text = page.content.decode().split('id="timeline-title"')[1]
    titles = [one.split("</h3>")[0].split(">")[-1] for one in text.split("timeline__title")[1:]]
    whens = [one.split("</p>")[0].split(">")[-1] for one in text.split("timeline__when")[1:]]
    return list(zip(titles, whens, strict=True))


def test_a_stay_recorded_on_a_closed_record_stands_before_the_closing(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    person, _ = left(cast, days_ago=0)
    stay = earlier_stay(cast, person, date(2026, 11, 1), date(2026, 11, 20))
    shown = lines(cast, sign_in, clock, person)
    titles = [title for title, _ in shown]
    hospital = stay.hospital.name
    assert titles[0] == "Record closed: moved to another area, left on 22 November 2026"
    when = dict(shown)
    assert when[f"Admitted to {hospital}"].startswith(
        "1 November 2026, recorded later on 25 November 2026"
    )
    ended = [title for title, when in shown if "no longer applies" in title]
    after = titles.index(f"Stay in {hospital} ended")
    assert after < titles.index(f"Admitted to {hospital}")
    assert all(titles.index(one) < after for one in ended)
    assert (
        "22 November 2026, recorded later on 25 November 2026"
        in when["Contact the person after discharge: no longer applies"]
    )


def test_a_stay_after_they_had_left_asks_for_nothing(cast: Cast) -> None:
    person, entry = left(cast, days_ago=20)
    earlier_stay(cast, person, date(2026, 11, 8), date(2026, 11, 20))
    assert not Duty.objects.open().filter(person=person).exists()
    assert duties.compare(at=LATER) == []
    at = LATER + timedelta(hours=1)
    consents(cast, person)
    entry.refresh_from_db()
    workflow.reopen(entry=entry, how=Reopening.ERROR, words="Another Robin", by=cast.team, at=at)
    assert Duty.objects.open().filter(person=person, rule="discharge-contact").exists()
    assert duties.compare(at=at) == []


def test_what_was_recorded_on_its_day_says_when_and_no_more(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    person = on_register(cast.area, by=cast.team, at=CAME)
    workflow.admit(
        person=person, details=admission(cast, admitted_on=NOW.date()), by=cast.team, at=NOW
    )
    shown = lines(cast, sign_in, clock, person)
    admitted = next(when for title, when in shown if title.startswith("Admitted to"))
    assert "recorded later" not in admitted
