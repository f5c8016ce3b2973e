"""Times on the register, the ratings given meanwhile, and what was decided at 18."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.dates import local_day
from core.history import tracked
from core.models import AppendOnly, new_id
from register import rules
from register.models.correcting import Fact, FactManager, StrikeOut
from register.models.person import Person
from register.querysets import (
    AdultDecisionQuerySet,
    EntryQuerySet,
    RatingQuerySet,
    StatutoryViewQuerySet,
)

EntryManager = FactManager.from_queryset(EntryQuerySet)


class Entry(Fact):
    """A time on the register. One open entry a person; closed ones stay, and may be followed.

    One that began with a referral accepted by mistake is struck out, and is closed as well.
    """

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
    closure_words = models.TextField(max_length=4000, blank=True, default="", db_default="")
    left_on = models.DateField(null=True, help_text="The day they left; it may be recorded later.")
    reopened = models.CharField(
        max_length=10, blank=True, default="", db_default="", choices=choices(rules.Reopening),
        help_text="Why it was last opened again, or opened for someone who had left before.",
    )  # fmt: skip
    reopen_words = models.TextField(max_length=4000, blank=True, default="", db_default="")
    partners_confirmed_at = models.DateTimeField(
        null=True, help_text="When those who would come to a C(E)TR were last found still right."
    )

    objects = EntryManager()
    recorded = EntryQuerySet.as_manager()
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
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(left_on__isnull=True, closure_words=""),
                name="entry_open_has_no_closure",
            ),
            models.CheckConstraint(
                condition=~Q(reopened="") | Q(reopen_words=""), name="entry_reopened_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"

    @property
    def ended_by_death(self) -> bool:
        """Whether it was closed because the person died."""
        return self.closure_reason == rules.ClosureReason.DIED

    @property
    def left_day(self) -> date | None:
        """The day they left, or died; that of the closing where no other is known."""
        if self.closed_at is None:
            return None
        return self.left_on or local_day(self.closed_at)


class RatingFacts(FactManager["Rating"]):
    """Ratings that stand: not struck out, nor given in a time on the register that is."""

    def get_queryset(self) -> models.QuerySet["Rating"]:
        """Return the ratings that stand."""
        return super().get_queryset().filter(entry__struck_out__isnull=True)


RatingManager = RatingFacts.from_queryset(RatingQuerySet)


class Rating(Fact, AppendOnly):
    """A named person's judgement of the risk of admission. Superseded, never edited.

    It stands as long as the time on the register in which it was given.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="ratings")
    level = models.CharField(max_length=5, choices=choices(rules.Level))
    reason = models.TextField(max_length=4000)
    against_floor = models.TextField(
        max_length=4000,
        blank=True,
        db_default="",
        help_text="Why it is lower than the policy has it for now, as after a discharge.",
    )
    source = models.CharField(max_length=10, choices=choices(rules.RatingSource))
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="followed_by", null=True
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = RatingManager()
    recorded = RatingQuerySet.as_manager()

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

    @property
    def struck_by(self) -> StrikeOut | None:
        """The strike-out of it, or of the time on the register in which it was given."""
        return self.struck_out or self.entry.struck_out

    @classmethod
    def struck_with(cls, struck: StrikeOut) -> models.QuerySet["Rating"]:
        """Return the ratings that are out of force by this strike-out, of them or of the entry."""
        with_entry = Q(struck_out__isnull=True, entry__struck_out=struck)
        return cls.recorded.filter(Q(struck_out=struck) | with_entry)


class AdultDecision(AppendOnly):
    """What was decided about a young person's place on the register from 18 on. The last counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="adult_decisions")
    outcome = models.CharField(max_length=10, choices=choices(rules.AdultOutcome))
    reason = models.TextField(max_length=4000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    objects = AdultDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at"]
        indexes = [models.Index(fields=["entry", "-decided_at"], name="adult_of_entry")]

    def __str__(self) -> str:
        return f"Adult decision {self.pk}"


class StatutoryView(AppendOnly):
    """Whether the risk factors for detention under Part 2 are met (section 125D). The last counts.

    The test of detention in statute, which is not the policy's rating of the risk of admission:
    neither follows from the other. `factors` are codes of the list of version `list_version`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statutory_views")
    factors = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    list_version = models.CharField(max_length=20)
    eligible = models.BooleanField()
    reason = models.TextField(max_length=4000)
    key = models.UUIDField(unique=True, default=new_id, editable=False)
    formed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    formed_at = models.DateTimeField()

    objects = StatutoryViewQuerySet.as_manager()

    class Meta:
        ordering = ["-formed_at"]
        indexes = [models.Index(fields=["person", "-formed_at"], name="statutory_of_person")]

    def __str__(self) -> str:
        return f"Statutory view {self.pk}"
