"""One section of a draft, as its writer goes."""

from django.conf import settings
from django.db import models
from django.db.models import JSONField, Value

from accounts.models import choices
from core.models import new_id
from referrals import rules
from referrals.models.referral import Referral
from referrals.querysets import SectionQuerySet


class ReferralSection(models.Model):
    """One section of a draft, saved as its writer goes; gone once the referral is sent.

    No history is kept: what is recorded is the copy of what was sent. `version` lets two
    windows notice one another.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=20, choices=choices(rules.SectionKey))
    answers = models.JSONField(default=dict)
    typed = models.JSONField(
        default=dict,
        db_default=Value({}, JSONField()),
        help_text="What was typed and cannot be read as answers yet, by the page's own names.",
    )
    complete = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "key"], name="referral_section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.pk}"
