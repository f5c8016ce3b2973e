"""Views that run the SQL of a page and give back its bytes, and one that does nothing at all."""

import os
import pickle
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

STATEMENTS: dict[str, list[tuple[str, Any]]] = {}
if os.environ.get("BENCH_SQL"):
    # Written a moment ago by the harness itself, in a folder of its own.
    STATEMENTS = pickle.loads(Path(os.environ["BENCH_SQL"]).read_bytes())


def run(statements: list[tuple[str, Any]]) -> bytes:
    """Run the statements, and return every value of every row as bytes."""
    lines: list[bytes] = []
    with connection.cursor() as cursor:
        for sql, parameters in statements:
            cursor.execute(sql, parameters)
            lines += ["\t".join(map(str, row)).encode() for row in cursor.fetchall()]
    return b"\n".join(lines)


@transaction.non_atomic_requests
def bare(request: HttpRequest, page: str) -> HttpResponse:
    """Answer with what the page called `page` reads from the database."""
    return HttpResponse(run(STATEMENTS[page]), content_type="text/plain")


@transaction.non_atomic_requests
def empty(request: HttpRequest) -> HttpResponse:
    """Answer nothing."""
    return HttpResponse(b"")


urlpatterns = [path("bare/<slug:page>/", bare), path("empty/", empty)]
