"""Commissioners' oversight visits."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import AppendOnly, new_id
from register.models import Fact, FactManager, InpatientStay, Person
from reviews.querysets import VisitQuerySet

VisitManager = FactManager.from_queryset(VisitQuerySet)


class OversightVisit(Fact, AppendOnly):
    """A commissioner's visit, on site, to somebody in hospital. Its concerns are actions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField()
    saw_person = models.BooleanField()
    not_seen_reason = models.TextField(max_length=1000, blank=True)
    account = models.TextField(max_length=4000, help_text="What was seen, heard and asked.")
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    key = models.CharField(
        max_length=80, null=True, unique=True, help_text="Names one submission, however often sent."
    )

    objects = VisitManager()
    recorded = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "-recorded_at"]
        indexes = [models.Index(fields=["stay", "-visited_on"], name="visit_of_stay")]
        constraints = [
            models.CheckConstraint(
                condition=Q(saw_person=True) | ~Q(not_seen_reason=""), name="visit_not_seen_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Visit {self.pk}"
