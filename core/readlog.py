"""Who looked at whom. Written before the page is shown: no row, no page."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from core.models import ReadLog

if TYPE_CHECKING:
    from accounts.models import User


def record(
    *, user: "User", view: str, persons: Iterable[UUID], at: datetime, purpose: str = ""
) -> None:
    """Note that `user` was shown `persons` on `view`; a failure to note stops the page."""
    shown = list(dict.fromkeys(persons))
    if shown:
        ReadLog.objects.create(user=user, view=view, persons=shown, at=at, purpose=purpose)
