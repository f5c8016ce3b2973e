"""What lists read: rows derived from their sources and never typed.

Written in the transaction that changes a source; `manage.py register reconcile` proves that they
still match. Somebody restricted has none, so that no list need look whether they are.

The names that lists are sorted by are ordered by their characters (the collation "C"), as Python
orders them, whatever the database's own collation: pages that are merged from several areas would
otherwise leave people out.
"""

from datetime import date, datetime

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from accounts.models import Area, Organisation, choices
from core.names import SORT_KEY_LENGTH
from register import rules
from register.models.entry import Entry, Rating
from register.models.person import Person
from register.models.stay import InpatientStay
from register.querysets import InpatientStandingQuerySet, StandingQuerySet

FAR_FUTURE = date(9999, 12, 31)
"""Stands for "nothing is due", so that lists ordered by due date need no second branch."""


class Standing(models.Model):
    """What lists read: one row for each open entry, derived from its sources and never typed.

    Written in the transaction that changes a source; `manage.py register reconcile` proves
    that it still matches.
    """

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=5, choices=choices(rules.Level))
    shown = models.CharField(max_length=5, help_text="BLUE during a stay, else the level.")
    rated_at = models.DateTimeField()
    level_since = models.DateTimeField(
        null=True, help_text="Since when the level has held without a break."
    )
    next_due_on = models.DateField(default=FAR_FUTURE)
    late_from = models.DateField(
        default=FAR_FUTURE,
        db_default=FAR_FUTURE,
        help_text="The first day on which anything is overdue.",
    )
    sort_name = models.CharField(max_length=SORT_KEY_LENGTH, db_collation="C")
    search = models.TextField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area", "sort_name", "person"], name="standing_by_name"),
            models.Index(fields=["area", "next_due_on", "person"], name="standing_by_due"),
            models.Index(fields=["area", "rated_at", "person"], name="standing_by_age"),
            models.Index(fields=["area", "shown", "next_due_on", "person"], name="standing_shown"),
            GinIndex("area", OpClass("search", "gin_trgm_ops"), name="standing_search_in_area"),
        ]

    def __str__(self) -> str:
        return f"Standing {self.pk}"

    @property
    def since(self) -> datetime:
        """Since when the level has held without a break, however often it was confirmed since."""
        return self.level_since or self.rated_at


class InpatientStanding(models.Model):
    """One row for each open stay: what the BLUE list reads."""

    stay = models.OneToOneField(
        InpatientStay, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="inpatient_standing"
    )
    # The list's own indexes begin with these three.
    commissioner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    host_commissioner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    hospital = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    security = models.CharField(max_length=12, choices=choices(rules.Security))
    legal_status = models.CharField(max_length=10, choices=choices(rules.LegalStatus))
    detained = models.BooleanField()
    on_leave = models.BooleanField(help_text="On extended leave; left out of national counts.")
    birth_date = models.DateField()
    admitted_on = models.DateField()
    sort_name = models.CharField(max_length=SORT_KEY_LENGTH, db_collation="C")
    visit_due_on = models.DateField(null=True)
    cetr_due_on = models.DateField(null=True)
    due_on = models.DateField(default=FAR_FUTURE, help_text="The earlier of the two.")
    visit_late_from = models.DateField(
        null=True, help_text="The first day on which a visit is overdue."
    )
    cetr_late_from = models.DateField(
        null=True, help_text="The first day on which a C(E)TR is overdue."
    )

    objects = InpatientStandingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["commissioner", "due_on", "stay"], name="blue_of_commissioner"),
            models.Index(fields=["host_commissioner", "due_on", "stay"], name="blue_of_host"),
            models.Index(fields=["area", "due_on", "stay"], name="blue_of_area"),
            # The places that the list can be narrowed to: whether anyone of one's own is there.
            models.Index(fields=["commissioner", "hospital"], name="blue_hospitals_paid_for"),
            models.Index(fields=["commissioner", "area"], name="blue_areas_paid_for"),
            models.Index(fields=["host_commissioner", "hospital"], name="blue_hospitals_hosted"),
            models.Index(fields=["host_commissioner", "area"], name="blue_areas_hosted"),
            models.Index(fields=["host_commissioner", "commissioner"], name="blue_payers_hosted"),
            models.Index(fields=["area", "hospital"], name="blue_hospitals_of_area"),
            models.Index(fields=["area", "commissioner"], name="blue_payers_of_area"),
        ]

    def __str__(self) -> str:
        return f"Inpatient standing {self.pk}"
