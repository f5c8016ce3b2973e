"""Duties at the command line: `manage.py duties reconcile` finds what is missing or astray."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from actions import workflow


class Command(BaseCommand):
    """`manage.py duties reconcile [--check] [--json]`; with --check, exit 1 if any is missing.

    What stands otherwise than the policy asks today is told, and neither changed nor an error.
    """

    help = "Recompute the duties of everybody on the register and raise what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        reconcile = verbs.add_parser("reconcile", help="find and raise missing duties")
        reconcile.add_argument("--check", action="store_true", help="report only, raise nothing")
        reconcile.add_argument("--json", action="store_true", help="print a JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        found = workflow.reconcile(at=timezone.now(), mend=not options["check"])
        raised = 0 if options["check"] else len(found)
        astray = workflow.compare(at=timezone.now())
        if options["json"]:
            rows = [
                {
                    "person": str(one.person_id),
                    "rule": one.rule,
                    "due_on": one.due_on.isoformat() if one.due_on else None,
                    "event": one.event,
                }
                for one in found
            ]
            told = {"missing": rows, "raised": raised, "astray": [one.as_dict() for one in astray]}
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self.stdout.write(f"{len(found)} missing, {raised} raised, {len(astray)} astray.")
            for one in astray:
                self.stdout.write(f"Duty {one.duty} ({one.rule}): {one.what}.")
        if found and options["check"]:
            raise CommandError(f"{len(found)} duties are missing.")
