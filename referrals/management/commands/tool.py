"""Clinical support tools at the command line: suggest, check, list."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.command_input import read_json
from referrals import tool_files
from referrals.tool_engine import AnswersError, Suggestion, suggest
from referrals.tool_model import Population, Tool


class Command(BaseCommand):
    """`manage.py tool suggest|check|list …`; exit 1 on anything wrong."""

    help = "Say what answers to a clinical support tool suggest, check tool files, list tools."
    # A malformed tool would stop these commands before they could say what is wrong with it.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        ask = verbs.add_parser("suggest", help="what the answers suggest, and why")
        ask.add_argument("tool", metavar="TOOL")
        ask.add_argument("--answers", required=True, metavar="FILE", help="JSON; - reads stdin")
        ask.add_argument(
            "--for", dest="whom", choices=[one.value for one in Population], default="all"
        )
        check = verbs.add_parser("check", help="read the tool files strictly")
        check.add_argument("path", nargs="?", type=Path, help="another file or folder")
        listing = verbs.add_parser("list", help="the tools with their items")
        for one in (ask, check, listing):
            one.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = {"suggest": self._suggest, "check": self._check, "list": self._list}
        verb[options["verb"]](options)

    def _suggest(self, options: dict[str, Any]) -> None:
        tools = self._tools(None)
        tool = tools.get(options["tool"])
        if tool is None:
            raise CommandError(f"unknown tool {options['tool']!r}; known: {', '.join(tools)}")
        given = read_json(options["answers"])
        if isinstance(given, dict) and isinstance(given.get("answers"), dict):
            given = given["answers"]
        try:
            found = suggest(tool, given, whom=Population(options["whom"]))
        except AnswersError as wrong:
            raise CommandError(str(wrong)) from wrong
        if options["json"]:
            self.stdout.write(json.dumps(found.as_dict(), indent=2))
        else:
            self.stdout.write(_in_words(tool, found))

    def _check(self, options: dict[str, Any]) -> None:
        try:
            tools = self._read(options["path"])
        except tool_files.ToolFileError as wrong:
            if options["json"]:
                answer = {"ok": False, "file": wrong.file, "line": wrong.line}
                self.stdout.write(json.dumps(answer | {"reason": wrong.reason}))
            raise CommandError(str(wrong)) from wrong
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, "tools": list(tools)}))
        else:
            self.stdout.write(f"{len(tools)} tools: all well.")

    def _list(self, options: dict[str, Any]) -> None:
        tools = self._tools(None).values()
        if options["json"]:
            self.stdout.write(json.dumps([_as_dict(one) for one in tools], indent=2))
            return
        for one in tools:
            self.stdout.write(f"{one.id}  version {one.version}  {one.title}")

    def _tools(self, path: Path | None) -> dict[str, Tool]:
        try:
            return self._read(path)
        except tool_files.ToolFileError as wrong:
            raise CommandError(str(wrong)) from wrong

    def _read(self, path: Path | None) -> dict[str, Tool]:
        if path is not None and path.is_file():
            tool = tool_files.read(path)
            return {tool.id: tool}
        return tool_files.load(path)


def _as_dict(tool: Tool) -> dict[str, Any]:
    return {
        "id": tool.id,
        "title": tool.title,
        "version": tool.version,
        "digest": tool.digest,
        "scored": tool.scored,
        "clinical_use": tool.clinical_use,
        "licence": tool.licence,
        "population": tool.population.value,
        "items": [
            {
                "id": item.id,
                "number": item.number,
                "text": item.text,
                "population": item.population.value,
                "key": item.key,
                "options": [option.id for option in item.options],
                "weights": {name: str(weight) for name, weight in item.weights.items()},
            }
            for item in tool.items
        ],
    }


def _in_words(tool: Tool, found: Suggestion) -> str:
    lines = [f"{tool.title}, version {tool.version}"]
    if found.level:
        lines.append(f"Suggests {found.level}. A named clinician decides.")
    else:
        lines.append(f"Cannot suggest. {found.cannot_suggest_reason}")
    lines += [f"- {reason}" for reason in found.reasons]
    return "\n".join(lines)
