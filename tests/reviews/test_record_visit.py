"""A commissioner's oversight visit: when it counts, and when the next is due."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.rules import Permission, Role
from actions.models import Action
from core.errors import RuleBroken
from core.models import ReadLog
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.models import InpatientStay
from register.rules import Level
from reviews import workflow
from reviews.details import Recommended, VisitDetails
from reviews.models import OversightVisit
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give, on_register
from tests.reviews.test_record_review import admit

SignIn = Callable[..., Client]
SEEN = VisitDetails(saw_person=True, account="Spoke with him in the garden")
ADMITTED = date(2026, 10, 5)


@pytest.fixture
def stay(cast: Cast) -> InpatientStay:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person, on=ADMITTED)
    return person.stays.get()


def visit(cast: Cast, stay: InpatientStay, on: date, at: datetime = NOW) -> OversightVisit:
    return workflow.record_visit(stay=stay, on=on, details=SEEN, by=cast.commissioner, at=at)


def test_the_next_visit_is_counted_from_the_last(cast: Cast, stay: InpatientStay) -> None:
    assert Duty.objects.visits().get().due_on == date(2026, 11, 30)
    visit(cast, stay, date(2026, 11, 20))
    assert Duty.objects.visits().open().get().due_on == date(2027, 1, 15)


def test_an_older_visit_recorded_late_moves_nothing_back(cast: Cast, stay: InpatientStay) -> None:
    visit(cast, stay, date(2026, 11, 20))
    visit(cast, stay, date(2026, 10, 12))
    assert Duty.objects.visits().open().get().due_on == date(2027, 1, 15)


@pytest.mark.parametrize("day", [ADMITTED - timedelta(days=1), date(2026, 11, 24)])
def test_a_visit_before_admission_or_in_the_future_is_refused(
    cast: Cast, stay: InpatientStay, day: date
) -> None:
    with pytest.raises(RuleBroken) as refused:
        visit(cast, stay, day)
    assert refused.value.field == "visited_on"
    assert not OversightVisit.objects.exists()


def test_not_seeing_the_person_must_be_explained(cast: Cast, stay: InpatientStay) -> None:
    unseen = VisitDetails(saw_person=False, account="Went to the ward")
    with pytest.raises(RuleBroken, match="did not see"):
        workflow.record_visit(
            stay=stay, on=NOW.date(), details=unseen, by=cast.commissioner, at=NOW
        )


def test_a_concern_becomes_an_action(cast: Cast, stay: InpatientStay) -> None:
    due = date(2026, 12, 4)
    concern = Recommended(description="Ask about seclusion", owner=cast.team, due_on=due)
    details = VisitDetails(saw_person=True, account="Saw him", concerns=(concern,))
    made = workflow.record_visit(
        stay=stay, on=NOW.date(), details=details, by=cast.commissioner, at=NOW
    )
    assert Action.objects.get().origin_id == made.pk


LEFT = NOW.date() - timedelta(days=2)


def discharge(cast: Cast, stay: InpatientStay, day: date = LEFT, at: datetime = NOW) -> None:
    register.discharge(
        stay=stay, discharged_on=day, destination="Home", level=Level.RED,
        reason="High risk", by=cast.team, at=at,
    )  # fmt: skip


def test_a_visit_made_before_a_discharge_is_recorded_after_it_and_asks_for_no_other(
    cast: Cast, stay: InpatientStay
) -> None:
    discharge(cast, stay)
    with pytest.raises(RuleBroken, match="after the discharge") as refused:
        visit(cast, stay, NOW.date())
    assert refused.value.field == "visited_on"
    assert visit(cast, stay, LEFT).stay == stay
    assert not Duty.objects.visits().open().exists()
    assert not duties.compare(at=NOW)


def test_a_late_visit_to_an_ended_stay_moves_nothing_of_the_next_stay(
    cast: Cast, stay: InpatientStay
) -> None:
    discharge(cast, stay)
    admit(cast, stay.person, on=NOW.date())
    due = Duty.objects.visits().open().get().due_on
    visit(cast, stay, LEFT)
    assert Duty.objects.visits().open().get().due_on == due


@pytest.mark.parametrize(("days", "status"), [(28, 200), (29, 404)])
def test_the_commissioner_reaches_a_stay_for_four_weeks_after_it_ended(
    cast: Cast, stay: InpatientStay, sign_in: SignIn, days: int, status: int
) -> None:
    discharge(cast, stay, NOW.date() - timedelta(days=days))
    client, address = sign_in(cast.commissioner), f"/reviews/visits/new/{stay.pk}/"
    assert client.get(address).status_code == status
    listed = address.encode() in client.get("/oversight/blue/").content
    assert listed is (status == 200)
    if status == 200:
        sent = typed(visited_on_day="20", visited_on_month="10")
        made = client.post(address, sent)
        assert client.get(made.url).status_code == 200  # type: ignore[attr-defined]


def test_an_ended_stay_is_for_the_commissioner_who_paid_and_for_nobody_restricted(
    cast: Cast, stay: InpatientStay
) -> None:
    discharge(cast, stay)
    rows = InpatientStay.objects.filter(pk=stay.pk)
    assert rows.permitted(cast.commissioner, Permission.VISIT_RECORD).exists()
    assert not rows.permitted(cast.commissioner, Permission.OVERSIGHT_VIEW).exists()
    assert not rows.permitted(cast.other_commissioner, Permission.VISIT_RECORD).exists()
    register.restrict(person_id=stay.person_id, by=cast.team, at=NOW)
    assert not rows.permitted(cast.commissioner, Permission.VISIT_RECORD).exists()


def typed(**changed: str) -> dict[str, str]:
    return {
        "visited_on_day": "20", "visited_on_month": "11", "visited_on_year": "2026",
        "saw_person": "yes", "account": "Spoke with him", "token": str(uuid4()),
    } | changed  # fmt: skip


def test_the_responsible_commissioner_records_a_visit_once(
    cast: Cast, stay: InpatientStay, sign_in: SignIn
) -> None:
    client, address, sent = sign_in(cast.commissioner), f"/reviews/visits/new/{stay.pk}/", typed()
    page = client.get(address)
    assert page.status_code == 200
    assert ReadLog.objects.latest("id").persons == [stay.person_id]
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.url == second.url  # type: ignore[attr-defined]
    assert OversightVisit.objects.count() == 1
    shown = client.get(first.url).content  # type: ignore[attr-defined]
    assert b"15 January 2027" in shown
    assert b"Spoke with him" in shown
    colleague = give(UserFactory(), Role.COMMISSIONER, organisation=cast.commissioning)
    read = sign_in(colleague).get(first.url)  # type: ignore[attr-defined]
    assert read.status_code == 200
    assert b"Spoke with him" not in read.content


@pytest.mark.parametrize(
    ("member", "status"),
    [("other_commissioner", 404), ("team", 403), ("lead", 403), ("auditor", 403)],
)
def test_nobody_else_records_a_visit(
    cast: Cast, stay: InpatientStay, sign_in: SignIn, member: str, status: int
) -> None:
    client = sign_in(getattr(cast, member))
    assert client.get(f"/reviews/visits/new/{stay.pk}/").status_code == status


def test_a_concern_begun_and_not_finished_is_asked_about(
    cast: Cast, stay: InpatientStay, sign_in: SignIn
) -> None:
    sent = typed(row1_description="Ask about seclusion")
    page = sign_in(cast.commissioner).post(f"/reviews/visits/new/{stay.pk}/", sent).content
    assert b"select who owns it" in page
    assert b"Ask about seclusion" in page
    assert not OversightVisit.objects.exists()
