"""The weekly sample of people rated GREEN, and what came of looking at them."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Area, choices
from core.history import tracked
from core.models import new_id
from meetings import drift
from meetings.querysets import DriftSampleQuerySet
from register.models import Person


class DriftSample(models.Model):
    """Someone whom a week's sample puts before the team, with the signs of drift."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text="The Monday of the week in which it was drawn.")
    signs = models.JSONField(help_text="Codes of what has drifted, and since when; never names.")
    weight = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, choices=choices(drift.Looked), default=drift.Looked.WAITING
    )
    note = models.TextField(max_length=1000, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = DriftSampleQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(fields=["area", "-week"], name="drift_of_area"),
            models.Index(
                fields=["area"], name="drift_waiting", condition=Q(outcome=drift.Looked.WAITING)
            ),
            models.Index(fields=["person", "-week"], name="drift_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "week"], name="drift_once_a_week"),
            models.CheckConstraint(
                condition=Q(outcome=drift.Looked.WAITING, looked_at=None, looked_by=None)
                | (~Q(outcome=drift.Looked.WAITING) & Q(looked_at__isnull=False)),
                name="drift_outcome_dated",
            ),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="drift_week_begins"),
        ]

    def __str__(self) -> str:
        return f"Sample {self.pk}"

    @property
    def drifts(self) -> Sequence[drift.Drift]:
        """The signs, with their days."""
        return [drift.Drift.kept(given) for given in self.signs]

    @property
    def why_words(self) -> str:
        """The signs as one line."""
        return "; ".join(one.words for one in self.drifts)

    @property
    def is_waiting(self) -> bool:
        """Whether no one has looked yet."""
        return self.outcome == drift.Looked.WAITING
