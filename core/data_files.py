"""Strict reading of the TOML files that hold rules as data.

Policies and clinical support tools are data that people edit. Whatever is wrong with such a
file is refused with the file, the line and the reason; nothing is guessed or passed over.
`tomllib` does not keep lines, so they are found by scanning the text.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_TRIPLE = re.compile(r'"""|\'\'\'')

Address = tuple[str | int, ...]


class DataFileError(Exception):
    """A data file cannot be used; says which file, which line and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class Table:
    """One table of a data file; each value is taken once, and `finish` refuses the rest."""

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        file: str,
        lines: Mapping[Address, int],
        address: Address = (),
        line: int = 1,
        error: type[DataFileError] = DataFileError,
    ) -> None:
        self.file = file
        self.line = lines.get(address, line)
        self._left = dict(values)
        self._keys = set(values)
        self._lines = lines
        self._address = address
        self._error = error
        self._asked: list[str] = []

    def line_of(self, key: str) -> int:
        """Return the line where `key` stands; the table's own line when it is missing."""
        return self._lines.get((*self._address, key), self.line)

    def refusal(self, reason: str, key: str | None = None) -> DataFileError:
        """Return the error that says why this table, or its `key`, cannot be used."""
        return self._error(self.file, self.line_of(key) if key else self.line, reason)

    def has(self, key: str) -> bool:
        """Whether the file gives `key`."""
        self._asked.append(key)
        return key in self._keys

    def left(self) -> list[str]:
        """Return the keys not taken yet, in the order of the file."""
        return list(self._left)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Take a text that is not empty."""
        value = self._take(key, str, "a text", default)
        if default is None and not value.strip():
            raise self.refusal(f"{key} is empty", key)
        return str(value).strip()

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        """Take a whole number from `low` to `high`."""
        value = self._take(key, int, "a whole number", default)
        if not low <= value <= high:
            raise self.refusal(f"{key} must be {low} to {high}, not {value}", key)
        return int(value)

    def wholes(self, key: str, *, low: int, high: int) -> tuple[int, ...]:
        """Take a list of whole numbers from `low` to `high`; empty when the file gives none."""
        if not self.has(key):
            return ()
        value = self._left.pop(key)
        if not isinstance(value, list) or not all(
            isinstance(one, int) and not isinstance(one, bool) and low <= one <= high
            for one in value
        ):
            raise self.refusal(f"{key} must be a list of whole numbers {low} to {high}", key)
        return tuple(value)

    def number(self, key: str) -> Decimal:
        """Take a number, exactly as it is written: up to a million, six decimal places."""
        value = self._take(key, (int, Decimal), "a number", None)
        found = Decimal(value)
        if not found.is_finite() or abs(found) > 1_000_000 or found != round(found, 6):
            raise self.refusal(f"{key} must be a number of ordinary size", key)
        return found

    def yes_or_no(self, key: str, *, default: bool | None = None) -> bool:
        """Take true or false."""
        return bool(self._take(key, bool, "true or false", default))

    def day(self, key: str) -> date | None:
        """Take a date such as 2026-11-02; None when the file gives none."""
        if not self.has(key):
            return None
        value = self._left.pop(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refusal(f"{key} must be a date such as 2026-11-02", key)
        return value

    def choice(self, key: str, choices: Iterable[str], *, default: str | None = None) -> str:
        """Take one of `choices`."""
        value = self.text(key, default=default)
        self._refuse_others(key, [value], choices)
        return value

    def choices(self, key: str, choices: Iterable[str] | None = None) -> tuple[str, ...]:
        """Take a text or a list of texts; each must be one of `choices` where given."""
        value = self._take(key, (str, list), "a text or a list of texts", None)
        found = [value] if isinstance(value, str) else value
        if not found or not all(isinstance(one, str) and one.strip() for one in found):
            raise self.refusal(f"{key} must be a text or a list of texts", key)
        if len(set(found)) < len(found):
            raise self.refusal(f"{key} names something twice", key)
        self._refuse_others(key, found, choices)
        return tuple(found)

    def table(self, key: str) -> "Table":
        """Take a table written inside this one."""
        value = self._take(key, dict, "a table such as { days = 14 }", None)
        return self._inner(value, key)

    def tables(self, key: str) -> list["Table"]:
        """Take a list of tables; empty when the file gives none."""
        if not self.has(key):
            return []
        value = self._left.pop(key)
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.refusal(f"{key} must be a list of tables", key)
        return [self._inner(one, key, place) for place, one in enumerate(value)]

    def finish(self) -> None:
        """Refuse whatever the file gives here that nothing asked for."""
        for key in self._left:
            near = difflib.get_close_matches(key, self._asked, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise self.refusal(f"unknown key {key}{hint}", key)

    def _take(
        self, key: str, kinds: type | tuple[type, ...], words: str, default: Any | None
    ) -> Any:
        if not self.has(key):
            if default is None:
                raise self.refusal(f"{key} is missing")
            return default
        value = self._left.pop(key)
        # TOML's true and false would pass for whole numbers.
        wrong_yes_or_no = isinstance(value, bool) and kinds is not bool
        if wrong_yes_or_no or not isinstance(value, kinds):
            raise self.refusal(f"{key} must be {words}", key)
        return value

    def _inner(self, values: Mapping[str, Any], key: str, place: int | None = None) -> "Table":
        address = (*self._address, key) if place is None else (*self._address, key, place)
        return Table(
            values,
            file=self.file,
            lines=self._lines,
            address=address,
            line=self.line_of(key),
            error=self._error,
        )

    def _refuse_others(self, key: str, found: list[str], choices: Iterable[str] | None) -> None:
        if choices is None:
            return
        known = list(choices)
        for value in found:
            if value not in known:
                raise self.refusal(f"{key}: unknown {value!r}; known: {', '.join(known)}", key)


def read(path: Path, error: type[DataFileError] = DataFileError) -> tuple[Table, bytes]:
    """Return the file's top table and its bytes; raise `error` when it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise error(path.name, 1, f"cannot be read: {problem.strerror}") from problem
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise error(path.name, line, "is not UTF-8 text") from problem
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise error(path.name, _line_in(str(problem), text), _reason(problem)) from problem
    lines = dict(_places(text))
    return Table(values, file=path.name, lines=lines, error=error), content


def _line_in(message: str, text: str) -> int:
    found = _AT_LINE.search(message)
    return int(found.group(1)) if found else text.count("\n") + 1


def _reason(problem: Exception) -> str:
    if isinstance(problem, RecursionError):
        return "is nested too deeply"
    return "is not TOML: " + _AT_LINE.sub("", str(problem)).strip()


def _places(text: str) -> Iterator[tuple[Address, int]]:
    """Yield where each table and each key of the file stands."""
    counts: dict[str, int] = {}
    address: Address = ()
    inside_text = False
    for number, line in enumerate(text.splitlines(), start=1):
        quotes = len(_TRIPLE.findall(line))
        if inside_text:
            inside_text = quotes % 2 == 0
            continue
        inside_text = quotes % 2 == 1
        if header := _HEADER.match(line):
            address = _address_of(header.group(2), header.group(1) == "[[", counts)
            yield address, number
        elif key := _KEY.match(line):
            yield (*address, key.group(1)), number


def _address_of(name: str, is_list: bool, counts: dict[str, int]) -> Address:
    if is_list:
        counts[name] = counts.get(name, -1) + 1
        # A new entry starts the lists inside it afresh.
        for other in [one for one in counts if one.startswith(f"{name}.")]:
            del counts[other]
    address: list[str | int] = []
    path = ""
    for part in name.split("."):
        path = f"{path}.{part}" if path else part
        address.append(part)
        if path in counts:
            address.append(counts[path])
    return tuple(address)
