"""Start-up checks: policy and ladders can be used, and the commencement date is a date."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from actions import ladders


@register()
def ladders_are_valid(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with ladders that cannot be used; says file, line and reason."""
    try:
        ladders.current()
    except ladders.LadderFileError as wrong:
        return [Error(str(wrong), id="actions.E003")]
    return []
