"""What someone is typing about a person at a meeting and has not saved yet."""

from django.conf import settings
from django.db import models

from core.models import new_id
from meetings.models.agenda import AgendaItem
from meetings.querysets import DraftQuerySet


class Draft(models.Model):
    """The minutes of one minute-taker as typed: kept, shown to the other, deciding nothing.

    Each writer has a row of their own, so that two never write over one another. It goes when
    they save, and when the minutes are approved.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed = models.JSONField(help_text="What stands in each field of the form, unchecked.")
    saves = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "by"], name="draft_of_a_writer")]

    def __str__(self) -> str:
        return f"Draft {self.pk}"
