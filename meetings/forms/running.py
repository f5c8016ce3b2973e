"""Forms of running a meeting: who was there, an act to confirm, the reason for one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.models import choices
from core import nhsuk
from meetings import rules
from meetings.models import Attendee

RECORDED = [one for one in choices(rules.Presence) if one[0] != rules.Presence.REMOVED]
"""What can be recorded of somebody invited; taking them off the list is a verb of its own."""


class AttendanceForm(nhsuk.Form):
    """Who was there: one question for each of those invited."""

    submit = "Record attendance"

    def __init__(self, *args: Any, attendees: Iterable[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in attendees:
            self.fields[f"presence_{one.pk}"] = nhsuk.ChoiceRadios(
                f"{one.shown_name}{f', {one.part}' if one.part else ''}",
                choices=RECORDED,
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
