"""The verb that says which clinical support tool an area uses."""

from datetime import datetime

from accounts.models import Area, User
from core import events, history
from core.errors import RuleBroken
from referrals import tool_files
from referrals.models import ToolChoice
from referrals.tool_model import Population


@events.step
def choose_tool(
    *, area: Area, whom: Population, tool: str, by: User, at: datetime
) -> ToolChoice | None:
    """Let `tool` serve the adults or the children of `area` from the next page on.

    An empty `tool` takes the choice back: the service's own order applies again. Drafts whose
    tool changes ask for it again; what was sent stays with the tool and version it was made with.
    """
    Area.objects.select_for_update().get(pk=area.pk)
    if whom not in (Population.ADULT, Population.CYP):
        raise RuleBroken("Select whom the tool is for", field="whom")
    known = ToolChoice.objects.filter(area=area, whom=whom).first()
    if (known.tool if known else "") == tool:
        return known
    if tool:
        _check_usable(tool, whom)
    was = known.tool if known else None
    choice = known or ToolChoice(area=area, whom=whom)
    choice.tool, choice.chosen_by, choice.chosen_at = tool, by, at
    history.save(choice, by=by, at=at, reason="choose_tool")
    events.publish(
        "referrals.tool_chosen",
        by=by,
        at=at,
        area=area.pk,
        whom=whom,
        tool=tool or None,
        was=was or None,
    )
    return choice


def _check_usable(name: str, whom: Population) -> None:
    tool = tool_files.current().get(name)
    if tool is None:
        raise RuleBroken("This tool is not loaded", field="tool")
    if not tool.population.covers(whom):
        raise RuleBroken(f"This tool is not for {whom.label.lower()}", field="tool")
    if not tool.clinical_use:
        raise RuleBroken("This tool is not for clinical use", field="tool")
