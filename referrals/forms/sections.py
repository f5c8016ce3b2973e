"""The sections of a draft, one form each."""

from typing import Any

from core import nhsuk
from referrals import rules
from referrals.forms.people import NetworkForm, RatingForm
from referrals.forms.tables import SectionForm, TableForm
from referrals.forms.tool import ToolForm
from referrals.rules import SectionKey


class PersonForm(TableForm):
    """Who the person is."""

    key = SectionKey.PERSON

    def clean(self) -> dict[str, Any]:
        """Refuse somebody for whom the register is not, once both diagnoses are answered."""
        data = self.cleaned_data
        given = (data.get("learning_disability"), data.get("autism"))
        if all(given) and not set(given) & rules.ELIGIBLE_DIAGNOSES:
            self.add_error(
                "autism",
                "The register is for people with a learning disability, autistic people, or both",
            )
        return data


class WhyNowForm(TableForm):
    """Why the person is referred now."""

    key = SectionKey.WHY_NOW


class LivingForm(TableForm):
    """Where the person lives and what they do."""

    key = SectionKey.LIVING


class CommunicationForm(TableForm):
    """How the person communicates and what helps."""

    key = SectionKey.COMMUNICATION


class ViewsForm(TableForm):
    """What the person and the family say."""

    key = SectionKey.VIEWS


class ReviewsForm(TableForm):
    """C(E)TRs before this."""

    key = SectionKey.REVIEWS


class CheckForm(nhsuk.Form):
    """The declaration, and the button that sends."""

    submit = "Send the referral"
    declared = nhsuk.ConfirmField(
        "I confirm the declaration", missing="Tick the box to confirm the declaration"
    )


FORMS: dict[SectionKey, type[SectionForm]] = {
    SectionKey.PERSON: PersonForm,
    SectionKey.NETWORK: NetworkForm,
    SectionKey.WHY_NOW: WhyNowForm,
    SectionKey.LIVING: LivingForm,
    SectionKey.COMMUNICATION: CommunicationForm,
    SectionKey.VIEWS: ViewsForm,
    SectionKey.REVIEWS: ReviewsForm,
    SectionKey.TOOL: ToolForm,
    SectionKey.RATING: RatingForm,
}
