"""What the pages of reviews show beside a record that came through the gate."""

from uuid import UUID

from actions.models import Action, Duty
from actions.rules import Origin
from register.models import InpatientStay
from reviews.models import OversightVisit, Review


def actions_of(source: Review | OversightVisit) -> list[Action]:
    """Return the actions that a review recommended or a visit's concerns became."""
    origin = Origin.REVIEW if isinstance(source, Review) else Origin.VISIT
    rows = Action.objects.from_origin(origin, source.pk).filter(person=source.person_id)
    return list(rows.select_related("owner"))


def rating_review_due(person_id: UUID) -> Duty | None:
    """Return the open duty to review the rating after a C(E)TR."""
    return Duty.objects.open().filter(person=person_id, rule="cetr-rating-review").first()


def visit_due(person_id: UUID) -> Duty | None:
    """Return the open duty of a commissioner's oversight visit."""
    return Duty.objects.open().visits().filter(person=person_id).first()


def visits_of(stay: InpatientStay) -> list[OversightVisit]:
    """Return the latest visits in a stay."""
    return list(OversightVisit.objects.filter(stay=stay)[:10])
