"""What every floor writes to: the audit trail and its seals, the read log, heartbeats."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now


class TransactionId(models.Func):
    """PostgreSQL's number of the running transaction."""

    function = "txid_current"
    output_field = models.BigIntegerField()


class AppendOnly(models.Model):
    """Rows that are superseded, never edited: the database refuses UPDATE, DELETE and TRUNCATE.

    `core.guard` puts the refusal into the database for every subclass; only the door that
    erasure opens lets a row go.
    """

    class Meta:
        abstract = True


class HistoryRow(models.Model):
    """Base of every history table: remembers the transaction that wrote the row.

    The guard compares it at commit, so no change of a tracked row goes without its history.
    """

    recorded_txid = models.BigIntegerField(db_default=TransactionId(), editable=False)

    class Meta:
        abstract = True


class AuditSeal(AppendOnly):
    """One link of the chain that makes tampering with the audit trail show."""

    id = models.BigAutoField(primary_key=True)
    sealed_at = models.DateTimeField()
    events = models.PositiveIntegerField(help_text="How many events this seal closes over.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the events' own digests.")
    chain = models.CharField(max_length=64, help_text="SHA-256 over the seal before and this one.")

    def __str__(self) -> str:
        return f"Seal {self.pk}"


class AuditEvent(models.Model):
    """Something that happened. Written with the change it tells of, in one transaction.

    Facts are codes and ids. The digest covers person and facts through `salt`: erasure
    takes person, facts and salt away, and the chain still verifies but points to nobody.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    person_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    seal = models.ForeignKey(AuditSeal, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-id"], name="audit_of_person"),
            models.Index(fields=["kind", "-id"], name="audit_of_kind"),
            models.Index(
                fields=["id"], name="audit_unsealed", condition=models.Q(seal__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ReadLog(AppendOnly):
    """Who looked at whom: one row for a person's page, one for a list with the ids it showed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    view = models.CharField(max_length=100)
    purpose = models.CharField(max_length=200, blank=True)
    persons = ArrayField(models.UUIDField())

    class Meta:
        indexes = [
            GinIndex(fields=["persons"], name="read_of_person"),
            models.Index(fields=["user", "-at"], name="read_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.view} {self.pk}"


class Heartbeat(models.Model):
    """When a process last said that it is alive; `/health/` and the in-app banner read it."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


def new_id() -> uuid.UUID:
    """Return a fresh random identifier, safe to show in an address."""
    return uuid.uuid4()
