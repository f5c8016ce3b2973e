"""`manage.py register reconcile`: do the list rows still match what they are derived from?"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from register import workflow


class Command(BaseCommand):
    """Compare every list row with its sources."""

    help = (
        "Compare every list row with its sources; exits 1 when one differs. --mend puts it right."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb and its options."""
        parser.add_argument("verb", choices=["reconcile"])
        parser.add_argument("--mend", action="store_true", help="put right what differs")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, report, and exit 1 when a row differed and was not put right."""
        found = workflow.reconcile(mend=options["mend"])
        if options["as_json"]:
            self.stdout.write(json.dumps(asdict(found) | {"sound": found.sound}))
        else:
            self.stdout.write(
                f"{found.checked} people checked: {found.mended} rows differed, "
                f"{found.missing} were missing, {found.left_over} were left over."
            )
        if not found.sound and not options["mend"]:
            raise CommandError("some list rows differ; run again with --mend", returncode=1)
