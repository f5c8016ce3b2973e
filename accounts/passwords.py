"""Passwords that anybody near the register would try first are refused."""

from typing import Any

from django.core.exceptions import ValidationError

LOCAL_WORDS = ("dynamicsupport", "supportregister", "learningdisability", "autism", "nhsengland")


class LocalWordsValidator:
    """Refuses a password built round the service's own words."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise when `password` is little more than a local word."""
        bare = "".join(letter for letter in password.lower() if letter.isalpha())
        if any(word in bare and len(bare) - len(word) < 8 for word in LOCAL_WORDS):
            raise ValidationError(self.get_help_text(), code="password_local_word")

    def get_help_text(self) -> str:
        """Say what is refused."""
        return "Choose a password that is not built on the name of this service."
