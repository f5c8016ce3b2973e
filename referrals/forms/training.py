"""Training: asking for a place on the public page, planning sessions, giving places."""

from typing import Any

from accounts.models import choices
from core import nhsuk
from core.nhsuk.say import moment_words
from referrals.codes import TrainingKind
from referrals.forms.public import OnceForm
from referrals.models import TrainingSession
from referrals.querysets_team import SessionQuerySet

ANY = "any"


class AskForPlaceForm(OnceForm):
    """The public page: who, where to write to, and which training."""

    submit = "Ask for a place"

    kind = nhsuk.ChoiceRadios(
        "Which training?",
        choices=[(one.value, f"{one.label} ({one.length})") for one in TrainingKind],
        missing="Select which training",
    )
    session = nhsuk.ChoiceRadios(
        "Which date?", choices=[], missing="Select a date, or any other date"
    )
    name = nhsuk.PlainTextField(
        "Your name", max_length=120, missing="Enter your name", autocomplete="name"
    )
    email = nhsuk.EmailField("Your work email", missing="Enter your work email")
    job = nhsuk.PlainTextField("Your job", called="Your job", max_length=120, required=False)

    def __init__(self, *args: Any, sessions: SessionQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sessions = {str(one.pk): one for one in sessions}
        self.fields["session"].choices = [  # type: ignore[attr-defined]
            *((pk, in_words(one)) for pk, one in self.sessions.items()),
            (ANY, "Another date: the team offers me one"),
        ]

    def chosen(self) -> TrainingSession | None:
        """Return the session chosen; None for another date."""
        return self.sessions.get(self.cleaned_data["session"])

    def clean(self) -> dict[str, Any]:
        """Refuse a date of the other training."""
        typed = super().clean() or self.cleaned_data
        session = self.sessions.get(typed.get("session", ""))
        if session is not None and typed.get("kind") and session.kind != typed["kind"]:
            self.add_error("session", "Select a date of the training that you want")
        return typed


def in_words(session: TrainingSession) -> str:
    """Return a session as a choice: what, when, where, and whether there are seats."""
    left = session.seats - getattr(session, "given", 0)
    seats = "waiting list only" if left <= 0 else f"{left} seat{'' if left == 1 else 's'} left"
    return f"{session.what.label}: {moment_words(session.starts_at)}, {session.place} ({seats})"


class PlanTrainingForm(nhsuk.Form):
    """A new session."""

    submit = "Plan the session"

    kind = nhsuk.ChoiceRadios(
        "Which training?", choices=choices(TrainingKind), missing="Select which training"
    )
    day = nhsuk.DateField(
        "On which day?", called="The day", hint="For example, 15 3 2027", future=True
    )
    time = nhsuk.TimeField(
        "At what time?", called="The time", hint="For example, 2pm or 10:30am",
        missing="Enter the time",
    )  # fmt: skip
    place = nhsuk.PlainTextField(
        "Where?",
        called="The place",
        hint="A room, or that the link follows by email. Shown on the public page.",
        max_length=200,
        missing="Enter where it is",
    )
    seats = nhsuk.WholeNumberField(
        "How many people can take part?",
        called="The number of people",
        min_value=1,
        max_value=500,
        missing="Enter how many people can take part",
    )


class CancelTrainingForm(nhsuk.Form):
    """A button: everybody is told."""

    submit = "Cancel the session"
    submit_variant = "warning"


class GivePlaceForm(nhsuk.Form):
    """A session for somebody who asks for a date."""

    submit = "Give the place"

    session = nhsuk.ChoiceRadios("Which session?", choices=[], missing="Select the session")

    def __init__(self, *args: Any, sessions: SessionQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sessions = {str(one.pk): one for one in sessions}
        self.fields["session"].choices = [  # type: ignore[attr-defined]
            (pk, in_words(one)) for pk, one in self.sessions.items()
        ]


class CancelPlaceForm(nhsuk.Form):
    """A button: whoever waits moves up, and both are told."""

    submit = "Cancel this place"
    submit_variant = "warning"


class ChooseToolForm(nhsuk.Form):
    """Which tool serves an area's adults, and which its children."""

    submit = "Save the choice"

    adult = nhsuk.ChoiceRadios("Tool for adults", choices=[], required=False)
    cyp = nhsuk.ChoiceRadios("Tool for children and young people", choices=[], required=False)

    def __init__(self, *args: Any, tools: dict[str, list[tuple[str, str]]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("adult", "cyp"):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", "The service's own order"),
                *tools[name],
            ]
