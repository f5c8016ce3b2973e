"""The audit trail and the read log, as an auditor reads them: codes, ids and names of staff."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.rules import Permission
from core.events import KIND
from core.models import AuditEvent, ReadLog
from oversight import corrections
from oversight.paging import page_of
from register.models import Person

PAGE = 100
CORRECTIONS = "corrections"
"""What the address asks for who wants only what was put right, struck out or reopened."""


def events(user: User, *, kind: str, before: int | None) -> tuple[list[AuditEvent], int | None]:
    """Return up to 100 events, newest first, of one kind where asked, older than `before`.

    With them the number below which there are more.

    `CORRECTIONS` stands for all kinds that put something right.

    Those about people of the auditor's areas, and those about nobody (any more).
    """
    theirs = _people(user)
    rows = AuditEvent.objects.select_related("actor").order_by("-id")
    rows = rows.filter(Q(person_id__isnull=True) | Q(person_id__in=theirs))
    if kind == CORRECTIONS:
        rows = rows.filter(kind__in=list(corrections.WORDS))
    elif kind:
        # Whatever else stands in the address is the name of no event, and may be no text at all.
        rows = rows.filter(kind=kind) if KIND.fullmatch(kind) else rows.none()
    if before:
        rows = rows.filter(id__lt=before)
    return page_of(rows, PAGE)


def reads(
    user: User, *, by: UUID | None, person: UUID | None, before: int | None
) -> tuple[list[ReadLog], int | None]:
    """Return up to 100 entries of the read log, newest first, of one user or about one person.

    With them the number below which there are more.

    What people with a role in the auditor's areas looked at; about one person of those areas,
    whoever looked.
    """
    grants = user.grants(Permission.AUDIT_VIEW)
    rows = ReadLog.objects.select_related("user__organisation").order_by("-id")
    if person and not _people(user).filter(pk=person).exists():
        return [], None
    if not person:
        rows = rows.filter(user__in=User.objects.in_areas(grants.areas).values("pk"))
    if by:
        rows = rows.filter(user=by)
    if person:
        rows = rows.filter(persons__contains=[person])
    if before:
        rows = rows.filter(id__lt=before)
    return page_of(rows, PAGE)


def _people(user: User) -> QuerySet[Person, Any]:
    """Return the ids of everybody in the auditor's areas, restricted ones included."""
    areas = user.grants(Permission.AUDIT_VIEW).areas
    return Person.everyone.filter(area__in=areas).values("pk")


def kinds() -> list[str]:
    """Return the kinds of event that have happened."""
    return list(AuditEvent.objects.order_by("kind").values_list("kind", flat=True).distinct())


def number(text: Any) -> int | None:
    """Return the whole number in an address, or None."""
    return int(text) if str(text or "").isascii() and str(text or "").isdigit() else None
