"""Forms of the register: parsing, field checks and layout. They save nothing."""

from register.forms.handing_over import HandOverForm
from register.forms.leaving import DischargeForm, PlanDischargeForm
from register.forms.people import (
    GENDERS,
    ConfirmPartnersForm,
    LeadForm,
    PartnerForm,
    PersonForm,
    SearchForm,
)
from register.forms.ratings import AdulthoodForm, AgainstFloorForm, CloseForm, RateForm
from register.forms.statute import RecogniseForm, StatutoryViewForm
from register.forms.stays import (
    AdmitForm,
    ConcernForm,
    CorrectStayForm,
    EndLeaveForm,
    StartLeaveForm,
    StatusForm,
    TransferForm,
)

__all__ = [
    "GENDERS",
    "AdmitForm",
    "AdulthoodForm",
    "AgainstFloorForm",
    "CloseForm",
    "ConcernForm",
    "ConfirmPartnersForm",
    "CorrectStayForm",
    "DischargeForm",
    "EndLeaveForm",
    "HandOverForm",
    "LeadForm",
    "PartnerForm",
    "PersonForm",
    "PlanDischargeForm",
    "RateForm",
    "RecogniseForm",
    "SearchForm",
    "StartLeaveForm",
    "StatusForm",
    "StatutoryViewForm",
    "TransferForm",
]
