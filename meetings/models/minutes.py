"""The minutes about one person."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.history import tracked
from core.models import new_id
from meetings.models.agenda import AgendaItem
from meetings.querysets import MovedMinutesQuerySet, OutcomeQuerySet
from register.models import Rating
from register.rules import Level


class Outcome(models.Model):
    """The minutes about one person: what was said, proposed and agreed.

    `version` lets two minute-takers see each other's work; `provisional` is true for what was
    decided without a quorum. Recorded in error, or on the wrong person, it is struck out with
    its line; what is right is written on a line of its own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="outcome")
    headline = models.CharField(max_length=200, blank=True)
    changed = models.TextField(max_length=4000, blank=True)
    register_wrote = models.TextField(
        blank=True, db_default="", help_text="What the register had written about what changed."
    )
    views = models.TextField(max_length=4000, blank=True)
    discussion = models.TextField(max_length=4000, blank=True)
    proposed_level = models.CharField(max_length=5, blank=True, choices=choices(Level))
    agreed_level = models.CharField(max_length=5, blank=True, choices=choices(Level))
    reason = models.TextField(max_length=4000, blank=True)
    provisional = models.BooleanField(default=False)
    next_review_on = models.DateField(null=True)
    rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, related_name="+", null=True,
        help_text="The rating that the meeting gave.",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    minuted_at = models.DateTimeField()
    struck_out_at = models.DateTimeField(null=True)
    struck_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    struck_out_reason = models.TextField(max_length=1000, blank=True, db_default="")

    objects = OutcomeQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(
                fields=["item"], name="outcome_provisional", condition=Q(provisional=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_level="") | ~Q(reason=""), name="outcome_rating_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(agreed_level__in=["", *[level.value for level in Level]])
                & Q(proposed_level__in=["", *[level.value for level in Level]]),
                name="outcome_levels_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    struck_out_at__isnull=True, struck_out_by__isnull=True, struck_out_reason=""
                )
                | (
                    Q(struck_out_at__isnull=False, struck_out_by__isnull=False)
                    & ~Q(struck_out_reason="")
                ),
                name="outcome_struck_out_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Outcome {self.pk}"

    @property
    def is_struck_out(self) -> bool:
        """Whether it was recorded in error."""
        return self.struck_out_at is not None

    @property
    def changed_by_hand(self) -> str:
        """What people wrote about what has changed, without the lines the register wrote."""
        written = set(self.register_wrote.splitlines())
        kept = [line for line in self.changed.splitlines() if line not in written]
        return "\n".join(kept).strip()

    @property
    def movable(self) -> bool:
        """Whether it was struck out and is not on the right person's line already."""
        moves = self.moves.all()
        return self.is_struck_out and not any(one.waits or one.used for one in moves)


class MovedMinutes(models.Model):
    """Minutes struck out on the wrong person, whose words are offered on the right one's line.

    They say nothing about the right person until a colleague has checked them there: `used` is
    whether the minutes of that line say it then, or it was set aside. `made_line` is whether the
    person had no line on that agenda before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, related_name="moves",
        help_text="The minutes that were struck out; the words are theirs.",
    )  # fmt: skip
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="moved_here")
    made_line = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    used = models.BooleanField(default=False)

    objects = MovedMinutesQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outcome"],
                condition=Q(checked_at__isnull=True) | Q(used=True),
                name="moved_minutes_once",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None, used=False)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="moved_minutes_checked_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"MovedMinutes {self.pk}"

    @property
    def waits(self) -> bool:
        """Whether no one has checked them on the right person's line yet."""
        return self.checked_at is None
