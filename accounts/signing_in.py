"""Addresses of signing in: the library's views that the register uses, and no others.

Changing one's own email address and signing up are not among them: the register's own pages do
both (`accounts.views.details`, `accounts.views.register`). Some names exist because the library
leads to them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.usersessions import views as sessions
from django.urls import include, path

from accounts.views import own, register

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("register-for-an-account/", register.Register.as_view(), name="account_signup"),
    path("account/", own.Account.as_view(), name="account_email"),
    path("account/stay-signed-in/", own.StaySignedIn.as_view(), name="stay_signed_in"),
    path("account/token/", own.FreshToken.as_view(), name="fresh_token"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/confirm-access/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "account/not-verified/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/asked/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("account/second-step/", mfa.index, name="mfa_index"),
    path("account/second-step/code/", mfa.authenticate, name="mfa_authenticate"),
    path("account/second-step/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-step/app/", include("allauth.mfa.totp.urls")),
    path("account/second-step/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("account/second-step/passkeys/", include("allauth.mfa.webauthn.urls")),
]
