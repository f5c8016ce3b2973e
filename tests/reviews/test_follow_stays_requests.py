"""The open request for a review follows the stays, and so does who organises it."""

from dataclasses import replace

from core.models import AuditEvent
from reviews import workflow
from reviews.rules import Organiser
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import stay_of
from tests.reviews.following import (
    AFTER,
    BEFORE,
    DAY,
    TODAY,
    someone,
)
from tests.reviews.given import HELD, PLANNED, arranged, asked
from tests.reviews.test_days_of_stays import discharge
from tests.reviews.test_record_review import CHILD


def test_an_open_request_is_where_the_person_is_and_its_organiser_follows(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=CHILD)
    request = arranged(cast, person)
    assert (request.setting, request.organiser) == ("community", Organiser.ICB)
    community = {paper.code for paper in request.papers.all()}
    stay = stay_of(cast, person)
    request.refresh_from_db()
    assert (request.setting, request.stay) == ("inpatient", stay)
    assert request.organiser == Organiser.NHS_ENGLAND
    assert community < {paper.code for paper in request.papers.all()}
    assert request.planned_on == PLANNED
    discharge(cast, stay, TODAY)
    request.refresh_from_db()
    assert (request.setting, request.organiser) == ("community", Organiser.ICB)
    assert AuditEvent.objects.filter(kind="reviews.request_followed").count() == 2


def test_an_organiser_that_someone_chose_stays(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=CHILD)
    request = asked(cast, person, organiser=Organiser.COLLABORATIVE)
    stay_of(cast, person)
    request.refresh_from_db()
    assert (request.setting, request.organiser) == ("inpatient", Organiser.COLLABORATIVE)


def test_a_review_held_before_the_admission_still_answers_the_request(cast: Cast) -> None:
    person = someone(cast)
    request = asked(cast, person, asked_on=BEFORE)
    stay_of(cast, person, admitted_on=AFTER)
    review = workflow.record_review(
        person=person, details=replace(HELD, held_on=DAY), request=request, by=cast.team, at=NOW
    )
    assert (review.request, review.setting) == (request, "community")
