"""Reviews that follow the stays of the person: what is made and looked at."""

from datetime import date, timedelta
from typing import Any

from core.models import AuditEvent
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import Cause
from reviews.models import Review
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission

TODAY = NOW.date()
DAY = date(2026, 11, 12)
BEFORE, AFTER = DAY - timedelta(days=3), DAY + timedelta(days=3)
WHY = "The letter was about someone else"


def someone(cast: Cast) -> Person:
    return on_register(cast.area, by=cast.team, at=NOW - timedelta(days=60))


def now(review: Review) -> tuple[str, Any]:
    """Return where a review counts as held now, and in which stay."""
    review.refresh_from_db()
    return review.setting, review.stay


def earlier_stay(cast: Cast, person: Person, until: date, **changed: Any) -> InpatientStay:
    return register.record_earlier_stay(
        person=person, details=admission(cast, **changed), discharged_on=until,
        destination="Home", by=cast.team, at=NOW,
    )  # fmt: skip


def strike(cast: Cast, kind: str, fact: Any, to: Person | None = None) -> None:
    register.strike_out(
        person=fact.person, kind=kind, fact_id=fact.pk, reason=WHY, moved_to=to, by=cast.team,
        cause=Cause.WRONG_PERSON if to else Cause.MISTAKE, at=NOW,
    )  # fmt: skip


def told(review: Review) -> list[tuple[str, str]]:
    """Return what the trail says: where the review counts now, and because of what."""
    rows = AuditEvent.objects.filter(kind="reviews.setting_followed", person_id=review.person_id)
    held_rows = [row.facts for row in rows.order_by("id") if "stay" in row.facts]
    return [(facts["setting"], facts["because"]) for facts in held_rows]
