"""Things in the one state in which a verb can be done: elsewhere its page leads back."""

from typing import Any

from accounts.rules import Role
from consent import workflow as consent
from duties.models import Duty
from register import workflow as register
from register.models import IdentityFinding
from register.rules import Level, RatingSource
from register.rules.identity import Verdict
from reviews import workflow as reviews
from tests import factories
from tests.access.people import admitted, seen_by_all
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW
from tests.referrals import given
from tests.reviews import given as reviews_given


def in_states(cast: Cast) -> dict[str, Any]:
    """Return what can be separated, recorded as done by hand, declined, ruled on and closed."""
    known = seen_by_all(cast)
    left = seen_by_all(cast)
    register.discharge(
        stay=admitted(cast, left), discharged_on=NOW.date(), destination="Home", level=Level.RED,
        reason="Just home", by=cast.team, at=NOW,
    )  # fmt: skip
    escalated = reviews.escalate(
        review=reviews_given.held(cast, seen_by_all(cast)), reason="Stuck",
        escalated_on=NOW.date(), by=cast.team, at=NOW,
    )  # fmt: skip
    referral = given.sent(cast)
    given.found(referral, known, cast=cast, reason="Seen")
    unsure = seen_by_all(cast)
    register.find(
        person=unsure, other=seen_by_all(cast), verdict=Verdict.SAME, reason="Alike",
        by=factories.give(factories.UserFactory(), Role.TEAM, area=cast.area), at=NOW,
    )  # fmt: skip
    agreed = seen_by_all(cast)
    everything = decision(share_partners=True, cetr=True, keyworker=True)
    consent.record(person=agreed, details=everything, by=cast.team, at=NOW)
    duties = Duty.objects.open().filter(person=left)
    return {
        "agreed": agreed.pk,
        "unsure": unsure.pk,
        "finding": IdentityFinding.objects.waiting().get().pk,
        "duty_by_hand": next(one for one in duties if one.is_met_by_hand).pk,
        "asked_review": reviews_given.asked(cast, seen_by_all(cast)).pk,
        "escalated": escalated.pk,
        "done_review": _review_that_is_done(cast).pk,
    }


def _review_that_is_done(cast: Cast) -> Any:
    """Return a review that can be closed: its report is out and the rating was looked at."""
    held = reviews_given.held(cast, seen_by_all(cast))
    sent = reviews.send_report(review=held, sent_on=NOW.date(), by=cast.team, at=NOW)
    register.rate(
        person=sent.person, level=Level.AMBER, reason="After it", source=RatingSource.REVIEW,
        by=cast.team, at=NOW,
    )  # fmt: skip
    return sent
