"""The ledger of erasures as a file: it lets a restored backup forget again whom it forgot.

A line names nobody. Its key is a digest of the person's identifier under a secret of this
service, so that only somebody who has that secret and a backup with the person can put the two
together. Each line is chained to the one before under the same secret and the last line counts
them all: a ledger that was cut off or changed is refused.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from consent import rules
from consent.models import ErasureCertificate, LedgerLine
from core.errors import RuleBroken

START = "0" * 64
LOCK = 0x0D5_1ED6
TEXTS = ("person_key", "reference", "legal_basis", "closure_reason", "recorder_role",
         "approver_role")  # fmt: skip
TIMES = ("received_at", "approved_at", "erased_at")


class LedgerRefused(RuleBroken):
    """The file is not a whole, unchanged ledger of this register; nothing was changed."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}. Nothing was changed.")


def key_of(person_id: UUID) -> str:
    """Return what stands for a person in the ledger."""
    return _mac(b"person", person_id.bytes)


def line_of(certificate: ErasureCertificate, person_key: str) -> LedgerLine:
    """Return the line of an erasure, not yet chained nor saved."""
    names = (*TEXTS[1:], *TIMES)
    return LedgerLine(person_key=person_key, **{name: getattr(certificate, name) for name in names})


def link(before: str, line: LedgerLine) -> str:
    """Return the chain of `line` after a line whose chain is `before`."""
    return _mac(b"line", f"{before}\n{json.dumps(_facts(line), sort_keys=True)}".encode())


def written(lines: Iterable[LedgerLine]) -> Iterator[str]:
    """Yield the lines of the file and the one that ends it.

    Raises `LedgerRefused` when the ledger in the database was changed.
    """
    chain, count = START, 0
    for line in lines:
        count, chain = count + 1, link(chain, line)
        if not hmac.compare_digest(chain, line.chain):
            raise LedgerRefused(count, "it was changed, or a line before it is missing")
        yield json.dumps({**_facts(line), "chain": chain}, sort_keys=True)
    yield json.dumps({"lines": count, "chain": _end(chain, count)})


def read(text: str) -> list[LedgerLine]:
    """Return the lines of a ledger file; raise `LedgerRefused` when it is not whole."""
    rows = text.splitlines()
    if not rows:
        raise LedgerRefused(1, "the file is empty")
    chain, lines = START, []
    for place, row in enumerate(rows[:-1], start=1):
        said = _parsed(row, place)
        line = _line(said, place)
        chain = link(chain, line)
        if not hmac.compare_digest(chain, str(said.get("chain"))):
            raise LedgerRefused(place, "it was changed, or a line before it is missing")
        lines.append(line)
    end = _parsed(rows[-1], len(rows))
    if "lines" not in end:
        raise LedgerRefused(len(rows), "the ledger was cut off: its last line is missing")
    if end.get("lines") != len(lines) or not hmac.compare_digest(
        _end(chain, len(lines)), str(end.get("chain"))
    ):
        raise LedgerRefused(len(rows), "the last line does not count the lines before it")
    return lines


def _parsed(row: str, place: int) -> dict[str, Any]:
    try:
        said = json.loads(row)
    except ValueError:
        raise LedgerRefused(place, "it is cut off or not a line of a ledger") from None
    if not isinstance(said, dict):
        raise LedgerRefused(place, "it is not a line of a ledger")
    return said


def _line(said: dict[str, Any], place: int) -> LedgerLine:
    try:
        times = {n: None if said[n] is None else datetime.fromisoformat(said[n]) for n in TIMES}
        line = LedgerLine(**{name: str(said[name]) for name in TEXTS}, **times)
        rules.LegalBasis(line.legal_basis)
    except (KeyError, TypeError, ValueError):
        raise LedgerRefused(place, "it is not a line of a ledger") from None
    return line


def _facts(line: LedgerLine) -> dict[str, str | None]:
    times: dict[str, datetime | None] = {name: getattr(line, name) for name in TIMES}
    return {name: str(getattr(line, name)) for name in TEXTS} | {
        name: None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")
        for name, at in times.items()
    }


def _end(chain: str, count: int) -> str:
    return _mac(b"end", f"{chain}\n{count}".encode())


def _mac(part: bytes, words: bytes) -> str:
    secret = (settings.DSR_LEDGER_KEY or settings.SECRET_KEY).encode()
    return hmac.new(secret, b"consent.ledger\n" + part + b"\n" + words, hashlib.sha256).hexdigest()
