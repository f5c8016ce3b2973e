"""What the pages of `accounts` ask."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import AccountRequest, Area, Organisation, User, choices
from accounts.querysets import AreaQuerySet, OrganisationQuerySet, UserQuerySet
from accounts.rules import (
    REQUESTABLE_ROLES,
    ROLES_TO_CONFIRM,
    OrganisationKind,
    Permission,
    Role,
)
from accounts.sign_in_forms import ADVICE
from core import nhsuk

ROLE_HINTS = {
    Role.LEAD: "You refer people, record their consent and lead their support",
    Role.REPRESENTATIVE: "You speak for your service at tracking meetings and do agreed actions",
    Role.TEAM: "You run the register in your areas: triage, ratings, meetings, follow-up",
    Role.COMMISSIONER: "You oversee people in hospital whose care your organisation pays for",
    Role.AUDITOR: "You check who looked at records and approve erasure",
    Role.ADMINISTRATOR: "You manage accounts, organisations and areas; you see no records",
}


def _roles(offered: tuple[Role, ...]) -> list[tuple[str, str]]:
    return [(role.value, role.label) for role in offered]


class RegisterForm(nhsuk.Form):
    """A request for an account."""

    submit = "Ask for an account"
    layout = [
        nhsuk.Section("About you", "full_name", "email", "job_title", "organisation"),
        nhsuk.Section("What you need", "role", "areas", "reason"),
    ]
    full_name = nhsuk.PlainTextField(
        "Full name", max_length=120, autocomplete="name", missing="Enter your full name"
    )
    email = nhsuk.EmailField(
        "Work email address",
        hint="We send a link to this address to check that it is yours.",
        missing="Enter your work email address",
    )
    job_title = nhsuk.PlainTextField(
        "Job", max_length=120, hint="For example, community nurse", missing="Enter your job"
    )
    organisation = nhsuk.ModelSelect(
        "Organisation",
        queryset=Organisation.objects.none(),
        blank="Select your organisation",
        missing="Select your organisation",
    )
    role = nhsuk.ChoiceRadios(
        "What will you do with the register?",
        called="Role",
        choices=_roles(REQUESTABLE_ROLES),
        hints={role.value: hint for role, hint in ROLE_HINTS.items()},
        missing="Select what you will do with the register",
    )
    areas = nhsuk.ModelCheckboxes(
        "Which areas do you work in?",
        called="Areas",
        queryset=Area.objects.none(),
        missing="Select at least one area",
    )
    reason = nhsuk.LongTextField(
        "Why do you need an account?",
        called="Reason",
        max_length=1000,
        rows=4,
        hint="Do not name or describe anyone who may be on the register.",
        missing="Enter why you need an account",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.open()  # type: ignore[attr-defined]
        self.fields["areas"].queryset = Area.objects.open()  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])


class ConfirmAddressForm(nhsuk.Form):
    """Nothing but its button."""

    submit = "Confirm my email address"


class SetPasswordForm(nhsuk.Form):
    """A password that the validators accept for this user."""

    submit = "Save password"
    password = nhsuk.PasswordField(
        "Password", hint=ADVICE, autocomplete="new-password", missing="Enter a password"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Return the password; raises ValidationError with the first reason against it."""
        password = str(self.cleaned_data["password"])
        try:
            validate_password(password, self.user)
        except ValidationError as refused:
            raise ValidationError(refused.messages[0].rstrip("."), code="password") from None
        return password


class GrantForm(nhsuk.Form):
    """A role, an organisation and areas, within what the giver may give."""

    role = nhsuk.ChoiceRadios(
        "Role",
        choices=_roles(REQUESTABLE_ROLES),
        hints={role.value: hint for role, hint in ROLE_HINTS.items()},
        reveals={role.value: [f"confirm_{role.value}"] for role in sorted(ROLES_TO_CONFIRM)},
        missing="Select a role",
    )
    confirm_team = nhsuk.ConfirmField(
        "I confirm that they belong to the DSR team and may see everyone in these areas",
        missing="Confirm that they belong to the DSR team",
    )
    confirm_auditor = nhsuk.ConfirmField(
        "I confirm that they work in information governance for these areas",
        missing="Confirm that they work in information governance",
    )
    organisation = nhsuk.ModelSelect(
        "Organisation", queryset=Organisation.objects.none(), missing="Select an organisation"
    )

    def offer(self, *, giver: User, permission: Permission, areas: str) -> None:
        """Limit the choices, `areas` the field of areas, to what `giver` reaches."""
        self.reach: AreaQuerySet = Area.objects.permitted(giver, permission).open()
        self.everywhere = Role.ADMINISTRATOR in giver.grants(permission).roles
        self.fields["organisation"].queryset = Organisation.objects.open()  # type: ignore[attr-defined]
        self.fields[areas].queryset = self.reach  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a commissioner of a body that is not responsible for the giver's own areas."""
        cleaned = super().clean() or self.cleaned_data
        organisation = cleaned.get("organisation")
        commissions = cleaned.get("role") == Role.COMMISSIONER and organisation
        beyond = not self.everywhere and not self.reach.filter(icb=organisation).exists()
        if commissions and beyond:
            self.add_error(
                "organisation",
                "This organisation is not responsible for your areas. Ask an administrator",
            )
        return dict(cleaned)

    def confirmed(self) -> bool:
        """Whether the box below the role was ticked."""
        return bool(self.cleaned_data.get(f"confirm_{self.cleaned_data['role']}"))


class ApproveForm(GrantForm):
    """The role that a request is approved with."""

    submit = "Approve this request"
    areas = nhsuk.ModelCheckboxes(
        "Areas",
        queryset=Area.objects.none(),
        required=False,
        optional_mark=False,
        hint="Your own areas. A commissioner needs none: their organisation decides.",
    )

    def __init__(self, *args: Any, request: AccountRequest, approver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(giver=approver, permission=Permission.ACCOUNT_DECIDE, areas="areas")
        asked = set(request.areas.values_list("pk", flat=True))
        self.initial = {
            "role": request.role,
            "organisation": request.organisation,
            "areas": [area.pk for area in self.reach if area.pk in asked],
            **self.initial,
        }

    def grant(self) -> dict[str, Any]:
        """Return what is given, as the workflow takes it."""
        return {
            "role": Role(self.cleaned_data["role"]),
            "organisation": self.cleaned_data["organisation"],
            "areas": list(self.cleaned_data["areas"]),
            "confirmed": self.confirmed(),
        }


class GiveRoleForm(GrantForm):
    """One more role for somebody who has an account."""

    submit = "Give this role"
    area = nhsuk.ModelSelect(
        "Area",
        queryset=Area.objects.none(),
        required=False,
        optional_mark=False,
        hint="A commissioner or administrator needs none.",
    )

    def __init__(self, *args: Any, user: User, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(giver=giver, permission=Permission.ACCOUNT_MANAGE, areas="area")
        if self.everywhere:
            self.fields["role"].choices = _roles(tuple(Role))  # type: ignore[attr-defined]
        self.initial = {"organisation": user.organisation, **self.initial}

    def grant(self) -> dict[str, Any]:
        """Return what is given, as the workflow takes it."""
        return {
            "role": Role(self.cleaned_data["role"]),
            "organisation": self.cleaned_data["organisation"],
            "area": self.cleaned_data["area"],
            "confirmed": self.confirmed(),
        }


class DeclineForm(nhsuk.Form):
    """Why a request is declined."""

    submit = "Decline this request"
    submit_variant = "warning"
    reason = nhsuk.LongTextField(
        "Why do you decline it?",
        called="Reason",
        max_length=1000,
        rows=4,
        hint="The team can read this later. We will not email it.",
        missing="Enter why you decline this request",
    )


class FindUserForm(nhsuk.FilterForm):
    """Which accounts to list."""

    words = nhsuk.PlainTextField("Name or email address", required=False, max_length=100)
    role = nhsuk.SelectField("Role", required=False, blank="Any role", choices=_roles(tuple(Role)))
    closed = nhsuk.ConfirmField("Show locked and deactivated accounts", required=False)

    def narrow(self, found: UserQuerySet) -> UserQuerySet:
        """Return those of `found` that were asked for."""
        asked = self.cleaned_data
        if not asked.get("closed"):
            found = found.active()
        if asked.get("role"):
            found = found.with_role(Role(asked["role"]))
        return found.matching(asked["words"]) if asked.get("words") else found


class OrganisationForm(nhsuk.Form):
    """An organisation."""

    submit = "Save organisation"
    name = nhsuk.PlainTextField("Name", max_length=150)
    ods_code = nhsuk.PlainTextField(
        "ODS code", max_length=9, width=10, hint="1 to 9 letters and digits"
    )
    kind = nhsuk.SelectField("Kind", choices=choices(OrganisationKind))
    commissions = nhsuk.ConfirmField(
        "It can be the responsible commissioner of someone in hospital", required=False
    )
    is_active = nhsuk.ConfirmField("It can be chosen in forms", required=False, initial=True)

    def clean_ods_code(self) -> str:
        """Return the code in capitals; raises ValidationError for anything else in it."""
        code = str(self.cleaned_data["ods_code"]).upper()
        if not (code.isascii() and code.isalnum()):
            raise ValidationError("ODS code must be letters and digits only, like RWK or 15N")
        return code


class AreaForm(nhsuk.Form):
    """An area."""

    submit = "Save area"
    name = nhsuk.PlainTextField("Name", max_length=100)
    code = nhsuk.PlainTextField(
        "Code", max_length=30, width=20, hint="Small letters, digits and dashes, like north-vale"
    )
    region = nhsuk.PlainTextField(
        "Region", max_length=30, width=20, hint="The code that selects the local policy rules"
    )
    icb = nhsuk.ModelSelect(
        "Integrated care board", queryset=Organisation.objects.none(), missing="Select an ICB"
    )
    team_email = nhsuk.EmailField("Email address of its DSR team", required=False)
    is_active = nhsuk.ConfirmField("It can be chosen in forms", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards: OrganisationQuerySet = Organisation.objects.commissioners()
        self.fields["icb"].queryset = boards  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Return the code; raises ValidationError when it is not one word of an address."""
        return _slug(self.cleaned_data["code"], "Code")

    def clean_region(self) -> str:
        """Return the region's code; raises ValidationError when it is not one."""
        return _slug(self.cleaned_data["region"], "Region")


def _slug(value: str, name: str) -> str:
    if not value.replace("-", "").isalnum() or not value.isascii() or value != value.lower():
        raise ValidationError(f"{name} must be small letters, digits and dashes only")
    return value
