"""What was sent, frozen."""

from typing import Any

from django.conf import settings
from django.db import models

from core.models import AppendOnly
from core.names import full_name, sort_key
from referrals.models.referral import Referral
from register.models import Person


class SubmittedCopy(AppendOnly):
    """What was sent, frozen: answers with their questions as they stood.

    `content` is a list of sections, each with key, title, rows of question and answer, and the
    answers as data. The names are those that the referrer typed, not those of the register.
    """

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="copy"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100)
    birth_date = models.DateField()
    nhs_number = models.CharField(max_length=10, blank=True)
    content = models.JSONField()
    declared = models.TextField(help_text="The declaration as it was worded.")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "submitted copies"

    def __str__(self) -> str:
        return f"Copy of {self.referral_id}"

    @property
    def name(self) -> str:
        """Given and family name as typed."""
        return full_name(self.given_name, self.family_name)

    @property
    def sort_name(self) -> str:
        """The key that lists are ordered by."""
        return sort_key(self.family_name, self.given_name)

    def data(self, key: str) -> dict[str, Any]:
        """Return the answers of one section, as data."""
        for section in self.content:
            if section["key"] == key:
                return dict(section["data"])
        return {}
