"""Forms before a meeting: plan, convene by exception, invite, put on an agenda."""

from typing import Any

from accounts.colleagues import ColleagueCheckboxes
from accounts.models import Area, User
from accounts.querysets import UserQuerySet
from accounts.rules import Permission
from core import nhsuk
from core.nhsuk.say import moment_words
from meetings.forms.fields import GUEST, WHEN, GuestFields, WhenForm
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet


class PlanForm(WhenForm):
    """A tracking meeting to plan."""

    submit = "Plan this meeting"
    layout = ["area", *WHEN, "chair", "quorum"]

    area = nhsuk.ModelSelect("Area", queryset=Area.objects.none(), missing="Select an area")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.permitted(user, Permission.MEETING_RUN)
        team = User.objects.team_of_any(areas).select_related("organisation")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["chair"].queryset = team  # type: ignore[attr-defined]


class ConveneForm(WhenForm, GuestFields):
    """An urgent meeting by exception."""

    submit = "Convene the urgent meeting"
    layout = ["reason", *WHEN, "chair", "quorum", "users", GUEST]

    reason = nhsuk.LongTextField(
        "Why is an urgent meeting needed?",
        called="The reason",
        missing="Enter why the meeting is urgent",
        rows=4,
    )
    users = ColleagueCheckboxes(
        "Who to invite",
        hint="They see the person once the meeting is opened.",
        queryset=User.objects.none(),
        required=False,
        optional_mark=False,
    )

    def __init__(
        self, *args: Any, invitable: UserQuerySet, chairs: UserQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, users in (("users", invitable), ("chair", chairs)):
            self.fields[name].queryset = users.select_related("organisation")  # type: ignore[attr-defined]


class InviteForm(GuestFields):
    """More people to invite."""

    submit = "Invite"
    layout = ["users", GUEST]

    users = ColleagueCheckboxes(
        "Who to invite", queryset=User.objects.none(), required=False, optional_mark=False
    )

    def __init__(self, *args: Any, invitable: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = invitable.select_related("organisation")
        self.fields["users"].queryset = users  # type: ignore[attr-defined]


class AddPersonForm(nhsuk.Form):
    """Onto which agenda, and why."""

    submit = "Put on the agenda"

    meeting = nhsuk.ModelRadios(
        "Which meeting?", queryset=Meeting.objects.none(), missing="Select a meeting"
    )
    reason = nhsuk.LongTextField(
        "Why should the meeting discuss this person?",
        called="The reason",
        max_length=1000,
        rows=4,
    )

    def __init__(self, *args: Any, meetings: MeetingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        field.queryset = meetings  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: (  # type: ignore[attr-defined]
            f"{one.get_kind_display()}, {moment_words(one.starts_at)}"
        )
