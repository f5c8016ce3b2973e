"""What a struck-out stay took with it is a page away from where it is struck through."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from register import workflow
from register.models import Person, StrikeOut
from register.rules import Cause, LegalStatus, Level
from register.workflow.mistakes.striking_out import taken_with
from reviews import workflow as reviews
from reviews.details import VisitDetails
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission

LATER = NOW + timedelta(days=7)


def strike(cast: Cast, person: Person, kind: str, fact: Any) -> StrikeOut:
    return workflow.strike_out(
        person=person, kind=kind, fact_id=fact.pk, cause=Cause.WRONG_PERSON,
        reason="Typed on the wrong record", by=cast.team, at=LATER,
    )  # fmt: skip


def test_what_went_with_a_stay_is_on_a_page_of_its_own(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = workflow.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    workflow.record_status(
        stay=stay, changed_on=date(2026, 11, 10), legal_status=LegalStatus.SECTION_3,
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.start_leave(
        stay=stay, started_on=date(2026, 11, 20), note="Home", by=cast.team, at=NOW
    )
    reviews.record_visit(
        stay=stay, on=date(2026, 11, 15), by=cast.commissioner, at=NOW,
        details=VisitDetails(saw_person=True, account="Seen on the ward."),
    )  # fmt: skip
    struck = strike(cast, person, "stay", stay)
    client = sign_in(cast.team)
    page = client.get(reverse("register:person", args=[person.pk])).content.decode()
    address = reverse("register:struck_out", args=[person.pk, struck.pk])
    assert f'href="{address}"' in page
    went = client.get(address).content.decode()
    for words in (
        f"Legal status {LegalStatus.SECTION_3.label} from 10 November 2026",
        "Extended leave from 20 November 2026",
        "Oversight visit on 15 November 2026",
    ):  # fmt: skip
        assert f"<li><s>{words}" in went, words
    assert len(taken_with(struck)) == 3


def test_what_was_struck_out_alone_took_nothing(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    rating = workflow.rate(
        person=person, level=Level.RED, reason="Worse", by=cast.team, at=NOW + timedelta(hours=1)
    )
    struck = strike(cast, person, "rating", rating)
    assert taken_with(struck) == []
    client = sign_in(cast.team)
    address = reverse("register:struck_out", args=[person.pk, struck.pk])
    assert address not in client.get(reverse("register:person", args=[person.pk])).content.decode()
    assert "Nothing else was struck out with it" in client.get(address).content.decode()


def test_it_is_read_on_the_record_it_belongs_to_alone(cast: Cast, sign_in: Any) -> None:
    person, other = (on_register(cast.area, by=cast.team) for _ in range(2))
    rating = workflow.rate(
        person=person, level=Level.RED, reason="Worse", by=cast.team, at=NOW + timedelta(hours=1)
    )
    struck = strike(cast, person, "rating", rating)
    address = reverse("register:struck_out", args=[other.pk, struck.pk])
    assert sign_in(cast.team).get(address).status_code == 404
