"""What is asked when a basis is recorded. Usable before a person exists.

    form = form_for(Basis.CONSENT)(request.POST or None, initial=details.initial())
    form.details()            # BasisDetails, once the form is valid
    details.as_json()         # kept in a draft; BasisDetails.from_json(...) reads it again

`BasisForm` comes first and asks which basis; `form_for` gives the form of the one chosen.
"""

from consent.forms.best_interests import AttorneyForm, BestInterestsForm, DeputyForm
from consent.forms.capacity import ConsentForm
from consent.forms.child import CompetenceForm, ParentalForm
from consent.forms.decision import BasisForm, DecisionForm
from consent.forms.disposal import KeepForm, ProposeForm
from consent.forms.holds import HoldForm, LiftHoldForm
from consent.forms.removal import AskForRemovalForm, HandleRequestForm
from consent.forms.rights import AdviceForm, AnswerForm, CopyForm
from consent.forms.withdrawal import ApproveForm, RefusalForm, RestoreForm, WithdrawForm
from consent.rules import Basis

__all__ = [
    "AdviceForm",
    "AnswerForm",
    "ApproveForm",
    "AskForRemovalForm",
    "AttorneyForm",
    "BasisForm",
    "BestInterestsForm",
    "CompetenceForm",
    "ConsentForm",
    "CopyForm",
    "DecisionForm",
    "DeputyForm",
    "HandleRequestForm",
    "HoldForm",
    "KeepForm",
    "LiftHoldForm",
    "ParentalForm",
    "ProposeForm",
    "RefusalForm",
    "RestoreForm",
    "WithdrawForm",
    "form_for",
]

FORMS: dict[Basis, type[DecisionForm]] = {
    Basis.CONSENT: ConsentForm,
    Basis.BEST_INTERESTS: BestInterestsForm,
    Basis.GILLICK: CompetenceForm,
    Basis.PARENTAL: ParentalForm,
    Basis.LPA: AttorneyForm,
    Basis.DEPUTY: DeputyForm,
}


def form_for(basis: Basis) -> type[DecisionForm]:
    """Return the form that records `basis`."""
    return FORMS[basis]
