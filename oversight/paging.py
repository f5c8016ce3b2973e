"""Pages of what is numbered, newest first: a page ends where reading ended, not showing."""

from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def page_of(rows: QuerySet[M], size: int) -> tuple[list[M], int | None]:
    """Return up to `size` rows and, where there are more, the number below which they go on.

    It is that of the last row read: what a page then leaves out hides nothing that comes after.
    """
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None
