"""Forms of the register: parsing, field checks and layout. They save nothing."""

from register.forms.closing import (
    CheckForm,
    CorrectClosingForm,
    CorrectDeathForm,
    DiedForm,
    LeftForm,
    Page,
    ReasonForm,
    ReopenForm,
    WorkForm,
)
from register.forms.correcting import CorrectStayForm
from register.forms.handing_over import HandOverForm
from register.forms.leaving import DischargeForm, PlanDischargeForm
from register.forms.people import (
    ConfirmPartnersForm,
    LeadForm,
    PartnerForm,
    PersonForm,
    SearchForm,
)
from register.forms.ratings import AdulthoodForm, AgainstFloorForm, RateForm
from register.forms.statute import RecogniseForm, StatutoryViewForm
from register.forms.stays import (
    AdmitForm,
    ConcernForm,
    EndLeaveForm,
    StartLeaveForm,
    StatusForm,
    TransferForm,
)

__all__ = [
    "AdmitForm",
    "AdulthoodForm",
    "AgainstFloorForm",
    "CheckForm",
    "ConcernForm",
    "ConfirmPartnersForm",
    "CorrectClosingForm",
    "CorrectDeathForm",
    "CorrectStayForm",
    "DiedForm",
    "DischargeForm",
    "EndLeaveForm",
    "HandOverForm",
    "LeadForm",
    "LeftForm",
    "Page",
    "PartnerForm",
    "PersonForm",
    "PlanDischargeForm",
    "RateForm",
    "ReasonForm",
    "RecogniseForm",
    "ReopenForm",
    "SearchForm",
    "StartLeaveForm",
    "StatusForm",
    "StatutoryViewForm",
    "TransferForm",
    "WorkForm",
]
