"""Letters about a referral's outcome that reached the person."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import choices
from core.models import AppendOnly, new_id
from referrals.codes import LetterAbout, LetterWay
from referrals.models.referral import Referral


class LetterGiven(AppendOnly):
    """That the person was told: which letter, how, when, by whom. The words are not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="letters")
    about = models.CharField(max_length=20, choices=choices(LetterAbout))
    easy_read = models.BooleanField(default=False)
    way = models.CharField(max_length=15, choices=choices(LetterWay))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["referral", "at"], name="letter_of_referral")]
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=[one.value for one in LetterAbout]),
                name="letter_about_known",
            ),
            models.CheckConstraint(
                condition=Q(way__in=[one.value for one in LetterWay]), name="letter_way_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"
