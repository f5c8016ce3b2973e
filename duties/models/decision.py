"""What a named person decided about a duty: that it need not be met, or that it was."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.history import tracked
from core.models import new_id
from duties import rules
from duties.models.duty import Duty
from duties.querysets import DutyDecisionQuerySet
from register.models import Person


class DutyDecision(models.Model):
    """A person's decision about a duty: a fact like others, from which its state is worked out.

    One that was a slip is struck out, with who, when and why, and the duty is what it was before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=choices(rules.DecisionKind))
    on = models.DateField(help_text="The day on which it was done or decided.")
    words = models.TextField(max_length=1000, help_text="The reason, or what was done.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_out_at = models.DateTimeField(null=True)
    struck_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    struck_out_reason = models.TextField(max_length=1000, blank=True)

    objects = DutyDecisionQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty"], condition=Q(struck_out_at__isnull=True),
                name="decision_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in rules.DecisionKind]),
                name="decision_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    struck_out_at__isnull=True, struck_out_by__isnull=True, struck_out_reason=""
                )
                | (
                    Q(struck_out_at__isnull=False, struck_out_by__isnull=False)
                    & ~Q(struck_out_reason="")
                ),
                name="decision_struck_out_paired",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
