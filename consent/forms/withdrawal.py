"""What is asked when somebody says no, withdraws, or a withdrawal is decided."""

from typing import Any

from accounts.models import Area, choices
from consent import rules
from core import nhsuk


class RefusalForm(nhsuk.Form):
    """Somebody said no: the area, for a count, and nothing else."""

    submit = "Count this refusal"

    area = nhsuk.ModelSelect(
        "Area", queryset=Area.objects.none(), missing="Select the area, so that it can be counted"
    )

    def __init__(self, *args: Any, areas: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class WithdrawForm(nhsuk.Form):
    """Somebody withdraws: how it came, who asked, and that they may."""

    submit = "Restrict the record now"
    submit_variant = "warning"

    channel = nhsuk.ChoiceRadios(
        "How did the request arrive?",
        choices=choices(rules.Channel),
        missing="Select how the request arrived",
    )
    requester = nhsuk.ChoiceRadios(
        "Who asked?", choices=choices(rules.Requester), missing="Select who asked"
    )
    identity_checked = nhsuk.ConfirmField(
        "I have checked who is asking, and that they may ask this",
        missing="Check who is asking, and that they may, before you record this",
    )
    identity_evidence = nhsuk.PlainTextField(
        "How did you check?",
        hint="Erased together with the record",
        called="How you checked",
        max_length=500,
        missing="Enter how you checked",
    )
    note = nhsuk.LongTextField(
        "What else must the second person know?",
        hint="Erased together with the record",
        called="Note",
        required=False,
    )


class WithdrawPartForm(nhsuk.Form):
    """Which parts are withdrawn, who asked, and how."""

    submit = "Withdraw these parts now"
    submit_variant = "warning"

    scopes = nhsuk.ChoiceCheckboxes(
        "What was withdrawn?", choices=[], missing="Select what was withdrawn"
    )
    requester = nhsuk.ChoiceRadios(
        "Who asked?", choices=choices(rules.Requester), missing="Select who asked"
    )
    channel = nhsuk.ChoiceRadios(
        "How did the request arrive?",
        choices=choices(rules.Channel),
        missing="Select how the request arrived",
    )
    words = nhsuk.LongTextField(
        "What did they say?", called="What they said", missing="Enter what they said"
    )

    def __init__(self, *args: Any, scopes: list[rules.Scope], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(one.value, one.label) for one in scopes]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]


class RestoreForm(nhsuk.Form):
    """The withdrawal was recorded in error."""

    submit = "Restore the record"

    reason = nhsuk.LongTextField(
        "Why was this withdrawal recorded in error?",
        hint="Do not name the person",
        called="The reason",
        max_length=1000,
        missing="Enter why this withdrawal was recorded in error",
    )


class ApproveForm(nhsuk.Form):
    """The last word before an erasure."""

    submit = "Erase this record for ever"
    submit_variant = "warning"

    certain = nhsuk.ConfirmField(
        "I have checked that this is the right person and I understand that it cannot be undone",
        missing="Tick the box to say that this is the right person and cannot be undone",
    )
    namesakes = nhsuk.ConfirmField(
        "Other records that hold this name are about someone else",
        hint="Tick this only when you have looked",
        required=False,
    )

    def layout_parts(self) -> list[Any]:
        """Return the question, and that about namesakes once the erasure has met some."""
        met = self.is_bound and ("namesakes" in self.errors or self.data.get("namesakes"))
        return ["certain", *(["namesakes"] if met else []), self.buttons()]
