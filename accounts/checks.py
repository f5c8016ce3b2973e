"""Start-up checks of the gate."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

OUTSIDE_THE_GATE = ("allauth.", "django.contrib.staticfiles.", "django.views.static")
"""Views of libraries that keep their own gate: signing in, and static files."""


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (address pattern, callback) of every route."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


@register()
def every_view_passes_the_gate(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse to start with a route whose view is not behind the gate."""
    from accounts.gate import GateView

    return [
        Error(f"{route} is served by {callback.__module__}, outside the gate.", id="accounts.E001")
        for route, callback in patterns()
        if not callback.__module__.startswith(OUTSIDE_THE_GATE)
        and not issubclass(getattr(callback, "view_class", object), GateView)
    ]
