"""The audit trail and the read log, as an auditor reads them: codes, ids and names of staff."""

from typing import Any
from uuid import UUID

from core.events import KIND
from core.models import AuditEvent, ReadLog

PAGE = 100


def events(*, kind: str, before: int | None) -> list[AuditEvent]:
    """Return up to 100 events, newest first, of one kind where asked, older than `before`."""
    rows = AuditEvent.objects.select_related("actor").order_by("-id")
    if kind:
        # Whatever else stands in the address is the name of no event, and may be no text at all.
        rows = rows.filter(kind=kind) if KIND.fullmatch(kind) else rows.none()
    if before:
        rows = rows.filter(id__lt=before)
    return list(rows[:PAGE])


def reads(*, by: UUID | None, person: UUID | None, before: int | None) -> list[ReadLog]:
    """Return up to 100 entries of the read log, newest first, of one user or about one person."""
    rows = ReadLog.objects.select_related("user").order_by("-id")
    if by:
        rows = rows.filter(user=by)
    if person:
        rows = rows.filter(persons__contains=[person])
    if before:
        rows = rows.filter(id__lt=before)
    return list(rows[:PAGE])


def kinds() -> list[str]:
    """Return the kinds of event that have happened."""
    return list(AuditEvent.objects.order_by("kind").values_list("kind", flat=True).distinct())


def number(text: Any) -> int | None:
    """Return the whole number in an address, or None."""
    return int(text) if str(text or "").isascii() and str(text or "").isdigit() else None
