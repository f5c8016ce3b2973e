"""What is asked when the time for which a record is kept is over."""

from core import nhsuk


class ProposeForm(nhsuk.Form):
    """The first person: nothing in the record is needed any more."""

    submit = "Propose to erase this record"

    checked = nhsuk.ConfirmField(
        "I have checked that no one needs this record any more",
        missing="Tick the box to say that you have checked the record",
    )


class KeepForm(nhsuk.Form):
    """The record is kept for now: why, and until when."""

    submit = "Keep this record"

    why = nhsuk.LongTextField(
        "Why must this record be kept?",
        hint="Erased together with the record",
        called="The reason",
        max_length=1000,
        missing="Enter why this record must be kept",
    )
    until = nhsuk.DateField(
        "When should someone look at this again?",
        hint="Within a year",
        called="The date",
        future=True,
        missing="Enter when someone should look at this again",
    )
