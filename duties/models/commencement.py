"""From which day the statute applies, as an administrator set it."""

from django.conf import settings
from django.db import models

from core.models import AppendOnly, new_id
from duties.querysets import CommencementQuerySet


class Commencement(AppendOnly):
    """One setting of the day on which Part 8A begins; the last one stands, earlier ones stay.

    No day means that it is switched off again: regulations were put back, or it was a slip.
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
