"""Whether one process of a container is well: what the compose file asks each of them.

    python -m ops.probe web|worker|beat

The web is well when it answers, whatever it says of the others: pages go on while Redis is
away. Worker and beat are found by their process, for their health as a whole is what /health/
tells.
"""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

SECONDS = 8


def main(part: str) -> int:
    """0 where the part is well, 1 otherwise."""
    return 0 if (_answers() if part == "web" else _runs(part)) else 1


def _answers() -> bool:
    port = os.environ.get("DSR_BIND", ":8000").rpartition(":")[2]
    host = os.environ.get("DSR_ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/health/", headers={"Host": host})
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS):
            return True
    except urllib.error.HTTPError as answer:
        return answer.code == 503
    except OSError:
        return False


def _runs(part: str) -> bool:
    """Whether the first process of this container is the Celery part asked for."""
    words = Path("/proc/1/cmdline").read_bytes().split(b"\0")
    return part.encode() in words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
