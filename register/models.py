"""People, those involved with them, entries on the register, ratings, inpatient stays."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from accounts.models import Area, Organisation, choices
from core.history import tracked
from core.models import AppendOnly, new_id
from register import rules
from register.querysets import (
    EntryQuerySet,
    EveryonesManager,
    InvolvementQuerySet,
    PersonManager,
    RatingQuerySet,
    StandingQuerySet,
    StayQuerySet,
)

FAR_FUTURE = date(9999, 12, 31)
"""Stands for "nothing is due", so that lists ordered by due date need no second branch."""


class Person(models.Model):
    """Somebody with a learning disability, autistic or both, known with a lawful basis."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    nhs_number = models.CharField(max_length=10, null=True, unique=True)
    family_name = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField()
    gender = models.CharField(max_length=1, blank=True, help_text="NHS gender identity code")
    address = models.TextField(max_length=500, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    responsible_icb = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    ordinary_residence_la = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    gp_practice = models.CharField(max_length=150, blank=True)
    learning_disability = models.CharField(max_length=12, choices=choices(rules.Diagnosis))
    autism = models.CharField(max_length=12, choices=choices(rules.Diagnosis))
    ehc_plan = models.BooleanField(null=True, help_text="Education, health and care plan")
    communication_needs = models.TextField(max_length=4000, blank=True)
    reasonable_adjustments = models.TextField(max_length=4000, blank=True)
    lead_professional = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    restricted_at = models.DateTimeField(
        null=True, help_text="Since when nobody may see or use the record: consent withdrawn."
    )
    version = models.PositiveIntegerField(default=1)

    objects = PersonManager()
    everyone = EveryonesManager()
    history = tracked()

    class Meta:
        base_manager_name = "everyone"
        default_manager_name = "everyone"
        indexes = [
            models.Index(fields=["lead_professional"], name="person_of_lead"),
            models.Index(fields=["birth_date"], name="person_by_birth"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^[0-9]{10}$"),
                name="person_nhs_number_form",
            ),
        ]

    def __str__(self) -> str:
        return f"Person {self.pk}"

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("register:person", args=[self.pk])

    @property
    def name(self) -> str:
        """Given and family name, as the person is called on pages."""
        return f"{self.given_name} {self.family_name}"

    @property
    def shown_id(self) -> str:
        """The start of the identifier; safe where a name is not."""
        return str(self.pk)[:8].upper()


class Involvement(models.Model):
    """Somebody named on a person's record: a partner, a contact, or a meeting's attendee.

    A user named here may see the person until `until`; a partner without an account is a
    contact only.
    """

    class Basis(models.TextChoices):
        NAMED = "named", "Named partner"
        MEETING = "meeting", "Attends a meeting about the person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    name = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=120, blank=True, help_text="Their part, such as keyworker.")
    contact = models.CharField(max_length=200, blank=True)
    attends_cetr = models.BooleanField(
        default=False, help_text="Would need to be involved in a C(E)TR, if one were required."
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = InvolvementQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(fields=["user", "person"], name="involved_user"),
            models.Index(fields=["person"], name="involved_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} {self.pk}"


class Entry(models.Model):
    """A time on the register. One open entry a person; closed ones stay, and may be followed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entries")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    closure_reason = models.CharField(
        max_length=20, blank=True, choices=choices(rules.ClosureReason)
    )

    objects = EntryQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at__isnull=True), name="entry_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closure_reason="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closure_reason="")),
                name="entry_closure_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"


class Rating(AppendOnly):
    """A named person's judgement of the risk of admission. Superseded, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="ratings")
    level = models.CharField(max_length=5, choices=choices(rules.Level))
    reason = models.TextField(max_length=4000)
    source = models.CharField(max_length=10, choices=choices(rules.RatingSource))
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="followed_by", null=True
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at"]
        indexes = [models.Index(fields=["entry", "-set_at"], name="rating_of_entry")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(follows__isnull=True), name="rating_first_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in rules.Level]),
                name="rating_level_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.pk}"


class InpatientStay(models.Model):
    """A stay in a mental health hospital: BLUE while it lasts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    hospital = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ward = models.CharField(max_length=100, blank=True)
    security = models.CharField(max_length=12, choices=choices(rules.Security))
    legal_status = models.CharField(max_length=10, choices=choices(rules.LegalStatus))
    admitted_on = models.DateField()
    planned = models.BooleanField()
    out_of_area = models.BooleanField(default=False)
    on_register_before = models.BooleanField()
    level_at_admission = models.CharField(max_length=5, blank=True, choices=choices(rules.Level))
    cetr_before = models.BooleanField(
        default=False, help_text="A community C(E)TR was held before admission."
    )
    commissioner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+",
        help_text="Responsible (funding) commissioner",
    )  # fmt: skip
    host_commissioner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    planned_discharge_on = models.DateField(null=True)
    discharge_barriers = models.TextField(max_length=4000, blank=True)
    discharged_on = models.DateField(null=True)
    destination = models.CharField(max_length=200, blank=True)

    objects = StayQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(
                fields=["commissioner", "admitted_on", "id"],
                name="stay_open_of_commissioner",
                condition=Q(discharged_on__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True) | Q(discharged_on__gte=F("admitted_on")),
                name="stay_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="stays_do_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(
                            "admitted_on", "discharged_on", Value("[)"),
                            function="daterange", output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Stay {self.pk}"


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
    next_due_on = models.DateField(default=FAR_FUTURE)
    sort_name = models.CharField(max_length=201)
    search = models.TextField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area", "sort_name", "person"], name="standing_by_name"),
            models.Index(fields=["area", "next_due_on", "person"], name="standing_by_due"),
            models.Index(fields=["area", "rated_at", "person"], name="standing_by_age"),
            models.Index(fields=["area", "shown", "next_due_on", "person"], name="standing_shown"),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="standing_search"),
        ]

    def __str__(self) -> str:
        return f"Standing {self.pk}"
