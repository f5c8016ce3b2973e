"""Withdrawals from the record that is hidden at once to the certificate that names nobody."""

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from accounts.gate import GateView, PageView, WorkflowView
from accounts.rules import Permission
from consent import policy, presenting, rules, workflow
from consent.forms import ApproveForm, RestoreForm, WithdrawForm
from consent.models import ErasureCertificate, LegalHold, Withdrawal
from register.models import Person


class Withdraw(WorkflowView):
    """Record that somebody withdrew. From then on the record is hidden, from the recorder too."""

    permission = Permission.WITHDRAWAL_RECORD
    template_name = "consent/withdraw.html"
    form_class = WithdrawForm

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["pk"])
        self.saw([self.person.pk], purpose="withdrawal")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("register:person", args=[self.person.pk])
        return super().get_context_data(person=self.person, back_url=back, **kwargs)

    def perform(self, form: forms.Form) -> Withdrawal:
        typed = form.cleaned_data
        made = workflow.withdraw(
            person=self.person,
            channel=rules.Channel(typed["channel"]),
            requester=rules.Requester(typed["requester"]),
            identity_checked=typed["identity_checked"],
            identity_evidence=typed["identity_evidence"],
            note=typed["note"],
            by=self.user,
            at=self.now,
        )
        messages.success(
            self.request,
            f"The record is hidden everywhere. Withdrawal {made.reference} now waits for a "
            "second person.",
        )
        return made

    def get_success_url(self) -> str:
        decides = self.user.holds(Permission.ERASURE_APPROVE)
        return reverse("consent:withdrawals" if decides else "register:people")


class Withdrawals(PageView):
    """Reference, dates and state of every withdrawal in the reader's areas; nobody's name."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/withdrawals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Withdrawal.objects.permitted(self.user, self.permission).listed()
        return super().get_context_data(
            waiting=list(rows.open()),
            approved=[(one, workflow.cooling_off_ends(one)) for one in rows.approved()],
            decided=list(rows.decided()[:100]),
            cooling_off_hours=policy.current().erasure.cooling_off_hours,
            **kwargs,
        )


class _AboutWithdrawal(GateView):
    """Base of the pages about one withdrawal."""

    abstract = True
    permission = Permission.ERASURE_APPROVE

    def load(self) -> None:
        rows = Withdrawal.objects.select_related("area", "recorded_by", "decided_by")
        self.withdrawal: Withdrawal = self.find(rows, pk=self.kwargs["pk"])
        self.person = workflow.hold_open(self.withdrawal)
        if self.person is None:
            self.withdrawal.refresh_from_db()
        else:
            self.saw([self.person.pk], purpose="withdrawal")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        withdrawal = self.withdrawal
        return super().get_context_data(  # type: ignore[misc,no-any-return]
            withdrawal=withdrawal,
            person=self.person,
            may_decide=self.person is not None and withdrawal.recorded_by_id != self.user.pk,
            **kwargs,
        )


class WithdrawalPage(_AboutWithdrawal, PageView):
    """One withdrawal: who asked and how, and what an erasure would remove, kind by kind."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/withdrawal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = workflow.preview(self.withdrawal) if self.person is not None else {}
        certificate = ErasureCertificate.objects.filter(withdrawal=self.withdrawal).first()
        hold = LegalHold.objects.on(self.person.pk).first() if self.person is not None else None
        return super().get_context_data(
            impact=presenting.impact(counts),
            columns=presenting.IMPACT_COLUMNS,
            rows=sum(counts.values()),
            certificate=certificate,
            hold=hold,
            cooling_off_ends=workflow.cooling_off_ends(self.withdrawal),
            back_url=reverse("consent:withdrawals"),
            **kwargs,
        )


class _Decide(_AboutWithdrawal, WorkflowView):
    """Base of the two ways in which a second person decides."""

    abstract = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("consent:withdrawal", args=[self.withdrawal.pk])
        return super().get_context_data(back_url=back, **kwargs)


class Approve(_Decide):
    """The page before the erasure, which cannot be undone."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/approve.html"
    form_class = ApproveForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            backup_days=policy.current().erasure.backup_days,
            cooling_off_ends=workflow.cooling_off_ends(self.withdrawal),
            still_cooling=self.now < workflow.cooling_off_ends(self.withdrawal),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> ErasureCertificate | None:
        return workflow.approve_erasure(
            withdrawal=self.withdrawal,
            by=self.user,
            at=self.now,
            namesakes_seen=form.cleaned_data["namesakes"],
        )

    def get_success_url(self) -> str:
        if self.result is None:
            messages.success(
                self.request, "Approved. The record is erased once the cooling-off has ended."
            )
            return reverse("consent:withdrawal", args=[self.withdrawal.pk])
        messages.success(self.request, "Everything about this person was erased.")
        return reverse("consent:certificate", args=[self.result.pk])


class Restore(_Decide):
    """The withdrawal was recorded in error: the record is shown again."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/restore.html"
    form_class = RestoreForm

    def perform(self, form: forms.Form) -> Withdrawal:
        return workflow.restore(
            withdrawal=self.withdrawal,
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "The record was restored.")
        return reverse("consent:withdrawals")


class Certificates(PageView):
    """Every certificate of the reader's areas."""

    permission = Permission.CERTIFICATE_VIEW
    template_name = "consent/certificates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ErasureCertificate.objects.permitted(self.user, self.permission).listed()
        return super().get_context_data(certificates=list(rows[:200]), **kwargs)


class Certificate(PageView):
    """One certificate, to read and to print."""

    permission = Permission.CERTIFICATE_VIEW
    template_name = "consent/certificate.html"

    def load(self) -> None:
        rows = ErasureCertificate.objects.select_related("area", "withdrawal")
        self.certificate = self.find(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            certificate=self.certificate,
            impact=presenting.impact(self.certificate.counts),
            columns=presenting.IMPACT_COLUMNS,
            back_url=reverse("consent:certificates"),
            **kwargs,
        )
