"""What was recorded by mistake: struck out, shown as such, never removed or overwritten."""

from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.models import AppendOnly, new_id
from register import rules
from register.models.person import Person
from register.querysets import StrikeOutQuerySet


class StrikeOut(AppendOnly):
    """A fact that does not stand: which, why, by whom, and what stands in its place.

    `kind` and `fact_id` name it (a discharge is named by its stay). `said` is what it said, in
    words, since a fact such as a discharge leaves no row of its own behind.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="struck_out")
    kind = models.CharField(max_length=30)
    fact_id = models.UUIDField()
    said = models.CharField(max_length=500)
    cause = models.CharField(max_length=15, choices=choices(rules.Cause))
    reason = models.TextField(max_length=1000)
    replaced_by = models.UUIDField(
        null=True, help_text="What stands in its place, on this record or the right one."
    )
    moved_to = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="moved_here", null=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = StrikeOutQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["person", "-at"], name="struck_out_of_person"),
            models.Index(fields=["fact_id"], name="struck_out_fact"),
            models.Index(fields=["replaced_by"], name="struck_out_for"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="struck_out_why"),
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | Q(cause=rules.Cause.WRONG_PERSON),
                name="struck_out_moved",
            ),
        ]

    def __str__(self) -> str:
        return f"Strike-out {self.pk}"


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class FactManager(models.Manager[M_co]):
    """Facts that stand: what was struck out is not there."""

    def get_queryset(self) -> models.QuerySet[M_co]:
        """Return the facts that stand."""
        return super().get_queryset().filter(struck_out__isnull=True)


class Fact(models.Model):
    """Base of what can be struck out. `recorded` is all that ever was, `objects` what stands.

    The database lets `struck_out` be set once, also on rows that it otherwise keeps unchanged.
    """

    struck_out = models.ForeignKey(
        StrikeOut, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def struck_by(self) -> StrikeOut | None:
        """The strike-out by which it is out of force; None while it stands."""
        return self.struck_out

    @classmethod
    def struck_with(cls, struck: StrikeOut) -> models.QuerySet[Any]:
        """Return the rows that are out of force by this strike-out."""
        recorded: models.Manager[Any] = cls.recorded  # type: ignore[attr-defined]
        return recorded.filter(struck_out=struck)
