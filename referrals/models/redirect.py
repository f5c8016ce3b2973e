"""Redirects of a referral to another area: open in both until one of them has it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Area, choices
from core.history import tracked
from core.models import new_id
from referrals.codes import RedirectState
from referrals.models.referral import Referral
from referrals.querysets_team import RedirectQuerySet


class Redirect(models.Model):
    """One area asks another to take a referral; until it does, the first one answers for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="redirects")
    from_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    to_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=4000)
    state = models.CharField(max_length=10, choices=choices(RedirectState))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField(help_text="The day by which the other area is to answer.")
    reminders = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(max_length=4000, blank=True, help_text="Why it was returned.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = RedirectQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            models.Index(
                fields=["to_area", "asked_at"], name="redirect_open_to", condition=Q(state="open")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], name="redirect_one_open", condition=Q(state="open")
            ),
            models.CheckConstraint(
                condition=~Q(from_area=F("to_area")), name="redirect_to_another_area"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in RedirectState]),
                name="redirect_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="redirect_decided_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Redirect {self.pk}"

    @property
    def stands(self) -> RedirectState:
        """The state, with its words."""
        return RedirectState(self.state)

    @property
    def is_open(self) -> bool:
        """Whether the other area has yet to answer."""
        return self.state == RedirectState.OPEN
