"""A mail server that keeps what it is given, and nothing more."""

import socketserver
import threading
import time
from typing import Any, Self, cast

PATIENCE = 0.005
"""Seconds that taking one mail lasts, so that a relay can be caught in the middle."""


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                self._take()
                self._say("250 kept")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 sink" if verb in {b"EHLO", b"HELO"} else "250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        time.sleep(PATIENCE)
        cast(Sink, self.server).mails.append(b"".join(lines).decode())

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a port of its own for as long as the `with` block lasts."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[str] = []
        self.port: int = self.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *failed: Any) -> None:
        self.shutdown()
        self.server_close()

    def references(self) -> list[str]:
        """Return the reference of every mail, one for each time it came."""
        marked = (line for mail in list(self.mails) for line in mail.splitlines())
        return [line.split(": ", 1)[1] for line in marked if line.startswith("X-Reference: ")]
