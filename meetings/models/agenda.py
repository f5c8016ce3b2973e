"""The agenda as it was frozen, and what was changed on it by hand."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.history import tracked
from core.models import AppendOnly, new_id
from meetings import rules
from meetings.models.meeting import Meeting
from meetings.querysets import (
    AgendaEditQuerySet,
    AgendaItemQuerySet,
)
from register.models import Person


class AgendaItem(models.Model):
    """Someone on the agenda as it was frozen when the meeting opened, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    shown = models.CharField(max_length=5, blank=True, help_text="The rating then, or BLUE.")
    whys = models.JSONField(help_text="Codes of why the person is there; never names.")
    state = models.CharField(
        max_length=10, choices=choices(rules.ItemState), default=rules.ItemState.WAITING
    )
    carried_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="carried_from", null=True
    )
    feedback_at = models.DateTimeField(null=True)
    feedback_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = AgendaItemQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(fields=["meeting", "position"], name="item_of_meeting"),
            models.Index(
                fields=["person"],
                name="item_to_carry",
                condition=Q(state__in=rules.NOT_REACHED, carried_into__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=~Q(state__in=rules.REPLACED),
                name="item_person_once",
            ),
            models.CheckConstraint(
                condition=Q(carried_into__isnull=True) | Q(state__in=rules.NOT_REACHED),
                name="item_carried_into_only_when_carried",
            ),
            models.CheckConstraint(
                condition=Q(feedback_at=None, feedback_by=None)
                | Q(feedback_at__isnull=False, feedback_by__isnull=False),
                name="item_feedback_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Item {self.pk}"

    @property
    def why(self) -> Sequence[rules.Why]:
        """Why the person is on the agenda."""
        return [rules.Why.kept(given) for given in self.whys]

    @property
    def reason(self) -> rules.Reason:
        """The first reason, which says in which section the line stands."""
        return self.why[0].reason

    @property
    def why_words(self) -> str:
        """Why the person is on the agenda, as one line."""
        return rules.words_of(self.why)

    @property
    def is_discussed(self) -> bool:
        """Whether a decision is recorded."""
        return self.state == rules.ItemState.DISCUSSED

    @property
    def is_struck_out(self) -> bool:
        """Whether its minutes were recorded in error."""
        return self.state == rules.ItemState.STRUCK


class AgendaEdit(AppendOnly):
    """Someone was added to an agenda or taken off it by hand: who did it, when and why."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="edits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    edit = models.CharField(max_length=6, choices=[(one.value, one.value) for one in rules.Edit])
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AgendaEditQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["meeting", "person", "-at"], name="edit_of_meeting")]

    def __str__(self) -> str:
        return f"{self.edit} {self.pk}"
