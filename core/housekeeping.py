"""Removing what has expired by itself: sessions and cache entries. Nothing about a person."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import connection, transaction


@transaction.atomic
def tidy(*, at: datetime) -> int:
    """Remove expired sessions and cache entries; returns how many rows went."""
    removed, _ = Session.objects.filter(expire_date__lt=at).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_cache WHERE expires < %s", [at])
        return int(removed + cursor.rowcount)
