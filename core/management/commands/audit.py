"""`manage.py audit verify`: does the audit chain still hold?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import audit


class Command(BaseCommand):
    """Seal what is new, then check every event and every seal."""

    help = "Verify the audit chain: exits 1 and says where when it does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify"])
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        while audit.seal(at=timezone.now()):
            pass
        verdict = audit.verify()
        if options["as_json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "sound": verdict.sound,
                        "events": verdict.events,
                        "seals": verdict.seals,
                        "severed": verdict.severed,
                        "unsealed": verdict.unsealed,
                        "faults": list(verdict.faults),
                    }
                )
            )
        else:
            for fault in verdict.faults:
                self.stdout.write(fault)
            self.stdout.write(
                f"{verdict.events} events under {verdict.seals} seals, "
                f"{verdict.severed} severed by erasure, {verdict.unsealed} not yet sealed: "
                + ("the chain holds." if verdict.sound else "THE CHAIN IS BROKEN.")
            )
        if not verdict.sound:
            raise CommandError("the audit chain does not hold", returncode=1)
