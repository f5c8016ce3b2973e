"""Forms of reviews, keyworker decisions and visits: parsing and layout. They save nothing."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.models import User
from actions.forms import OwnerSelect, SentOnce, choose
from core import nhsuk
from reviews import rules
from reviews.details import Recommended, ReviewDetails, VisitDetails

_DATE_HINT = "For example, 15 3 2027"
_ROW = ("description", "owner", "due_on")


class WithActions(SentOnce):
    """A form that ends with rows, each of which becomes an action: what, who, by when.

    A row counts once something was typed in it, and then needs all three.
    """

    rows: ClassVar[int] = 6
    row_words: ClassVar[str] = "Recommendation"
    row_intro: ClassVar[str] = ""

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, self.rows + 1):
            self._add_row(number, owners)

    def _add_row(self, number: int, owners: QuerySet[User]) -> None:
        what, who, when = (f"row{number}_{name}" for name in _ROW)
        words = f"{self.row_words} {number}"
        self.fields[what] = nhsuk.LongTextField(
            "What is to be done?", called=words, required=False, max_length=2000, rows=2,
            count=False, optional_mark=False,
        )  # fmt: skip
        self.fields[who] = OwnerSelect(
            "Who owns it?", queryset=User.objects.none(), required=False, optional_mark=False
        )
        self.fields[when] = nhsuk.DateField(
            "When is it due?", called=f"{words}: due date", future=True, required=False,
            optional_mark=False,
        )  # fmt: skip
        choose(self, who, owners)

    def row_parts(self) -> list[Any]:
        """Return the rows for the layout: the first open, the others on demand."""
        parts: list[Any] = []
        for number in range(1, self.rows + 1):
            names = [f"row{number}_{name}" for name in _ROW]
            words = f"{self.row_words} {number}"
            typed = any(self[name].errors or self[name].value() for name in names[:2])
            shown = number == 1 or (self.is_bound and typed)
            parts.append(nhsuk.Fieldset(words, *names) if shown else nhsuk.Details(words, *names))
        return [nhsuk.Section(f"{self.row_words}s", *parts, intro=self.row_intro)]

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing in a row that was begun."""
        missing = {"description": "Enter what is to be done", "owner": "Select who owns it",
                   "due_on": "Enter the due date"}  # fmt: skip
        for number in range(1, self.rows + 1):
            names = {name: f"row{number}_{name}" for name in _ROW}
            typed = {name: self.cleaned_data.get(field) for name, field in names.items()}
            if not any(typed.values()):
                continue
            for name, value in typed.items():
                if not value and not self.errors.get(names[name]):
                    self.add_error(
                        names[name], f"{self.row_words} {number}: {missing[name].lower()}"
                    )
        return self.cleaned_data

    def recommended(self) -> tuple[Recommended, ...]:
        """Return the rows that were filled in, those left out in between closed up."""
        found = []
        for number in range(1, self.rows + 1):
            values: dict[str, Any] = {
                name: self.cleaned_data.get(f"row{number}_{name}") for name in _ROW
            }
            if values["description"]:
                found.append(Recommended(**values))
        return tuple(found)


class ReviewForm(WithActions):
    """A C(E)TR or an emergency protocol that was held."""

    submit = "Record this review"
    row_intro = (
        "Each becomes an action with one owner and a date, which the register follows up. "
        "Leave empty what you do not need."
    )

    what = nhsuk.ChoiceRadios("What was held?", choices=[], missing="Select what was held")
    ehc_plan = nhsuk.YesNoField(
        "Did the person have an education, health and care plan on that day?",
        hint="It decides whether this is a CTR or a CETR.",
        missing="Select yes if the person had an EHC plan",
    )
    held_on = nhsuk.DateField(
        "When was it held?", called="Date of the review", hint="For example, 15 3 2026", past=True
    )
    requested_by = nhsuk.SelectField(
        "Who asked for it?",
        choices=[("", "Select an option"), *((one.value, one.label) for one in rules.Requester)],
        required=False,
    )
    consent = nhsuk.ChoiceRadios(
        "On what basis did the panel read about the person?",
        hint="Without consent shown, the panel must not read the papers.",
        choices=[(one.value, one.label) for one in rules.ConsentShown],
        required=False,
        optional_mark=False,
    )
    chair = nhsuk.PlainTextField(
        "Chair", missing="Enter the name of the chair", max_length=120, width=20
    )
    chair_is_delegate = nhsuk.YesNoField(
        "Did the chair stand in for the responsible commissioner?",
        hint="A delegate has authority to decide and is not independent.",
        required=False,
    )
    clinical_expert = nhsuk.PlainTextField(
        "Independent clinical expert", required=False, optional_mark=False, max_length=120, width=20
    )
    expert_by_experience = nhsuk.PlainTextField(
        "Independent expert by experience", required=False, optional_mark=False, max_length=120,
        width=20,
    )  # fmt: skip
    others = nhsuk.LongTextField(
        "Who else was there?", called="Others present", required=False, max_length=2000, rows=3
    )
    safe = nhsuk.LongTextField(
        rules.FOUR_QUESTIONS["safe"], required=False, optional_mark=False, max_length=4000
    )
    current_care = nhsuk.LongTextField(
        rules.FOUR_QUESTIONS["current_care"], required=False, optional_mark=False, max_length=4000
    )
    future_plan = nhsuk.LongTextField(
        rules.FOUR_QUESTIONS["future_plan"], required=False, optional_mark=False, max_length=4000
    )
    hospital_needed = nhsuk.LongTextField(
        rules.FOUR_QUESTIONS["hospital_needed"], required=False, optional_mark=False,
        max_length=4000,
    )  # fmt: skip

    def __init__(self, *args: Any, laep: str, asks_plan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("cetr", "A care (education) and treatment review: CTR or CETR"),
            ("laep", f"An emergency meeting without independent experts ({laep})"),
        ]
        if not asks_plan:
            del self.fields["ehc_plan"]

    def layout_parts(self) -> list[Any]:
        """Return the form in five sections, the recommendations last."""
        plan = ["ehc_plan"] if "ehc_plan" in self.fields else []
        return [
            nhsuk.Section("The review", "what", *plan, "held_on", "requested_by", "consent"),
            nhsuk.Section(
                "The panel", "chair", "chair_is_delegate", "clinical_expert",
                "expert_by_experience", "others",
                intro="A C(E)TR needs a chair and both independent experts.",
            ),
            nhsuk.Section("The four questions", *rules.FOUR_QUESTIONS),
            *self.row_parts(),
            self.buttons(),
        ]  # fmt: skip

    def details(self) -> ReviewDetails:
        """Return what was typed."""
        values = self.cleaned_data
        same = (
            "held_on", "requested_by", "chair", "clinical_expert", "expert_by_experience",
            "others", "consent", *rules.FOUR_QUESTIONS,
        )  # fmt: skip
        return ReviewDetails(
            emergency=values["what"] == "laep",
            chair_is_delegate=bool(values["chair_is_delegate"]),
            ehc_plan=values.get("ehc_plan"),
            recommendations=self.recommended(),
            **{name: values[name] for name in same},
        )


class SendReportForm(nhsuk.Form):
    """When the report went out."""

    submit = "Record that the report was sent"

    sent_on = nhsuk.DateField(
        "When was the report sent?", called="Date sent", hint="For example, 15 3 2026", past=True
    )


class KeyworkerForm(nhsuk.Form):
    """What was decided about a keyworker."""

    submit = "Record this decision"

    outcome = nhsuk.ChoiceRadios(
        "What was decided about a keyworker?",
        choices=[(one.value, one.label) for one in rules.KeyworkerOutcome],
        reveals={"declined": ["reason"]},
        missing="Select what was decided",
    )
    reason = nhsuk.LongTextField(
        "Why is the person not referred?",
        called="The reason",
        missing="Enter why the person is not referred",
        max_length=1000,
        rows=3,
    )
    decided_on = nhsuk.DateField("When?", called="Date", hint="For example, 15 3 2026", past=True)


class VisitForm(WithActions):
    """A commissioner's oversight visit."""

    submit = "Record this visit"
    rows = 4
    row_words = "Concern"
    row_intro = (
        "Each concern becomes an action with one owner in the person's area, and a date. "
        "Leave empty what you do not need."
    )

    visited_on = nhsuk.DateField(
        "When did you visit?", called="Date of the visit", hint="For example, 15 3 2026", past=True
    )
    saw_person = nhsuk.YesNoField(
        "Did you see the person?",
        reveals={"no": ["not_seen_reason"]},
        missing="Select yes if you saw the person",
    )
    not_seen_reason = nhsuk.LongTextField(
        "Why did you not see the person?",
        called="The reason",
        missing="Enter why you did not see the person",
        max_length=1000,
        rows=3,
    )
    account = nhsuk.LongTextField(
        "What did you see, hear and ask?",
        called="What you saw, heard and asked",
        hint="Safety, care, restraint or segregation, plans to leave hospital.",
        missing="Enter what you saw, heard and asked",
        max_length=4000,
    )

    def layout_parts(self) -> list[Any]:
        """Return the visit, then the concerns."""
        visit = nhsuk.Section("The visit", "visited_on", "saw_person", "account")
        return [visit, *self.row_parts(), self.buttons()]

    def details(self) -> VisitDetails:
        """Return what was typed."""
        return VisitDetails(
            saw_person=self.cleaned_data["saw_person"],
            not_seen_reason=self.cleaned_data["not_seen_reason"],
            account=self.cleaned_data["account"],
            concerns=self.recommended(),
        )
