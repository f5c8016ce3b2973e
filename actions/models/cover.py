"""Who stands in for somebody who is away."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from actions.querysets import CoverQuerySet
from core.history import tracked
from core.models import new_id


class Cover(models.Model):
    """A colleague acts for somebody from one day to another, both included.

    Reminders go to both, and what the colleague does shows both names. It says nothing about
    anybody on the register.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    covered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day of the absence.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="When someone ended it early.")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = CoverQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["covered_by", "ends_on"], name="cover_by_colleague")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="cover_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(user=F("covered_by")), name="cover_is_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="cover_end_paired",
            ),
            ExclusionConstraint(
                name="covers_do_not_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on", "ends_on", Value("[]"),
                            function="daterange", output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Cover {self.pk}"
