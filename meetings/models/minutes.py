"""The minutes about one person."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.history import tracked
from core.models import new_id
from meetings.models.agenda import AgendaItem
from meetings.querysets import (
    OutcomeQuerySet,
)
from register.models import Rating
from register.rules import Level


class Outcome(models.Model):
    """The minutes about one person: what was said, proposed and agreed.

    `version` lets two minute-takers see each other's work; `provisional` is true for what was
    decided without a quorum. Recorded in error, or on the wrong person, it is struck out with
    its line; what is right is written on a line of its own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="outcome")
    headline = models.CharField(max_length=200, blank=True)
    changed = models.TextField(max_length=4000, blank=True)
    views = models.TextField(max_length=4000, blank=True)
    discussion = models.TextField(max_length=4000, blank=True)
    proposed_level = models.CharField(max_length=5, blank=True, choices=choices(Level))
    agreed_level = models.CharField(max_length=5, blank=True, choices=choices(Level))
    reason = models.TextField(max_length=4000, blank=True)
    provisional = models.BooleanField(default=False)
    next_review_on = models.DateField(null=True)
    rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, related_name="+", null=True,
        help_text="The rating that the meeting gave.",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    minuted_at = models.DateTimeField()
    struck_out_at = models.DateTimeField(null=True)
    struck_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    struck_out_reason = models.TextField(max_length=1000, blank=True, db_default="")

    objects = OutcomeQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(
                fields=["item"], name="outcome_provisional", condition=Q(provisional=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_level="") | ~Q(reason=""), name="outcome_rating_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(agreed_level__in=["", *[level.value for level in Level]])
                & Q(proposed_level__in=["", *[level.value for level in Level]]),
                name="outcome_levels_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    struck_out_at__isnull=True, struck_out_by__isnull=True, struck_out_reason=""
                )
                | (
                    Q(struck_out_at__isnull=False, struck_out_by__isnull=False)
                    & ~Q(struck_out_reason="")
                ),
                name="outcome_struck_out_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Outcome {self.pk}"

    @property
    def is_struck_out(self) -> bool:
        """Whether it was recorded in error."""
        return self.struck_out_at is not None
