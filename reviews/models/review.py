"""Reviews (CTR, CETR, LAEP) that were held."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import choices
from core.history import tracked
from core.models import new_id
from register.models import Fact, FactManager, InpatientStay, Person
from reviews import rules
from reviews.models.request import ReviewRequest
from reviews.querysets import ReviewQuerySet

ReviewManager = FactManager.from_queryset(ReviewQuerySet)


class Review(Fact):
    """A C(E)TR or an emergency protocol that was held. Its recommendations are actions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=choices(rules.ReviewKind))
    setting = models.CharField(max_length=10, choices=choices(rules.Setting))
    stay = models.ForeignKey(
        InpatientStay, on_delete=models.PROTECT, null=True, related_name="reviews"
    )
    request = models.OneToOneField(
        ReviewRequest, on_delete=models.PROTECT, null=True, related_name="review"
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
    escalated_on = models.DateField(
        null=True, help_text="To the ICS assurance and oversight panel."
    )
    escalation_reason = models.TextField(max_length=2000, blank=True, db_default="")
    oversight_on = models.DateField(null=True)
    oversight_outcome = models.TextField(max_length=4000, blank=True, db_default="")
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    key = models.CharField(
        max_length=80, null=True, unique=True, help_text="Names one submission, however often sent."
    )

    objects = ReviewManager()
    recorded = ReviewQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-held_on", "-recorded_at"]
        indexes = [
            models.Index(fields=["person", "-held_on"], name="review_of_person"),
            models.Index(
                fields=["held_on", "id"], name="review_not_closed", condition=Q(closed_on=None)
            ),
        ]
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
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by__isnull=True)
                | Q(closed_on__gte=F("held_on"), closed_by__isnull=False),
                name="review_closed_paired",
            ),
            models.CheckConstraint(
                condition=Q(escalated_on__isnull=True, escalation_reason="")
                | (Q(escalated_on__gte=F("held_on")) & ~Q(escalation_reason="")),
                name="review_escalated_why",
            ),
            models.CheckConstraint(
                condition=Q(oversight_on__isnull=True, oversight_outcome="")
                | (Q(oversight_on__gte=F("escalated_on")) & ~Q(oversight_outcome="")),
                name="review_oversight_after_escalation",
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
    def kind_in_a_sentence(self) -> str:
        """The kind in words for the middle of a sentence."""
        words = self.get_kind_display()
        return words[:1].lower() + words[1:]

    @property
    def counts(self) -> bool:
        """Whether it counts as a C(E)TR; a LAEP stops no clock."""
        return self.kind != rules.ReviewKind.LAEP

    @property
    def followed_because(self) -> str:
        """Why it is counted elsewhere than at first, in words, where `with_where` has read it."""
        change = getattr(self, "followed", None)
        return rules.StayChange(change).label if change else ""

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The four questions with their answers."""
        return [(words, getattr(self, name)) for name, words in rules.FOUR_QUESTIONS.items()]
