"""Who asks to be named on a person's record."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.history import tracked
from core.models import new_id
from referrals.codes import NamingState
from referrals.querysets_team import NamingRequestQuerySet
from register.models import Person


class NamingRequest(models.Model):
    """A professional asks to be named on the record of somebody who is known already.

    Until the person's DSR team says yes, whoever asks learns nothing about the record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="naming_requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=120, help_text="Their part, such as social worker.")
    reason = models.TextField(max_length=4000)
    state = models.CharField(max_length=10, choices=choices(NamingState))
    asked_at = models.DateTimeField()
    words = models.TextField(max_length=4000, blank=True, help_text="Why they were not named.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = NamingRequestQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            models.Index(fields=["person"], name="naming_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "asked_by"],
                name="naming_one_waiting",
                condition=Q(state="waiting"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in NamingState]),
                name="naming_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="naming_decided_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Naming request {self.pk}"

    @property
    def stands(self) -> NamingState:
        """The state, with its words."""
        return NamingState(self.state)
