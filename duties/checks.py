"""What stops start-up: a policy file or a day that cannot be used."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from duties import policy


@register()
def policy_is_valid(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a policy file that cannot be used; says file, line and reason."""
    try:
        policy.current()
    except policy.PolicyFileError as wrong:
        return [Error(str(wrong), id="duties.E001")]
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
        return [Error(words, id="duties.E002")]
    return []
