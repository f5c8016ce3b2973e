"""The library's sign-in forms with our words; what they check stays the library's.

Their own labels and hints are for another look: placeholders, "Remember me", links in hints.
"""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

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


class SignInForm(account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", "Work email address", missing="Enter your work email address")
        self.fields["login"].error_messages["invalid"] = (
            "Enter an email address in the correct format, like name@example.com"
        )
        _say(self, "password", "Password", missing="Enter your password")


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    """The address that the link to a new password goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", "Work email address", missing="Enter your work email address")


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


class CodeAgainForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second step again, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "Security code", missing="Enter the security code", hint=CODE_HINT)


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "The 6 digits that your authenticator app shows now."
        _say(self, "code", "Security code", missing="Enter the security code", hint=hint)
