"""Plain words: whatever people read says someone, no one and email (words.md).

Read are the texts of templates, of data files and of the code, but not docstrings and comments,
and no codes that are stored, such as "nobody".
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from tests.architecture.source import ROOT, modules

OLD = re.compile(r"\b(?:some|no|any|every)body\b|\be-mail", re.I)
CODES = {"nobody", "somebody", "anybody", "everybody"}
NAMES = "Basil Nobody"
"""A made-up person."""
COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?endcomment %\}", re.S)


def test_no_page_email_or_error_says_somebody_nobody_or_e_mail() -> None:
    found = [
        f"{place}: {words.strip()[:90]}"
        for place, words in [*_templates(), *_strings(), *_data()]
        if OLD.search(words.replace(NAMES, ""))
    ]
    assert not found, "say someone, no one, anyone, everyone, email:\n" + "\n".join(found)


def test_the_words_of_the_code_are_found_where_they_are() -> None:
    """The check reads what people read, an f-string's parts among it, and not what they do not."""
    tree = ast.parse('"""Somebody."""\nX = f"{1} somebody"\nY = "nobody"\n')
    assert [words for _, words in _texts("x.py", tree)] == [" somebody"]


def _templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            for words in COMMENT.sub("", path.read_text()).splitlines():
                yield str(path.relative_to(ROOT)), words


def _strings() -> Iterator[tuple[str, str]]:
    for path, tree in modules().items():
        yield from _texts(path, tree)


def _texts(path: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    silent = {
        id(one.value)
        for node in ast.walk(tree)
        if isinstance(body := getattr(node, "body", None), list)
        for one in body
        if isinstance(one, ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in silent:
            continue
        if isinstance(node.value, str) and node.value not in CODES:
            yield f"{path}:{node.lineno}", node.value


def _data() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*.toml")):
        place = path.relative_to(ROOT)
        if not place.parts[0].startswith(".") and len(place.parts) > 1:
            for words in _values(tomllib.loads(path.read_text())):
                yield str(place), words


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _values(one)
