"""Withdrawals, and what remains of an erasure."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Area, choices
from accounts.rules import Role
from consent import rules
from consent.querysets import CertificateQuerySet, WithdrawalQuerySet
from core.history import tracked
from core.models import AppendOnly, new_id
from register.models import Person
from register.rules import ClosureReason


class Withdrawal(models.Model):
    """Somebody withdrew: restricted at once, then erased or restored by a second person.

    The area is kept here, for the record itself is hidden. Erasure takes the person, the note
    and the history away; what stays names nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=12, choices=choices(rules.WithdrawalState))
    channel = models.CharField(max_length=12, choices=choices(rules.Channel))
    requester = models.CharField(max_length=12, choices=choices(rules.Requester))
    identity_checked = models.BooleanField()
    identity_evidence = models.CharField(max_length=500, blank=True)
    note = models.TextField(max_length=4000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_role = models.CharField(max_length=20, choices=choices(Role))
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_role = models.CharField(max_length=20, choices=choices(Role), blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(max_length=1000, blank=True)
    namesakes_seen = models.BooleanField(
        default=False, help_text="The approver looked: the same name elsewhere is someone else's."
    )
    stopped_by = models.CharField(
        max_length=1000, blank=True, help_text="The tables in which something would have remained."
    )

    objects = WithdrawalQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=[state.value for state in rules.UNDECIDED]),
                name="withdrawal_open_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decided_role="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decided_role="")),
                name="withdrawal_decision_paired",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("recorded_by")),
                name="withdrawal_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.WithdrawalState.ERASED)
                | Q(person__isnull=True, note="", identity_evidence=""),
                name="withdrawal_erased_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether the record is hidden and still there."""
        return self.state in rules.UNDECIDED

    @property
    def is_approved(self) -> bool:
        """Whether a second person has agreed and only the cooling-off is waited for."""
        return self.state == rules.WithdrawalState.APPROVED


class ErasureCertificate(AppendOnly):
    """What remains of an erasure: when, why, by which roles, how much. It names nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=16, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    withdrawal = models.OneToOneField(
        Withdrawal, on_delete=models.PROTECT, related_name="certificate", null=True
    )
    legal_basis = models.CharField(max_length=20, choices=choices(rules.LegalBasis))
    closure_reason = models.CharField(
        max_length=20, blank=True, choices=choices(ClosureReason), help_text="Of a disposal."
    )
    received_at = models.DateTimeField(help_text="Withdrawn, or taken off the register.")
    approved_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField()
    recorder_role = models.CharField(max_length=20, choices=choices(Role), blank=True)
    approver_role = models.CharField(
        max_length=20, choices=choices(Role), blank=True, help_text="Empty: policy alone."
    )
    replayed_at = models.DateTimeField(
        null=True, help_text="Erased again from the ledger, after a backup was restored."
    )
    counts = models.JSONField(help_text="Rows removed, by table.")
    severed_events = models.PositiveIntegerField()
    severed_reads = models.PositiveIntegerField()
    scanned_tables = models.PositiveIntegerField()
    scanned_columns = models.PositiveIntegerField()
    scanned_keys = models.PositiveIntegerField(
        null=True, help_text="Keys of the message broker; null when it did not answer."
    )
    scanned_files = models.PositiveIntegerField(
        null=True, help_text="Files of the export folder; null where there is none."
    )
    namesakes = models.JSONField(
        default=dict, help_text="Places with the same words that the approver knows to be others'."
    )
    backups_until = models.DateField(help_text="By when every backup of the record has expired.")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self) -> str:
        return self.reference

    @property
    def rows(self) -> int:
        """How many rows were removed altogether."""
        return sum(self.counts.values())
