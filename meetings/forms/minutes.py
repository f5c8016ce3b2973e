"""The form of the minutes about one person."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from accounts.querysets import UserQuerySet
from core import nhsuk
from meetings.forms.fields import UserSelect
from meetings.workflow import Minutes, NewAction
from register.rules import Level

LEVELS = [(level.value, level.label) for level in Level]


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
