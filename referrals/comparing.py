"""What a new tool result says that the one before it did not: for the writer and the team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from referrals import tool_engine, tool_files, tooling
from referrals.models import ToolResult
from referrals.tool_model import Tool
from register.models import Person

DIRECTIONS = {"up": "more risk", "down": "less risk", "changed": "changed"}


@dataclass(frozen=True, slots=True)
class Difference:
    """An item answered otherwise than last time."""

    question: str
    was: str
    now: str
    direction: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A result beside the one before it.

    `comparable` is false where another tool or version asked: then the answers are not laid side
    by side, and both suggestions stand with the version that made them.
    """

    before: ToolResult | None
    comparable: bool
    differences: list[Difference]
    unknown: list[str]


def compare(
    before: ToolResult | None, *, tool: str, version: str, items: Sequence[Mapping[str, Any]]
) -> Comparison:
    """Return what changed in `items`, as they are kept with a result, since `before`."""
    comparable = before is not None and (before.tool, before.tool_version) == (tool, version)
    current = tool_files.current().get(tool)
    made_with = current if current is not None and str(current.version) == version else None
    differences = []
    if comparable and before is not None:
        last = {one["id"]: one for one in before.items}
        differences = [
            _difference(last.get(one["id"], {}), one, made_with)
            for one in items
            if one.get("option") != last.get(one["id"], {}).get("option")
        ]
    unknown = [one["question"] for one in items if _says_nothing(one, made_with)]
    return Comparison(before, comparable, differences, unknown)


def of_answers(person: Person, answers: Mapping[str, Any]) -> Comparison:
    """Return answers that are being written beside the person's newest result."""
    before = ToolResult.objects.about(person.pk).newest_first().first()
    items = tooling.items_as_answered(answers)
    return compare(
        before, tool=answers["tool"], version=str(answers["version"]), items=items
    )  # fmt: skip


def of_result(result: ToolResult) -> Comparison:
    """Return a result that was kept beside the one before it."""
    person = result.referral.person_id if result.referral else result.person_id
    earlier = ToolResult.objects.about(person or result.person_id)
    before = earlier.filter(completed_at__lt=result.completed_at).newest_first().first()
    return compare(before, tool=result.tool, version=result.tool_version, items=result.items)


def _difference(was: Mapping[str, Any], now: Mapping[str, Any], tool: Tool | None) -> Difference:
    direction = "changed"
    item = tool.item(now["id"]) if tool else None
    if item is not None:
        option = item.option
        direction = tool_engine.Change(
            item, option(was.get("option", "")), option(now.get("option", ""))
        ).direction
    return Difference(
        now["question"], was.get("words") or "Not asked", now.get("words", ""),
        DIRECTIONS[direction],
    )  # fmt: skip


def _says_nothing(one: Mapping[str, Any], tool: Tool | None) -> bool:
    item = tool.item(one["id"]) if tool else None
    option = item.option(one.get("option", "")) if item else None
    return not one.get("option") or (option is not None and option.unknown)
