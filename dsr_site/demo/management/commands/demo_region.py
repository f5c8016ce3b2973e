"""The made-up region, made once: `manage.py demo_region --people 300`."""

import json
import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dsr_site.demo.region.build import build

MOST = 1_000_000


class Command(BaseCommand):
    """Makes the demo region; where there is one it does nothing and says so."""

    help = "Make the made-up region with so many people, unless it exists."

    def add_arguments(self, parser: CommandParser) -> None:
        usual = os.environ.get("PEOPLE", "").strip() or "300"
        parser.add_argument("--people", type=int, default=usual, help="about how many")
        parser.add_argument("--json", action="store_true", help="print a JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        people = options["people"]
        if not 1 <= people <= MOST:
            raise CommandError(f"--people must be a whole number from 1 to {MOST}.")
        began = time.monotonic()
        bar = Bar(self.stdout if not options["json"] else None)
        made = build(count=people, now=timezone.now(), progress=bar)
        bar.end()
        seconds = round(time.monotonic() - began, 1)
        if options["json"]:
            answer = {"already": made.already, "people": made.people, "seconds": seconds}
            self.stdout.write(json.dumps(answer))
        elif made.already:
            self.stdout.write(f"The region exists, with {made.people:,} people. Nothing was done.")
        else:
            self.stdout.write(f"{made.people:,} made-up people in {seconds:g} s.")


class Bar:
    """A progress bar: one line that is written over; away from a terminal, a line each tenth."""

    def __init__(self, out: Any) -> None:
        self.out = out
        self.terminal = out is not None and out.isatty()
        self.shown = -1

    def __call__(self, done: int, left: int) -> None:
        """Show that `done` parts are done and `left` are known to be left."""
        share = done * 100 // max(1, done + left)
        if self.out is None or share <= self.shown:
            return
        if self.terminal:
            filled = "#" * (share // 4)
            self.out.write(f"\r  [{filled:<25}] {share:3d} %", ending="")
            self.out.flush()
        elif share // 10 > self.shown // 10:
            self.out.write(f"  {share // 10 * 10} %")
        self.shown = share

    def end(self) -> None:
        """Leave the line."""
        if self.terminal and self.shown >= 0:
            self.out.write("")
