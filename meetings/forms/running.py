"""Forms of running a meeting: who was there, an act to confirm, the reason for one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from accounts.colleagues import ColleagueSelect
from accounts.models import User, choices
from accounts.querysets import UserQuerySet
from core import nhsuk
from meetings import rules
from meetings.forms.fields import GuestFields
from meetings.models import Attendee

RECORDED = [one for one in choices(rules.Presence) if one[0] != rules.Presence.REMOVED]
"""What can be recorded of someone invited; taking them off the list is a verb of its own."""


class AttendanceForm(nhsuk.Form):
    """Who was there: one question for each of those invited."""

    submit = "Record attendance"
    asks_all: ClassVar[bool] = True

    def __init__(self, *args: Any, attendees: Iterable[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = list(attendees)
        for one, words in zip(listed, _told_apart(listed), strict=True):
            self.fields[f"presence_{one.pk}"] = nhsuk.ChoiceRadios(
                words,
                choices=RECORDED,
                initial=one.presence,
                required=self.asks_all,
                optional_mark=False,
                inline=True,
                small=True,
            )

    def presences(self) -> dict[UUID, rules.Presence]:
        """Return what was recorded, by attendee."""
        return {
            UUID(name.removeprefix("presence_")): rules.Presence(value)
            for name, value in self.cleaned_data.items()
        }


def _told_apart(attendees: Sequence[Attendee]) -> list[str]:
    """Return name, part and organisation of each; two who look the same have their address too."""
    said = [
        ", ".join(str(one) for one in (row.shown_name, row.part, row.organisation) if one)
        for row in attendees
    ]
    seen = Counter(words.casefold() for words in said)
    return [
        f"{words} ({row.user.email})" if row.user and seen[words.casefold()] > 1 else words
        for row, words in zip(attendees, said, strict=True)
    ]


WAS_THERE = nhsuk.Details(
    "Someone else was there who is not listed",
    "colleague", "guest_name", "guest_organisation", "guest_part",
)  # fmt: skip


class CorrectAttendanceForm(AttendanceForm, GuestFields):
    """Who was there after all, and why it is corrected.

    Someone who was added since the page was opened has no answer on it and stays as they are.
    """

    submit = "Correct the attendance"
    asks_all = False

    colleague = ColleagueSelect(
        "A colleague with an account", queryset=User.objects.none(), required=False
    )
    reason = nhsuk.LongTextField(
        "Why is the attendance corrected?",
        called="The reason",
        missing="Enter why it is corrected",
        max_length=1000,
        rows=3,
    )
    version = nhsuk.VersionField()

    def __init__(
        self, *args: Any, attendees: Iterable[Attendee], colleagues: UserQuerySet, **kwargs: Any
    ) -> None:
        listed = list(attendees)
        super().__init__(*args, attendees=listed, **kwargs)
        self.fields["colleague"].queryset = colleagues.select_related("organisation")  # type: ignore[attr-defined]
        for one in listed:
            if one.presence == rules.Presence.REMOVED:
                field: Any = self.fields[f"presence_{one.pk}"]
                field.choices = [*RECORDED, (one.presence, rules.Presence.REMOVED.label)]
        presences = [name for name in self.fields if name.startswith("presence_")]
        self.layout = [*presences, WAS_THERE, "reason"]  # type: ignore[misc]

    def presences(self) -> dict[UUID, rules.Presence]:
        """Return what is right, by attendee."""
        return {
            UUID(name.removeprefix("presence_")): rules.Presence(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("presence_") and value
        }

    def seen_version(self) -> int:
        """Return how many corrections the page had shown; none that fits where it was changed."""
        return int(self.cleaned_data["version"])


class ConfirmForm(nhsuk.Form):
    """Nothing to fill in: the button says the act."""

    def __init__(self, *args: Any, act: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = act  # type: ignore[misc]


class ReasonForm(ConfirmForm):
    """The reason for an act."""

    reason = nhsuk.LongTextField("Why?", called="The reason", max_length=1000, rows=4)


class ReopenForm(ReasonForm):
    """Why a meeting is opened again; `version` is how often it had been put back on the page."""

    reason = nhsuk.LongTextField(
        "Why are you opening it again?",
        called="The reason",
        hint="For example, it was closed before everyone had been discussed.",
        missing="Enter why you are opening it again",
        max_length=1000,
        rows=4,
    )
    version = nhsuk.VersionField()

    def seen_version(self) -> int:
        """Return how often the meeting had been put back when the page was shown."""
        return int(self.cleaned_data["version"])


class StrikeOutForm(ReasonForm):
    """Why minutes are struck out; `version` is that of the minutes on the page."""

    reason = nhsuk.LongTextField(
        "Why are they struck out?",
        called="The reason",
        hint="For example, they are about someone else.",
        missing="Enter why they are struck out",
        max_length=1000,
        rows=4,
    )
    version = nhsuk.VersionField()
    outcome = nhsuk.HiddenTextField(max_length=36)

    def seen_version(self) -> int:
        """Return the version of the minutes that the page had shown."""
        return int(self.cleaned_data["version"])
