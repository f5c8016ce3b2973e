"""Decisions about a keyworker, and what the keyworker service made of a referral."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.models import AppendOnly, new_id
from register.models import Fact, FactManager, Person
from reviews import rules
from reviews.querysets import FollowUpQuerySet, KeyworkerQuerySet

KeyworkerManager = FactManager.from_queryset(KeyworkerQuerySet)

FollowUpManager = FactManager.from_queryset(FollowUpQuerySet)


class KeyworkerReferral(Fact, AppendOnly):
    """What was decided about a keyworker: referred, already known, or not, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=15, choices=choices(rules.KeyworkerOutcome))
    reason = models.TextField(max_length=1000, blank=True)
    decided_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = KeyworkerManager()
    recorded = KeyworkerQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        indexes = [models.Index(fields=["person", "-recorded_at"], name="keyworker_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in rules.KeyworkerOutcome]),
                name="keyworker_outcome_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(reason=""), name="keyworker_declined_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Keyworker {self.pk}"


class KeyworkerFollowUp(Fact, AppendOnly):
    """What the keyworker service said about a referral, and when to ask again; the last stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        KeyworkerReferral, on_delete=models.PROTECT, related_name="follow_ups"
    )
    state = models.CharField(max_length=12, choices=choices(rules.KeyworkerState))
    reason = models.TextField(max_length=1000, blank=True)
    service = models.CharField(max_length=150, blank=True)
    happened_on = models.DateField()
    next_on = models.DateField(null=True, help_text="When the service is asked again.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = FollowUpManager()
    recorded = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        indexes = [models.Index(fields=["referral", "-recorded_at"], name="follow_up_of_referral")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in rules.KeyworkerState]),
                name="follow_up_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_accepted") | ~Q(reason=""), name="follow_up_refused_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="allocated") | ~Q(service=""), name="follow_up_service_named"
            ),
        ]

    def __str__(self) -> str:
        return f"Keyworker follow-up {self.pk}"
