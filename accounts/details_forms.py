"""What is asked to put an account right: who its holder is, and where they are written to."""

from typing import Any

from accounts.models import Organisation, User
from accounts.workflow import Details
from core import nhsuk


class OwnDetailsForm(nhsuk.Form):
    """One's own name, job and phone number."""

    submit = "Save your details"

    full_name = nhsuk.PlainTextField(
        "Full name", max_length=120, autocomplete="name", missing="Enter your full name"
    )
    job_title = nhsuk.PlainTextField(
        "Job",
        max_length=120,
        required=False,
        hint="For example, community nurse. Colleagues see it where they choose you from a list.",
        autocomplete="organization-title",
    )
    phone = nhsuk.PlainTextField(
        "Work phone number", max_length=40, required=False, width=20, autocomplete="tel"
    )
    version = nhsuk.HiddenTextField(required=False)

    def details(self, user: User) -> Details:
        """Return what was typed, with the organisation that `user` has."""
        typed = self.cleaned_data
        return Details(
            full_name=typed["full_name"],
            job_title=typed["job_title"],
            phone=typed["phone"],
            organisation=user.organisation,
        )


class DetailsForm(nhsuk.Form):
    """The name, job, phone number and organisation of a colleague."""

    submit = "Save these details"

    full_name = nhsuk.PlainTextField(
        "Full name", max_length=120, autocomplete="off", missing="Enter their full name"
    )
    job_title = nhsuk.PlainTextField(
        "Job", max_length=120, required=False, autocomplete="off",
        hint="For example, community nurse",
    )  # fmt: skip
    phone = nhsuk.PlainTextField(
        "Work phone number", max_length=40, required=False, width=20, autocomplete="off"
    )
    organisation = nhsuk.ModelSelect(
        "Organisation",
        queryset=Organisation.objects.none(),
        required=False,
        optional_mark=False,
        hint="Their roles stay as they are. To change what they can see, end a role and give "
        "another.",
    )
    version = nhsuk.HiddenTextField(required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("organisation", user.organisation)
        self.fields["organisation"].queryset = Organisation.objects.open()  # type: ignore[attr-defined]

    def details(self, user: User) -> Details:
        """Return what was typed."""
        return Details(**{name: self.cleaned_data[name] for name in _DETAILS})


_DETAILS = ("full_name", "job_title", "phone", "organisation")


class OwnEmailForm(nhsuk.Form):
    """One's own new address."""

    submit = "Email me a link"

    email = nhsuk.EmailField(
        "New work email address",
        hint="We will email a link to this address. Until you follow it, you sign in with your "
        "current address.",
        missing="Enter your new work email address",
    )


class EmailForm(nhsuk.Form):
    """A colleague's new address, and the one that the page has shown."""

    submit = "Change the email address"

    email = nhsuk.EmailField(
        "New work email address",
        autocomplete="off",
        hint="Check it with them first: we sign them out everywhere, and they sign in with it "
        "from then on.",
        missing="Enter their new work email address",
    )
    version = nhsuk.HiddenTextField(required=False, max_length=254)


class ConfirmEmailForm(nhsuk.Form):
    """Nothing but its button."""

    submit = "Use this email address"


class CancelEmailForm(nhsuk.Form):
    """Nothing but its button."""

    submit = "Cancel the change"
