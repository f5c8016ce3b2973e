"""The steps of triage."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.models import AppendOnly, new_id
from referrals import rules
from referrals.models.referral import Referral
from register.models import Fact, FactManager
from register.rules import Level


class TriageStep(Fact, AppendOnly):
    """One step of a referral's story after it was sent, in the words that were written.

    Words that were wrong are put right in a step of the same kind that stands in its place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=15, choices=choices(rules.StepKind))
    words = models.TextField(max_length=4000, blank=True)
    for_person = models.TextField(
        max_length=2000, blank=True, db_default="", help_text="What the letter to the person says."
    )
    level = models.CharField(max_length=5, blank=True, choices=choices(Level))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = FactManager()
    recorded = models.Manager()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["referral", "at"], name="triage_step_of_referral")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in rules.StepKind]),
                name="triage_step_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_referrers(self) -> bool:
        """Whether the referrer wrote it: an answer, a withdrawal, or that it was a mistake."""
        return self.kind in rules.REFERRERS_WORDS or self.takes_back_own_withdrawal

    @property
    def takes_back_own_withdrawal(self) -> bool:
        """Whether the referrer says here that their own withdrawal was a mistake."""
        if self.kind != rules.StepKind.REOPENED or self.by_id != self.referral.referrer_id:
            return False
        decided = TriageStep.recorded.filter(
            referral=self.referral_id, kind__in=rules.DECIDED, at__lte=self.at
        )
        last = decided.order_by("at", "pk").last()
        if last is None or last.by_id != self.by_id:
            return False
        return last.kind == rules.StepKind.WITHDRAWN

    @property
    def label(self) -> str:
        """The step as a line of the referral's story."""
        if self.takes_back_own_withdrawal:
            return "Withdrawal undone by the referrer"
        if self.kind == rules.StepKind.WITHDRAWN and self.by_id != self.referral.referrer_id:
            return "Withdrawn when the person's record was closed"
        return rules.StepKind(self.kind).label
