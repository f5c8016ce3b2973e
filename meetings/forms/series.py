"""Forms of a series of meetings, and of moving one meeting."""

from datetime import datetime
from typing import Any

from accounts.colleagues import ColleagueCheckboxes, ColleagueSelect
from accounts.models import Area, User, choices
from accounts.querysets import UserQuerySet
from accounts.rules import Permission
from core import nhsuk
from meetings import rules
from meetings.forms.fields import GUEST, GuestFields
from meetings.rules import series as turns
from meetings.workflow import SeriesDetails


class DetailsForm(nhsuk.Form):
    """What every meeting of a series has in common."""

    submit = "Save the changes"
    layout = ["starts_time", "minutes", "place", "chair", "quorum"]

    starts_time = nhsuk.TimeField(
        "When does it start?", hint="For example, 2pm or 14:00", called="Time"
    )
    minutes = nhsuk.WholeNumberField(
        "How many minutes does it last?",
        called="How long it lasts",
        min_value=turns.SHORTEST_MINUTES,
        max_value=turns.LONGEST_MINUTES,
        initial=turns.USUAL_MINUTES,
        missing="Enter how many minutes it lasts",
    )
    place = nhsuk.PlainTextField(
        "Place or link to join", max_length=300, missing="Enter the place or the link to join"
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

    def __init__(self, *args: Any, chairs: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = chairs.select_related("organisation")  # type: ignore[attr-defined]

    def details(self) -> SeriesDetails:
        """Return what was typed."""
        names = ("starts_time", "minutes", "place", "chair", "quorum")
        return SeriesDetails(**{name: self.cleaned_data[name] for name in names})


class StartForm(DetailsForm):
    """A series to start."""

    submit = "Start the series"
    layout = [
        "area",
        nhsuk.Section("When it meets", "cadence", "weekday", "first_on", "holiday"),
        nhsuk.Section(
            "What every meeting has", "starts_time", "minutes", "place", "chair", "quorum"
        ),
    ]

    area = nhsuk.ModelSelect("Area", queryset=Area.objects.none(), missing="Select an area")
    cadence = nhsuk.ChoiceRadios(
        "How often does it meet?",
        choices=choices(turns.Cadence),
        reveals={"monthly": ["nth"]},
        missing="Select how often it meets",
    )
    nth = nhsuk.SelectField(
        "Which week of the month?",
        choices=choices(turns.Nth),
        missing="Select which week of the month",
    )
    weekday = nhsuk.SelectField(
        "On which day?", choices=choices(turns.Weekday), missing="Select the day"
    )
    first_on = nhsuk.DateField(
        "From which date?",
        hint="The first meeting is on this date or on the next day that fits.",
        called="The date",
        future=True,
    )
    holiday = nhsuk.ChoiceRadios(
        "What if it falls on a bank holiday?",
        choices=choices(turns.Holiday),
        initial=turns.Holiday.MOVE.value,
        missing="Select what happens on a bank holiday",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        areas = Area.objects.permitted(user, Permission.MEETING_RUN)
        super().__init__(*args, chairs=User.objects.team_of_any(areas), **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def pattern(self) -> turns.Pattern:
        """Return when it meets."""
        nth = self.cleaned_data["nth"]
        return turns.Pattern(
            cadence=turns.Cadence(self.cleaned_data["cadence"]),
            weekday=turns.Weekday(self.cleaned_data["weekday"]),
            first_on=self.cleaned_data["first_on"],
            holiday=turns.Holiday(self.cleaned_data["holiday"]),
            nth=turns.Nth(nth) if nth else None,
        )


class MembersForm(GuestFields):
    """Who always comes."""

    submit = "Add to every meeting"
    layout = ["users", GUEST]

    users = ColleagueCheckboxes(
        "Who always comes?",
        hint="By role and service, for example social care, education and CAMHS.",
        queryset=User.objects.none(),
        required=False,
        optional_mark=False,
    )

    def __init__(self, *args: Any, invitable: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = invitable.select_related("organisation")  # type: ignore[attr-defined]


class MoveForm(nhsuk.Form):
    """Another time, place or chair for one meeting, and why."""

    submit = "Save the changes"
    layout = ["starts_on", "starts_time", "place", "chair", "reason"]

    starts_on = nhsuk.DateField("Date", called="The date", future=True)
    starts_time = nhsuk.TimeField("Time", hint="For example, 2pm or 14:00", called="Time")
    place = nhsuk.PlainTextField(
        "Place or link to join", max_length=300, missing="Enter the place or the link to join"
    )
    chair = ColleagueSelect("Chair", queryset=User.objects.none(), missing="Select who chairs")
    reason = nhsuk.LongTextField(
        "Why does it change?",
        called="The reason",
        missing="Enter why the meeting changes",
        max_length=1000,
        rows=3,
    )

    def __init__(self, *args: Any, chairs: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = chairs.select_related("organisation")  # type: ignore[attr-defined]

    def starts_at(self) -> datetime:
        """Return the moment on the clock in England."""
        return nhsuk.combine(self.cleaned_data["starts_on"], self.cleaned_data["starts_time"])
