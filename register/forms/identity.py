"""What the team says of two records."""

from accounts.models import choices
from core import nhsuk
from register.rules.identity import Verdict


class FindingForm(nhsuk.Form):
    """Whether two records are about one person."""

    submit = "Save"

    verdict = nhsuk.ChoiceRadios(
        "Are they the same person?",
        choices=choices(Verdict),
        missing="Select whether they are the same person",
    )
    reason = nhsuk.LongTextField(
        "How do you know, or what do you need to find out?",
        called="How you know",
        hint="For example, the address is the same and the family confirmed it.",
        missing="Enter how you know",
    )
    checked = nhsuk.ConfirmField(
        "I have compared name, date of birth, NHS number and address",
        missing="Compare the two first, then tick the box",
    )


class ConfirmFindingForm(nhsuk.Form):
    """The second person's answer."""

    submit = "Confirm that they are the same person"

    checked = nhsuk.ConfirmField(
        "I have compared the two records myself",
        missing="Compare the two first, then tick the box",
    )


class EndFindingForm(nhsuk.Form):
    """Why what was said of two records is not so, or not known any more."""

    submit = "Save"
    submit_variant = "warning"

    reason = nhsuk.LongTextField(
        "What was wrong, and how do you know?",
        called="What was wrong",
        missing="Enter what was wrong",
    )


class OtherRecordForm(nhsuk.Form):
    """Which other record, where the list does not have it."""

    submit = "Compare"

    nhs_number = nhsuk.NHSNumberField(
        "NHS number on the other record", missing="Enter the NHS number on the other record"
    )
