"""From which day the statute applies: what an administrator proposes and a second confirms."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import choices
from core.history import tracked
from core.models import AppendOnly, new_id
from duties.querysets import CommencementProposalQuerySet, CommencementQuerySet
from duties.rules import ProposalStatus


class CommencementProposal(models.Model):
    """What an administrator wants the day to be. It changes nothing until another confirms it.

    No day means that Part 8A is to be switched off. Only one proposal waits at a time.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    begins_on = models.DateField(null=True)
    authority = models.CharField(
        max_length=300, help_text="The regulations that say so, or why it is to be switched off."
    )
    status = models.CharField(
        max_length=10, choices=choices(ProposalStatus), default=ProposalStatus.OPEN
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was rejected.")

    objects = CommencementProposalQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="open"), name="commencement_one_proposal_open"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[one.value for one in ProposalStatus]),
                name="commencement_proposal_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_by__isnull=True, ended_at__isnull=True)
                | (~Q(status="open") & Q(ended_by__isnull=False, ended_at__isnull=False)),
                name="commencement_proposal_end_paired",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["confirmed", "rejected"]) | ~Q(ended_by=F("proposed_by")),
                name="commencement_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(ended_by=F("proposed_by")),
                name="commencement_withdrawn_by_proposer",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(reason=""),
                name="commencement_rejection_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Commencement proposal {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a second administrator."""
        return self.status == ProposalStatus.OPEN


class Commencement(AppendOnly):
    """One setting of the day on which Part 8A begins; the last one is in force, earlier ones stay.

    No day means that it is switched off again: regulations were put back, or it was a slip.
    Each comes of a proposal that a second administrator confirmed; `set_by` is the second. One
    that was set before two were asked for has none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    begins_on = models.DateField(null=True)
    authority = models.CharField(
        max_length=300, help_text="The regulations that say so, or why it is switched off."
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="followed_by", null=True
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    proposal = models.ForeignKey(
        CommencementProposal, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = CommencementQuerySet.as_manager()

    class Meta:
        db_table = "actions_commencement"
        ordering = ["-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["follows"], nulls_distinct=False, name="commencement_followed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Commencement {self.pk}"
