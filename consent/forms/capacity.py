"""An assessment of capacity, and the consent of somebody who has it."""

from dataclasses import fields
from typing import Any

from consent import policy
from consent.details import CapacityDetails
from consent.forms.decision import DECISION, INFORMATION, OTHERS, SCOPES, DecisionForm, pick
from consent.rules import Basis
from core import nhsuk

CAPACITY = tuple(one.name for one in fields(CapacityDetails))


def _ability(what: str, noun: str) -> nhsuk.YesNoField:
    return nhsuk.YesNoField(
        f"Can the person {what}?", missing=f"Select yes if the person can {noun}"
    )


def _evidence(of: str) -> nhsuk.LongTextField:
    return nhsuk.LongTextField(
        f"What shows this about {of}?",
        called=f"What shows this about {of}",
        missing=f"Enter what shows this about {of}",
        rows=3,
    )


class CapacityForm(DecisionForm):
    """Adds an assessment of capacity for this decision."""

    decision_asked = nhsuk.PlainTextField(
        "Which decision was the person asked to make?",
        hint="For example, whether to be on the register and share information with partners",
        called="The decision asked",
        max_length=1000,
        missing="Enter which decision the person was asked to make",
    )
    steps_taken = nhsuk.LongTextField(
        "What was done to help the person decide?",
        hint="Time, place, pictures, people who help them communicate",
        called="What was done to help",
        missing="Enter what was done to help the person decide",
    )
    understands = _ability("understand the information", "understand the information")
    understands_evidence = _evidence("understanding")
    retains = _ability("retain it long enough to decide", "retain the information")
    retains_evidence = _evidence("retaining")
    weighs = _ability("use or weigh it", "use or weigh the information")
    weighs_evidence = _evidence("using or weighing")
    communicates = _ability("communicate the decision, by any means", "communicate the decision")
    communicates_evidence = _evidence("communicating")
    impairment = nhsuk.YesNoField(
        "Is there an impairment of, or disturbance in, the mind or brain?",
        missing="Select yes if there is an impairment of, or disturbance in, the mind or brain",
    )
    impairment_evidence = nhsuk.LongTextField(
        "If there is, what is it?", called="The impairment", rows=3, required=False
    )
    causal_link = nhsuk.YesNoField(
        "Is it the reason why the person cannot decide?",
        missing="Select yes if the impairment is the reason why the person cannot decide",
    )
    causal_link_evidence = nhsuk.LongTextField(
        "If it is, how does it stop the person deciding?",
        called="How it stops the person deciding",
        rows=3,
        required=False,
    )
    fluctuating = nhsuk.YesNoField(
        "Does capacity for this decision come and go?",
        hint="If so, it is asked again sooner",
        missing="Select yes if capacity comes and goes",
    )
    assessor = nhsuk.PlainTextField(
        "Who assessed capacity?",
        hint="Name and role",
        called="Assessor",
        missing="Enter who assessed capacity",
    )
    assessed_on = nhsuk.DateField("Date of the assessment", past=True)
    still_holds = nhsuk.LongTextField(
        "Why is this assessment still valid?",
        hint=f"Needed if it was made more than {policy.current().capacity.assessment_days} days "
        "before the decision",
        called="Why the assessment is still valid",
        max_length=1000,
        rows=3,
        required=False,
    )

    def parts(self) -> dict[str, Any]:
        """Return the assessment."""
        return {"capacity": pick(CapacityDetails, self.cleaned_data)}


class ConsentForm(CapacityForm):
    """The person agrees. An assessment is recorded where there was doubt about capacity."""

    basis = Basis.CONSENT
    capacity_assessed = nhsuk.YesNoField(
        "Was there reason to doubt that the person can decide this?",
        hint="Everyone is assumed to have capacity. An unwise decision is not a reason for doubt",
        reveals={"yes": CAPACITY},
        missing="Select yes if there was reason to doubt capacity",
    )

    layout = [
        nhsuk.Section(
            "What the person agrees to",
            *SCOPES,
            intro="Four questions, each with its own answer.",
        ),
        nhsuk.Section("Information", *INFORMATION),
        nhsuk.Section("Capacity", "capacity_assessed"),
        nhsuk.Section("Others", *OTHERS, "dissent"),
        nhsuk.Section("The decision", *DECISION, "evidence_reference"),
    ]

    def parts(self) -> dict[str, Any]:
        """Return the assessment, where one was made."""
        return super().parts() if self.cleaned_data["capacity_assessed"] else {}
