"""Which clinical support tool a referral uses, and how its answers are kept.

The engine is pure (`referrals.tool_engine`); here it meets a draft: the tool is chosen by age,
its answers carry its version, and a suggestion is put into words.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings

from core.dates import age_on
from core.errors import RuleBroken
from referrals import tool_engine, tool_files
from referrals.models import ToolChoice
from referrals.tool_model import Item, Population, Tool

ADULT_FROM = 18
YOUNG_UNTIL = 25
"""Items for children and young people are asked up to this age: residential college and the way
into adult services matter until then (domain 4: services for ages 0 to 25)."""
FALLBACK = "local-prompts"
"""Used where a region has loaded no tool of its own."""


class Questionnaire(NamedTuple):
    """A tool as it is put to somebody: the items for adults, for children, or all of them."""

    tool: Tool
    whom: Population

    @property
    def items(self) -> tuple[Item, ...]:
        """The items to ask, in order."""
        return self.tool.items_for(self.whom)


def for_birth_date(birth: date | None, *, on: date, area: UUID | None = None) -> Questionnaire:
    """Return the tool for somebody born on `birth`, referred to `area`.

    What an administrator chose for the area comes first, while that tool can be used. Else
    `DSR_CLINICAL_TOOL` may name one; else a region's own tool for the age comes before one for
    all ages, and that before the register's own prompts. Never one that is not for clinical use,
    unless named.
    """
    if birth is None:
        raise RuleBroken("Enter the date of birth first: the tool depends on it")
    age = age_on(birth, on)
    whom = Population.CYP if age < ADULT_FROM else Population.ADULT
    tool = chosen(area, whom) or by_order(whom)
    if tool is None:
        raise RuleBroken("There is no clinical support tool for this age. Contact the DSR team.")
    return Questionnaire(tool, Population.ALL if ADULT_FROM <= age <= YOUNG_UNTIL else whom)


def made_for(names: Collection[str]) -> Questionnaire:
    """Return the tool whose items a page of these field names asked, where no age tells it."""
    tools = tool_files.current().values()
    most = max(tools, key=lambda tool: sum(f"item_{item.id}" in names for item in tool.items))
    return Questionnaire(most, Population.ALL)


def chosen(area: UUID | None, whom: Population) -> Tool | None:
    """Return the tool that an administrator chose for the area, where it can be used."""
    if area is None:
        return None
    choice = ToolChoice.objects.filter(area=area, whom=whom).values_list("tool", flat=True)
    tool = tool_files.current().get(choice.first() or "")
    usable = tool is not None and tool.clinical_use and tool.population.covers(whom)
    return tool if usable else None


def by_order(whom: Population) -> Tool | None:
    """Return the tool that serves `whom` where nobody chose one for the area."""
    named = getattr(settings, "DSR_CLINICAL_TOOL", "")
    usable = [
        tool
        for tool in tool_files.current().values()
        if tool.population.covers(whom) and (tool.id == named if named else tool.clinical_use)
    ]
    usable.sort(key=lambda t: (t.population is Population.ALL, t.id == FALLBACK, t.id))
    return usable[0] if usable else None


def options_of(item: Item) -> list[tuple[str, str]]:
    """Return the options of an item as choices."""
    return [(option.id, option.label) for option in item.options]


def stamped(
    asked: Questionnaire, answers: Mapping[str, Any], *, complete: bool
) -> dict[str, Any]:  # fmt: skip
    """Return answers and evidence with the tool and version they were given to.

    Raises `RuleBroken` for answers that are not the tool's and, when `complete`, for an item
    left out.
    """
    try:
        chosen = tool_engine.read_answers(asked.tool, answers.get("answers", {}))
    except tool_engine.AnswersError as wrong:
        raise RuleBroken(f"These answers do not fit the tool: {wrong}") from wrong
    left = [item for item in asked.items if item.id not in chosen]
    if complete and left:
        raise RuleBroken(
            f"Select an answer to {left[0].number}. {left[0].text}", field=f"item_{left[0].id}"
        )
    ids = {item.id for item in asked.items}
    evidence = answers.get("evidence", {})
    return {
        "tool": asked.tool.id,
        "version": asked.tool.version,
        "title": asked.tool.title,
        "whom": asked.whom.value,
        "answers": {name: option for name, option in chosen.items() if name in ids},
        "evidence": {name: words for name, words in evidence.items() if name in ids and words},
    }


def fits(
    answers: Mapping[str, Any], birth: date | None, *, on: date, area: UUID | None = None
) -> bool:
    """Whether answers were given to the tool, the version and the items that apply now."""
    asked = for_birth_date(birth, on=on, area=area)
    now = (asked.tool.id, asked.tool.version, asked.whom.value)
    return now == (answers.get("tool"), answers.get("version"), answers.get("whom"))


def suggestion_as_json(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the answers suggest: the level ("" for none) and why, or why not."""
    tool = _tool_of(answers)
    found = tool_engine.suggest(
        tool, answers.get("answers", {}), whom=Population(answers.get("whom", "all"))
    )
    reasons = list(found.reasons)
    if found.cannot_suggest_reason:
        reasons.insert(0, found.cannot_suggest_reason)
    return {"suggested": found.level or "", "reasons": reasons}


def suggestion_or_why_not(answers: Mapping[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """Return the suggestion as JSON; None and why where the tool was replaced since."""
    try:
        return suggestion_as_json(answers), ""
    except RuleBroken as broken:
        return None, broken.message


def items_as_answered(answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each item asked: its question, the option, its words and the evidence."""
    tool = _tool_of(answers)
    evidence = answers.get("evidence", {})
    asked = {item.id for item in tool.items_for(Population(answers.get("whom", "all")))}
    return [
        {
            "id": one["item"],
            "question": one["text"],
            "option": one["option"],
            "words": one["answer"],
            "evidence": evidence.get(one["item"], ""),
        }
        for one in tool_engine.snapshot(tool, answers.get("answers", {}))
        if one["item"] in asked
    ]


def _tool_of(answers: Mapping[str, Any]) -> Tool:
    tool = tool_files.current().get(str(answers.get("tool", "")))
    if tool is None or tool.version != answers.get("version"):
        raise RuleBroken(
            "The clinical support tool has been replaced by another version. "
            "Complete the clinical support tool again"
        )
    return tool
