"""Pages of the ground floor: what is shown when something went wrong."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an unexpected error: 503 with the crisis numbers when PostgreSQL is away, else 500.

    The templates need no database and no session; nothing of the error is shown.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("database unavailable: %s", type(error).__name__)
        response = render(None, "errors/503.html", status=503)
        response["Retry-After"] = "60"
    else:
        response = render(None, "errors/500.html", status=500)
    response["Cache-Control"] = "no-store"
    return response
