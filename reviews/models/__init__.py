"""Reviews (CTR, CETR, LAEP), decisions about a keyworker, and commissioners' oversight visits."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import choices
from core.history import tracked
from core.models import AppendOnly, new_id
from register.models import InpatientStay, Person
from reviews import rules
from reviews.querysets import KeyworkerQuerySet, ReviewQuerySet, VisitQuerySet


class Review(models.Model):
    """A C(E)TR or an emergency protocol that was held. Its recommendations are actions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=choices(rules.ReviewKind))
    setting = models.CharField(max_length=10, choices=choices(rules.Setting))
    stay = models.ForeignKey(
        InpatientStay, on_delete=models.PROTECT, null=True, related_name="reviews"
    )
    held_on = models.DateField()
    requested_by = models.CharField(max_length=10, choices=choices(rules.Requester), blank=True)
    chair = models.CharField(max_length=120)
    chair_is_delegate = models.BooleanField(
        default=False, help_text="Chairs for the commissioner, and is not independent."
    )
    clinical_expert = models.CharField(max_length=120, blank=True)
    expert_by_experience = models.CharField(max_length=120, blank=True)
    others = models.TextField(max_length=2000, blank=True)
    consent = models.CharField(max_length=15, choices=choices(rules.ConsentShown), blank=True)
    safe = models.TextField(max_length=4000, blank=True)
    current_care = models.TextField(max_length=4000, blank=True)
    future_plan = models.TextField(max_length=4000, blank=True)
    hospital_needed = models.TextField(max_length=4000, blank=True)
    report_sent_on = models.DateField(null=True)
    report_sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    key = models.CharField(
        max_length=80, null=True, unique=True, help_text="Names one submission, however often sent."
    )

    objects = ReviewQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-held_on", "-recorded_at"]
        indexes = [models.Index(fields=["person", "-held_on"], name="review_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in rules.ReviewKind]),
                name="review_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="LAEP")
                | ~Q(chair="") & ~Q(clinical_expert="") & ~Q(expert_by_experience=""),
                name="review_panel_complete",
            ),
            models.CheckConstraint(
                condition=Q(kind="LAEP") | ~Q(consent=""), name="review_consent_shown"
            ),
            models.CheckConstraint(
                condition=Q(setting="inpatient", stay__isnull=False)
                | Q(setting="community", stay__isnull=True),
                name="review_setting_is_the_stays",
            ),
            models.CheckConstraint(
                condition=Q(report_sent_on__isnull=True, report_sent_by__isnull=True)
                | Q(report_sent_on__gte=F("held_on"), report_sent_by__isnull=False),
                name="review_report_after_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def shown_kind(self) -> str:
        """The kind in short, the emergency protocol under the region's own name for it."""
        laep = self.kind == rules.ReviewKind.LAEP
        return str(settings.DSR_LAEP_LABEL if laep else self.kind)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The four questions with their answers."""
        return [(words, getattr(self, name)) for name, words in rules.FOUR_QUESTIONS.items()]


class KeyworkerReferral(AppendOnly):
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

    objects = KeyworkerQuerySet.as_manager()

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


class OversightVisit(AppendOnly):
    """A commissioner's visit, on site, to somebody in hospital. Its concerns are actions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField()
    saw_person = models.BooleanField()
    not_seen_reason = models.TextField(max_length=1000, blank=True)
    account = models.TextField(max_length=4000, help_text="What was seen, heard and asked.")
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    key = models.CharField(
        max_length=80, null=True, unique=True, help_text="Names one submission, however often sent."
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "-recorded_at"]
        indexes = [models.Index(fields=["stay", "-visited_on"], name="visit_of_stay")]
        constraints = [
            models.CheckConstraint(
                condition=Q(saw_person=True) | ~Q(not_seen_reason=""), name="visit_not_seen_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Visit {self.pk}"
