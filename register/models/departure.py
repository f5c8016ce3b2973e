"""Who has left the register: what the list of people who left reads."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from accounts.models import Area
from core.names import SORT_KEY_LENGTH
from register import rules
from register.models.entry import Entry
from register.models.person import Person
from register.querysets import DepartureQuerySet


class Departure(models.Model):
    """One row for each person who has left and is not on the register: derived, never typed.

    It stands for the last entry, written in the transaction that closes or reopens one;
    `manage.py register reconcile` proves that it still matches. Someone restricted has none.
    """

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="departure"
    )
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    # The list's own indexes begin with it.
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    left_at = models.DateTimeField(help_text="When the record was closed.")
    left_on = models.DateField(
        null=True,
        help_text="The day they left; that of the closing where no other is known.",
    )
    reason = models.CharField(max_length=20, help_text="A code of the closure reasons.")
    birth_date = models.DateField()
    sort_name = models.CharField(max_length=SORT_KEY_LENGTH, db_collation="C")
    search = models.TextField()

    objects = DepartureQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area", "left_on", "person"], name="departure_by_left"),
            models.Index(fields=["area", "sort_name", "person"], name="departure_by_name"),
            models.Index(fields=["area", "reason", "left_on", "person"], name="departure_by_why"),
            models.Index(fields=["birth_date"], name="departure_by_birth"),
            GinIndex("area", OpClass("search", "gin_trgm_ops"), name="departure_search_in_area"),
        ]

    def __str__(self) -> str:
        return f"Departure {self.pk}"

    @property
    def why(self) -> rules.ClosureReason:
        """Why the person left, with its words."""
        return rules.ClosureReason(self.reason)
