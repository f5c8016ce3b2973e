"""Log lines: one event, one line, in UTC."""

import logging
import re
import time
import traceback
from pathlib import Path
from typing import Any

TOKEN = re.compile(r"/[\w:~.=-]{50,}")
"""Part of an address that is too long to be anything but a signed token, which opens something."""


class OneLine(logging.Formatter):
    """Formats a record on a single line, so that typed newlines cannot forge another."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Return where an error came from, and its kind; never its words, which may name somebody.

        A database error, for one, quotes the value that it refused.
        """
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)[-8:]
        steps = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
        )
        return f"{getattr(kind, '__name__', kind)} at {steps}"

    def format(self, record: logging.LogRecord) -> str:
        """Return the record with line breaks made visible."""
        line = super().format(record).replace("\r", "\\r").replace("\n", "\\n")
        return TOKEN.sub("/…", line)
