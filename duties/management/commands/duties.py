"""Duties at the command line: what a sync of everyone would change, and the sync itself."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from duties import workflow


class Command(BaseCommand):
    """`manage.py duties reconcile [--check] [--json]` changes nothing; `duties sync` does.

    With `--check`, exit 1 where a duty is not as the facts and the policy have it.
    """

    help = "Work out everyone's duties from the facts recorded, and compare or bring up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        reconcile = verbs.add_parser("reconcile", help="say what a sync would change")
        reconcile.add_argument("--check", action="store_true", help="exit 1 on a difference")
        reconcile.add_argument("--json", action="store_true", help="print a JSON object")
        verbs.add_parser("sync", help="bring everyone's duties up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "sync":
            changed = workflow.sync_everyone(at=timezone.now())
            self.stdout.write(f"Duties of {changed} people brought up to date.")
            return
        found = workflow.compare(at=timezone.now())
        if options["json"]:
            told = {
                "missing": [one.as_dict() for one in found if one.what == "missing"],
                "astray": [one.as_dict() for one in found if one.what != "missing"],
            }
            self.stdout.write(json.dumps(told, indent=2))
        else:
            for one in found:
                self.stdout.write(f"{one.person_id}: {one.rule}: {one.what}")
            self.stdout.write(f"{len(found)} duties are not as the facts have them.")
        if found and options["check"]:
            raise CommandError(f"{len(found)} duties are not as the facts have them.")
