"""Forms of the register: parsing, field checks and layout. They save nothing."""

from typing import Any

from accounts.models import Area, Organisation, User
from accounts.rules import OrganisationKind
from core import nhsuk
from register import rules
from register.models import Person
from register.workflow import AdmissionDetails, PersonDetails

LEVELS = [(level.value, level.label) for level in rules.Level]
MEANT = {level.value: level.meaning for level in rules.Level}
GENDERS = [
    ("2", "Woman or girl (including trans)"),
    ("1", "Man or boy (including trans)"),
    ("3", "Non-binary"),
    ("4", "Another gender"),
    ("Z", "Prefers not to say"),
    ("X", "Not known"),
]
"""NHS Data Dictionary gender identity codes (domain 9, S48)."""

DIAGNOSES = [(one.value, one.label) for one in rules.Diagnosis]


class SearchForm(nhsuk.Form):
    """Find somebody by name or NHS number; sent by POST, so that no name is in an address."""

    submit = "Search"
    submit_variant = "secondary"
    marks_optional = False

    words = nhsuk.PlainTextField(
        "Find a person",
        hint="Name or NHS number. Spelling mistakes are allowed.",
        missing="Enter a name or an NHS number",
        max_length=100,
        width=20,
    )


class RateForm(nhsuk.Form):
    """A rating and its reason."""

    submit = "Record this rating"

    level = nhsuk.ChoiceRadios(
        "What is the risk of admission to a mental health hospital?",
        choices=LEVELS,
        hints=MEANT,
        missing="Select a rating",
    )
    reason = nhsuk.LongTextField(
        "Why this rating?",
        called="The reason for the rating",
        hint="What changed, and what the people around the person agreed.",
        missing="Enter the reason for this rating",
        max_length=4000,
    )
    follows = nhsuk.HiddenTextField(required=False)


class PersonForm(nhsuk.Form):
    """Who a person is."""

    submit = "Save"
    layout = [
        nhsuk.Section(
            "Name and birth", "given_name", "family_name", "preferred_name", "birth_date",
            "nhs_number", "gender",
        ),
        nhsuk.Section(
            "Where they live", "address", "postcode", "phone", "area", "ordinary_residence_la",
            "responsible_icb", "gp_practice",
        ),
        nhsuk.Section("Diagnosis and support", "learning_disability", "autism", "ehc_plan"),
        nhsuk.Section("Communication", "communication_needs", "reasonable_adjustments"),
    ]  # fmt: skip

    given_name = nhsuk.PlainTextField("First name", max_length=100, width=20)
    family_name = nhsuk.PlainTextField("Last name", max_length=100, width=20)
    preferred_name = nhsuk.PlainTextField(
        "Name they like to be called", required=False, max_length=100, width=20
    )
    birth_date = nhsuk.DateField("Date of birth", hint="For example, 15 3 1984", past=True)
    nhs_number = nhsuk.NHSNumberField(
        "NHS number", hint="10 digits, if you know it", required=False
    )
    gender = nhsuk.SelectField("Gender", choices=GENDERS, required=False)
    address = nhsuk.LongTextField("Address", required=False, max_length=500, rows=3)
    postcode = nhsuk.PlainTextField("Postcode", required=False, max_length=10, width=10)
    phone = nhsuk.PhoneField("Phone number", required=False)
    area = nhsuk.ModelSelect("Area of the register", queryset=Area.objects.none())
    ordinary_residence_la = nhsuk.ModelSelect(
        "Local authority of ordinary residence", queryset=Organisation.objects.none(),
        required=False,
    )  # fmt: skip
    responsible_icb = nhsuk.ModelSelect(
        "Responsible integrated care board", queryset=Organisation.objects.none(), required=False
    )
    gp_practice = nhsuk.PlainTextField("GP practice", required=False, max_length=150)
    learning_disability = nhsuk.ChoiceRadios("Learning disability", choices=DIAGNOSES)
    autism = nhsuk.ChoiceRadios("Autism", choices=DIAGNOSES)
    ehc_plan = nhsuk.YesNoField("Do they have an education, health and care plan?", required=False)
    communication_needs = nhsuk.LongTextField(
        "How do they communicate?", called="Communication", required=False, max_length=4000
    )
    reasonable_adjustments = nhsuk.LongTextField(
        "What reasonable adjustments do they need?", called="Reasonable adjustments",
        required=False, max_length=4000,
    )  # fmt: skip
    version = nhsuk.HiddenTextField()

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "area", areas)
        authorities = Organisation.objects.open().filter(kind=OrganisationKind.LOCAL_AUTHORITY)
        _choices(self, "ordinary_residence_la", authorities)
        boards = Organisation.objects.open().filter(kind=OrganisationKind.ICB)
        _choices(self, "responsible_icb", boards)

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """Return what the form shows of `person` at first."""
        names = [*PersonForm.base_fields]
        return {name: getattr(person, name) for name in names} | {"version": person.version}

    def details(self) -> PersonDetails:
        """Return what was typed."""
        values = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return PersonDetails(**values | {"nhs_number": values["nhs_number"] or None})

    def seen_version(self) -> int:
        """Return the version of the record that the form was filled from; 0 if tampered with."""
        text = str(self.cleaned_data["version"])
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _choices(form: nhsuk.Form, name: str, rows: Any) -> None:
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


class LeadForm(nhsuk.Form):
    """Who leads."""

    submit = "Name the lead professional"
    lead = nhsuk.ModelSelect("Lead professional", queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "lead", people)


class PartnerForm(nhsuk.Form):
    """Somebody named on the record."""

    submit = "Name this partner"

    name = nhsuk.PlainTextField("Their name", max_length=120, width=20)
    part = nhsuk.PlainTextField(
        "Their part", hint="For example, social worker, advocate or keyworker", max_length=120
    )
    organisation = nhsuk.ModelSelect(
        "Their organisation", queryset=Organisation.objects.none(), required=False
    )
    contact = nhsuk.PlainTextField("How to reach them", required=False, max_length=200)
    user = nhsuk.ModelSelect(
        "Their account", hint="Choose one only if they should be able to see this record.",
        queryset=User.objects.none(), required=False,
    )  # fmt: skip
    attends_cetr = nhsuk.YesNoField(
        "Would they need to be part of a C(E)TR, if one were required?",
        missing="Select yes if they would need to be part of a C(E)TR",
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "user", people)
        _choices(self, "organisation", Organisation.objects.open())


class AdmitForm(nhsuk.Form):
    """An admission to a mental health hospital."""

    submit = "Record the admission"

    hospital = nhsuk.ModelSelect("Hospital", queryset=Organisation.objects.none())
    ward = nhsuk.PlainTextField("Ward", required=False, max_length=100)
    admitted_on = nhsuk.DateField("When were they admitted?", called="Date of admission", past=True)
    planned = nhsuk.YesNoField(
        "Was the admission planned?", missing="Select yes if the admission was planned"
    )
    security = nhsuk.ChoiceRadios(
        "How secure is the ward?",
        choices=[(one.value, one.label) for one in rules.Security],
        missing="Select how secure the ward is",
    )
    legal_status = nhsuk.ChoiceRadios(
        "Legal status",
        choices=[(one.value, one.label) for one in rules.LegalStatus],
        missing="Select the legal status",
    )
    commissioner = nhsuk.ModelSelect(
        "Responsible commissioner",
        hint="The organisation that pays for the stay and visits",
        queryset=Organisation.objects.none(),
    )
    host_commissioner = nhsuk.ModelSelect(
        "Host commissioner",
        hint="The organisation that oversees the hospital where it is",
        queryset=Organisation.objects.none(),
        required=False,
    )
    out_of_area = nhsuk.YesNoField(
        "Is the hospital out of area?", missing="Select yes if the hospital is out of area"
    )
    cetr_before = nhsuk.YesNoField(
        "Was a community C(E)TR held before the admission?",
        missing="Select yes if a C(E)TR was held before the admission",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hospitals = Organisation.objects.open().filter(
            kind__in=[OrganisationKind.HOSPITAL, OrganisationKind.TRUST]
        )
        _choices(self, "hospital", hospitals)
        for name in ("commissioner", "host_commissioner"):
            _choices(self, name, Organisation.objects.commissioners())

    def details(self) -> AdmissionDetails:
        """Return what was typed."""
        values = self.cleaned_data
        return AdmissionDetails(
            **values
            | {
                "security": rules.Security(values["security"]),
                "legal_status": rules.LegalStatus(values["legal_status"]),
            }
        )


class PlanDischargeForm(nhsuk.Form):
    """When discharge is planned and what stands in its way."""

    submit = "Save the plan"

    planned_discharge_on = nhsuk.DateField("When is discharge planned?", called="Planned discharge",
                                           required=False)  # fmt: skip
    barriers = nhsuk.LongTextField(
        "What stands in the way of discharge?", called="Barriers", required=False, max_length=4000
    )


class DischargeForm(RateForm):
    """A discharge, with the new rating without which there is none."""

    submit = "Record the discharge and the new rating"
    layout = ["discharged_on", "destination", "level", "reason"]

    discharged_on = nhsuk.DateField(
        "When were they discharged?", called="Date of discharge", past=True
    )
    destination = nhsuk.PlainTextField("Where do they live now?", called="Where they live now",
                                       max_length=200)  # fmt: skip


class CloseForm(nhsuk.Form):
    """Leaving the register."""

    submit = "Take off the register"
    submit_variant = "warning"

    reason = nhsuk.ChoiceRadios(
        "Why does this person leave the register?",
        choices=[(one.value, one.label) for one in rules.ClosureReason],
        missing="Select why this person leaves the register",
    )
