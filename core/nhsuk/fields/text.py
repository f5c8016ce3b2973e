"""Words and numbers: what was typed is kept exactly, and what cannot be kept is refused."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import nhs_number, pasted
from core.names import folded
from core.nhsuk.fields.base import Styled, literal

LINE_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
TAB = "\t"
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing, and so show a name as another."""


def is_blank(text: str) -> bool:
    """Say whether nothing of `text` can be seen: spaces and invisible characters only."""
    return all(unicodedata.category(character) in {"Cf", "Zs", "Cc"} for character in text)


def refused_character(text: str, *, lines: bool) -> bool:
    """Say whether `text` holds what a database or a spreadsheet cannot: NUL, controls, surrogates.

    Line breaks are refused too, unless `lines`: one line must stay one line in an e-mail header.
    So is what turns the direction of writing: a name must not be shown as another.
    """
    for character in text:
        if "\ud800" <= character <= "\udfff" or character == "\x7f":
            return True
        if character in TURNS and not lines:
            return True
        if character in LINE_BREAKS:
            if not (lines and character == "\n"):
                return True
        elif character < " " and character != TAB:
            return True
    return False


class Characters(Styled, forms.CharField):
    """Text with a limit, in characters that can be kept."""

    lines = False

    def __init__(self, label: str, *, max_length: int = 200, **options: Any) -> None:
        super().__init__(label, max_length=max_length, **options)
        too_long = f"{self.called} must be {max_length} characters or fewer"
        self.error_messages.setdefault("max_length", literal(too_long))

    def to_python(self, value: Any) -> str:
        """Return the text; raises ValidationError where a character cannot be kept."""
        text = super().to_python(self.tidied(value)) or ""
        if is_blank(text):
            return ""
        if refused_character(text, lines=self.lines):
            message = f"{self.called} has a character that cannot be saved. Type it again"
            raise ValidationError(message, code="characters")
        return text

    def tidied(self, value: Any) -> Any:
        """Return what was sent as it was meant, before it is judged."""
        return pasted.line(value) if isinstance(value, str) else value


class PlainTextField(Characters):
    """One line of text, 200 characters unless said otherwise; spaces around it are dropped."""


class NameField(PlainTextField):
    """A name of a person, in any script. A dash or a dot in place of a name is no name."""

    defaults = {"spellcheck": False}

    def to_python(self, value: Any) -> str:
        """Return the name; nothing where it has no letter."""
        text = super().to_python(value)
        return text if folded(text) else ""


class LongTextField(Characters):
    """Several lines, kept exactly; line breaks become one character, blanks alone are empty."""

    widget = forms.Textarea
    lines = True

    def __init__(self, label: str, *, max_length: int = 4000, **options: Any) -> None:
        super().__init__(label, max_length=max_length, strip=False, **options)

    def tidied(self, value: Any) -> Any:
        """Return the text with `\\n` for every kind of line break, and nothing invisible."""
        return pasted.lines(value) if isinstance(value, str) else value


class PasswordField(Characters):
    """A password, with a button that shows it; nothing is dropped or tidied."""

    widget = forms.PasswordInput

    def __init__(self, label: str = "Password", *, max_length: int = 128, **options: Any) -> None:
        super().__init__(label, max_length=max_length, strip=False, **options)

    def tidied(self, value: Any) -> Any:
        """Return it as it was sent: a password is never tidied."""
        return value


class HiddenTextField(Characters):
    """A value that the page carries, such as the token of a form sent once."""

    widget = forms.HiddenInput

    def __init__(self, label: str = "Hidden value", **options: Any) -> None:
        super().__init__(label, **options)


class VersionField(HiddenTextField):
    """The version of a record that the page had shown, as a number.

    Anything that no page of ours can have sent is -1, which fits no record.
    """

    def __init__(self, label: str = "Version", **options: Any) -> None:
        super().__init__(label, max_length=18, **options)
        self.validators = []  # those of text: a number has been read by then

    def to_python(self, value: Any) -> Any:
        """Return the number; None where nothing was sent."""
        text = super().to_python(value)
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else -1


class EmailField(Styled, forms.EmailField):
    """An e-mail address."""

    defaults = {"type": "email", "spellcheck": False, "autocomplete": "email"}

    def __init__(
        self, label: str = "Email address", *, max_length: int = 254, **options: Any
    ) -> None:
        super().__init__(label, max_length=max_length, **options)
        wrong = "Enter an email address in the correct format, like name@example.com"
        self.error_messages["invalid"] = wrong
        limit = f"{self.called} must be {self.max_length} characters or fewer"
        self.error_messages.setdefault("max_length", literal(limit))

    def to_python(self, value: Any) -> str:
        """Return the address; raises ValidationError where a character cannot be kept."""
        text = super().to_python(pasted.email(value) if isinstance(value, str) else value) or ""
        if refused_character(text, lines=False):
            raise ValidationError(self.error_messages["invalid"], code="characters")
        return text


class WholeNumberField(Styled, forms.IntegerField):
    """A whole number, optionally between `min_value` and `max_value`."""

    defaults = {"width": 5, "inputmode": "numeric"}

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.widget.input_type = "text"
        noun = literal(self.called)
        self.error_messages["invalid"] = f"{self.called} must be a whole number, like 30"
        self.error_messages["min_value"] = f"{noun} must be %(limit_value)s or more"
        self.error_messages["max_value"] = f"{noun} must be %(limit_value)s or fewer"

    def to_python(self, value: Any) -> int | None:
        """Return the number; raises ValidationError for more digits than any count has."""
        typed = pasted.line(value).strip() if isinstance(value, str) else value
        if isinstance(typed, str) and len(typed) > 12:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)


class NHSNumberField(Characters):
    """An NHS number: spaces and dashes accepted, check digit held; the value is ten digits."""

    defaults = {"width": 10, "inputmode": "numeric", "spellcheck": False, "code": True}

    def __init__(self, label: str = "NHS number", *, max_length: int = 40, **options: Any) -> None:
        super().__init__(label, max_length=max_length, **options)

    def clean(self, value: Any) -> str:
        """Return ten digits or ''; raises ValidationError in the words of `core.nhs_number`."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return nhs_number.parse(text)
        except nhs_number.Invalid as wrong:
            raise ValidationError(str(wrong), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Return ten digits as 3-3-4, and anything else as it was typed."""
        if isinstance(value, str) and len(value) == 10 and value.isascii() and value.isdigit():
            return nhs_number.show(value)
        return value


class FileUploadField(Styled, forms.FileField):
    """One file."""

    asks = "Select"
