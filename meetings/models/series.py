"""A series of tracking meetings of an area, and who always comes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Area, Organisation, choices
from core.history import tracked
from core.models import new_id
from meetings import rules
from meetings.querysets import MemberQuerySet, SeriesQuerySet
from meetings.rules import series as pattern


class Series(models.Model):
    """Tracking meetings of an area that come round: how often, when, where, and who chairs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    cadence = models.CharField(max_length=12, choices=choices(pattern.Cadence))
    nth = models.CharField(max_length=4, blank=True, choices=choices(pattern.Nth))
    weekday = models.CharField(max_length=1, choices=choices(pattern.Weekday))
    first_on = models.DateField()
    starts_time = models.TimeField(help_text="On the clock in England.")
    minutes = models.PositiveSmallIntegerField(default=pattern.USUAL_MINUTES)
    holiday = models.CharField(max_length=4, choices=choices(pattern.Holiday))
    place = models.CharField(max_length=300)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    quorum = models.PositiveSmallIntegerField(default=rules.USUAL_QUORUM)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    end_reason = models.TextField(max_length=1000, blank=True)
    resumed_at = models.DateTimeField(null=True, help_text="When it went on, ended by mistake.")
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    resume_reason = models.TextField(max_length=1000, blank=True, db_default="")

    objects = SeriesQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(cadence=pattern.Cadence.MONTHLY) ^ Q(nth=""),
                name="series_nth_when_monthly",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="series_ended_paired",
            ),
            models.CheckConstraint(
                condition=Q(resumed_at=None, resumed_by=None, resume_reason="")
                | (Q(resumed_at__isnull=False, resumed_by__isnull=False) & ~Q(resume_reason="")),
                name="series_resumed_paired",
            ),
            models.CheckConstraint(
                condition=Q(weekday__in=[one.value for one in pattern.Weekday]),
                name="series_weekday_known",
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="series_quorum_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"Series {self.pk}"

    @property
    def pattern(self) -> pattern.Pattern:
        """When it meets, for the rules."""
        return pattern.Pattern(
            cadence=pattern.Cadence(self.cadence),
            weekday=pattern.Weekday(self.weekday),
            first_on=self.first_on,
            holiday=pattern.Holiday(self.holiday),
            nth=pattern.Nth(self.nth) if self.nth else None,
        )

    @property
    def is_running(self) -> bool:
        """Whether it has not been ended."""
        return self.ended_at is None


class SeriesMember(models.Model):
    """Someone who is invited to every meeting of a series; without an account, by name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    part = models.CharField(max_length=120, blank=True, help_text="Such as chair or keyworker.")
    left_at = models.DateTimeField(null=True)

    objects = MemberQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "user"], condition=Q(left_at=None), name="member_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""), name="member_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk}"

    @property
    def shown_name(self) -> str:
        """The name of the user, or of the person without an account."""
        return self.user.full_name if self.user else self.name
