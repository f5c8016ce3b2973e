"""The policy at the command line: check the files, or explain what an event would ask for."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from core.command_input import read_json
from duties import explaining, policy


class Command(BaseCommand):
    """`manage.py policy explain …` and `manage.py policy check …`; exit 1 on anything wrong."""

    help = "Explain which duties the policy rules give, or check the policy files."
    # A malformed policy would stop these commands before they could say what is wrong with it.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        explain = verbs.add_parser("explain", help="the duties that an event would give")
        explain.add_argument("--event", required=True, metavar="KIND")
        explain.add_argument("--facts", required=True, metavar="FILE", help="JSON; - reads stdin")
        explain.add_argument("--at", required=True, metavar="DATE", help="such as 2026-11-02")
        explain.add_argument(
            "--statute", action="store_true", help="as if the uncommenced statute had begun"
        )
        explain.add_argument("--json", action="store_true", help="print a JSON array")
        check = verbs.add_parser("check", help="read the policy files strictly")
        check.add_argument("folder", nargs="?", type=Path, help="other files than the register's")
        check.add_argument("--json", action="store_true", help="print a JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "explain":
            self._explain(options)
        else:
            self._check(options)

    def _explain(self, options: dict[str, Any]) -> None:
        try:
            duties = policy.duties_for(
                policy.current(),
                options["event"],
                policy.Facts.read(read_json(options["facts"])),
                policy.read_day("at", options["at"]),
                options["statute"],
            )
        except (policy.PolicyFileError, policy.FactsError, policy.UnknownEvent) as wrong:
            raise CommandError(str(wrong)) from wrong
        if options["json"]:
            self.stdout.write(json.dumps([one.as_dict() for one in duties], indent=2))
            return
        for one in duties:
            self.stdout.write(_in_words(one))
        if not duties:
            self.stdout.write("The policy asks for nothing here.")

    def _check(self, options: dict[str, Any]) -> None:
        try:
            found = policy.load(options["folder"])
        except policy.PolicyFileError as wrong:
            if options["json"]:
                answer = {"ok": False, "file": wrong.file, "line": wrong.line}
                self.stdout.write(json.dumps(answer | {"reason": wrong.reason}))
            raise CommandError(str(wrong)) from wrong
        if options["json"]:
            answer = {"ok": True, "version": found.version, "rules": [r.id for r in found.rules]}
            self.stdout.write(json.dumps(answer, indent=2))
            return
        self.stdout.write(f"{len(found.rules)} rules, version {found.version}: all well.")
        for rule, region in _unused_regions(found):
            self.stderr.write(
                f"Warning: {rule.file}, line {rule.line}: no area belongs to the region {region}."
            )


def _unused_regions(found: policy.Policy) -> list[tuple[policy.Rule, str]]:
    """Return what is for a region that no area has; nothing where there is no database to ask."""
    try:
        return explaining.unused_regions(found)
    except DatabaseError:
        return []


def _in_words(one: policy.DutySpec) -> str:
    day: date | None = one.due_on
    return (
        f"{day.isoformat() if day else 'no date   '}  {one.duty}\n"
        f"            {one.basis}\n"
        f"            {one.jurisdiction}, certainty {one.certainty}; {one.source} [{one.rule}]\n"
    )
