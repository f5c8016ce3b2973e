"""Log lines: one event, one line, in UTC."""

import logging
import time


class OneLine(logging.Formatter):
    """Formats a record on a single line, so that typed newlines cannot forge another."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record with line breaks made visible."""
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")
