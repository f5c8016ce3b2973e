"""`manage.py erasure`: is anything about a person kept; the ledger, and erasing by it again."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent import ledger, traces, workflow
from consent.models import LedgerLine
from consent.scan import Findings, identifiers_of, identifiers_of_id, scan
from core.errors import RuleBroken
from register.models import Person


class Command(BaseCommand):
    """Look for a person before or after an erasure; write the ledger; replay it."""

    help = (
        "scan: look for a person in every text, JSON and identifier column, in the message "
        "broker and in the export folder; exits 1 when something was found. ledger: write every "
        "erasure, chained and without a name, to a file. replay: after a backup was restored, "
        "erase again whom that file says was erased; twice does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["scan", "ledger", "replay"])
        parser.add_argument("file", nargs="?", type=Path, help="the ledger to replay")
        parser.add_argument("--person", type=UUID, metavar="UUID", help="whom to look for")
        parser.add_argument("--out", type=Path, metavar="FILE", help="where the ledger goes")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        verbs = {"scan": self._scan, "ledger": self._ledger, "replay": self._replay}
        verbs[options["verb"]](options)

    def _scan(self, options: dict[str, Any]) -> None:
        if options["person"] is None:
            raise CommandError("say whom to look for: --person UUID")
        person = Person.everyone.filter(pk=options["person"]).first()
        looked_for = identifiers_of(person) if person else identifiers_of_id(options["person"])
        progress = None if options["as_json"] else self._progress
        found = traces.look(looked_for, scan(looked_for, progress=progress))
        if progress:
            self.stderr.write("")
        self.stdout.write(_as_json(found, person) if options["as_json"] else _in_words(found))
        if not found.clean:
            raise CommandError("something about this person is kept", returncode=1)

    def _ledger(self, options: dict[str, Any]) -> None:
        if options["out"] is None:
            raise CommandError("say where the ledger goes: --out FILE")
        lines = list(LedgerLine.objects.order_by("id"))
        try:
            text = "".join(f"{line}\n" for line in ledger.written(lines))
        except RuleBroken as refused:
            raise CommandError(f"the ledger in the database: {refused.message}") from None
        _put(options["out"], text)
        self._say(options, f"{len(lines)} erasures are in the ledger.", lines=len(lines))

    def _replay(self, options: dict[str, Any]) -> None:
        if options["file"] is None:
            raise CommandError("say which ledger: replay LEDGER")
        try:
            lines = ledger.read(options["file"].read_text(encoding="utf-8"))
            done = workflow.replay(lines=lines, at=timezone.now())
        except (OSError, UnicodeDecodeError) as unreadable:
            raise CommandError(f"the ledger cannot be read: {type(unreadable).__name__}") from None
        except RuleBroken as refused:
            raise CommandError(refused.message) from None
        self._say(
            options,
            f"{done.lines} erasures were read: {done.erased} people were erased again, "
            f"{done.added} lines were missing here and were added.",
            lines=done.lines,
            erased=done.erased,
            added=done.added,
        )

    def _progress(self, table: str, place: int, total: int) -> None:
        self.stderr.write(f"\r{place}/{total} ({100 * place // total} %) {table:<60}", ending="")

    def _say(self, options: dict[str, Any], words: str, **figures: int) -> None:
        self.stdout.write(json.dumps(figures) if options["as_json"] else words)


def _put(file: Path, text: str) -> None:
    """Write the whole file or none of it, for its owner's eyes."""
    part = file.with_name(f"{file.name}.part")
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    os.replace(part, file)


def _as_json(found: Findings, person: Person | None) -> str:
    return json.dumps(
        {
            "clean": found.clean,
            "on_record": person is not None,
            "tables": found.tables,
            "columns": found.columns,
            "keys": found.keys,
            "files": found.files,
            "own": found.own,
            "named": found.named,
        }
    )


def _in_words(found: Findings) -> str:
    lines = [f"{where}: {rows} rows" for where, rows in sorted(found.own.items())]
    lines += [
        f"{where}: {rows} rows hold the name, perhaps a namesake's"
        for where, rows in sorted(found.named.items())
    ]
    broker = "the broker did not answer" if found.keys is None else f"{found.keys} broker keys"
    folder = "no export folder" if found.files is None else f"{found.files} exported files"
    lines.append(
        f"{found.tables} tables and {found.columns} columns were looked through, {broker}, "
        f"{folder}: " + ("nothing was found." if found.clean else "something was found.")
    )
    return "\n".join(lines)
