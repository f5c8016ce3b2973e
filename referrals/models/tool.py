"""Clinical support tools as they were completed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.models import AppendOnly, new_id
from referrals.models.referral import Referral
from referrals.querysets import ToolResultQuerySet
from register.models import Person
from register.rules import Level


class ToolResult(AppendOnly):
    """A clinical support tool as it was completed, with the version and questions of that day.

    The tool suggests and explains; `level` is the named clinician's own rating (domain 7.3).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tool_results")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, related_name="tool_results"
    )
    tool = models.CharField(max_length=80)
    tool_version = models.CharField(max_length=80)
    tool_title = models.CharField(max_length=200)
    items = models.JSONField(help_text="Each item's id, question, option, its words and evidence.")
    suggested = models.CharField(max_length=5, blank=True, choices=choices(Level))
    reasons = models.JSONField(help_text="Why it suggests so, or why it cannot suggest.")
    level = models.CharField(max_length=5, choices=choices(Level))
    level_reason = models.TextField(max_length=4000, blank=True)
    mdt = models.JSONField(help_text="Who took part: name and role of each.")
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    completed_at = models.DateTimeField()

    objects = ToolResultQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-completed_at"], name="tool_result_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]),
                name="tool_result_level_known",
            ),
            models.CheckConstraint(
                condition=Q(suggested="") | Q(suggested__in=[level.value for level in Level]),
                name="tool_result_suggestion_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Tool result {self.pk}"

    @property
    def differs(self) -> bool:
        """Whether the clinician decided otherwise than the tool suggested."""
        return bool(self.suggested) and self.suggested != self.level
