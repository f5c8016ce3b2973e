"""What the register asks of django-allauth: no open sign-up, no mail in a request, audited entry.

Mail is never sent while somebody waits for a page: what would be mailed becomes an event, and
the link in it is built when the mail is sent (`accounts.links`).
"""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import force_bytes

from accounts import workflow
from accounts.models import User

WRONG = "The email address or password is not right. Check both and try again"
JUST_NOW = 300  # seconds
TOO_MANY = "Too many tries. Wait 5 minutes, then try again"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by approving a request, never by signing up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "The password is not right",
        "enter_current_password": "The current password is not right",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, in the audit trail."""
        super().login(request, user)
        workflow.note_sign_in(user=user, at=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        """Sign out, in the audit trail."""
        if isinstance(request.user, User):
            workflow.note_sign_out(user=request.user, at=timezone.now())
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask for the password again before `app` changes something sensitive.

        Not of somebody who signed in within the last 5 minutes: whoever sets up a second step
        comes straight from there.
        """
        given = get_authentication_records(self.request, self.request.user)
        if given and timezone.now().timestamp() - given[-1]["at"] < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a refused sign-in, whether or not the address is known."""
        user = User.objects.at_address(str(credentials.get("email", "")))
        workflow.note_sign_in_failed(user=user, at=timezone.now())

    def set_password(self, user: User, password: str) -> None:
        """Set a password through the workflow, so that its history row is written with it."""
        workflow.set_password(user=user, password=password, by=user, at=timezone.now())

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Let the mail be sent later, with a link of our own."""
        workflow.note_reset_asked(user=user, at=timezone.now())

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The library's own link is not used."""
        return ""

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the account's holder later that something about their sign-in changed."""
        code = template_prefix.rpartition("/")[2]
        workflow.note_security_change(user=user, code=code, at=timezone.now())

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Addresses are verified by an account request; there is nothing to confirm here."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: an unknown address gets no mail, and all else is an event."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps one-time-password secrets and recovery seeds unreadable in a database dump."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Check it, or wait for the next one",
        "cannot_delete_authenticator": (
            "This is your only second step, and the register needs one. Add another first"
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return `text` sealed with a key derived from the service's secret."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` sealed."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether a second step would still be left."""
        if not settings.DSR_REQUIRE_SECOND_FACTOR:
            return True
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=kinds)
        return bool(others.exclude(pk=authenticator.pk).exists())


def _cipher() -> MultiFernet:
    """Return the cipher: seals with the current secret, opens with former ones too.

    A secret that is changed moves to `SECRET_KEY_FALLBACKS`, and nobody loses their second step.
    """
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"second-factor:" + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
