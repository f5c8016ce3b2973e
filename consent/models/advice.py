"""Questions to the DSR team about somebody who is not named."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Area
from consent.querysets import AdviceQuerySet
from core.models import new_id


class AdviceQuestion(models.Model):
    """A question to the DSR team about somebody who is not named; gone once it has served.

    No person, and no history of what was typed: some days after the answer both texts are
    removed (policy data), and what stays says only that advice was asked and given.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(max_length=4000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    answered_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True, help_text="When both texts were removed.")

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="advice_answer_paired",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True)
                | Q(answered_at__isnull=False, question="", answer=""),
                name="advice_cleared_holds_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_at is None
