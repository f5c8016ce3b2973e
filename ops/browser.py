"""The Chromium that the browser journeys drive."""

from __future__ import annotations

import os
import shutil

from ops import machine
from ops.plain import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """Its path: the one the caller names, the machine's, or one installed now where root may."""
    named = os.environ.get("DSR_CHROMIUM") or _on_path()
    if named:
        return named
    if machine.add("chromium", "the browser journeys need one"):
        return _on_path()
    say(
        "  No Chromium was found and none can be installed here, so the browser journeys are NOT "
        "run: install chromium, or name one in DSR_CHROMIUM."
    )
    return None


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)
