"""What a review found and recommended, and the copies of its report."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import choices
from actions.models import Action
from core.history import tracked
from core.models import AppendOnly, new_id
from register.models import Fact, FactManager, Person
from reviews import rules
from reviews.models.review import Review
from reviews.querysets import CopyQuerySet, FindingQuerySet, RecommendationQuerySet

FindingManager = FactManager.from_queryset(FindingQuerySet)
CopyManager = FactManager.from_queryset(CopyQuerySet)


class Finding(Fact, AppendOnly):
    """What a review found under one of the key lines of enquiry (KLOE)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="findings")
    code = models.SlugField(max_length=40, help_text="Names a line of the policy file.")
    heading = models.CharField(max_length=200, help_text="As it read on the day.")
    words = models.TextField(max_length=4000)

    objects = FindingManager()
    recorded = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["review", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "code"], name="finding_once",
                condition=Q(struck_out__isnull=True),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Finding {self.pk}"


class Recommendation(models.Model):
    """A recommendation that had no owner when the review was recorded.

    Later it becomes an action, or somebody says why it does not. One that had an owner is an
    action from the start, and is not kept twice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=2000)
    action = models.OneToOneField(
        Action, on_delete=models.PROTECT, null=True, related_name="recommendation"
    )
    left_reason = models.TextField(max_length=1000, blank=True)

    objects = RecommendationQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="recommendation_once"),
            models.CheckConstraint(
                condition=Q(action__isnull=True) | Q(left_reason=""),
                name="recommendation_action_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.pk}"

    @property
    def is_settled(self) -> bool:
        """Whether it became an action, or somebody said why not."""
        return self.action_id is not None or bool(self.left_reason)


class ReportCopy(Fact):
    """A copy of a report: who it went to, when, and what those who must have regard to it said.

    One recorded as sent that was not is struck out, with the answer to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="copies")
    recipient = models.CharField(max_length=15, choices=choices(rules.Recipient))
    sent_on = models.DateField()
    resent_on = models.DateField(
        null=True, help_text="When they were sent the report as it was put right since."
    )
    resent_at = models.DateTimeField(null=True, help_text="When that was recorded.")
    regard = models.TextField(max_length=2000, blank=True)
    regard_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = CopyManager()
    recorded = CopyQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["review", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "recipient"], name="copy_once",
                condition=Q(struck_out__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(recipient__in=[one.value for one in rules.Recipient]),
                name="copy_recipient_known",
            ),
            models.CheckConstraint(
                condition=Q(resent_on__isnull=True, resent_at__isnull=True)
                | Q(resent_on__gte=F("sent_on"), resent_at__isnull=False),
                name="copy_resent_after_sending",
            ),
            models.CheckConstraint(
                condition=Q(regard_on__isnull=True, regard="")
                | (Q(regard_on__gte=F("sent_on")) & ~Q(regard="")),
                name="copy_regard_after_sending",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Copy {self.pk}"

    def is_older_than(self, put_right_at: datetime | None) -> bool:
        """Whether they have the report as it was before the review was put right at that time."""
        return put_right_at is not None and (self.resent_at or self.recorded_at) < put_right_at
