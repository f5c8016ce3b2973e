"""What all fields share: a look, a noun for messages, and a plain message when left empty."""

from typing import Any, ClassVar

from django import forms

from core.nhsuk.look import Look, split


def lower_first(words: str) -> str:
    """Return the words for the middle of a sentence; an abbreviation keeps its capitals."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def literal(words: str) -> str:
    """Return the words safe for a message that is %-formatted."""
    return words.replace("%", "%%")


class Styled(forms.Field):
    """Mixed into a Django field before its own class; the label comes first."""

    asks: ClassVar[str] = "Enter"
    look: Look
    defaults: ClassVar[dict[str, Any]] = {}

    def __init__(self, label: str, *, hint: str = "", missing: str = "", **options: Any) -> None:
        self.look, rest = split({**self.defaults, **options})
        self.called = self.look.called or (label if not label.endswith("?") else "The answer")
        messages = {"required": missing or self._missing(label), **rest.pop("error_messages", {})}
        super().__init__(label=label, help_text=hint, error_messages=messages, **rest)

    def _missing(self, label: str) -> str:
        noun = self.look.called or label
        return f"{self.asks} {'an answer' if noun.endswith('?') else lower_first(noun)}"
