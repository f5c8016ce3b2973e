"""Where a review was held is worked out from the stays, and follows when they change.

No one types it: the stays are the one truth, so no one's word is undone. What was recorded at
first stays in the history of the review.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from core import events, history
from register.models import InpatientStay, Person
from register.workflow import hold
from register.workflow.mistakes.striking_out import events_telling
from register.workflow.stay_days import detained_on
from reviews import rules
from reviews.models import Review, ReviewRequest
from reviews.rules import Setting
from reviews.workflow.common import stay_on
from reviews.workflow.held import PLACED, held_facts
from reviews.workflow.reports import settle_report
from reviews.workflow.requests import follow_person


@events.step
def follow_stays(*, person_id: UUID, kind: str, struck: str, by: User | None, at: datetime) -> None:
    """Settle anew in which stay each review that stands was held, and where the open request is.

    `kind` is the event that told of the stays, `struck` the kind of fact that it struck out.
    Whoever is restricted meanwhile is not left with what no longer holds.
    """
    person = hold(person_id, restricted=True)
    for review in Review.objects.filter(person=person).select_related("stay", "request"):
        stay = _stay_of(review, person)
        if stay != review.stay:
            why = rules.change_of(kind, struck=struck, in_hospital=stay is not None)
            _place(review, person, stay, why=why, by=by, at=at)
    for request in ReviewRequest.objects.open().filter(person=person).select_related("stay"):
        follow_person(request, person, by=by, at=at)


def _stay_of(review: Review, person: Person) -> InpatientStay | None:
    """Return the stay in which a review was held, by the stays that are recorded now.

    On the day of a discharge the person was in both places, and what was recorded stays.
    """
    own, day = review.stay, review.held_on
    if own is not None and own.struck_out_id is None and own.discharged_on == day:
        return own
    return stay_on(person, day)


def _place(
    review: Review, person: Person, stay: InpatientStay | None, *,
    why: rules.StayChange, by: User | None, at: datetime,
) -> None:  # fmt: skip
    """Put a review in this stay, or in none, and tell so of what was told of it before."""
    review.stay, review.setting = stay, Setting.INPATIENT if stay else Setting.COMMUNITY
    history.save(review, by=by, at=at, reason=why)
    told = held_facts(review, person, ehc_plan=None)
    held: dict[str, Any] = {name: told.get(name) for name in PLACED}
    detained = stay is not None and detained_on(stay, review.held_on)
    reported = {"setting": review.setting, "detained": detained}
    for of, facts in (("reviews.held", held), ("reviews.report_sent", reported)):
        numbers = events_telling(person.pk, [of], review=review.pk)
        if numbers:
            events.publish(
                "reviews.setting_followed", person=person.pk, by=by, at=at, of=numbers,
                because=why, **facts,
            )  # fmt: skip
    settle_report(review, by=by, at=at)


def recorded_in(review: Review, stay: InpatientStay) -> bool:
    """Whether a review was recorded as held in this stay, and did not come to lie in it since.

    One recorded on its own stays when the stay turns out to be someone else's.
    """
    day, recorded = None, stay.pk
    for row in review.history.order_by("history_id"):
        if row.held_on != day:  # recorded, or put right to another day
            day, recorded = row.held_on, row.stay_id
    return bool(recorded == stay.pk)
