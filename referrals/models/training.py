"""Training sessions, and who asks for a place."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import choices
from core.history import tracked
from core.models import new_id
from referrals.codes import PlaceState, TrainingKind
from referrals.querysets_team import PlaceQuerySet, SessionQuerySet


class TrainingSession(models.Model):
    """A date of a training, with a place and a number of seats."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=choices(TrainingKind))
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    seats = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["starts_at"], name="training_by_start")]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="training_has_seats"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in TrainingKind]),
                name="training_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Training {self.pk}"

    @property
    def what(self) -> TrainingKind:
        """Which training, with its words."""
        return TrainingKind(self.kind)


class TrainingPlace(models.Model):
    """A professional's wish for a place. Name and address go some time after the session."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(
        unique=True, help_text="Issued with the page, so that sending it twice asks once."
    )
    kind = models.CharField(max_length=10, choices=choices(TrainingKind))
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, null=True, related_name="places"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField()
    job = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=choices(PlaceState))
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["kind", "asked_at"], name="training_place_asked")]
        constraints = [
            models.UniqueConstraint(
                "session",
                Lower("email"),
                name="training_place_once",
                condition=Q(state__in=["given", "waiting"]),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "cancelled"]) | Q(session__isnull=False),
                name="training_place_of_session",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in PlaceState]),
                name="training_place_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Training place {self.pk}"

    @property
    def stands(self) -> PlaceState:
        """The state, with its words."""
        return PlaceState(self.state)

    @property
    def what(self) -> TrainingKind:
        """Which training, with its words."""
        return TrainingKind(self.kind)
