"""Forms about leaving hospital: the plan with its checklist, and the discharge."""

from typing import Any

from core import nhsuk
from register import coded_lists, rules
from register.forms.ratings import RateForm
from register.models import DischargeLine, InpatientStay
from register.workflow import LineSaid


class PlanDischargeForm(nhsuk.Form):
    """When discharge is planned, what stands in its way, and the checklist line by line."""

    submit = "Save the plan"
    marks_optional = False

    planned_discharge_on = nhsuk.DateField(
        "When is discharge planned?", called="Planned discharge", required=False
    )
    barriers = nhsuk.LongTextField(
        "What stands in the way of discharge?", called="Barriers", required=False, max_length=4000
    )
    version = nhsuk.VersionField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = coded_lists.discharge_checklist()
        states = [(one.value, one.label) for one in rules.LineState]
        for number, line in enumerate(self.checklist.lines, start=1):
            self.fields[f"line_{line.code}"] = nhsuk.ChoiceRadios(
                f"{number}. {line.words}", choices=states, required=False, inline=True
            )
            self.fields[f"note_{line.code}"] = nhsuk.PlainTextField(
                f"Note on {number}", required=False, max_length=500
            )

    def layout_parts(self) -> list[Any]:
        """Put the checklist below the plan."""
        lines = [
            name
            for line in self.checklist.lines
            for name in (f"line_{line.code}", f"note_{line.code}")
        ]
        intro = (
            f"Answer what is known. {len(self.checklist.lines)} lines, version "
            f"{self.checklist.version}. {self.checklist.source} "
            f"(certainty {self.checklist.certainty})."
        )
        checklist = nhsuk.Section("Before someone leaves hospital", *lines, intro=intro)
        return ["planned_discharge_on", "barriers", checklist, self.buttons()]

    @staticmethod
    def initial_of(stay: InpatientStay, lines: list[DischargeLine]) -> dict[str, Any]:
        """Return what the form shows of the plan at first."""
        shown: dict[str, Any] = {
            "planned_discharge_on": stay.planned_discharge_on,
            "barriers": stay.discharge_barriers,
            "version": stay.version,
        }
        for line in lines:
            shown |= {f"line_{line.code}": line.state, f"note_{line.code}": line.note}
        return shown

    def lines(self) -> dict[str, LineSaid]:
        """Return how each line of the checklist that was answered stands."""
        values = self.cleaned_data
        found = {}
        for code in (line.code for line in self.checklist.lines):
            state, note = values.get(f"line_{code}"), values.get(f"note_{code}") or ""
            if state or note:
                found[code] = LineSaid(rules.LineState(state or "not_yet"), note)
        return found


class DischargeForm(RateForm):
    """A discharge, with the new rating without which there is none."""

    submit = "Record the discharge and the new rating"
    layout = ["discharged_on", "destination", "other_area", "level", "reason"]

    discharged_on = nhsuk.DateField(
        "When were they discharged?", called="Date of discharge", past=True
    )
    destination = nhsuk.PlainTextField("Where do they live now?", called="Where they live now",
                                       max_length=200)  # fmt: skip
    other_area = nhsuk.YesNoField(
        "Do they now live in another area?", called="Whether they now live in another area",
        required=False, hint="If yes, we will ask you next to hand them over to its DSR team.",
    )  # fmt: skip
