"""The pages of a review's way, and the worklist: who does what, and what is said."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.models import Action
from alerts.models import Notice
from core.models import ReadLog
from duties.models import Duty
from register.models import Rating
from register.rules import Level
from reviews import listing, workflow
from reviews.models import KeyworkerFollowUp, Review, ReviewRequest
from reviews.rules import Recipient
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.reviews.given import TODAY, arranged, asked, consents, held
from tests.reviews.test_decide_keyworker import CHILD, known
from tests.reviews.test_pages import TYPED
from tests.reviews.test_record_review import TWENTY

SignIn = Callable[..., Client]


def day(name: str, text: str) -> dict[str, str]:
    """Return a date as the three boxes of the field `name` send it."""
    parts = zip(("day", "month", "year"), text.split(), strict=True)
    return {f"{name}_{box}": typed for box, typed in parts}


ASKING = day("asked_on", "23 11 2026") | {"requester": "advocate", "reason": "Moved twice"}
ARRANGING = day("planned_on", "1 12 2026") | {"organiser": "icb", "chair": "Chris", "version": "1"}


def test_a_lead_asks_the_team_arranges_and_records_that_it_was_held(
    cast: Cast, sign_in: SignIn
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.RED)
    client = sign_in(cast.lead)
    page = client.get(f"/people/{person.pk}/").content
    assert f"/reviews/requests/new/{person.pk}/".encode() in page
    done = client.post(f"/reviews/requests/new/{person.pk}/", ASKING)
    shown = client.get(done.url).content  # type: ignore[attr-defined]
    assert b"This stays due until a review is held" in shown
    assert b"Arrange the review" not in shown
    request = ReviewRequest.objects.get()
    assert Notice.objects.filter(kind="review_requested", user=cast.team).exists()
    client = sign_in(cast.team)
    address = f"/reviews/requests/{request.pk}/"
    assert client.get(f"{address}arrange/").status_code == 200
    client.post(f"{address}arrange/", ARRANGING)
    shown = client.get(address).content
    assert b"Fewer than 2 weeks" in shown
    assert b"Not named yet: the independent clinical expert" in shown
    assert Notice.objects.filter(kind="review_arranged", user=cast.lead).exists()
    assert b"Chris" in client.get(f"{address}hold/").content
    done = client.post(f"{address}hold/", TYPED)
    review = Review.objects.get()
    assert done.url == f"/reviews/{review.pk}/"  # type: ignore[attr-defined]
    assert (review.request, review.requested_by) == (request, "advocate")
    assert b"See the review held on" in client.get(address).content


def test_what_another_saved_meanwhile_is_said_and_what_was_typed_kept(
    cast: Cast, sign_in: SignIn
) -> None:
    request = arranged(cast, on_register(cast.area, by=cast.team))
    page = sign_in(cast.team).post(
        f"/reviews/requests/{request.pk}/arrange/", ARRANGING | {"place": "Library"}
    )
    assert b"this review on" in page.content
    assert b"Library" in page.content


def test_papers_are_not_sent_without_consent_and_the_page_says_so(
    cast: Cast, sign_in: SignIn
) -> None:
    person = on_register(cast.area, by=cast.team)
    request = arranged(cast, person)
    client, address = sign_in(cast.team), f"/reviews/requests/{request.pk}/"
    assert b"the panel sees no papers" in client.get(address).content
    assert b"must not read the papers" in client.get(f"{address}papers/").content
    sent: dict[str, object] = {"received": ["planner"], "circulated": ["planner"]}
    refused = client.post(f"{address}papers/", sent).content
    assert b"No consent to the review is on record" in refused
    consents(cast, person, cetr=True)
    assert client.post(f"{address}papers/", sent).status_code == 302
    assert b"Sent to the panel" in client.get(address).content
    assert request.papers.get(code="planner").circulated_on == TODAY


def test_ending_a_request_asks_why_and_tells_who_asked(cast: Cast, sign_in: SignIn) -> None:
    request = asked(cast, on_register(cast.area, by=cast.team))
    client, address = sign_in(cast.team), f"/reviews/requests/{request.pk}/decline/"
    assert b"Enter why the request is declined" in client.post(address, {}).content
    client.post(address, {"reason": "Held elsewhere"})
    request.refresh_from_db()
    assert request.state == "declined"
    assert Notice.objects.filter(kind="review_ended", user=cast.lead).exists()
    assert b"This request was declined" in client.post(address, {"reason": "Again"}).content


def test_a_request_asks_for_the_plan_only_where_it_decides(cast: Cast, sign_in: SignIn) -> None:
    client, adult = sign_in(cast.team), on_register(cast.area, by=cast.team)
    assert b"health and care plan?" not in client.get(f"/reviews/requests/new/{adult.pk}/").content
    young = on_register(cast.area, by=cast.team, birth_date=TWENTY)
    address = f"/reviews/requests/new/{young.pk}/"
    assert b"Select yes if the person has an EHC plan" in client.post(address, ASKING).content
    client.post(address, ASKING | {"ehc_plan": "yes"})
    assert ReviewRequest.objects.get().kind == "CETR"


def test_the_team_takes_a_review_to_its_end(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    review = held(cast, person, unowned=("Find a flat",), findings={"medication": "Too much"})
    client, address = sign_in(cast.team), f"/reviews/{review.pk}/"
    shown = client.get(address).content
    assert b"Too much" in shown
    assert b"cannot be closed yet" in client.post(f"{address}close/").content
    one = review.recommendations.get()
    agreeing = {"description": "Find a flat", "owner": str(cast.lead.pk)}
    client.post(f"/reviews/recommendations/{one.pk}/agree/", agreeing | day("due_on", "4 12 2026"))
    assert Action.objects.get().owner == cast.lead
    client.post(
        f"{address}send-report/",
        {"recipients": ["commissioner", "person"]} | day("sent_on", "23 11 2026"),
    )
    copy = review.copies.get(recipient="commissioner")
    answer = {"regard": "We pay"} | day("regard_on", "23 11 2026")
    client.post(f"/reviews/copies/{copy.pk}/regard/", answer)
    rating = {"level": "GREEN", "reason": "As found"}
    client.post(f"/people/{person.pk}/rate/?because=review", rating)
    assert Rating.objects.current().get(entry__person=person).source == "review"
    shown = client.get(address).content
    assert b"We pay" in shown
    assert b"Nothing is left to do" in shown
    client.post(f"{address}close/")
    review.refresh_from_db()
    assert review.closed_by == cast.team


def test_a_review_is_escalated_and_the_panels_answer_recorded(cast: Cast, sign_in: SignIn) -> None:
    review = held(cast, on_register(cast.area, by=cast.team))
    client, address = sign_in(cast.team), f"/reviews/{review.pk}/"
    client.post(f"{address}escalate/", {"reason": "Not safe"} | day("escalated_on", "23 11 2026"))
    assert b"The panel has not decided yet" in client.get(address).content
    client.post(f"{address}oversight/", {"outcome": "Move her"} | day("oversight_on", "23 11 2026"))
    assert b"Move her" in client.get(address).content


def test_the_letter_speaks_to_the_person(cast: Cast, sign_in: SignIn) -> None:
    review = held(cast, on_register(cast.area, by=cast.team, preferred_name="Bobbie"))
    page = sign_in(cast.team).get(f"/reviews/{review.pk}/letter/").content
    assert b"Dear Bobbie" in page
    assert b"Am I safe?" in page
    assert b"a care and treatment review (CTR)" in page
    assert ReadLog.objects.latest("id").purpose == "Letter"


def test_the_page_of_an_emergency_protocol_says_that_a_review_must_follow(
    cast: Cast, sign_in: SignIn
) -> None:
    person = on_register(cast.area, by=cast.team)
    client = sign_in(cast.team)
    done = client.post(f"/reviews/new/{person.pk}/", TYPED | {"what": "laep"})
    assert b"must still follow" in client.get(done.url).content  # type: ignore[attr-defined]


def test_what_the_keyworker_service_said_stands_on_the_persons_page(
    cast: Cast, sign_in: SignIn
) -> None:
    referral = known(cast)
    client = sign_in(cast.team)
    sent = {"state": "not_accepted"} | day("happened_on", "23 11 2026")
    address = f"/reviews/keyworker/{referral.pk}/follow-up/"
    assert b"did not accept the referral" in client.post(address, sent).content
    client.post(address, sent | {"reason": "No room until May"})
    assert KeyworkerFollowUp.objects.get().state == "not_accepted"
    assert b"No room until May" in client.get(f"/people/{referral.person_id}/").content


def test_the_keyworker_page_says_when_consent_is_missing(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=CHILD)
    client, address = sign_in(cast.team), f"/reviews/keyworker/{person.pk}/"
    assert b"No consent to a keyworker referral" in client.get(address).content
    sent = {"outcome": "referred"} | day("decided_on", "23 11 2026")
    assert b"does not cover" in client.post(address, sent).content


@pytest.mark.parametrize("stage", ["asked", "arranged", "report", "close"])
def test_the_worklist_shows_each_stage_to_those_whose_people_they_are(
    cast: Cast, sign_in: SignIn, stage: str
) -> None:
    made = {
        "asked": lambda person: asked(cast, person),
        "arranged": lambda person: arranged(cast, person),
        "report": lambda person: held(cast, person),
        "close": lambda person: workflow.send_report(
            review=held(cast, person), sent_on=TODAY, by=cast.team, at=NOW
        ),
    }
    people = {}
    for name, make in made.items():
        people[name] = on_register(
            cast.area, by=cast.team, lead=cast.lead, family_name=f"Stage{name}"
        )
        make(people[name])
    for member in (cast.team, cast.lead):
        page = sign_in(member).get(f"/reviews/?stage={stage}").content.decode()
        assert [name for name in made if f"Stage{name}" in page] == [stage]
        assert ReadLog.objects.latest("id").persons == [people[stage].pk]
    empty = sign_in(cast.other_area_team).get(f"/reviews/?stage={stage}").content
    assert b"No review is listed here" in empty


def test_what_is_overdue_stands_first(cast: Cast, sign_in: SignIn) -> None:
    late, soon = NOW - timedelta(days=40), NOW - timedelta(days=2)
    for name, at in (("Soon", soon), ("Late", late)):
        person = on_register(
            cast.area, by=cast.team, level=Level.RED, at=at, family_name=f"Due{name}"
        )
        asked(cast, person)
    page = sign_in(cast.team).get("/reviews/").content.decode()
    assert page.index("DueLate") < page.index("Overdue") < page.index("DueSoon")


def test_a_request_is_late_when_the_duty_that_it_answers_is_overdue(
    cast: Cast, sign_in: SignIn
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.AMBER)
    request = asked(cast, person)
    duty = Duty.objects.open().reviews_or_meetings().get(person=person)
    assert duty.due_on is not None
    assert duty.late_from is not None
    shown = sign_in(cast.team).get(f"/reviews/requests/{request.pk}/").content
    assert b"This stays due until a review or a multi-agency meeting is held" in shown
    for today, late in ((duty.due_on, False), (duty.late_from, True)):
        [row], _, _ = listing.page_of(cast.team, listing.Filters.read({}), on=today)
        assert (row.due_on, row.late) == (duty.due_on, late)


@pytest.mark.parametrize("stage", ["asked", "close"])
def test_the_worklist_asks_the_database_the_same_at_any_size(
    cast: Cast, sign_in: SignIn, stage: str
) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            person = on_register(cast.area, by=cast.team)
            if stage == "asked":
                asked(cast, person)
                continue
            workflow.send_report(
                review=held(cast, person), recipients=[Recipient.COMMISSIONER, Recipient.PERSON],
                sent_on=TODAY, by=cast.team, at=NOW,
            )  # fmt: skip

    client, taken = sign_in(cast.team), []
    client.get("/reviews/")  # the first page of a session asks a little more
    for count in (2, 6):
        more(count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/reviews/?stage={stage}").status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1]
