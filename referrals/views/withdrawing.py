"""The referrer takes their own withdrawal back."""

from typing import Any

from django import forms

from referrals import workflow
from referrals.forms.triage import TakeBackWithdrawalForm
from referrals.views.triage import ReferrersStep


class TakeBackWithdrawal(ReferrersStep):
    """Withdrawn by mistake: the referral waits for triage again."""

    form_class = TakeBackWithdrawalForm
    template_name = "referrals/take_back_withdrawal.html"
    heading = "Undo your withdrawal"
    done = (
        "Your withdrawal was undone. The referral is as it was before. We will tell the DSR team."
    )

    def check_now(self) -> None:
        workflow.check_own_withdrawal(self.referral, by=self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        withdrawn = self.referral.steps.filter(kind="withdrawn").last()
        return super().get_context_data(withdrawn=withdrawn, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        why = form.cleaned_data["why"]
        return workflow.take_back_withdrawal(
            referral=self.referral, why=why, by=self.user, at=self.now
        )
