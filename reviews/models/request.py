"""Requests for a review, from the asking to the day it is held, and the papers expected."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import choices
from core.history import tracked
from core.models import new_id
from register.models import InpatientStay, Person
from reviews import rules
from reviews.querysets import PaperQuerySet, RequestQuerySet


class ReviewRequest(models.Model):
    """Somebody entitled asked for a C(E)TR. One open request a person; its duty stays open.

    The panel is here as it is planned; who came is on the review once it was held.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices(rules.RequestState))
    requester = models.CharField(max_length=10, choices=choices(rules.Requester))
    reason = models.TextField(max_length=2000)
    kind = models.CharField(max_length=4, choices=choices(rules.ReviewKind))
    ehc_plan = models.BooleanField(
        null=True, help_text="As said when it was asked for, where the person's record is silent."
    )
    setting = models.CharField(max_length=10, choices=choices(rules.Setting))
    stay = models.ForeignKey(InpatientStay, on_delete=models.PROTECT, null=True, related_name="+")
    organiser = models.CharField(max_length=15, choices=choices(rules.Organiser))
    asked_on = models.DateField()
    planned_on = models.DateField(null=True)
    arranged_on = models.DateField(null=True, help_text="When the date was last arranged.")
    place = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=120, blank=True)
    chair_is_delegate = models.BooleanField(default=False)
    clinical_expert = models.CharField(max_length=120, blank=True)
    expert_by_experience = models.CharField(max_length=120, blank=True)
    others = models.TextField(max_length=2000, blank=True)
    end_reason = models.TextField(max_length=2000, blank=True)
    ended_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(
        max_length=80, null=True, unique=True, help_text="Names one submission, however often sent."
    )

    objects = RequestQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-asked_on", "-recorded_at"]
        indexes = [
            models.Index(fields=["person", "-asked_on"], name="request_of_person"),
            models.Index(
                fields=["planned_on", "id"],
                name="request_open_by_date",
                condition=Q(state__in=["asked", "arranged"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["asked", "arranged"]),
                name="request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in rules.RequestState]),
                name="request_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="arranged") | Q(planned_on__gte=F("asked_on")),
                name="request_arranged_for_a_day",
            ),
            models.CheckConstraint(
                condition=Q(planned_on__isnull=True, arranged_on__isnull=True)
                | Q(planned_on__isnull=False, arranged_on__isnull=False),
                name="request_arranging_paired",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "arranged"], ended_on__isnull=True)
                | Q(state__in=["held", "declined", "cancelled", "stopped"], ended_on__isnull=False),
                name="request_ended_paired",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "cancelled"]) | ~Q(end_reason=""),
                name="request_ended_why",
            ),
            models.CheckConstraint(condition=~Q(kind="LAEP"), name="request_is_for_a_cetr"),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the review is still to be held."""
        return self.state in rules.OPEN

    @property
    def panel(self) -> dict[str, str]:
        """The three required members as they are planned, by their part."""
        return {role: getattr(self, role) for role in rules.PANEL}


class ReviewPaper(models.Model):
    """A paper that the panel expects: when it came, and when the panel was sent it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(ReviewRequest, on_delete=models.PROTECT, related_name="papers")
    code = models.SlugField(max_length=40, help_text="Names a paper of the policy file.")
    received_on = models.DateField(null=True)
    circulated_on = models.DateField(null=True)

    objects = PaperQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["request", "code"], name="paper_once"),
            models.CheckConstraint(
                condition=Q(circulated_on__isnull=True) | Q(received_on__isnull=False),
                name="paper_came_before_it_went",
            ),
        ]

    def __str__(self) -> str:
        return f"Paper {self.pk}"
