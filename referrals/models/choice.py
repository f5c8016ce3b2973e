"""Which clinical support tool an area uses."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Area
from core.history import tracked
from core.models import new_id
from referrals.querysets_team import ToolChoiceQuerySet


class ToolChoice(models.Model):
    """An administrator's choice: this tool serves this area's adults, or its children.

    An empty `tool` is a choice taken back: the service's own order applies again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="tool_choices")
    whom = models.CharField(max_length=5)
    tool = models.CharField(max_length=80)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField()

    objects = ToolChoiceQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["area__name", "whom"]
        constraints = [
            models.UniqueConstraint(fields=["area", "whom"], name="tool_choice_once"),
            models.CheckConstraint(
                condition=Q(whom__in=["adult", "cyp"]), name="tool_choice_whom_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Tool choice {self.pk}"
