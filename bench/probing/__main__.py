"""One register, waiting for questions: a JSON object a line in, one a line out.

    python -m bench.probing

`{"ask": "page", "name": "list", "times": 10}` answers with milliseconds. The harness holds one such
process for each database, so that sizes are measured in turn.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def answers() -> dict[str, Callable[..., Any]]:
    """Return what can be asked."""
    from bench.probing import erasing, pages, plans, referring, work

    def page(name: str, times: int) -> list[float]:
        return pages.timed(name, times)

    def bare(name: str, times: int) -> list[float]:
        return pages.timed_bare(name, times)

    def facts(name: str) -> dict[str, Any]:
        reads = pages.statements(name)
        plan = plans.together(reads)
        return {
            "queries": pages.queries(name),
            "reads": len(reads),
            "buffers": plan.buffers,
            "whole": plan.whole,
            "bytes": len(pages.open_page(name)),
        }

    def known() -> dict[str, Any]:
        return {
            name: {"persona": one.persona, "path": one.path, "body": one.body}
            for name, one in pages.pages().items()
        }

    def save_sql(path: str) -> None:
        kept = {name: pages.statements(name) for name in pages.pages()}
        Path(path).write_bytes(pickle.dumps(kept))

    return {
        "page": page,
        "bare": bare,
        "facts": facts,
        "known": known,
        "save_sql": save_sql,
        "submit": referring.measure,
        "drafts": lambda times: [str(referring.draft().pk) for _ in range(times)],
        "reconcile": work.reconcile,
        "erase": erasing.erase,
        "owe": work.owe,
        "owed": work.owed,
        "forget": work.forget,
        "about": work.about,
        "people": work.people,
    }


def main() -> None:
    """Answer until nobody asks any more."""
    django.setup()
    known = answers()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": known[asked.pop("ask")](**asked)}
        except Exception as problem:  # noqa: BLE001 - the harness prints why a row is missing
            answer = {"problem": f"{type(problem).__name__}: {problem}"[:300]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
