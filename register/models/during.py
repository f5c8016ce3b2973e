"""What happens during a stay: moves, changes of legal status, leave, concerns, the way out."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.models import Organisation, choices
from core.history import tracked
from core.models import AppendOnly, new_id
from register import rules
from register.models.correcting import Fact, FactManager
from register.models.stay import InpatientStay
from register.querysets import (
    ConcernQuerySet,
    DischargeLineQuerySet,
    LeaveQuerySet,
    StatusChangeQuerySet,
    TransferQuerySet,
)

TransferManager = FactManager.from_queryset(TransferQuerySet)
StatusChangeManager = FactManager.from_queryset(StatusChangeQuerySet)
LeaveManager = FactManager.from_queryset(LeaveQuerySet)
ConcernManager = FactManager.from_queryset(ConcernQuerySet)


class Transfer(Fact, AppendOnly):
    """A move to another ward or hospital during a stay: from where, to where, on which terms."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, related_name="transfers")
    moved_on = models.DateField()
    from_hospital = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_ward = models.CharField(max_length=100, blank=True)
    from_security = models.CharField(max_length=12, choices=choices(rules.Security))
    hospital = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ward = models.CharField(max_length=100, blank=True)
    security = models.CharField(max_length=12, choices=choices(rules.Security))
    unit_inadequate = models.BooleanField()
    reason = models.TextField(max_length=4000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = TransferManager()
    recorded = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["moved_on", "recorded_at"]

    def __str__(self) -> str:
        return f"Transfer {self.pk}"


class StatusChange(Fact, AppendOnly):
    """A change of legal status or section during a stay, and from which day it stood."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, related_name="statuses")
    changed_on = models.DateField()
    was = models.CharField(max_length=10, choices=choices(rules.LegalStatus))
    was_section = models.CharField(max_length=15, blank=True, choices=choices(rules.Section))
    legal_status = models.CharField(max_length=10, choices=choices(rules.LegalStatus))
    section = models.CharField(max_length=15, blank=True, choices=choices(rules.Section))
    section_other = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = StatusChangeManager()
    recorded = StatusChangeQuerySet.as_manager()

    class Meta:
        ordering = ["changed_on", "recorded_at"]

    def __str__(self) -> str:
        return f"Status change {self.pk}"


class ExtendedLeave(Fact):
    """Extended leave under section 17: still an inpatient, living elsewhere.

    National counts leave such stays out since 30 November 2024 (domain 3, S32).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, related_name="leaves")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    note = models.TextField(max_length=1000, blank=True)

    objects = LeaveManager()
    recorded = LeaveQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="leave_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="leaves_do_not_overlap",
                condition=Q(struck_out__isnull=True),
                expressions=[
                    ("stay", RangeOperators.EQUAL),
                    (
                        Func(
                            "started_on", "ended_on", Value("[)"),
                            function="daterange", output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Leave {self.pk}"


class StayConcern(Fact, AppendOnly):
    """A concern about how somebody is treated on the ward."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, related_name="concerns")
    kind = models.CharField(max_length=25, choices=choices(rules.ConcernKind))
    seen_on = models.DateField()
    note = models.TextField(max_length=4000)
    key = models.UUIDField(unique=True, default=new_id, editable=False)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()

    objects = ConcernManager()
    recorded = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_on", "-raised_at"]

    def __str__(self) -> str:
        return f"Concern {self.pk}"


class DischargeLine(AppendOnly):
    """How one line of the discharge checklist stood when somebody looked. The last counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=40)
    list_version = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=choices(rules.LineState))
    note = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = DischargeLineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stay", "code", "-set_at"], name="line_of_stay")]

    def __str__(self) -> str:
        return f"Checklist line {self.pk}"
