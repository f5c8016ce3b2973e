"""From when Part 8A applies to someone who was already detained on the day on which it began."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.history import tracked
from core.models import new_id
from duties.querysets import TransitionDecisionQuerySet
from register.models import InpatientStay, Person


class TransitionDecision(models.Model):
    """What a named person decided about a stay that was a detention when Part 8A began.

    `applies_from` is the day from which the first review is counted; none where Part 8A does not
    apply. `begins_on` is the day of commencement for which it was decided: when that day is
    changed, it is decided anew. One that was a slip is struck out, with who, when and why.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    applies_from = models.DateField(null=True)
    reason = models.TextField(max_length=1000)
    event = models.BigIntegerField(help_text="The audit event that told it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_out_at = models.DateTimeField(null=True)
    struck_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    struck_out_reason = models.TextField(max_length=1000, blank=True)

    objects = TransitionDecisionQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "-at"], name="transition_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(struck_out_at__isnull=True),
                name="transition_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(applies_from__isnull=True) | Q(applies_from__gte=F("begins_on")),
                name="transition_applies_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="transition_has_reason"),
            models.CheckConstraint(
                condition=Q(
                    struck_out_at__isnull=True, struck_out_by__isnull=True, struck_out_reason=""
                )
                | (
                    Q(struck_out_at__isnull=False, struck_out_by__isnull=False)
                    & ~Q(struck_out_reason="")
                ),
                name="transition_struck_out_paired",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Transition decision {self.pk}"

    @property
    def is_in_force(self) -> bool:
        """Whether no one has struck it out."""
        return self.struck_out_at is None
