"""Templates keep to the strictest content security policy: no style, handler or inline script."""

import re

import pytest

from tests.architecture.source import ROOT

TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "core").rglob("*.html")])
TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.S)
INLINE = re.compile(r"""[\s"'](style|on[a-z]{3,})\s*=""", re.I)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S | re.I)


def test_there_are_templates_to_read() -> None:
    assert len(TEMPLATES) > 40


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path: object) -> None:
    text = path.read_text()  # type: ignore[attr-defined]
    found = [tag for tag in TAG.findall(text) if INLINE.search(tag)]
    assert not found, f"inline style or handler: {found}"
    for attributes, body in SCRIPT.findall(text):
        data = 'type="application/json"' in attributes
        assert data or "src=" in attributes or "nonce=" in attributes, body[:80]
        assert not re.search(r"""src=["'](?:https?:)?//""", attributes), attributes
    assert "javascript:" not in text
    assert not re.search(r"""<(?:link|img|iframe)\b[^>]*(?:href|src)=["'](?:https?:)?//""", text)
    assert "|safe" not in text.replace("|safeseq", ""), "mark what is safe where it is made"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_form_that_is_posted_carries_its_token(path: object) -> None:
    text = path.read_text()  # type: ignore[attr-defined]
    for form in re.findall(r"<form\b.*?</form>", text, re.S | re.I):
        if re.search(r"""method=["']post["']""", form, re.I):
            assert "csrf_token" in form or "{% crispy" in form or "csrf_input" in form, form[:120]
