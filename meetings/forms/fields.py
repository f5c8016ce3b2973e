"""Fields that several forms of meetings share: time and place, a guest."""

from datetime import datetime

from accounts.colleagues import ColleagueSelect
from accounts.models import Organisation, User
from core import nhsuk
from meetings import rules
from meetings.workflow import Guest

WHEN = ["starts_on", "starts_time", "place"]


class WhenForm(nhsuk.Form):
    """When and where a meeting is, and who chairs it."""

    starts_on = nhsuk.DateField("Date", hint="For example, 14 12 2026", future=True)
    starts_time = nhsuk.TimeField("Time", hint="For example, 2pm or 14:00", called="Time")
    place = nhsuk.PlainTextField(
        "Place or link to join",
        max_length=300,
        missing="Enter the place or the link to join",
    )
    chair = ColleagueSelect("Chair", queryset=User.objects.none(), missing="Select who chairs")
    quorum = nhsuk.WholeNumberField(
        "How many people must be present for decisions to be final?",
        called="The quorum",
        min_value=1,
        max_value=50,
        initial=rules.USUAL_QUORUM,
        missing="Enter how many people must be present",
    )

    def starts_at(self) -> datetime:
        """Return the moment on the clock in England."""
        return nhsuk.combine(self.cleaned_data["starts_on"], self.cleaned_data["starts_time"])


class GuestFields(nhsuk.Form):
    """Someone without an account, invited by name."""

    guest_name = nhsuk.PlainTextField("Name", max_length=120, required=False)
    guest_organisation = nhsuk.ModelSelect(
        "Organisation", queryset=Organisation.objects.open(), required=False
    )
    guest_part = nhsuk.PlainTextField(
        "Their part", hint="For example, keyworker or advocate", max_length=120, required=False
    )

    def guest(self) -> Guest | None:
        """Return who was named, if anyone."""
        if not self.cleaned_data["guest_name"]:
            return None
        return Guest(
            name=self.cleaned_data["guest_name"],
            organisation=self.cleaned_data["guest_organisation"],
            part=self.cleaned_data["guest_part"],
        )


GUEST = nhsuk.Details(
    "Invite someone who does not have an account", "guest_name", "guest_organisation", "guest_part"
)
