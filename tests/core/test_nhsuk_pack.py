"""The pack draws what the design system draws: every fixture that nhsuk-frontend ships, rebuilt."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from core.nhsuk import components

SHIPPED = Path(__file__).resolve().parents[1] / "vendor" / "nhsuk-frontend-10.6.1"

DRAWN: dict[str, Callable[..., str]] = {
    "button": components.button,
    "character-count": components.character_count,
    "checkboxes": components.checkboxes,
    "date-input": components.date_input,
    "error-message": components.error_message,
    "error-summary": components.error_summary,
    "fieldset": components.fieldset,
    "file-upload": components.file_upload,
    "hint": components.hint,
    "input": components.text_input,
    "label": components.label,
    "legend": components.legend,
    "password-input": components.password_input,
    "radios": components.radios,
    "select": components.select,
    "textarea": components.textarea,
}

# Fixtures that are not rebuilt, by component and name, each with its reason. None today.
LEFT_OUT: dict[tuple[str, str], str] = {}

AS_GIVEN = {"attributes", "characters_under_limit_text", "characters_over_limit_text"}
VOID = {"br", "hr", "img", "input", "link", "meta"}


class Tree(HTMLParser):
    """Parses HTML into nested lists: tag, attributes by name, children; whitespace aside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Any] = ["root", {}, []]
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "class" in values:
            values["class"] = " ".join(values["class"].split())
        node = [tag, values, []]
        self.open[-1][2].append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        inside = self.open[-1][0]
        text = data if inside == "textarea" else re.sub(r"\s+", " ", data).strip()
        if text:
            self.open[-1][2].append(text)


def tree(html: str) -> list[Any]:
    """Return the parsed tree of `html`; every element is closed."""
    parser = Tree()
    parser.feed(html)
    parser.close()
    assert parser.open == [parser.root], "an element is left open"
    return parser.root[2]


def snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", lambda upper: f"_{upper.group(1).lower()}", name)


def ours(value: Any, key: str = "") -> Any:
    """Return a fixture's options under our names; `html` is marked safe as its name says."""
    if isinstance(value, dict):
        keep = key in AS_GIVEN
        return {k if keep else snake(k): ours(v, snake(k)) for k, v in value.items()}
    if isinstance(value, list):
        return [ours(item) for item in value]
    return mark_safe(value) if key == "html" and isinstance(value, str) else value


def shipped() -> Iterator[Any]:
    for component in DRAWN:
        found = json.loads((SHIPPED / component / "fixtures.json").read_text())["fixtures"]
        for number, fixture in enumerate(found):
            if (component, fixture["name"]) not in LEFT_OUT:
                yield pytest.param(component, fixture, id=f"{component}-{number}-{fixture['name']}")


@pytest.mark.parametrize(("component", "fixture"), list(shipped()))
def test_our_component_equals_the_design_systems(component: str, fixture: dict[str, Any]) -> None:
    options = ours(fixture["context"])
    if "callBlock" in fixture:
        called = "description" if component == "error-summary" else "html"
        options[called] = mark_safe(fixture["callBlock"])
    assert tree(DRAWN[component](options)) == tree(fixture["html"])


def test_every_component_of_the_pack_has_its_fixtures() -> None:
    assert {folder.name for folder in SHIPPED.iterdir()} == set(DRAWN)


def test_every_fixture_left_out_exists_and_has_a_reason() -> None:
    for (component, name), reason in LEFT_OUT.items():
        found = json.loads((SHIPPED / component / "fixtures.json").read_text())["fixtures"]
        assert name in {fixture["name"] for fixture in found}
        assert reason
