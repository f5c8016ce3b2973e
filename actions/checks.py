"""Start-up checks: policy and ladders can be used, and the commencement date is a date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from actions import ladders, policy


@register()
def policy_is_valid(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a policy file that cannot be used; says file, line and reason."""
    try:
        policy.current()
    except policy.PolicyFileError as wrong:
        return [Error(str(wrong), id="actions.E001")]
    return []


@register()
def ladders_are_valid(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with ladders that cannot be used; says file, line and reason."""
    try:
        ladders.current()
    except ladders.LadderFileError as wrong:
        return [Error(str(wrong), id="actions.E003")]
    return []


@register()
def commencement_is_a_date(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a commencement date of Part 8A that is not a date."""
    text = settings.DSR_STATUTE_COMMENCED_ON
    try:
        if text:
            date.fromisoformat(text)
    except ValueError:
        words = "DSR_STATUTE_COMMENCED_ON must be empty or a date such as 2027-01-01."
        return [Error(words, id="actions.E002")]
    return []
