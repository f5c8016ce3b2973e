"""Start-up checks: the clinical support tools can be used, and every age has one."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from referrals import tool_files
from referrals.tool_model import Population, Tool


@register()
def tools_are_valid(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a tool file that cannot be used; says file, line and reason."""
    try:
        tools = tool_files.current()
    except tool_files.ToolFileError as wrong:
        return [Error(str(wrong), id="referrals.E001")]
    named = getattr(settings, "DSR_CLINICAL_TOOL", "")
    if named and named not in tools:
        words = f"DSR_CLINICAL_TOOL must name one of: {', '.join(tools)}."
        return [Error(words, id="referrals.E002")]
    usable = [tools[named]] if named else [tool for tool in tools.values() if tool.clinical_use]
    return [
        Error(f"There is no clinical support tool for: {whom.label}.", id="referrals.E003")
        for whom in (Population.ADULT, Population.CYP)
        if not _covers(usable, whom)
    ]


def _covers(tools: list[Tool], whom: Population) -> bool:
    return any(tool.population.covers(whom) for tool in tools)
