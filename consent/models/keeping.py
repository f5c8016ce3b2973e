"""What stands around an erasure: legal holds, requests from the public page, the ledger."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Area, choices
from consent import rules
from consent.querysets import HoldQuerySet, RemovalRequestQuerySet
from core.history import tracked
from core.models import AppendOnly, new_id
from register.models import Person


class LegalHold(models.Model):
    """The law keeps a record that would be erased: why, until when it is looked at again, by whom.

    It goes with the record once it has been lifted and the person is erased.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=choices(rules.HoldReason))
    words = models.TextField(max_length=1000, help_text="What exactly, and who asked for it.")
    review_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.TextField(max_length=1000, blank=True)

    objects = HoldQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["review_on", "set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="hold_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_why="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why="")),
                name="hold_lifting_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Legal hold {self.pk}"


class RemovalRequest(models.Model):
    """Somebody asked, on the public page, to be removed. Its words last until it is handled.

    It points to nobody: whether they are on the register is for a member of the team to find
    out. Afterwards only the dates and the outcome stay, for counting.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=14, choices=choices(rules.RequestState))
    received_at = models.DateTimeField()
    name = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    requester = models.CharField(max_length=12, choices=choices(rules.Requester), blank=True)
    authority = models.CharField(max_length=500, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    handled_at = models.DateTimeField(null=True)

    objects = RemovalRequestQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=rules.RequestState.WAITING, handled_at__isnull=True)
                | Q(
                    ~Q(state=rules.RequestState.WAITING),
                    handled_at__isnull=False,
                    name="",
                    birth_date__isnull=True,
                    nhs_number="",
                    requester="",
                    authority="",
                    contact="",
                    words="",
                ),
                name="removal_request_wiped_once_handled",
            ),
        ]

    def __str__(self) -> str:
        return f"Request for removal {self.pk}"


class LedgerLine(AppendOnly):
    """One erasure, so that a restored backup can be made to forget the person again.

    `person_key` is a keyed digest of the person's identifier: a backup that still holds the
    person can be matched with it, and nothing else can.
    """

    id = models.BigAutoField(primary_key=True)
    person_key = models.CharField(max_length=64)
    reference = models.CharField(max_length=16, unique=True)
    legal_basis = models.CharField(max_length=20, choices=choices(rules.LegalBasis))
    closure_reason = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField()
    recorder_role = models.CharField(max_length=20, blank=True)
    approver_role = models.CharField(max_length=20, blank=True)
    chain = models.CharField(max_length=64, help_text="HMAC over the line before and this one.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reference
