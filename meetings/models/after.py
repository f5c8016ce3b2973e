"""After a meeting: rulings on provisional decisions, approval, corrections, letters given.

Each is a row of its own that no one edits. Once a meeting has its `Approval`, the database
itself refuses any change of its minutes, lines and attendance.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.models import AppendOnly, new_id
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.models.minutes import Outcome
from meetings.querysets import AddendumQuerySet, LetterGivenQuerySet, RatificationQuerySet
from meetings.rules.after import Given, Ruling
from register.models import Rating


class Ratification(AppendOnly):
    """A provisional decision was ratified or overturned, by the chair or a later meeting."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="ratification")
    ruling = models.CharField(max_length=10, choices=choices(Ruling))
    reason = models.TextField(max_length=4000, blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="+", null=True,
        help_text="The later, quorate meeting; empty where the chair ruled.",
    )  # fmt: skip
    rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, related_name="+", null=True,
        help_text="The rating given instead.",
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RatificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ruling=Ruling.RATIFIED, rating__isnull=True)
                | (Q(ruling=Ruling.OVERTURNED) & ~Q(reason="")),
                name="ratification_overturned_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Ratification {self.pk}"


class Deputy(AppendOnly):
    """Who approves the minutes of a meeting in the chair's stead; the latest row counts."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="deputies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Deputy {self.pk}"


class Approval(AppendOnly):
    """The minutes of a meeting were approved and are fixed from then on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="approval")
    as_deputy = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Approval {self.pk}"


class Addendum(AppendOnly):
    """A dated correction that stands beside approved minutes about one person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="addenda")
    words = models.TextField(max_length=4000)
    key = models.CharField(
        max_length=80, unique=True, help_text="Names one submission, however often sent."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AddendumQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Addendum {self.pk}"


class LetterGiven(AppendOnly):
    """The person got their letter about a meeting: which kind, how, when, who says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="letters")
    easy_read = models.BooleanField()
    how = models.CharField(max_length=10, choices=choices(Given))
    given_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LetterGivenQuerySet.as_manager()

    class Meta:
        ordering = ["given_on", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "easy_read", "how", "given_on"], name="letter_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"LetterGiven {self.pk}"
