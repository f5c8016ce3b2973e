"""Looking for somebody outside the database: in the message broker and in the export folder.

As in `consent.scan`, what is looked for stays in memory and a finding is a place and a count.
Broker messages wrap their body in base64, so every long enough run of it is opened too;
spreadsheets are opened as the archives that they are.
"""

import base64
import binascii
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import redis
from django.conf import settings

from consent.scan import Findings, Identifiers

BROKER, FOLDER = "the message broker", "the export folder"
_WRAPPED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_SECONDS = 2.0


class _Patterns:
    """The two patterns of `consent.scan`, for texts outside the database."""

    def __init__(self, identifiers: Identifiers) -> None:
        flags = re.IGNORECASE | re.DOTALL
        self.own = re.compile(identifiers.own, flags)
        self.named = re.compile(identifiers.named, flags)

    def note(self, findings: Findings, place: str, texts: list[str]) -> None:
        """Count `place` once for each kind that one of its `texts` holds."""
        if any(self.own.search(text) for text in texts):
            findings.own[place] = findings.own.get(place, 0) + 1
        elif any(self.named.search(text) for text in texts):
            findings.named[place] = findings.named.get(place, 0) + 1


def look(identifiers: Identifiers, findings: Findings) -> Findings:
    """Add to `findings` what broker and export folder hold, and how much was looked through."""
    patterns = _Patterns(identifiers)
    findings.keys = _in_broker(patterns, findings)
    findings.files = _in_folder(patterns, findings)
    return findings


def _in_broker(patterns: _Patterns, findings: Findings) -> int | None:
    """Return how many keys were looked through; none when the broker does not answer."""
    # Celery spells a socket's address differently from the client.
    address = settings.REDIS_URL.replace("redis+socket://", "unix://")
    address = address.replace("virtual_host=", "db=")
    broker = redis.Redis.from_url(address, socket_connect_timeout=_SECONDS, socket_timeout=_SECONDS)
    keys = 0
    try:
        for key in broker.scan_iter(count=500):
            keys += 1
            patterns.note(findings, BROKER, _texts([key, *_values(broker, key)]))
    except redis.RedisError:
        return None
    finally:
        broker.close()
    return keys


def _values(broker: Any, key: bytes) -> Iterator[bytes]:
    """Yield everything that a key holds, whatever its type."""
    kind = broker.type(key).decode()
    if kind == "string":
        yield broker.get(key) or b""
    elif kind == "list":
        yield from broker.lrange(key, 0, -1)
    elif kind == "set":
        yield from broker.smembers(key)
    elif kind == "zset":
        yield from broker.zrange(key, 0, -1)
    elif kind == "hash":
        for name, value in broker.hgetall(key).items():
            yield from (name, value)
    elif kind == "stream":
        for _, entry in broker.xrange(key):
            for name, value in entry.items():
                yield from (name, value)


def _in_folder(patterns: _Patterns, findings: Findings) -> int | None:
    """Return how many files were looked through; none where no folder is set."""
    if not settings.DSR_EXPORT_DIR:
        return None
    files = 0
    for file in sorted(Path(settings.DSR_EXPORT_DIR).rglob("*")):
        if file.is_file() and not file.is_symlink():
            files += 1
            patterns.note(findings, FOLDER, [file.name, *_texts(_contents(file))])
    return files


def _contents(file: Path) -> Iterator[bytes]:
    """Yield what a file holds: each member of an archive, or the file itself."""
    if not zipfile.is_zipfile(file):
        yield file.read_bytes()
        return
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            yield name.encode()
            yield archive.read(name)


def _texts(values: Any) -> list[str]:
    """Return `values` as texts, and the text of every run of base64 in them."""
    texts = [value.decode("utf-8", errors="replace") for value in values]
    return texts + [inner for text in texts for inner in _unwrapped(text)]


def _unwrapped(text: str) -> Iterator[str]:
    for run in _WRAPPED.findall(text):
        try:
            yield base64.b64decode(run, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
