"""Forms about a stay in hospital."""

from typing import Any

from accounts.models import Organisation
from accounts.rules import OrganisationKind
from core import nhsuk
from core.sent_once import SentOnce
from register import rules
from register.forms.people import choose
from register.workflow import AdmissionDetails, TransferDetails

SECURITY = [(one.value, one.label) for one in rules.Security]
STATUSES = [(one.value, one.label) for one in rules.LegalStatus]
SECTIONS = [(one.value, one.label) for one in rules.Section]
BEFORE = [(one.value, one.label) for one in rules.ReviewBefore]
_INADEQUATE = "Is the unit rated Inadequate by the Care Quality Commission?"
_DATE_HINT = "For example, 15 3 2026"


class StayFacts(nhsuk.Form):
    """What an admission and its correction both ask."""

    hospital = nhsuk.ModelSelect("Hospital", queryset=Organisation.objects.none())
    ward = nhsuk.PlainTextField("Ward", required=False, max_length=100)
    admitted_on = nhsuk.DateField(
        "When were they admitted?", called="Date of admission", hint=_DATE_HINT, past=True
    )
    planned = nhsuk.YesNoField(
        "Was the admission planned?", missing="Select yes if the admission was planned"
    )
    security = nhsuk.ChoiceRadios(
        "How secure is the ward?", choices=SECURITY, missing="Select how secure the ward is"
    )
    unit_inadequate = nhsuk.YesNoField(
        _INADEQUATE,
        hint="At the time of the admission. An admission to such a unit is reported as an "
        "exception.",
        missing="Select yes if the unit is rated Inadequate",
    )
    commissioner = nhsuk.ModelSelect(
        "Responsible commissioner",
        hint="The organisation that pays for the stay and visits",
        queryset=Organisation.objects.none(),
    )
    host_commissioner = nhsuk.ModelSelect(
        "Host commissioner",
        hint="The organisation that oversees the hospital where it is. It can see the stay.",
        queryset=Organisation.objects.none(),
        required=False,
    )
    out_of_area = nhsuk.YesNoField(
        "Is the hospital out of area?", missing="Select yes if the hospital is out of area"
    )
    review_before = nhsuk.ChoiceRadios(
        "Was a community C(E)TR held before the admission?",
        hint="A LAEP does not stop the clock of the review after the admission.",
        choices=BEFORE,
        missing="Select whether a C(E)TR was held before the admission",
    )
    review_before_on = nhsuk.DateField(
        "When was it held?",
        called="Date of the review",
        hint="If one was held",
        past=True,
        required=False,
    )
    s117_icb = nhsuk.ModelSelect(
        "Section 117 aftercare: integrated care board", queryset=Organisation.objects.none(),
        required=False,
    )  # fmt: skip
    s117_authority = nhsuk.ModelSelect(
        "Section 117 aftercare: local authority", queryset=Organisation.objects.none(),
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_hospital(self)
        for name in ("commissioner", "host_commissioner"):
            choose(self, name, Organisation.objects.commissioners())
        choose(self, "s117_icb", Organisation.objects.open().filter(kind=OrganisationKind.ICB))
        authorities = Organisation.objects.open().filter(kind=OrganisationKind.LOCAL_AUTHORITY)
        choose(self, "s117_authority", authorities)

    def facts(self) -> dict[str, Any]:
        """Return what was typed of the facts that both ask."""
        values = {name: self.cleaned_data[name] for name in StayFacts.base_fields}
        before = values["review_before"]
        return values | {
            "security": rules.Security(values["security"]),
            "review_before": rules.ReviewBefore(before) if before else None,
        }


def choose_hospital(form: nhsuk.Form) -> None:
    """Let the form choose among hospitals and trusts that are open."""
    kinds = [OrganisationKind.HOSPITAL, OrganisationKind.TRUST]
    choose(form, "hospital", Organisation.objects.open().filter(kind__in=kinds))


class SectionFields(nhsuk.Form):
    """The legal status and the section."""

    legal_status = nhsuk.ChoiceRadios(
        "Legal status", choices=STATUSES, missing="Select the legal status"
    )
    section = nhsuk.SelectField(
        "Section of the Mental Health Act", hint="If you know it more exactly", choices=SECTIONS,
        blank="Not known, or informal", required=False,
    )  # fmt: skip
    section_other = nhsuk.PlainTextField(
        "Which other section?", required=False, max_length=60, width=20
    )

    def told(self) -> dict[str, Any]:
        """Return the legal status that was typed."""
        values = self.cleaned_data
        return {
            "legal_status": rules.LegalStatus(values["legal_status"]),
            "section": rules.Section(values["section"]) if values["section"] else None,
            "section_other": values["section_other"],
        }


class AdmitForm(StayFacts, SectionFields):
    """An admission to a mental health hospital."""

    submit = "Record the admission"
    layout = [
        nhsuk.Section("Where and when", "hospital", "ward", "admitted_on", "planned", "security",
                      "unit_inadequate"),
        nhsuk.Section("Mental Health Act", "legal_status", "section", "section_other"),
        nhsuk.Section("Responsible organisations", "commissioner", "host_commissioner",
                      "out_of_area", "s117_icb", "s117_authority"),
        nhsuk.Section("Before the admission", "review_before",
                      "review_before_on"),
    ]  # fmt: skip

    def details(self) -> AdmissionDetails:
        """Return what was typed."""
        return AdmissionDetails(**self.facts(), **self.told())


class TransferForm(nhsuk.Form):
    """A move to another ward or hospital."""

    submit = "Record the move"

    moved_on = nhsuk.DateField(
        "When did they move?", called="Date of the move", hint=_DATE_HINT, past=True
    )
    hospital = nhsuk.ModelSelect("Hospital", queryset=Organisation.objects.none())
    ward = nhsuk.PlainTextField("Ward", required=False, max_length=100)
    security = nhsuk.ChoiceRadios(
        "How secure is the ward?", choices=SECURITY, missing="Select how secure the ward is"
    )
    unit_inadequate = nhsuk.YesNoField(
        _INADEQUATE, missing="Select yes if the unit is rated Inadequate"
    )
    host_commissioner = nhsuk.ModelSelect(
        "Host commissioner",
        hint="The organisation that oversees the hospital where it is",
        queryset=Organisation.objects.none(),
        required=False,
    )
    reason = nhsuk.LongTextField(
        "Why did they move?", called="Reason", required=False, max_length=4000, rows=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_hospital(self)
        choose(self, "host_commissioner", Organisation.objects.commissioners())

    def details(self) -> TransferDetails:
        """Return what was typed."""
        values = self.cleaned_data
        return TransferDetails(**values | {"security": rules.Security(values["security"])})


class StatusForm(SectionFields):
    """A change of legal status or section."""

    submit = "Record the legal status"
    layout = ["changed_on", "legal_status", "section", "section_other"]

    changed_on = nhsuk.DateField(
        "From what date does it apply?",
        called="Date of the change",
        hint="For a second recommendation after section 4, the day on which it was received",
        past=True,
    )


class StartLeaveForm(nhsuk.Form):
    """Extended leave under section 17 begins."""

    submit = "Record the leave"

    started_on = nhsuk.DateField(
        "When did the extended leave begin?", called="First day of leave", hint=_DATE_HINT,
        past=True,
    )  # fmt: skip
    note = nhsuk.LongTextField(
        "Where will they live during the leave, and on what conditions?", called="Note",
        required=False, max_length=1000, rows=3,
    )  # fmt: skip


class EndLeaveForm(nhsuk.Form):
    """Extended leave ends: the person is on the ward again."""

    submit = "Record the return"

    ended_on = nhsuk.DateField(
        "When did they come back?", called="Last day of leave", hint=_DATE_HINT, past=True
    )


class ConcernForm(SentOnce):
    """A concern about how somebody is treated on the ward."""

    submit = "Record the concern"

    kind = nhsuk.ChoiceRadios(
        "What is the concern about?",
        choices=[(one.value, one.label) for one in rules.ConcernKind],
        missing="Select what the concern is about",
    )
    seen_on = nhsuk.DateField(
        "When was it seen or heard?", called="Date of the concern", hint=_DATE_HINT, past=True
    )
    note = nhsuk.LongTextField(
        "What was seen or heard?",
        called="What was seen or heard",
        hint="If someone is at risk of harm, follow your safeguarding procedure as well, at once.",
        missing="Enter what was seen or heard",
        max_length=4000,
    )
