"""The codes of consent and their plain words."""

from enum import StrEnum


class _Labelled(StrEnum):
    """A code with its plain words."""

    @property
    def label(self) -> str:
        """The plain words for the code."""
        return _LABELS[type(self).__name__][self.value]


class Basis(_Labelled):
    """What makes it lawful to keep somebody on the register."""

    CONSENT = "consent"
    BEST_INTERESTS = "best_interests"
    GILLICK = "gillick"
    PARENTAL = "parental"
    LPA = "lpa"
    DEPUTY = "deputy"


class Format(_Labelled):
    """How information about the register was given."""

    SPOKEN = "spoken"
    LEAFLET = "leaflet"
    EASY_READ = "easy_read"
    PICTURES = "pictures"
    SIGNED = "signed"
    INTERPRETER = "interpreter"
    RECORDED = "recorded"
    OTHER = "other"


class Consulted(_Labelled):
    """Whose view was asked for; what they said is free text beside it."""

    FAMILY = "family"
    CARERS = "carers"
    ADVOCATE = "advocate"
    NAMED = "named"
    ATTORNEY = "attorney"
    PROFESSIONALS = "professionals"
    NOBODY = "nobody"


class Attorney(_Labelled):
    """Whether somebody was given the authority to decide about health and welfare."""

    NONE = "none"
    LPA = "lpa"
    DEPUTY = "deputy"


class AttorneyView(_Labelled):
    """What the attorney or deputy says to an entry on the register."""

    AGREES = "agrees"
    REFUSES = "refuses"
    NOT_REACHED = "not_reached"


class Advocate(_Labelled):
    """Whether an advocate (an IMCA, say) was thought of."""

    INVOLVED = "involved"
    NOT_NEEDED = "not_needed"
    ASKED = "asked"
    DECLINED = "declined"


class Relation(_Labelled):
    """How somebody comes to hold parental responsibility."""

    MOTHER = "mother"
    FATHER = "father"
    STEP_OR_PARTNER = "step_or_partner"
    ADOPTIVE = "adoptive"
    GUARDIAN = "guardian"
    LOCAL_AUTHORITY = "local_authority"
    OTHER = "other"


class Scope(_Labelled):
    """A part of a decision that can be withdrawn alone."""

    PARTNERS = "share_partners"
    CETR = "cetr"
    KEYWORKER = "keyworker"


class Channel(_Labelled):
    """How a withdrawal reached the register."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"
    PUBLIC_PAGE = "public_page"
    LEAD = "lead"


class Requester(_Labelled):
    """Who asked for the withdrawal."""

    PERSON = "person"
    PARENT = "parent"
    ATTORNEY = "attorney"
    DEPUTY = "deputy"
    ADVOCATE = "advocate"
    PROFESSIONAL = "professional"


class WithdrawalState(_Labelled):
    """Where a withdrawal stands; restored and erased are final."""

    RESTRICTED = "restricted"
    APPROVED = "approved"
    RESTORED = "restored"
    ERASED = "erased"


class CopyPurpose(_Labelled):
    """Why a copy of somebody's record was made."""

    PERSON = "person"
    REPRESENTATIVE = "representative"
    SOLICITOR = "solicitor"
    COURT = "court"


class LegalBasis(_Labelled):
    """Why an erasure happened, as its certificate says it."""

    WITHDRAWN = "withdrawn"
    DISPOSED = "disposed"
    NOT_TAKEN_ON = "not_taken_on"


class Ending(_Labelled):
    """What the time for which a record is kept is counted from."""

    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class DisposalState(_Labelled):
    """Where a record whose time is over stands; erased is final.

    Lapsed: the time does not run any more, as where the person has come back.
    """

    DUE = "due"
    PROPOSED = "proposed"
    KEPT = "kept"
    LAPSED = "lapsed"
    ERASED = "erased"


class RequestState(_Labelled):
    """Where a request for removal from the public page stands."""

    WAITING = "waiting"
    MATCHED = "matched"
    NOTHING_TO_DO = "nothing_to_do"


class HoldReason(_Labelled):
    """Why the law keeps a record that would be erased."""

    INQUEST = "inquest"
    SAFEGUARDING = "safeguarding"
    COMPLAINT = "complaint"
    COURT = "court"
    INQUIRY = "inquiry"


_LABELS: dict[str, dict[str, str]] = {
    "Basis": {
        "consent": "Consent of the person",
        "best_interests": "Best-interests decision",
        "gillick": "Consent of a competent child (Gillick)",
        "parental": "Consent of someone with parental responsibility",
        "lpa": "Decision of an attorney (lasting power of attorney)",
        "deputy": "Decision of a deputy appointed by the Court of Protection",
    },
    "Format": {
        "spoken": "Explained in a conversation",
        "leaflet": "Leaflet",
        "easy_read": "Easy read leaflet",
        "pictures": "Pictures, symbols or objects",
        "signed": "Signed (BSL or Makaton)",
        "interpreter": "With an interpreter or in another language",
        "recorded": "Audio, video or large print",
        "other": "Another way",
    },
    "Consulted": {
        "family": "Family",
        "carers": "Carers",
        "advocate": "An advocate",
        "named": "Someone else whom the person named",
        "attorney": "An attorney or deputy",
        "professionals": "Professionals",
        "nobody": "No one",
    },
    "Attorney": {
        "none": "Neither",
        "lpa": "An attorney (health and welfare lasting power of attorney)",
        "deputy": "A deputy (Court of Protection, personal welfare)",
    },
    "AttorneyView": {
        "agrees": "Agrees",
        "refuses": "Refuses",
        "not_reached": "Could not be reached",
    },
    "Advocate": {
        "involved": "An advocate took part",
        "asked": "An advocate was asked for and has not come yet",
        "not_needed": "Considered, not needed",
        "declined": "Offered, the person did not want one",
    },
    "Relation": {
        "mother": "Mother",
        "father": "Father",
        "step_or_partner": "Step-parent or second parent by agreement or court order",
        "adoptive": "Adoptive parent",
        "guardian": "Guardian",
        "local_authority": "Local authority (care order)",
        "other": "Someone else, by court order",
    },
    "Scope": {
        "share_partners": "Sharing with named partners",
        "cetr": "C(E)TR",
        "keyworker": "Keyworker",
    },
    "Channel": {
        "phone": "By telephone",
        "email": "By email",
        "letter": "By letter",
        "in_person": "In person",
        "public_page": "Through the public page",
        "lead": "Through the lead professional",
    },
    "Requester": {
        "person": "The person",
        "parent": "Someone with parental responsibility",
        "attorney": "An attorney",
        "deputy": "A deputy",
        "advocate": "An advocate for the person",
        "professional": "A professional, in the person's best interests",
    },
    "WithdrawalState": {
        "restricted": "Restricted, waiting for a second person",
        "approved": "Approved, waiting for the cooling-off to end",
        "restored": "Recorded in error, restored",
        "erased": "Erased",
    },
    "CopyPurpose": {
        "person": "The person asked for it",
        "representative": "Someone asked who may act for the person",
        "solicitor": "A solicitor asked, with the person's authority",
        "court": "A court or a regulator ordered it",
    },
    "LegalBasis": {
        "withdrawn": "Consent to be on the register was withdrawn",
        "disposed": "The time for which the record is kept after leaving the register has passed",
        "not_taken_on": "The referral was not accepted, and the time for which it is kept has "
        "passed",
    },
    "Ending": {
        "closed": "Left the register",
        "declined": "Referral declined",
        "withdrawn": "Referral withdrawn by the referrer",
    },
    "DisposalState": {
        "due": "Waiting for a first person to decide",
        "proposed": "Erasure proposed, waiting for a second person",
        "kept": "Kept for now",
        "lapsed": "No longer due for erasure",
        "erased": "Erased",
    },
    "RequestState": {
        "waiting": "Waiting for the team",
        "matched": "Matched, and the record restricted",
        "nothing_to_do": "Nothing to remove",
    },
    "HoldReason": {
        "inquest": "An inquest",
        "safeguarding": "A safeguarding enquiry",
        "complaint": "A complaint",
        "court": "A court case or an order of a court",
        "inquiry": "A public or statutory inquiry",
    },
}
