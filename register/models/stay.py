"""Stays in a mental health hospital."""

from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.models import Organisation, choices
from core.history import tracked
from core.models import new_id
from register import rules
from register.models.correcting import Fact, FactManager
from register.models.person import Person
from register.querysets import StayQuerySet

StayManager = FactManager.from_queryset(StayQuerySet)


class InpatientStay(Fact):
    """A stay in a mental health hospital: BLUE while it lasts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    hospital = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ward = models.CharField(max_length=100, blank=True)
    security = models.CharField(max_length=12, choices=choices(rules.Security))
    legal_status = models.CharField(max_length=10, choices=choices(rules.LegalStatus))
    section = models.CharField(
        max_length=15, blank=True, default="", db_default="", choices=choices(rules.Section)
    )
    section_other = models.CharField(max_length=60, blank=True, default="", db_default="")
    unit_inadequate = models.BooleanField(
        default=False,
        db_default=False,
        help_text="The unit was rated Inadequate when the person came to it.",
    )
    admitted_on = models.DateField()
    detained_since = models.DateField(
        null=True, help_text="Since when detained without a break, in the sense of Part 8A."
    )
    applicable_on = models.DateField(
        null=True, help_text="The applicable day of Part 8A; none while it does not apply."
    )
    planned = models.BooleanField()
    out_of_area = models.BooleanField(default=False)
    on_register_before = models.BooleanField()
    level_at_admission = models.CharField(max_length=5, blank=True, choices=choices(rules.Level))
    cetr_before = models.BooleanField(
        default=False, help_text="A community C(E)TR was held before admission."
    )
    review_before = models.CharField(
        max_length=4,
        blank=True,
        default="",
        db_default="",
        choices=choices(rules.ReviewBefore),
        help_text="Which review was held before admission; empty where only yes or no is known.",
    )
    review_before_on = models.DateField(null=True)
    commissioner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+",
        help_text="Responsible (funding) commissioner",
    )  # fmt: skip
    host_commissioner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    s117_icb = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="Integrated care board that owes aftercare under section 117",
    )
    s117_authority = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="Local authority that owes aftercare under section 117",
    )
    planned_discharge_on = models.DateField(null=True)
    discharge_barriers = models.TextField(max_length=4000, blank=True)
    discharged_on = models.DateField(null=True)
    destination = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(db_default=1, default=1)

    objects = StayManager()
    recorded = StayQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(
                fields=["commissioner", "admitted_on", "id"],
                name="stay_open_of_commissioner",
                condition=Q(discharged_on__isnull=True),
            ),
            models.Index(
                fields=["commissioner", "-discharged_on", "id"],
                name="stay_left_of_commissioner",
                condition=Q(discharged_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True) | Q(discharged_on__gte=F("admitted_on")),
                name="stay_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="stays_do_not_overlap",
                condition=Q(struck_out__isnull=True),
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

    @property
    def status_words(self) -> str:
        """The legal status, and the section where it says more."""
        status = rules.LegalStatus(self.legal_status).label
        if not self.section or self.section == self.legal_status:
            return status
        if self.section == rules.Section.OTHER:
            return f"{status}: {self.section_other}"
        return f"{status}: {rules.Section(self.section).label}"

    def status_changes(self) -> list[rules.StatusStep]:
        """Read what the legal status was before, and became, on which day."""
        return [(one.was, one.legal_status, one.changed_on) for one in self.statuses.all()]

    def status_question(self, changes: Sequence[rules.StatusStep], *, on: date) -> str:
        """Return what to ask about the legal status of an open stay, given its changes."""
        if self.discharged_on is not None or self.legal_status != rules.LegalStatus.SECTION_2:
            return ""
        since = rules.section_2_since(
            now=self.legal_status, admitted_on=self.admitted_on, changes=changes
        )
        return rules.section_2_question(since=since, on=on)
