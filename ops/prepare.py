"""Bring the database and the static files up to date: what every start does before serving.

Runs inside the private environment with DJANGO_SETTINGS_MODULE set, in one process because each
start of Django costs a second.

    python -m ops.prepare [--no-database] [--no-static] [--people N]
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from ops import places
from ops.plain import step

# Extensions that no page loads, and whose comments name modules that hashing cannot find.
UNUSED = ["django_htmx/ext/*"]


def main(arguments: list[str]) -> None:
    """Do the parts that were asked for."""
    parser = argparse.ArgumentParser(prog="ops.prepare")
    parser.add_argument("--no-database", action="store_true")
    parser.add_argument("--no-static", action="store_true")
    parser.add_argument("--people", type=int, help="make the demo region with this many people")
    asked = parser.parse_args(arguments)

    import django

    django.setup()
    if not asked.no_static:
        collect_static()
    if not asked.no_database:
        migrate()
    if asked.people:
        make_region(asked.people)


def migrate() -> None:
    """Bring the schema up to date."""
    from django.core.management import call_command

    with step("Database schema"):
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Hash and gather the static files, where any has changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".gathered-from"
    current = _static_digest()
    if stamp.exists() and stamp.read_text() == current:
        return
    with step("Static files"):
        call_command(
            "collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED
        )
        stamp.write_text(current)


def make_region(people: int) -> None:
    """Make the demo region, which does nothing where there is one."""
    from django.core.management import call_command

    with step("Demo region"):
        call_command("demo_region", people=people)


def _static_digest() -> str:
    """What the static files are, by name, size and time, and the libraries that hash them."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    seen = hashlib.sha256(settings.SETTINGS_MODULE.encode())
    seen.update((places.ROOT / "requirements" / "base.txt").read_bytes())
    for name, path in sorted(_static_files(finders)):
        found = path.stat()
        seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _static_files(finders: object) -> Iterator[tuple[str, Path]]:
    for finder in finders.get_finders():  # type: ignore[attr-defined]
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
