"""Whether two records are one person, and who asks to be named on somebody's record."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import choices
from core.history import tracked
from core.models import AppendOnly, new_id
from referrals.codes import NamingState, Verdict
from referrals.models.referral import Referral
from referrals.querysets_team import IdentityFindingQuerySet, NamingRequestQuerySet
from register.models import Person


class IdentityFinding(AppendOnly):
    """What the team found: the referral's person and another record are one, or are not.

    Nothing is merged. Where they are the same, the referral is joined to the other record and
    the one that was made for it (`person`) stays behind, so that the join can be undone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="findings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=choices(Verdict))
    reason = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = IdentityFindingQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(fields=["referral", "at"], name="finding_of_referral"),
            models.Index(fields=["other"], name="finding_of_other"),
            models.Index(fields=["person"], name="finding_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=[one.value for one in Verdict]),
                name="finding_verdict_known",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other")), name="finding_about_two_records"
            ),
        ]

    def __str__(self) -> str:
        return f"Finding {self.pk}"


class NamingRequest(models.Model):
    """A professional asks to be named on the record of somebody who is known already.

    Until the person's DSR team says yes, whoever asks learns nothing about the record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="naming_requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=120, help_text="Their part, such as social worker.")
    reason = models.TextField(max_length=4000)
    state = models.CharField(max_length=10, choices=choices(NamingState))
    asked_at = models.DateTimeField()
    words = models.TextField(max_length=4000, blank=True, help_text="Why they were not named.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = NamingRequestQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            models.Index(fields=["person"], name="naming_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "asked_by"],
                name="naming_one_waiting",
                condition=Q(state="waiting"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in NamingState]),
                name="naming_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="naming_decided_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Naming request {self.pk}"

    @property
    def stands(self) -> NamingState:
        """The state, with its words."""
        return NamingState(self.state)
