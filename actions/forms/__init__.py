"""Forms of actions and duties: parsing, field checks and layout. They save nothing."""

from actions.forms.owning import OwnedForm, SentOnce, choose
from actions.forms.several import (
    AnswerForm,
    ArrangeCoverForm,
    ConfirmManyForm,
    EndCoverForm,
    HandOverForm,
)
from actions.forms.verbs import (
    AgreeForm,
    CancelForm,
    ConfirmForm,
    ExtendForm,
    MarkDoneForm,
    ReassignForm,
    ReopenForm,
    SendBackForm,
    WaiveForm,
)

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "ArrangeCoverForm",
    "CancelForm",
    "ConfirmForm",
    "ConfirmManyForm",
    "EndCoverForm",
    "ExtendForm",
    "HandOverForm",
    "MarkDoneForm",
    "OwnedForm",
    "ReassignForm",
    "ReopenForm",
    "SendBackForm",
    "SentOnce",
    "WaiveForm",
    "choose",
]
