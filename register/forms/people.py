"""Forms about who a person is, who leads and who is named; and the search."""

from typing import Any

from accounts.colleagues import ColleagueSelect
from accounts.models import Area, Organisation, User
from accounts.rules import OrganisationKind
from core import nhsuk
from core.names import NO_HOME, ONE_NAME
from register import rules, stated
from register.models import Person
from register.rules import finding
from register.rules.finding import Sought
from register.workflow import PersonDetails

DIAGNOSES = [(one.value, one.label) for one in rules.Diagnosis]


class SearchForm(nhsuk.Form):
    """Find someone by what is known of them; by POST, so that no address names them."""

    submit = "Search"
    submit_variant = "secondary"
    marks_optional = False

    words = nhsuk.PlainTextField(
        "Find a person",
        hint="Name, NHS number, date of birth or postcode. You do not have to spell names exactly.",
        missing="Enter a name, an NHS number, a date of birth or a postcode",
        max_length=100,
        width=20,
    )

    def sought(self) -> Sought:
        """Return what was typed, taken apart."""
        return finding.read(self.cleaned_data["words"])


def choose(form: nhsuk.Form, name: str, rows: Any) -> None:
    """Let the field `name` of the form choose among `rows`."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


def _as_stated(one: stated.Stated) -> nhsuk.CodedSelect:
    return nhsuk.CodedSelect(
        one.asked, called=one.called, hint=one.hint, listed=one.listed, required=False
    )


class PersonForm(nhsuk.Form):
    """Who a person is."""

    submit = "Save"
    layout = [
        nhsuk.Section(
            "Name and birth", "given_name", "family_name", "preferred_name", "birth_date",
            "nhs_number",
        ),
        nhsuk.Section("Gender and ethnic group", "gender", "ethnicity"),
        nhsuk.Section(
            "Where they live", "address", "postcode", "phone", "area", "ordinary_residence_la",
            "responsible_icb", "gp_practice",
        ),
        nhsuk.Section("Diagnosis and support", "learning_disability", "autism", "ehc_plan"),
        nhsuk.Section("Communication", "communication_needs", "reasonable_adjustments"),
    ]  # fmt: skip

    given_name = nhsuk.NameField("First name", required=False, max_length=100, width=20)
    family_name = nhsuk.NameField("Last name", hint=ONE_NAME, max_length=100, width=20)
    preferred_name = nhsuk.NameField(
        "Name they like to be called", required=False, max_length=100, width=20
    )
    birth_date = nhsuk.DateField("Date of birth", hint="For example, 15 3 1984", past=True)
    nhs_number = nhsuk.NHSNumberField(
        "NHS number", hint="10 digits, if you know it", required=False
    )
    gender = _as_stated(stated.GENDER)
    ethnicity = _as_stated(stated.ETHNICITY)
    address = nhsuk.LongTextField("Address", required=False, max_length=500, rows=3)
    postcode = nhsuk.PlainTextField(
        "Postcode", hint=NO_HOME, required=False, max_length=10, width=10
    )
    phone = nhsuk.PlainTextField(
        "Phone number or other contact", required=False, max_length=40,
        hint="For example 01632 960 001, text after 4pm",
    )  # fmt: skip
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
    version = nhsuk.VersionField()

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "area", areas)
        authorities = Organisation.objects.open().filter(kind=OrganisationKind.LOCAL_AUTHORITY)
        choose(self, "ordinary_residence_la", authorities)
        boards = Organisation.objects.open().filter(kind=OrganisationKind.ICB)
        choose(self, "responsible_icb", boards)

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
        """Return the version of the record that the form was filled from."""
        return int(self.cleaned_data["version"])


class LeadForm(nhsuk.Form):
    """Who leads."""

    submit = "Name the lead professional"
    lead = ColleagueSelect("Lead professional", queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "lead", people)


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
    user = ColleagueSelect(
        "Their account", hint="Choose one only if they should be able to see this record.",
        queryset=User.objects.none(), required=False,
    )  # fmt: skip
    attends_cetr = nhsuk.YesNoField(
        "Would they need to be part of a C(E)TR, if one were required?",
        missing="Select yes if they would need to be part of a C(E)TR",
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "user", people)
        choose(self, "organisation", Organisation.objects.open())


class ConfirmPartnersForm(nhsuk.Form):
    """Those who would come to a C(E)TR were looked at: there is nothing to type."""

    submit = "They are still right"
