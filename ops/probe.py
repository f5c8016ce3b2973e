"""Whether one part of the service is well: what the compose file asks of each container.

    python -m ops.probe web|worker|beat

The web is well when it answers, whatever it says of the others: pages go on while Redis is away.
Worker and beat are well when /health/ says so; where no web can be asked they are given the benefit
of the doubt, for restarting them would not bring it back.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any

SECONDS = 8
WEB = "http://web:8000"  # the name of the service in docker-compose.yml


def main(part: str) -> int:
    """0 where the part is well, 1 otherwise."""
    if part == "web":
        port = os.environ.get("DSR_BIND", ":8000").rpartition(":")[2]
        return 0 if ask(f"http://127.0.0.1:{port}") is not None else 1
    said = ask(WEB)
    return 0 if said is None or said.get(part, {}).get("well", False) else 1


def ask(address: str) -> dict[str, Any] | None:
    """What /health/ says there; nothing where it does not answer."""
    host = os.environ.get("DSR_ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    asked = urllib.request.Request(f"{address}/health/", headers={"Host": host})
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
            return _read(answer.read())
    except urllib.error.HTTPError as answer:
        return _read(answer.read())
    except OSError:
        return None


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(body)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
