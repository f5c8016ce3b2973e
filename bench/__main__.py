"""`python -m bench`: measure, print the table, keep it as JSON.

--people N,...   sizes of region (1000,10000,100000)
--rows a,b       only these rows
--quick          5,000 people and short turns: two minutes
--million        a million people as well, which needs 50 GB and an hour
--json FILE      where the JSON goes (bench-results/, named by the moment)
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.bench import QUICK, USUAL, Bench
from bench.figures import Row, not_measured, table
from bench.rows import ROWS
from bench.servers import PYTHON, Failed
from ops import places
from ops.plain import Stop, run, say

SIZES, QUICK_SIZES, MILLION = (1_000, 10_000, 100_000), (1_000, 5_000), 1_000_000


def main() -> int:
    """Measure what is asked for."""
    asked = _asked()
    sizes = asked.people or (QUICK_SIZES if asked.quick else SIZES)
    if asked.million:
        sizes = (*sizes, MILLION)
    for needed in ("DATABASE_URL", "REDIS_URL"):
        if needed not in os.environ:
            raise Stop(f"{needed} is not set: `make bench` starts what is needed.")
    _gather_static()
    began = time.monotonic()
    with Bench(env=dict(os.environ), sizes=sizes, pace=QUICK if asked.quick else USUAL) as bench:
        before = os.getloadavg()[0]
        say(f"  Regions: {', '.join(f'{one.people:,}' for one in bench.databases)} people")
        rows = [row for name in asked.rows for row in _measured(name, bench)]
    took = time.monotonic() - began
    say()
    say(table(rows))
    say(f"\nMeasured in {took:.0f} s. Only ratios within one run mean anything.")
    _keep(asked.json, rows, sizes=sizes, seconds=took, load=(before, os.getloadavg()[0]))
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=_sizes, default=(), metavar="N,…")
    parser.add_argument("--rows", type=_names, default=list(ROWS), metavar="a,b")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(one.replace("_", "")) for one in text.split(","))
    if not all(300 <= one <= MILLION for one in sizes):
        raise argparse.ArgumentTypeError("each size is from 300 to 1,000,000")
    return sizes


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = sorted(set(names) - set(ROWS))
    if unknown:
        raise argparse.ArgumentTypeError(
            f"there is no row {', '.join(unknown)}; rows are {', '.join(ROWS)}"
        )
    return names


def _gather_static() -> None:
    command = [PYTHON, "-m", "ops.prepare", "--no-database"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "dsr_site.settings.demo"}
    subprocess.run(command, cwd=places.ROOT, env=env, check=True)


def _measured(name: str, bench: Bench) -> list[Row]:
    """Measure one row; what goes wrong becomes a line that says so."""
    began = time.monotonic()
    try:
        rows = ROWS[name](bench)
    except (Failed, OSError, ValueError, subprocess.SubprocessError) as problem:
        rows = [not_measured(name, str(problem) or type(problem).__name__)]
    except Stop as stop:
        rows = [not_measured(name, str(stop))]
    say(f"  {name}: {', '.join(row.verdict for row in rows)} ({time.monotonic() - began:.0f} s)")
    return rows


def _keep(
    path: Path | None, rows: Sequence[Row], *, sizes: Sequence[int], seconds: float,
    load: tuple[float, float],
) -> None:  # fmt: skip
    """Write the run as JSON."""
    now = datetime.now(UTC)
    target = path or places.ROOT / "bench-results" / f"{now:%Y%m%d-%H%M%S}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    said: dict[str, Any] = {
        "at": now.isoformat(timespec="seconds"),
        "people": list(sizes),
        "seconds": round(seconds),
        "processors": os.cpu_count(),
        "load_before_and_after": [round(one, 1) for one in load],
        "rows": [row.as_json() for row in rows],
    }
    target.write_text(json.dumps(said, indent=2) + "\n")
    say(f"As JSON: {target}")


if __name__ == "__main__":
    run(main)
