"""What operators' commands read: JSON from a file or from standard input."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def read_json(name: str) -> Any:
    """Return what the JSON file `name` holds (- is stdin); raise CommandError in one line."""
    try:
        content = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        return json.loads(content, object_pairs_hook=_object)
    except OSError as wrong:
        raise CommandError(f"{name}: cannot be read: {wrong.strerror}") from wrong
    except (ValueError, RecursionError) as wrong:
        raise CommandError(f"{name}: is not JSON: {' '.join(str(wrong).split())[:200]}") from wrong


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: json alone would quietly keep the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object gives one name twice")
    return found
