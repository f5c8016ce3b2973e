"""Requests of the public page for somebody to be included."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Area, choices
from core.models import new_id
from core.names import full_name
from referrals.codes import INCLUSION_CLOSED, INCLUSION_OPEN, Agrees, Asker, InclusionState
from referrals.models.referral import Referral
from referrals.querysets_team import InclusionQuerySet


class InclusionRequest(models.Model):
    """A person, their family or a carer asks. The words are wiped once it is closed.

    What a draft that began from it holds is wiped before; how to reach whoever asked stays until
    they were told the outcome, or its time is up. It points to nobody on the register and has no
    history: only dates and the outcome stay, for counting.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(
        unique=True, help_text="Issued with the page, so that sending it twice asks once."
    )
    reference = models.CharField(max_length=13, unique=True)
    state = models.CharField(max_length=10, choices=choices(InclusionState))
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    asker = models.CharField(max_length=10, choices=choices(Asker), blank=True)
    asker_name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True)
    agrees = models.CharField(max_length=10, choices=choices(Agrees), blank=True)
    words = models.TextField(max_length=2000, blank=True)
    received_at = models.DateTimeField()
    expires_on = models.DateField()
    reminded_on = models.DateField(null=True, help_text="When those it waits for were last told.")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, null=True, related_name="asked_for_in"
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True)

    objects = InclusionQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        indexes = [
            models.Index(
                fields=["area", "received_at"],
                name="inclusion_open",
                condition=Q(state__in=["waiting", "lead_found"]),
            ),
            models.Index(fields=["lead"], name="inclusion_of_lead"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in InclusionState]),
                name="inclusion_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[one.value for one in INCLUSION_CLOSED])
                | Q(
                    asker="",
                    asker_name="",
                    contact="",
                    given_name="",
                    family_name="",
                    birth_date__isnull=True,
                    agrees="",
                    words="",
                ),
                name="inclusion_wiped_once_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state="lead_found") | Q(lead__isnull=False),
                name="inclusion_lead_named",
            ),
        ]

    def __str__(self) -> str:
        return f"Request to be included {self.pk}"

    @property
    def stands(self) -> InclusionState:
        """The state, with its words."""
        return InclusionState(self.state)

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to tell whoever asked what became of it."""
        return self.state in INCLUSION_OPEN

    @property
    def is_sent(self) -> bool:
        """Whether the referral that began from it was sent."""
        return self.referral is not None and self.referral.submitted_at is not None

    @property
    def name(self) -> str:
        """Given and family name as typed."""
        return full_name(self.given_name, self.family_name)
