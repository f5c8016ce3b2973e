"""Which people go to which lead professional."""

from typing import Any

from accounts.colleagues import ColleagueSelect
from accounts.models import User
from core import nhsuk
from core.dates import in_words
from register.forms.people import choose
from register.models import Person


class PeopleCheckboxes(nhsuk.ModelCheckboxes):
    """People to tick, each with what tells them from others."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, the date of birth and the area."""
        return f"{obj.name}, born {in_words(obj.birth_date)} ({obj.area.name})"


class HandOverForm(nhsuk.Form):
    """Several people, or all of them, and who leads them from now on."""

    submit = "Continue"

    people = PeopleCheckboxes(
        "Which people are you handing over?",
        missing="Select at least one person",
        queryset=Person.objects.none(),
    )
    lead = ColleagueSelect(
        "New lead professional",
        called="Lead professional",
        blank="Select a lead professional",
        missing="Select who leads them from now on",
        queryset=User.objects.none(),
    )

    def __init__(self, *args: Any, people: Any, leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "people", people)
        choose(self, "lead", leads)
