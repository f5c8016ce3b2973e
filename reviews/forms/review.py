"""The form of a review that was held."""

from typing import Any

from core import nhsuk
from reviews import policy, rules
from reviews.details import ReviewDetails
from reviews.forms.rows import WithActions


class HeldFields(nhsuk.Form):
    """What a review that was held and its correction both ask."""

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
        self.lines = {f"line_{one.code}": one for one in policy.current().lines}
        for name, line in self.lines.items():
            self.fields[name] = nhsuk.LongTextField(
                line.title, required=False, optional_mark=False, max_length=4000, rows=3,
                count=False,
            )  # fmt: skip
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("cetr", "A care (education) and treatment review: CTR or CETR"),
            ("laep", f"An emergency meeting without independent experts ({laep})"),
        ]
        if not asks_plan:
            del self.fields["ehc_plan"]

    def layout_parts(self) -> list[Any]:
        """Return the form in its sections."""
        plan = ["ehc_plan"] if "ehc_plan" in self.fields else []
        return [
            nhsuk.Section("The review", "what", *plan, "held_on", "requested_by", "consent"),
            nhsuk.Section(
                "The panel", "chair", "chair_is_delegate", "clinical_expert",
                "expert_by_experience", "others",
                intro="A C(E)TR needs a chair and both independent experts.",
            ),
            nhsuk.Section("The four questions", *rules.FOUR_QUESTIONS),
            nhsuk.Details(
                "What was found, by the key lines of enquiry (KLOE)", *self.lines,
                words="Use what helps. The headings are those of this region's policy file.",
            ),
            self.buttons(),
        ]  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Return what was typed of the facts that both ask."""
        values = self.cleaned_data
        same = (
            "held_on", "requested_by", "chair", "clinical_expert", "expert_by_experience",
            "others", "consent", *rules.FOUR_QUESTIONS,
        )  # fmt: skip
        return {
            "emergency": values["what"] == "laep",
            "chair_is_delegate": bool(values["chair_is_delegate"]),
            "ehc_plan": values.get("ehc_plan"),
            "findings": {line.code: values[name] for name, line in self.lines.items()},
            **{name: values[name] for name in same},
        }


class ReviewForm(HeldFields, WithActions):
    """A C(E)TR or an emergency protocol that was held."""

    submit = "Record this review"
    row_intro = (
        "Each becomes an action with one owner and a date, which the register follows up. "
        "Leave spare rows blank."
    )

    unowned = nhsuk.LongTextField(
        "Which recommendations do not have an owner yet?",
        called="Recommendations without an owner",
        hint="Enter one on each line. Each stays on this review until it becomes an action, or "
        "someone says why it does not.",
        required=False,
        max_length=8000,
        rows=4,
    )

    def layout_parts(self) -> list[Any]:
        """Put the recommendations last."""
        *held, buttons = super().layout_parts()
        return [*held, *self.row_parts(), "unowned", buttons]

    def details(self) -> ReviewDetails:
        """Return what was typed."""
        return ReviewDetails(
            recommendations=self.recommended(),
            unowned=tuple(self.cleaned_data["unowned"].split("\n")),
            **self.facts(),
        )
