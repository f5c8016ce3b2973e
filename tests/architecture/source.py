"""The product's own source as syntax trees, for tests that read it instead of running it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "dsr_site", "oversight", "alerts", "meetings", "referrals", "reviews", "actions", "duties",
    "consent", "register", "accounts", "core",
)  # fmt: skip


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the product by its path below the root; migrations left out."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text())
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    }


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call in `tree`."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(node: ast.AST) -> str:
    """Return the dotted name that `node` writes, as far as it is one: `a.b.c`, `.c`, or ''."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return ""


def text_of(node: ast.expr) -> str | None:
    """Return the text that `node` writes literally, if it does."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def within(path: str, *parts: str) -> bool:
    """Whether `path` is one of `parts`, or below one that ends with a slash."""
    return any(path == part or (part.endswith("/") and part in f"/{path}") for part in parts)
