"""The pages of reviews: who records, who reads, and what is shown of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from actions.models import Action
from duties import workflow as duties
from duties.models import Duty
from register.rules import Level
from reviews.models import KeyworkerReferral, Review
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.reviews.given import consents
from tests.reviews.test_decide_keyworker import CHILD
from tests.reviews.test_record_review import TWENTY, record

SignIn = Callable[..., Client]
TYPED = {
    "what": "cetr", "held_on_day": "23", "held_on_month": "11", "held_on_year": "2026",
    "consent": "consent", "chair": "Chris", "clinical_expert": "Cleo",
    "expert_by_experience": "Eli", "safe": "Yes", "current_care": "Good",
    "future_plan": "Yes", "hospital_needed": "No",
}  # fmt: skip


def test_the_team_records_a_review_with_its_recommendations(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    client = sign_in(cast.team)
    assert client.get(f"/reviews/new/{person.pk}/").status_code == 200
    sent = TYPED | {
        "row2_description": "Find a flat", "row2_owner": str(cast.lead.pk),
        "row2_due_on_day": "4", "row2_due_on_month": "12", "row2_due_on_year": "2026",
    }  # fmt: skip
    done = client.post(f"/reviews/new/{person.pk}/", sent)
    page = client.get(done.url)  # type: ignore[attr-defined]
    assert b"The rating must be reviewed now" in page.content
    assert b"Find a flat" in page.content
    assert Action.objects.get().owner == cast.lead


def test_a_missing_expert_is_said_on_the_field_and_the_rest_is_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    person = on_register(cast.area, by=cast.team)
    sent = TYPED | {"expert_by_experience": "", "safe": "Mostly safe"}
    page = sign_in(cast.team).post(f"/reviews/new/{person.pk}/", sent).content
    assert b"Enter the name of the independent expert by experience" in page
    assert b"Mostly safe" in page
    assert not Review.objects.exists()


def test_the_plan_is_asked_for_only_where_it_decides(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    adult = on_register(cast.area, by=cast.team)
    assert b"on that day?" not in client.get(f"/reviews/new/{adult.pk}/").content
    young = on_register(cast.area, by=cast.team, birth_date=TWENTY)
    assert b"on that day?" in client.get(f"/reviews/new/{young.pk}/").content
    client.post(f"/reviews/new/{young.pk}/", TYPED | {"ehc_plan": "yes"})
    assert Review.objects.get().kind == "CETR"


@pytest.mark.parametrize(
    ("member", "status"),
    [("team", 200), ("lead", 200), ("other_lead", 404), ("other_area_team", 404),
     ("commissioner", 403), ("auditor", 403), ("administrator", 403)],
)  # fmt: skip
def test_who_reads_a_review(cast: Cast, sign_in: SignIn, member: str, status: int) -> None:
    review = record(cast, on_register(cast.area, by=cast.team, lead=cast.lead))
    assert sign_in(getattr(cast, member)).get(f"/reviews/{review.pk}/").status_code == status


@pytest.mark.parametrize("member", ["lead", "rep", "commissioner"])
def test_only_the_team_records_reviews(cast: Cast, sign_in: SignIn, member: str) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    assert sign_in(getattr(cast, member)).get(f"/reviews/new/{person.pk}/").status_code == 403


def test_the_team_records_that_the_report_was_sent(cast: Cast, sign_in: SignIn) -> None:
    review = record(cast, on_register(cast.area, by=cast.team))
    client, address = sign_in(cast.team), f"/reviews/{review.pk}/send-report/"
    assert client.get(address).status_code == 200
    sent: dict[str, object] = {
        "sent_on_day": "23", "sent_on_month": "11", "sent_on_year": "2026",
        "recipients": ["commissioner", "person"],
    }  # fmt: skip
    client.post(address, sent)
    assert client.post(address, sent).status_code == 200
    review.refresh_from_db()
    assert review.report_sent_by == cast.team


def test_the_team_decides_about_a_keyworker(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, birth_date=CHILD)
    consents(cast, person, keyworker=True)
    client, address = sign_in(cast.team), f"/reviews/keyworker/{person.pk}/"
    day = {"decided_on_day": "23", "decided_on_month": "11", "decided_on_year": "2026"}
    page = client.post(address, day | {"outcome": "declined"})
    assert b"Enter why the person is not referred" in page.content
    client.post(address, day | {"outcome": "referred"})
    assert KeyworkerReferral.objects.get().outcome == "referred"


def test_the_list_and_the_page_say_of_a_report_what_its_duty_says(
    cast: Cast, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    review = record(cast, on_register(cast.area, by=cast.team))
    duty = Duty.objects.open().get(rule="cetr-report")
    clock.move_to(NOW + timedelta(days=30))
    client = sign_in(cast.team)
    [row] = client.get("/reviews/?stage=report").context["rows"]
    assert (row.due_on, row.late) == (duty.due_on, True)
    page = client.get(f"/reviews/{review.pk}/").content.decode()
    assert "It is due by" in page
    assert "Overdue" in page


def test_nobody_is_told_that_a_report_is_overdue_that_was_waived(
    cast: Cast, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    review = record(cast, on_register(cast.area, by=cast.team))
    duty = Duty.objects.open().get(rule="cetr-report")
    duties.waive(duty=duty, reason="The panel never met", by=cast.team, at=NOW)
    clock.move_to(NOW + timedelta(days=30))
    client = sign_in(cast.team)
    [row] = client.get("/reviews/?stage=report").context["rows"]
    assert (row.due_on, row.late) == (None, False)
    assert "either the duty was waived" in client.get(f"/reviews/{review.pk}/").content.decode()
