"""What the register knows of everyone rated GREEN in an area, read in one query.

Reads only: `meetings.drift` judges it, `meetings.workflow.drift` draws the sample.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from consent.models import Decision
from core.dates import local_day
from core.models import AuditEvent
from meetings.drift import REST_WEEKS, Known, week_of
from meetings.models import DriftSample
from referrals.models import ToolResult
from register.models import Involvement, Standing
from register.rules import Level

LATEST: dict[str, Any] = {"output_field": models.DateTimeField()}


def known_green(area_id: UUID, *, on: date) -> Iterator[Known]:
    """Yield what the register knows of everyone GREEN in an area: one query, whatever its size.

    Whoever was drawn within the last weeks rests. Contact is what a named colleague did about
    the person; what the service does by itself is none.
    """
    resting = DriftSample.objects.filter(
        person=OuterRef("person"), week__gt=week_of(on) - timedelta(weeks=REST_WEEKS)
    )
    rows = (
        Standing.objects.unrestricted()
        .filter(area=area_id, shown=Level.GREEN)
        .filter(~Exists(resting))
        .annotate(
            tool_at=Greatest(_newest_tool("person"), _newest_tool("referral__person")),
            contact_at=Subquery(_contacts().values("at")[:1], **LATEST),
            consent_on=Subquery(_decisions().values("review_on")[:1]),
            partners=Coalesce(Subquery(_partners().values("how_many")), 0),
        )
        .values_list(*_KNOWN)
        .order_by()
    )
    for row in rows.iterator(chunk_size=2_000):
        yield _known(row)


_KNOWN = (
    "person_id", "area_id", "person__birth_date", "person__ehc_plan", "entry__opened_at",
    "rated_at", "person__lead_professional", "person__lead_professional__is_active", "tool_at",
    "contact_at", "consent_on", "partners", "entry__partners_confirmed_at",
)  # fmt: skip


def _newest_tool(path: str) -> Subquery:
    """When the newest result was completed, of those that lead to the person by `path`.

    That of a referral joined to the record is about the referral's person.
    """
    rows = ToolResult._base_manager.filter(**{path: OuterRef("person")})
    return Subquery(rows.order_by("-completed_at").values("completed_at")[:1], **LATEST)


def _contacts() -> models.QuerySet[Any]:
    rows = AuditEvent.objects.filter(person_id=OuterRef("person"), actor__isnull=False)
    return rows.exclude(kind__in=NO_CONTACT).order_by("-id")


NO_CONTACT = ("register.meeting_involved", "meetings.carried_over", "meetings.drift_drawn")
"""Events that name someone without anyone having thought of them in particular."""


def _decisions() -> models.QuerySet[Any]:
    return Decision.objects.current().filter(person=OuterRef("person")).order_by()


def _partners() -> models.QuerySet[Any]:
    rows = Involvement.objects.named().current().filter(attends_cetr=True)
    counted = rows.filter(person=OuterRef("person")).order_by().values("person")
    return counted.annotate(how_many=Count("pk"))


def _known(row: tuple[Any, ...]) -> Known:
    days = [local_day(one) if one else None for one in (*row[4:6], *row[8:10], row[12])]
    entered, rated, tool, contact, confirmed = days
    return Known(
        person_id=row[0],
        area_id=row[1],
        birth_date=row[2],
        ehc_plan=row[3],
        entered_on=cast(date, entered),
        rated_on=cast(date, rated),
        has_lead=row[6] is not None,
        lead_active=bool(row[7]),
        tool_on=tool,
        contact_on=contact,
        consent_review_on=row[10],
        partners=row[11],
        partners_confirmed_on=confirmed,
    )
