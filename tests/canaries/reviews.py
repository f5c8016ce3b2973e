"""The canary among reviews: a review with a recommendation, a keyworker, a visit."""

from datetime import date

from register import workflow as register
from register.models import Person
from register.rules import LegalStatus, Security
from reviews import workflow
from reviews.details import Recommended, ReviewDetails, VisitDetails
from reviews.rules import KeyworkerOutcome
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW


def fill(person: Person, cast: Cast) -> None:
    wanted = Recommended(
        description=word("recommendation"), owner=cast.lead, due_on=date(2026, 12, 18)
    )
    details = ReviewDetails(
        held_on=NOW.date(),
        chair=word("chair"),
        clinical_expert=word("clinician"),
        expert_by_experience=word("expert"),
        others=word("others"),
        consent="consent",
        safe=word("safe"),
        current_care=word("care"),
        future_plan=word("plan"),
        hospital_needed=word("hospital"),
        ehc_plan=False,
        recommendations=(wanted,),
    )
    review = workflow.record_review(person=person, details=details, by=cast.team, at=NOW)
    workflow.send_report(review=review, sent_on=NOW.date(), by=cast.team, at=NOW)
    workflow.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.DECLINED, reason=word("keyworker"), by=cast.team,
        at=NOW,
    )  # fmt: skip
    admission = register.AdmissionDetails(
        hospital=cast.commissioning,
        commissioner=cast.commissioning,
        admitted_on=date(2026, 11, 21),
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_2,
        planned=False,
    )
    stay = register.admit(person=person, details=admission, by=cast.team, at=NOW)
    visit = VisitDetails(
        saw_person=False, not_seen_reason=word("not seen"), account=word("account")
    )
    workflow.record_visit(stay=stay, on=NOW.date(), details=visit, by=cast.commissioner, at=NOW)
