"""The library's sign-in forms with our words; what they check stays the library's.

Their own labels and hints are for another look: placeholders, "Remember me", links in hints. What
is pasted is tidied before the library judges it; a password never is.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from core import pasted

ADVICE = (
    "At least 12 characters. Three random words work well. "
    "Do not use the name of this service or a password you use elsewhere."
)
CODE_HINT = "The 6 digits that your authenticator app shows now, or one of your recovery codes."


def _say(form: Any, name: str, label: str, *, missing: str, hint: str = "") -> None:
    """Give one field our label, hint and message, and take its placeholder away."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


def _tidy(form: Any, name: str, tidied: Callable[[str], str]) -> None:
    """Let one field judge what was meant by what was typed or pasted."""
    field = form.fields[name]
    judge = field.to_python
    field.to_python = lambda value: judge(tidied(value) if isinstance(value, str) else value)


class SignInForm(account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", "Work email address", missing="Enter your work email address")
        self.fields["login"].error_messages["invalid"] = (
            "Enter an email address in the correct format, like name@example.com"
        )
        _say(self, "password", "Password", missing="Enter your password")
        _tidy(self, "login", pasted.email)


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    """The address that the link to a new password goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", "Work email address", missing="Enter your work email address")
        _tidy(self, "email", pasted.email)


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """The current password and, twice, a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", "Current password", missing="Enter your current password")
        _say(self, "password1", "New password", missing="Enter a new password", hint=ADVICE)
        _say(self, "password2", "New password again", missing="Enter the new password again")


class SetPasswordForm(account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", "New password", missing="Enter a new password", hint=ADVICE)
        _say(self, "password2", "New password again", missing="Enter the new password again")


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Password", missing="Enter your password")


class CodeForm(mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "Security code", missing="Enter the security code", hint=CODE_HINT)
        _tidy(self, "code", pasted.digits)


class CodeAgainForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second step again, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "Security code", missing="Enter the security code", hint=CODE_HINT)
        _tidy(self, "code", pasted.digits)


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "The 6 digits that your authenticator app shows now."
        _say(self, "code", "Security code", missing="Enter the security code", hint=hint)
        _tidy(self, "code", pasted.digits)


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey or security key, and what to call it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, "name", pasted.line)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """What a passkey or security key is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, "name", pasted.line)
