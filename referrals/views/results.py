"""Plain text for the record of one's own organisation: what a referral decided and assessed."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.gate import GateView, PageView
from accounts.rules import Permission
from consent import agency
from referrals import content, own_record
from referrals.models import Referral


class _OwnRecord(GateView):
    """Base of the two: a referral that was sent, reached as the referral itself is."""

    abstract = True
    permission = Permission.REFERRAL_VIEW

    def load(self) -> None:
        rows = Referral.objects.filter(submitted_at__isnull=False).select_related("person")
        self.referral = self.find(rows, pk=self.kwargs["pk"])
        if self.referral.person is None:
            raise Http404
        self.person = self.referral.person
        self.saw([self.person.pk], purpose="own_record")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc,no-any-return]
            person=content.typed_person(self.referral.copy),
            back_url=reverse("referrals:referral", args=[self.referral.pk]),
            **self.words(),
            **kwargs,
        )

    def words(self) -> dict[str, Any]:
        """Return the heading and the text."""
        raise NotImplementedError


class ResultCopy(_OwnRecord, PageView):
    """The tool's questions and answers, what it suggested, what the clinician decided, and who."""

    permission = Permission.REFERRAL_VIEW
    template_name = "consent/agency.html"

    def words(self) -> dict[str, Any]:
        rows = own_record.tool_rows(self.referral)
        if not rows:
            raise Http404
        heading = "Result of the clinical support tool"
        return agency.context(heading, person=self.person, at=self.now, sections=[("Result", rows)])


class BasisCopy(_OwnRecord, PageView):
    """The lawful basis that the referral was sent on."""

    permission = Permission.REFERRAL_VIEW
    template_name = "consent/agency.html"

    def words(self) -> dict[str, Any]:
        decision = own_record.decision_of(self.referral)
        if decision is None:
            raise Http404
        return agency.of_decision(decision, person=self.person, at=self.now)
