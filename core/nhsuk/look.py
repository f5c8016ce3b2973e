"""How a field looks: everything about a question that is not what it accepts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Look:
    """Presentation of one field; each is a keyword of every field in `core.nhsuk.fields`."""

    called: str = ""
    """The noun for messages where the label is a question: "Date of birth"."""
    size: str | None = None
    """Label or legend size: s, m, l or xl; None takes the form's."""
    heading: bool = False
    """The label is the page's only heading (one question per page)."""
    caption: str = ""
    """The grey line above such a heading."""
    optional_mark: bool = True
    """Add "(optional)" to the label where the field is not required."""
    width: int | None = None
    """Characters the input is wide: 2, 3, 4, 5, 10, 20 or 30."""
    type: str = ""
    inputmode: str | None = None
    autocomplete: str | None = None
    spellcheck: bool | None = None
    prefix: str = ""
    suffix: str = ""
    code: bool = False
    rows: int | None = None
    count: bool = True
    """Show how many characters are left, where the text has a limit."""
    small: bool = False
    inline: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    """Hint of each choice, by its value."""
    dividers: Mapping[str, str] = field(default_factory=dict)
    """Word between choices ("or"), by the value it stands before."""
    exclusive: Collection[str] = ()
    """Values of checkboxes that mean none of the others."""
    reveals: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Names of the form's fields that open below a choice, by its value."""


LOOKS = frozenset(one.name for one in fields(Look))


def split(options: dict[str, Any]) -> tuple[Look, dict[str, Any]]:
    """Return the look in `options`, and the options that are Django's."""
    look = Look(**{name: options[name] for name in options if name in LOOKS})
    return look, {name: value for name, value in options.items() if name not in LOOKS}
