"""`manage.py erasure scan`: is anything about a person in any table?"""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from consent.scan import Findings, identifiers_of, identifiers_of_id, scan
from register.models import Person


class Command(BaseCommand):
    """Look for a person before or after an erasure. Says where, never what."""

    help = (
        "Look for a person in every text, JSON and identifier column. Before an erasure the "
        "record itself tells what to look for; afterwards only the identifier is known. "
        "Exits 1 when something was found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["scan"])
        parser.add_argument("--person", type=UUID, required=True, metavar="UUID")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.everyone.filter(pk=options["person"]).first()
        looked_for = identifiers_of(person) if person else identifiers_of_id(options["person"])
        found = scan(looked_for, progress=None if options["as_json"] else self._progress)
        self.stdout.write(_as_json(found, person) if options["as_json"] else _in_words(found))
        if not found.clean:
            raise CommandError("something about this person is kept", returncode=1)

    def _progress(self, table: str, place: int, total: int) -> None:
        self.stderr.write(f"\r{place}/{total} {table:<60}", ending="")


def _as_json(found: Findings, person: Person | None) -> str:
    return json.dumps(
        {
            "clean": found.clean,
            "on_record": person is not None,
            "tables": found.tables,
            "columns": found.columns,
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
    lines.append(
        f"{found.tables} tables and {found.columns} columns were looked through: "
        + ("nothing was found." if found.clean else "something was found.")
    )
    return "\n".join(lines)
