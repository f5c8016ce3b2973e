"""A mail server that keeps what it is given, and nothing more."""

import contextlib
import socket
import socketserver
import threading
from typing import Any, Self, cast


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        # Whoever talks may be killed in the middle of it.
        with contextlib.suppress(ConnectionError):
            self._talk()

    def _talk(self) -> None:
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
        cast(Sink, self.server).keep(b"".join(lines).decode())

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a port of its own for as long as the `with` block lasts; with it end the
    conversations and their threads."""

    daemon_threads = False
    block_on_close = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[str] = []
        self.port: int = self.server_address[1]
        self._stops_at: int | None = None
        self._goes_on = threading.Event()
        self._talking: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, name="mail sink")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *failed: Any) -> None:
        self.shutdown()
        self._thread.join()
        self.go_on()
        for talking in list(self._talking):
            with contextlib.suppress(OSError):
                talking.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def stop_at(self, number: int) -> None:
        """Take so many mails and leave whoever brought the last without an answer: a relay is
        caught in the middle, with a mail that was taken and that it does not know to be."""
        self._stops_at = number

    def go_on(self) -> None:
        """Take and answer again."""
        self._stops_at = None
        self._goes_on.set()

    def keep(self, mail: str) -> None:
        """Keep one mail."""
        self.mails.append(mail)
        if self._stops_at is not None and len(self.mails) >= self._stops_at:
            self._goes_on.wait()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Know whom there is to hang up on."""
        self._talking.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget who has gone."""
        self._talking.discard(request)
        super().shutdown_request(request)

    def references(self) -> list[str]:
        """Return the reference of every mail, one for each time it came."""
        marked = (line for mail in list(self.mails) for line in mail.splitlines())
        return [line.split(": ", 1)[1] for line in marked if line.startswith("X-Reference: ")]
