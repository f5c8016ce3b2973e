"""What is asked when someone leaves, or their account must be closed at once."""

from typing import Any

from accounts.colleagues import ColleagueSelect
from accounts.models import User, choices
from accounts.querysets import UserQuerySet
from accounts.rules import LockReason
from core import nhsuk

NOTE_HINT = "Do not name or describe anyone who may be on the register."


class LockForm(nhsuk.Form):
    """Why an account is locked: one choice, and words only for whoever has the time."""

    submit = "Lock this account now"
    why = nhsuk.ChoiceRadios(
        "Why are you locking this account?",
        called="Reason",
        choices=choices(LockReason),
        hints={
            LockReason.DEVICE.value: "If it is unlocked later, they set up their second step again"
        },
        missing="Select why you are locking this account",
    )
    note = nhsuk.LongTextField(
        "More details", max_length=500, rows=3, required=False, hint=NOTE_HINT
    )


class UnlockForm(nhsuk.Form):
    """Why an account may be used again."""

    submit = "Unlock this account"
    note = nhsuk.LongTextField(
        "Why are you unlocking this account?",
        called="Reason",
        max_length=500,
        rows=3,
        hint=NOTE_HINT,
        missing="Enter why you are unlocking this account",
    )


class LastOfTeamForm(nhsuk.Form):
    """Who joins an area's DSR team before its last member goes."""

    alerts_to = ColleagueSelect(
        "Who takes the alerts from now on?",
        called="Who takes the alerts",
        hint="They get the DSR team role and see everyone in the area. If the right person is "
        "not here, give them the role on their own page first.",
        queryset=User.objects.none(),
        blank="Select a colleague",
        missing="Select who takes the alerts from now on",
    )
    confirm_team = nhsuk.ConfirmField(
        "I confirm that they belong to the DSR team and may see everyone in the area",
        missing="Confirm that they belong to the DSR team",
    )

    def __init__(self, *args: Any, colleagues: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alerts_to"].queryset = colleagues  # type: ignore[attr-defined]
