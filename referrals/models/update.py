"""Updates: what a lead professional says anew about somebody on the register."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.models import AppendOnly, new_id
from referrals import rules
from referrals.models.tool import ToolResult
from referrals.querysets import UpdateDraftQuerySet, UpdateQuerySet
from register.models import Person
from register.rules import Level


class UpdateDraft(models.Model):
    """An update that is being written, saved as its writer goes; gone once it is sent.

    One for each person and writer. No history is kept: what is recorded is what was sent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, help_text="The answers of each part, by its key.")
    typed = models.JSONField(default=dict, help_text="What cannot be read yet, by part.")
    complete = models.JSONField(default=list, help_text="The parts said to be finished.")
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)

    objects = UpdateDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "writer"], name="update_draft_once"),
        ]

    def __str__(self) -> str:
        return f"Update draft {self.pk}"


class Update(AppendOnly):
    """An update as it was sent: the story in rows of question and answer, and the tool's result.

    `asks_rating` says that the team is asked for a rating decision; no rating changes by itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="updates")
    result = models.OneToOneField(ToolResult, on_delete=models.PROTECT, related_name="update")
    content = models.JSONField(help_text="The story: question and answer, as they were asked.")
    was_level = models.CharField(
        max_length=5, blank=True, choices=choices(Level), help_text="The rating that stood."
    )
    asks_rating = models.BooleanField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()

    objects = UpdateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-sent_at"], name="update_of_person"),
            models.Index(fields=["sent_at"], name="update_asking", condition=Q(asks_rating=True)),
        ]

    def __str__(self) -> str:
        return f"Update {self.pk}"


class UpdateOutcome(AppendOnly):
    """What the team decided on an update: the person was rated anew, or the rating stays."""

    update_sent = models.OneToOneField(
        Update, on_delete=models.PROTECT, primary_key=True, related_name="outcome"
    )
    kind = models.CharField(max_length=10, choices=choices(rules.UpdateOutcomeKind))
    level = models.CharField(max_length=5, choices=choices(Level))
    words = models.TextField(max_length=4000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in rules.UpdateOutcomeKind]),
                name="update_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
