"""Pages as PDF: tagged for screen readers, A4, fit for a black-and-white printer."""

import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HERE = "https://own.invalid"
"""Stands before our own addresses while a PDF is drawn; nothing is ever asked of it."""


class PdfMissing(Exception):
    """The libraries that draw PDF are not on this machine: print from the browser instead."""


def response(
    request: HttpRequest, template: str, context: Mapping[str, Any], name: str
) -> HttpResponse:
    """Return `template` as a PDF to open in the browser; it is kept in no cache.

    `name` is the file's name without ".pdf": small letters, digits and hyphens, and never
    anything about a person. Style sheets are linked by `static` as on every page; nothing else is
    read, from this machine or from any other. Raises `PdfMissing` where Pango is not installed.
    """
    if not NAME.fullmatch(name):
        raise ValueError("The name of a file holds small letters, digits and hyphens only.")
    body = render(render_to_string(template, dict(context), request=request))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def render(html: str) -> bytes:
    """Return a whole HTML document as PDF/UA-1, the standard for accessible PDF."""
    try:
        import weasyprint
        from weasyprint import urls
    except OSError as error:  # the package is there, the system's Pango is not
        raise PdfMissing from error

    class OwnFilesOnly(urls.URLFetcher):  # type: ignore[misc]
        """Gives our own static files and refuses every other address."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            own = HERE + settings.STATIC_URL
            if not url.startswith(own):
                raise urls.FatalURLFetchingError(f"A PDF reads our own files only, not {url}")
            path = static_file(url.removeprefix(own))
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _type(path)})

    for chatty in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    try:
        document = weasyprint.HTML(string=html, base_url=HERE, url_fetcher=OwnFilesOnly())
        made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    except urls.FatalURLFetchingError as refused:
        raise ValueError(str(refused)) from refused
    return made


def static_file(name: str) -> Path:
    """Return where one of our static files lies; raises `FileNotFoundError` for any other."""
    if ".." in Path(name).parts:
        raise FileNotFoundError(name)
    collected = Path(settings.STATIC_ROOT) / name
    found = finders.find(name) or (str(collected) if collected.is_file() else None)
    if found is None:
        raise FileNotFoundError(name)
    return Path(str(found))


def _type(path: Path) -> str:
    return {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}[path.suffix]
