"""How long a record is kept, as the person's page says it."""

from uuid import UUID

from accounts.rules import Permission
from consent import disposition
from consent.models import Disposal
from core.dates import local_day
from core.records import Moment, Panel, Viewing
from register import person_page

WORDS = {
    "list_due": "Listed as due for erasure",
    "list_again": "Listed again as due for erasure",
    "propose_disposal": "Erasure proposed, waiting for a second person",
    "keep_record": "Record kept for now",
    "lapse": "No longer due for erasure",
}
"""What each step towards an erasure is called on the timeline."""


def kept_panels(viewing: Viewing) -> list[Panel]:
    """Return until when the record is kept, for those who decide; none while it is in use."""
    if not viewing.viewer.holds(Permission.ERASURE_APPROVE) or viewing.once(person_page.standing):
        return []
    clock, on = disposition.clock_of(viewing.person.pk), local_day(viewing.at)
    if clock is None:
        return []
    rows = Disposal.objects.active().filter(person=viewing.person)
    disposal = rows.select_related("proposed_by", "decided_by").first()
    context = {"clock": clock, "disposal": disposal, "is_due": clock.due_on <= on}
    title = "How long this record is kept"
    return [Panel("disposal", title, "consent/panels/kept.html", context, order=20)]


def kept_moments(person_id: UUID) -> list[Moment]:
    """Return each step towards an erasure, and each decision to keep the record."""
    past = Disposal.history.filter(person_id=person_id).select_related("history_user")
    return [
        Moment(
            when=one.history_date,
            title=WORDS[one.history_change_reason],
            words=one.kept_why,
            by=one.history_user.full_name if one.history_user else "",
        )
        for one in past.order_by("-history_date")[:50]
    ]
