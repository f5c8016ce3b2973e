"""Decisions about somebody under 16: by the competent child, or by who holds responsibility."""

from dataclasses import fields
from typing import Any

from accounts.models import choices
from consent import rules
from consent.details import ChildDetails
from consent.forms.decision import DECISION, INFORMATION, OTHERS, SCOPES, DecisionForm
from consent.rules import Basis
from core import nhsuk

COMPETENCE = (
    "mature",
    "understands_issues",
    "understands_risks",
    "knows_alternatives",
    "weighs_advice",
    "reasons",
    "competence_evidence",
)


class CompetenceForm(DecisionForm):
    """A child under 16 decides: competence is shown for this decision, never presumed."""

    basis = Basis.GILLICK
    submit = "Save the child's decision"

    mature = nhsuk.YesNoField(
        "Is the child mature enough for this decision?",
        missing="Select yes if the child is mature enough",
    )
    understands_issues = nhsuk.YesNoField(
        "Does the child understand what this is about?",
        missing="Select yes if the child understands what this is about",
    )
    understands_risks = nhsuk.YesNoField(
        "Does the child understand the risks and what follows?",
        missing="Select yes if the child understands the risks",
    )
    knows_alternatives = nhsuk.YesNoField(
        "Does the child know what else could be done?",
        missing="Select yes if the child knows what else could be done",
    )
    weighs_advice = nhsuk.YesNoField(
        "Does the child take in and weigh advice?",
        missing="Select yes if the child weighs advice",
    )
    reasons = nhsuk.YesNoField(
        "Can the child give reasons for the decision?",
        missing="Select yes if the child can give reasons",
    )
    competence_evidence = nhsuk.LongTextField(
        "How do you know?",
        called="How you know",
        missing="Enter how you know whether the child is competent",
    )
    child_view = nhsuk.LongTextField(
        "What does the child say?",
        called="What the child says",
        missing="Enter what the child says",
    )

    layout = [
        nhsuk.Section(
            "Is the child competent to decide?",
            *COMPETENCE,
            "child_view",
            intro="Under 16 there is no presumption either way.",
        ),
        nhsuk.Section(
            "What the child agrees to", *SCOPES, intro="Four questions, each with its own answer."
        ),
        nhsuk.Section("Information", *INFORMATION),
        nhsuk.Section("Others", *OTHERS, "dissent"),
        nhsuk.Section("The decision", *DECISION, "evidence_reference"),
    ]

    def parts(self) -> dict[str, Any]:
        """Return whether the child is competent, and who decides."""
        typed = dict(self.cleaned_data)
        if relation := typed.get("holder_relation"):
            typed["holder_relation"] = rules.Relation(relation)
        names = [one.name for one in fields(ChildDetails) if one.name in typed]
        return {"child": ChildDetails(**{name: typed[name] for name in names})}


class ParentalForm(CompetenceForm):
    """Somebody with parental responsibility decides, for a child who is not competent to."""

    basis = Basis.PARENTAL
    submit = "Save the decision"

    holder_name = nhsuk.PlainTextField(
        "Who holds parental responsibility?",
        called="Who holds parental responsibility",
        missing="Enter who holds parental responsibility",
    )
    holder_relation = nhsuk.ChoiceRadios(
        "How do they hold it?",
        choices=choices(rules.Relation),
        missing="Select how they hold parental responsibility",
    )
    holder_confirmed = nhsuk.PlainTextField(
        "How was that confirmed?",
        called="How it was confirmed",
        missing="Enter how parental responsibility was confirmed",
    )

    layout = [
        nhsuk.Section(
            "Is the child competent to decide?",
            *COMPETENCE,
            "child_view",
            intro="Where every point is met, the child decides.",
        ),
        nhsuk.Section(
            "Who decides for the child", "holder_name", "holder_relation", "holder_confirmed"
        ),
        nhsuk.Section(
            "What they agree to", *SCOPES, intro="Four questions, each with its own answer."
        ),
        nhsuk.Section("Information", *INFORMATION),
        nhsuk.Section("Others", *OTHERS, "dissent"),
        nhsuk.Section("The decision", *DECISION, "evidence_reference"),
    ]
