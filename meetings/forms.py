"""Forms of meetings: parsing, field checks and layout. They save nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from accounts.models import Area, Organisation, User, choices
from accounts.querysets import UserQuerySet
from accounts.rules import Permission
from core import nhsuk
from core.nhsuk.say import moment_words
from meetings import rules
from meetings.models import Attendee, Meeting
from meetings.querysets import MeetingQuerySet
from meetings.workflow import Guest, Minutes, NewAction
from register.rules import Level

LEVELS = [(level.value, level.label) for level in Level]
WHEN = ["starts_on", "starts_time", "place"]


def _described(user: User) -> str:
    parts = [user.full_name, user.job_title, user.organisation.name if user.organisation else ""]
    return ", ".join(part for part in parts if part)


class UserCheckboxes(nhsuk.ModelCheckboxes):
    """Any of several colleagues, each with job and organisation."""

    def label_from_instance(self, obj: User) -> str:
        """Return name, job and organisation."""
        return _described(obj)


class UserSelect(nhsuk.ModelSelect):
    """One of many colleagues, each with job and organisation."""

    def label_from_instance(self, obj: User) -> str:
        """Return name, job and organisation."""
        return _described(obj)


class WhenForm(nhsuk.Form):
    """When and where a meeting is, and who chairs it."""

    starts_on = nhsuk.DateField("Date", hint="For example, 14 12 2026", future=True)
    starts_time = nhsuk.TimeField("Time", hint="For example, 2pm or 14:00", called="Time")
    place = nhsuk.PlainTextField(
        "Place or link to join",
        max_length=300,
        missing="Enter the place or the link to join",
    )
    chair = UserSelect("Chair", queryset=User.objects.none(), missing="Select who chairs")
    quorum = nhsuk.WholeNumberField(
        "How many must be there for decisions to stand?",
        called="The quorum",
        min_value=1,
        max_value=50,
        initial=rules.USUAL_QUORUM,
        missing="Enter how many must be there",
    )

    def starts_at(self) -> datetime:
        """Return the moment on the clock in England."""
        return nhsuk.combine(self.cleaned_data["starts_on"], self.cleaned_data["starts_time"])


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


class GuestFields(nhsuk.Form):
    """Somebody without an account, invited by name."""

    guest_name = nhsuk.PlainTextField("Name", max_length=120, required=False)
    guest_organisation = nhsuk.ModelSelect(
        "Organisation", queryset=Organisation.objects.open(), required=False
    )
    guest_part = nhsuk.PlainTextField(
        "Their part", hint="For example, keyworker or advocate", max_length=120, required=False
    )

    def guest(self) -> Guest | None:
        """Return who was named, if anybody."""
        if not self.cleaned_data["guest_name"]:
            return None
        return Guest(
            name=self.cleaned_data["guest_name"],
            organisation=self.cleaned_data["guest_organisation"],
            part=self.cleaned_data["guest_part"],
        )


GUEST = nhsuk.Details(
    "Invite somebody who has no account", "guest_name", "guest_organisation", "guest_part"
)


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
    users = UserCheckboxes(
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

    users = UserCheckboxes(
        "Who to invite", queryset=User.objects.none(), required=False, optional_mark=False
    )

    def __init__(self, *args: Any, invitable: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = invitable.select_related("organisation")
        self.fields["users"].queryset = users  # type: ignore[attr-defined]


class AttendanceForm(nhsuk.Form):
    """Who was there: one question for each of those invited."""

    submit = "Record attendance"

    def __init__(self, *args: Any, attendees: Iterable[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in attendees:
            self.fields[f"presence_{one.pk}"] = nhsuk.ChoiceRadios(
                f"{one.shown_name}{f', {one.part}' if one.part else ''}",
                choices=choices(rules.Presence),
                initial=one.presence,
                inline=True,
                small=True,
            )

    def presences(self) -> dict[UUID, rules.Presence]:
        """Return what was recorded, by attendee."""
        return {
            UUID(name.removeprefix("presence_")): rules.Presence(value)
            for name, value in self.cleaned_data.items()
        }


class ConfirmForm(nhsuk.Form):
    """Nothing to fill in: the button says the act."""

    def __init__(self, *args: Any, act: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = act  # type: ignore[misc]


class ReasonForm(ConfirmForm):
    """The reason for an act."""

    reason = nhsuk.LongTextField("Why?", called="The reason", max_length=1000, rows=4)


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


class MinutesForm(nhsuk.Form):
    """The minutes about one person, with room for one action, typed in one line."""

    submit = "Save"
    also = [
        nhsuk.Button(
            "Save and go to the next person", name="then", value="next", variant="secondary"
        )
    ]
    marks_optional = False
    layout = [
        "headline",
        "changed",
        "views",
        "discussion",
        nhsuk.Section("Rating", "proposed_level", "agreed_level", "reason", "next_review_on"),
        nhsuk.Section(
            "Agree an action",
            "description",
            "owner",
            "due_on",
            intro="Leave empty when there is none. Save, and add the next one.",
        ),
    ]

    headline = nhsuk.PlainTextField("Headline", max_length=200, required=False)
    changed = nhsuk.LongTextField("What has changed since last time", rows=3, required=False)
    views = nhsuk.LongTextField("What the person and family say", rows=3, required=False)
    discussion = nhsuk.LongTextField("Discussion", rows=4, required=False)
    proposed_level = nhsuk.ChoiceRadios(
        "Rating proposed", choices=LEVELS, inline=True, small=True, required=False
    )
    agreed_level = nhsuk.ChoiceRadios(
        "Rating agreed", choices=LEVELS, inline=True, small=True, required=False
    )
    reason = nhsuk.LongTextField("Reason for the rating agreed", rows=3, required=False)
    next_review_on = nhsuk.DateField("Next review", future=True, required=False)
    description = nhsuk.PlainTextField("What is to be done", max_length=2000, required=False)
    owner = UserSelect("Who does it", queryset=User.objects.none(), required=False)
    due_on = nhsuk.DateField("By when", called="Due date", future=True, required=False)
    version = nhsuk.HiddenTextField()
    follows = nhsuk.HiddenTextField(required=False)
    key = nhsuk.HiddenTextField(max_length=32)

    def __init__(self, *args: Any, owners: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners.select_related("organisation")  # type: ignore[attr-defined]

    @staticmethod
    def new_key() -> str:
        """Return a fresh name for one submission."""
        return uuid4().hex

    def clean(self) -> dict[str, Any] | None:
        """Ask for the whole action once a part of it is typed."""
        typed = {name: self.cleaned_data.get(name) for name in ("description", "owner", "due_on")}
        if any(typed.values()):
            asked = {
                "description": "Enter what is to be done",
                "owner": "Select who does it",
                "due_on": "Enter by when it is to be done",
            }
            for name, message in asked.items():
                if not typed[name] and name not in self.errors:
                    self.add_error(name, message)
        for name in ("version", "follows"):
            if not _is_readable(name, str(self.cleaned_data.get(name) or "")):
                self.add_error(None, "Reload the page and try again.")
        return self.cleaned_data

    def minutes(self) -> Minutes:
        """Return what was typed."""
        names = Minutes.__dataclass_fields__
        return Minutes(**{name: self.cleaned_data[name] for name in names})

    def seen_version(self) -> int:
        """Return the version of the minutes that the page showed."""
        return int(self.cleaned_data["version"])

    def seen_rating(self) -> UUID | None:
        """Return the rating that the page showed, if any."""
        return UUID(self.cleaned_data["follows"]) if self.cleaned_data["follows"] else None

    def new_action(self, item_id: UUID) -> NewAction | None:
        """Return the action typed, if any; sent twice it is the same one."""
        if not self.cleaned_data["description"]:
            return None
        due_on: date = self.cleaned_data["due_on"]
        return NewAction(
            description=self.cleaned_data["description"],
            owner=self.cleaned_data["owner"],
            due_on=due_on,
            key=f"{item_id}:{self.cleaned_data['key']}",
        )


def _is_readable(name: str, value: str) -> bool:
    if name == "version":
        return value.isascii() and value.isdigit() and len(value) < 10
    try:
        return not value or bool(UUID(value))
    except ValueError:
        return False
