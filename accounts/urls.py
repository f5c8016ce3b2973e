"""Addresses of `accounts`."""

from allauth.account.views import login
from django.urls import path

from accounts.views import decide, details, leaving, manage, reference, register

app_name = "accounts"
urlpatterns = [
    path("sign-in/", login, name="sign_in"),
    path("register-for-an-account/", register.Register.as_view(), name="register"),
    path("register-for-an-account/sent/", register.Sent.as_view(), name="register_sent"),
    path("accounts/verify/<str:token>/", register.Verify.as_view(), name="verify"),
    path("accounts/verified/", register.Verified.as_view(), name="verified"),
    path("accounts/set-password/<str:token>/", register.SetPassword.as_view(), name="set_password"),
    path("account/details/", details.OwnDetails.as_view(), name="own_details"),
    path("account/email-address/", details.OwnEmail.as_view(), name="own_email"),
    path("account/email-address/cancel/", details.CancelEmail.as_view(), name="cancel_email"),
    path(
        "account/email-address/confirm/<str:token>/",
        details.ConfirmEmail.as_view(),
        name="confirm_email",
    ),
    path("accounts/requests/", decide.Requests.as_view(), name="requests"),
    path("accounts/requests/<uuid:pk>/", decide.OneRequest.as_view(), name="request"),
    path("accounts/requests/<uuid:pk>/approve/", decide.Approve.as_view(), name="approve"),
    path("accounts/requests/<uuid:pk>/decline/", decide.Decline.as_view(), name="decline"),
    path("accounts/users/", manage.Users.as_view(), name="users"),
    path("accounts/users/<uuid:pk>/", manage.OneUser.as_view(), name="user"),
    path("accounts/users/<uuid:pk>/give-role/", manage.GiveRole.as_view(), name="give_role"),
    path(
        "accounts/users/<uuid:pk>/details/",
        details.CorrectDetails.as_view(),
        name="correct_details",
    ),
    path("accounts/users/<uuid:pk>/email/", details.ChangeEmail.as_view(), name="change_email"),
    path("accounts/users/<uuid:pk>/deactivate/", leaving.Deactivate.as_view(), name="deactivate"),
    path("accounts/users/<uuid:pk>/reactivate/", leaving.Reactivate.as_view(), name="reactivate"),
    path("accounts/users/<uuid:pk>/lock/", leaving.Lock.as_view(), name="lock"),
    path("accounts/users/<uuid:pk>/unlock/", leaving.Unlock.as_view(), name="unlock"),
    path("accounts/roles/<uuid:pk>/end/", leaving.EndRole.as_view(), name="end_role"),
    path("accounts/organisations/", reference.Organisations.as_view(), name="organisations"),
    path(
        "accounts/organisations/add/",
        reference.AddOrganisation.as_view(),
        name="add_organisation",
    ),
    path(
        "accounts/organisations/<uuid:pk>/",
        reference.EditOrganisation.as_view(),
        name="edit_organisation",
    ),
    path("accounts/areas/", reference.Areas.as_view(), name="areas"),
    path("accounts/areas/add/", reference.AddArea.as_view(), name="add_area"),
    path("accounts/areas/<uuid:pk>/", reference.EditArea.as_view(), name="edit_area"),
]
