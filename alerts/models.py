"""Notices (the outbox), acknowledgements of RED alerts, and the rungs of their escalation."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import AccountRequest, Area
from alerts import rules
from alerts.querysets import NoticeQuerySet
from alerts.wording import NOTICES, Wording
from core.models import AppendOnly, new_id


class Notice(models.Model):
    """Something somebody must be told: shown in the service, and owed to them by mail.

    Written with the change it tells of; a relay sends what is owed. `key` makes a second
    notice of the same thing to the same person impossible. The mail is composed when it is
    sent, so no text about anybody is ever stored here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30)
    urgent = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    account_request = models.ForeignKey(
        AccountRequest, on_delete=models.PROTECT, related_name="+", null=True
    )
    to_contact = models.BooleanField(
        default=False, db_default=False,
        help_text="Goes to the owner, without an account, of the action that it is about.",
    )  # fmt: skip
    person_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True, help_text="The record that the link leads to.")
    made_at = models.DateTimeField()
    waits_until = models.DateTimeField(
        null=True,
        help_text="The moment it waits for, such as a working morning; none for what goes at once.",
    )
    try_at = models.DateTimeField(help_text="Not mailed before this moment.")
    attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["-urgent", "try_at"],
                name="notice_owed",
                condition=Q(mailed_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.Index(fields=["user", "-made_at"], name="notice_of_user"),
            models.Index(fields=["person_id"], name="notice_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False)
                | Q(account_request__isnull=False)
                | Q(to_contact=True, subject_id__isnull=False),
                name="notice_has_a_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_gathered(self) -> bool:
        """Whether one email tells of it together with others to the same reader."""
        return self.wording.gathers and not self.urgent

    @property
    def wording(self) -> Wording:
        """What the notice says."""
        return NOTICES[self.kind]


class Acknowledgement(AppendOnly):
    """A named person has seen a RED alert and acts on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in rules.Subject]
    )
    subject_id = models.UUIDField(help_text="The rating, referral or update.")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "area"], name="alert_acknowledged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Acknowledgement {self.pk}"


class Escalation(AppendOnly):
    """A rung that was climbed because nobody had acknowledged a RED alert."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in rules.Subject]
    )
    subject_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "area", "step"],
                name="alert_escalated_once_a_step",
            ),
        ]

    def __str__(self) -> str:
        return f"Escalation {self.step} {self.pk}"


class NotConvened(AppendOnly):
    """A named person says why no urgent meeting is convened about a RED alert."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in rules.Subject]
    )
    subject_id = models.UUIDField(help_text="The rating, referral or update.")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField(null=True)
    reason = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "not convened"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "area"], name="alert_not_convened_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Not convened {self.pk}"
