"""Lines of actions in the form of the minutes: each typed in one line, one owner, one date."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from crispy_forms.utils import render_field
from django.utils.safestring import SafeString

from accounts.colleagues import choices_of
from accounts.models import Organisation, User
from actions.workflow import Contact
from core import nhsuk
from core.nhsuk.html import element, join
from core.nhsuk.layout import Part
from meetings.workflow import NewAction

AT_FIRST, AT_MOST = 2, 20
ASKED = {
    "description": "Enter what needs to be done",
    "owner": "Select who will do it, or name someone who does not have an account",
    "due_on": "Enter the date by which it must be done",
}
CONTACT = {
    "contact_name": "Enter the name of the person who will do it",
    "contact_email": "Enter the email address the service will answer from",
    "contact_service": "Select the service that answers for it",
}


class ActionLine(Part):
    """The fields of one action beside one another, as a question of their own."""

    def __init__(self, number: int, *fields: Part | str) -> None:
        super().__init__(*fields)
        self.number = number

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the fieldset: three fields in a line, and the owner without an account below."""
        one_line, rest = self.fields[:3], self.fields[3:]
        cells = [
            element("div", {"class": "dsr-action-line__cell"}, render_field(one, form, context))
            for one in one_line
        ]
        legend = {"class": "nhsuk-fieldset__legend nhsuk-fieldset__legend--s"}
        return element(
            "fieldset",
            {"class": "nhsuk-fieldset dsr-action-line"},
            element("legend", legend, f"Action {self.number}"),
            element("div", {"class": "dsr-action-line__cells"}, *cells),
            join(*(render_field(one, form, context) for one in rest)),
        )


def suffix(number: int) -> str:
    """Return what stands behind the names of the fields of line `number`, counted from 1."""
    return "" if number == 1 else f"_{number}"


def asked_for(data: Mapping[str, Any] | None) -> int:
    """Return how many lines the page that sent `data` had, and one more where it asks for it."""
    given = str((data or {}).get("lines") or "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else AT_FIRST
    return min(max(number, 1) + ("more" in (data or {})), AT_MOST)


def add_fields(
    form: Any, *, lines: int, owners: Iterable[User], services: Iterable[Organisation]
) -> None:
    """Add the fields of `lines` actions; who there is to choose is read once for all of them."""
    colleagues = [("", "Select an option"), *choices_of(owners)]
    bodies = [("", "Select an option"), *((str(one.pk), one.name) for one in services)]
    for number in range(1, lines + 1):
        behind = suffix(number)
        form.fields |= {
            f"description{behind}": nhsuk.PlainTextField(
                "What is to be done", max_length=2000, required=False
            ),
            f"owner{behind}": nhsuk.SelectField(
                "Who does it", choices=colleagues[1:], required=False
            ),
            f"due_on{behind}": nhsuk.DateField(
                "By when", called="Due date", future=True, required=False
            ),
            f"contact_name{behind}": nhsuk.PlainTextField("Name", max_length=120, required=False),
            f"contact_email{behind}": nhsuk.EmailField(
                "Work email address", required=False, autocomplete="off"
            ),
            f"contact_service{behind}": nhsuk.SelectField(
                "Service", choices=bodies[1:], required=False
            ),
        }


def layout(lines: int) -> list[Part]:
    """Return the lines as the page draws them."""
    return [
        ActionLine(
            number,
            *(f"{name}{suffix(number)}" for name in ASKED),
            nhsuk.Details(
                "The owner does not have an account",
                *(f"{name}{suffix(number)}" for name in CONTACT),
            ),
        )
        for number in range(1, lines + 1)
    ]


def check(form: Any, lines: int) -> None:
    """Ask for the whole action once a part of it is typed."""
    for number in range(1, lines + 1):
        behind = suffix(number)
        typed = {
            name: form.cleaned_data.get(f"{name}{behind}") or form.errors.get(f"{name}{behind}")
            for name in (*ASKED, *CONTACT)
        }
        if not any(typed.values()):
            continue
        asked, named = dict(ASKED), any(typed[name] for name in CONTACT)
        if named and typed["owner"]:
            form.add_error(
                f"owner{behind}",
                "Select a colleague or name someone else, not both",
            )
        elif named:
            asked = {name: asked[name] for name in asked if name != "owner"} | CONTACT
        for name, message in asked.items():
            if not typed[name]:
                form.add_error(f"{name}{behind}", message)


def actions(
    cleaned: Mapping[str, Any],
    lines: int,
    *,
    key: str,
    owners: Sequence[User],
    services: Sequence[Organisation],
) -> list[NewAction]:
    """Return the actions typed; sent twice under one `key` they are the same ones."""
    by_id = {str(one.pk): one for one in owners}
    bodies = {str(one.pk): one for one in services}
    found = []
    for number in range(1, lines + 1):
        behind = suffix(number)
        if not cleaned[f"description{behind}"]:
            continue
        contact = None
        if cleaned[f"contact_name{behind}"]:
            contact = Contact(
                name=cleaned[f"contact_name{behind}"],
                email=cleaned[f"contact_email{behind}"],
                organisation=bodies[cleaned[f"contact_service{behind}"]],
            )
        found.append(
            NewAction(
                description=cleaned[f"description{behind}"],
                owner=by_id.get(cleaned[f"owner{behind}"]),
                contact=contact,
                due_on=cleaned[f"due_on{behind}"],
                key=f"{key}{behind}",
                line=behind,
            )
        )
    return found


def is_id(value: str) -> bool:
    """Whether `value` is an id, or empty."""
    try:
        return not value or bool(UUID(value))
    except ValueError:
        return False
