"""What a search for referrals looks through."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from core.names import SORT_KEY_LENGTH
from referrals.models.referral import Referral


class SearchRow(models.Model):
    """One row for each referral that was sent: derived from its frozen copy, never typed.

    Someone who is only referred is in no list of people; this is how they are found.
    """

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="searched"
    )
    birth_date = models.DateField()
    sort_name = models.CharField(max_length=SORT_KEY_LENGTH, db_collation="C")
    search = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["birth_date"], name="referral_by_birth"),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="referral_search"),
        ]

    def __str__(self) -> str:
        return f"Search row of {self.pk}"
