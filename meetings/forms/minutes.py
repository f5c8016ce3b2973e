"""The form of the minutes about one person, and the one that puts their words right."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from accounts.models import Organisation
from accounts.querysets import UserQuerySet
from core import nhsuk
from core.nhsuk.layout import Part
from meetings.forms import lines
from meetings.workflow import Minutes, NewAction
from register.rules import Level

LEVELS = [(level.value, level.label) for level in Level]


class KeyButton(nhsuk.Button):
    """A button that a key reaches too: Alt and the key in most browsers."""

    def __init__(self, words: str, *, key: str, **options: Any) -> None:
        super().__init__(words, **options)
        self.params["attributes"] = {"accesskey": key}


class WordsForm(nhsuk.Form):
    """What was said: the fields that may still be put right after the meeting."""

    submit = "Save"
    marks_optional = False
    layout = ["headline", "changed", "views", "discussion"]

    headline = nhsuk.PlainTextField("Headline", max_length=200, required=False)
    changed = nhsuk.LongTextField("What has changed since last time", rows=4, required=False)
    views = nhsuk.LongTextField("What the person and family say", rows=3, required=False)
    discussion = nhsuk.LongTextField("Discussion", rows=4, required=False)
    version = nhsuk.HiddenTextField()

    def clean(self) -> dict[str, Any] | None:
        """Refuse a version that no page has shown."""
        version = str(self.cleaned_data.get("version") or "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            self.add_error(None, "Reload the page and try again.")
        return self.cleaned_data

    def minutes(self) -> Minutes:
        """Return what was typed."""
        names = set(Minutes.__dataclass_fields__) & set(self.fields)
        return Minutes(**{name: self.cleaned_data[name] for name in names})

    def seen_version(self) -> int:
        """Return the version of the minutes that the page showed."""
        return int(self.cleaned_data["version"])


class MinutesForm(WordsForm):
    """The minutes about one person, with room for several actions, each typed in one line.

    `autosave` is the address to which the page is sent as it is typed; `more` says that a line
    for another action has just been asked for.
    """

    proposed_level = nhsuk.ChoiceRadios(
        "Rating proposed", choices=LEVELS, inline=True, small=True, required=False
    )
    agreed_level = nhsuk.ChoiceRadios(
        "Rating agreed", choices=LEVELS, inline=True, small=True, required=False
    )
    reason = nhsuk.LongTextField("Reason for the rating agreed", rows=3, required=False)
    next_review_on = nhsuk.DateField("Next review", future=True, required=False)
    follows = nhsuk.HiddenTextField(required=False)
    key = nhsuk.HiddenTextField(max_length=32)
    lines = nhsuk.HiddenTextField(required=False)
    moved = nhsuk.HiddenTextField(required=False, max_length=400)

    def __init__(
        self,
        *args: Any,
        owners: UserQuerySet,
        services: Sequence[Organisation] = (),
        autosave: str = "",
        more: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.autosave, self.more = autosave, more
        self.owners, self.services = list(owners.select_related("organisation")), list(services)
        self.count = lines.asked_for(self.data)
        lines.add_fields(self, lines=self.count, owners=self.owners, services=self.services)

    @property
    def helper(self) -> Any:
        """How crispy forms draws the form; where typing goes on after a line was added."""
        helper = super().helper
        helper.attrs |= {"data-more": f"description{lines.suffix(self.count)}"} if self.more else {}
        return helper

    def layout_parts(self) -> list[Part | str]:
        """Return what was said, the rating, the lines of actions and the buttons."""
        more = KeyButton(
            "Add another action", key="a", name="more", value="yes", variant="secondary"
        )
        room = [more] if self.count < lines.AT_MOST else []
        # The first button is what Enter presses in a field of one line: the one that stays here.
        return [
            *self.layout,
            nhsuk.Section("Rating", "proposed_level", "agreed_level", "reason", "next_review_on"),
            nhsuk.Section(
                "Actions",
                *lines.layout(self.count),
                intro="Add one action per row. Leave spare rows blank.",
            ),
            nhsuk.Buttons(
                KeyButton("Save", key="s"),
                KeyButton(
                    "Save and go to the next person",
                    key="g",
                    name="then",
                    value="next",
                    variant="secondary",
                ),
                *room,
            ),
        ]

    @staticmethod
    def lines_of(data: Mapping[str, Any]) -> int:
        """Return for how many actions the page has room once `data` is shown on it."""
        return lines.asked_for(data)

    @staticmethod
    def new_key() -> str:
        """Return a fresh name for one submission."""
        return uuid4().hex

    def clean(self) -> dict[str, Any] | None:
        """Ask for whole actions, and refuse what no page has shown."""
        super().clean()
        lines.check(self, self.count)
        if not lines.is_id(str(self.cleaned_data.get("follows") or "")):
            self.add_error(None, "Reload the page and try again.")
        return self.cleaned_data

    def seen_rating(self) -> UUID | None:
        """Return the rating that the page showed, if any."""
        return UUID(self.cleaned_data["follows"]) if self.cleaned_data["follows"] else None

    def seen_moved(self) -> list[UUID]:
        """Return the minutes moved from the wrong person that the page showed."""
        return [UUID(one) for one in self.cleaned_data["moved"].split() if lines.is_id(one)]

    def new_actions(self, item_id: UUID) -> list[NewAction]:
        """Return the actions typed; sent twice they are the same ones."""
        return lines.actions(
            self.cleaned_data, self.count, key=f"{item_id}:{self.cleaned_data['key']}",
            owners=self.owners, services=self.services,
        )  # fmt: skip
