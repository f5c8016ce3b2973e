"""Forms about several actions, about absence, and the one behind a mailed link."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.colleagues import ColleagueSelect
from accounts.models import User
from actions.forms.owning import choose
from actions.models import Action
from actions.rules import Answered
from core import nhsuk
from core.dates import in_words

_DATE_HINT = "For example, 15 3 2027"


class ActionCheckboxes(nhsuk.ModelCheckboxes):
    """Actions to tick, each with the person, the owner and what shows that it is done."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what somebody has to know to decide."""
        what = obj.description.strip().rstrip(".")
        said = f"{what}. For {obj.person.name}, due {in_words(obj.due_on)}."
        return f"{said} {obj.done_by_name} says: {obj.evidence}" if obj.is_done else said


class ConfirmManyForm(nhsuk.Form):
    """Which actions are confirmed."""

    submit = "Confirm and close those ticked"

    actions = ActionCheckboxes(
        "Which do you confirm?",
        missing="Select at least one action",
        queryset=Action.objects.none(),
    )

    def __init__(self, *args: Any, actions: QuerySet[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "actions", actions)


class HandOverForm(nhsuk.Form):
    """Which actions go to whom."""

    submit = "Continue"

    actions = ActionCheckboxes(
        "Which actions are you handing over?",
        missing="Select at least one action",
        queryset=Action.objects.none(),
    )
    owner = ColleagueSelect(
        "New owner",
        missing="Select the new owner",
        queryset=User.objects.none(),
    )
    due_on = nhsuk.DateField(
        "New due date of those that are overdue", called="New due date",
        hint=f"{_DATE_HINT}. Leave empty when none is.", future=True, required=False,
        optional_mark=False,
    )  # fmt: skip
    reason = nhsuk.LongTextField(
        "Why are you changing the owner?",
        called="The reason",
        missing="Enter why you are changing the owner",
        max_length=1000,
        rows=3,
    )

    def __init__(
        self, *args: Any, actions: QuerySet[Action], owners: QuerySet[User], today: date,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        choose(self, "actions", actions)
        choose(self, "owner", owners)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for the new due date without which an overdue action could not be handed over."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        overdue = sum(one.is_overdue(self.today) for one in said.get("actions") or ())
        if overdue and "due_on" in said and said["due_on"] is None:
            self.add_error("due_on", self._without_date(overdue))
        return said

    @staticmethod
    def _without_date(overdue: int) -> str:
        if overdue == 1:
            return "1 of these actions is overdue. Enter a new due date for it"
        return f"{overdue} of these actions are overdue. Enter a new due date for them"


class ArrangeCoverForm(nhsuk.Form):
    """Who is away, from when to when, and who stands in. The team may arrange it for others."""

    submit = "Arrange cover"

    user = ColleagueSelect(
        "Who is away?", missing="Select who is away", queryset=User.objects.none()
    )
    covered_by = ColleagueSelect(
        "Who covers?",
        hint="A colleague of the same area",
        missing="Select who covers",
        queryset=User.objects.none(),
    )
    starts_on = nhsuk.DateField("First day", called="First day", hint=_DATE_HINT)
    ends_on = nhsuk.DateField("Last day", called="Last day", hint=_DATE_HINT, future=True)

    def __init__(
        self, *args: Any, away: QuerySet[User] | None, others: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "covered_by", others)
        if away is None:
            del self.fields["user"]
        else:
            choose(self, "user", away)


class EndCoverForm(nhsuk.Form):
    """Nothing to type."""

    submit = "End this cover"


class AnswerForm(nhsuk.Form):
    """What an owner without an account answers."""

    submit = "Send my answer"

    kind = nhsuk.ChoiceRadios(
        "What do you want to tell us?",
        choices=[(one.value, one.label) for one in Answered],
        missing="Select what you want to tell us",
    )
    words = nhsuk.LongTextField(
        "Tell us more",
        called="What you tell us",
        hint="If it is done: what was done, and what shows it. If not: why, and who can do it. Do "
        "not write the name of the person whom it is about.",
        missing="Enter what was done, or why it was not",
        max_length=2000,
    )
