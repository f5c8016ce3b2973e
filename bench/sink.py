"""A mail server that accepts everything at once and notes when.

    python -m bench.sink PORT FILE

writes a line for each mail: the monotonic clock in seconds at the moment it was accepted, and the
mail's own reference. Nothing of the mail is kept.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

ENDS = b"\r\n.\r\n"
REFERENCE = b"x-reference:"


class Sink(asyncio.Protocol):
    """One conversation."""

    def __init__(self, book: Path) -> None:
        self.book = book
        self.waiting = b""
        self.in_mail = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 ready\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer every whole command or mail that has come."""
        self.waiting += data
        while self._one():
            pass

    def _one(self) -> bool:
        mark = ENDS if self.in_mail else b"\r\n"
        part, found, rest = self.waiting.partition(mark)
        if not found:
            return False
        self.waiting = rest
        if self.in_mail:
            self._accept(part)
        else:
            self._answer(part[:4].upper().strip())
        return True

    def _accept(self, mail: bytes) -> None:
        self.in_mail = False
        head = mail.partition(b"\r\n\r\n")[0].split(b"\r\n")
        named = [line for line in head if line.lower().startswith(REFERENCE)]
        reference = named[0].partition(b":")[2].strip().decode() if named else "-"
        with self.book.open("a") as book:
            book.write(f"{time.monotonic()} {reference}\n")
        self.transport.write(b"250 accepted\r\n")

    def _answer(self, verb: bytes) -> None:
        if verb == b"DATA":
            self.in_mail = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 fine\r\n")


async def serve(port: int, book: Path) -> None:
    """Accept mail until ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(book), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
