"""Whether two records are about one person: what someone found, and until when it held."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from accounts.models import choices
from core.history import tracked
from core.models import new_id
from register.models.person import Person
from register.querysets_identity import IdentityFindingQuerySet
from register.rules.identity import SecondLook, Verdict


class IdentityFinding(models.Model):
    """Two records are about one person, are not, or no one is sure yet.

    It is a link and no merge: every fact stays on the record on which it was recorded, so that
    ending the finding gives both back whole. "The same person" holds at once, or once a second
    person has confirmed it where `needs` says why one is asked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=choices(Verdict))
    reason = models.TextField(max_length=4000)
    needs = ArrayField(
        models.CharField(max_length=10), default=list, help_text="Why a second person is asked."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(max_length=4000, blank=True)

    objects = IdentityFindingQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(fields=["person"], name="finding_of_record"),
            models.Index(fields=["other"], name="finding_of_other_record"),
        ]
        constraints = [
            models.UniqueConstraint(
                Least("person", "other"),
                Greatest("person", "other"),
                name="finding_one_of_a_pair",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[one.value for one in Verdict]),
                name="finding_verdict_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other")), name="finding_is_of_two_records"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("by"))),
                name="finding_confirmed_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="finding_ended_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Finding {self.pk}"

    @property
    def says(self) -> Verdict:
        """The verdict, with its words."""
        return Verdict(self.verdict)

    @property
    def waits(self) -> bool:
        """Whether a second person has yet to confirm it."""
        return self.ended_at is None and bool(self.needs) and self.confirmed_at is None

    @property
    def holds(self) -> bool:
        """Whether it holds now."""
        return self.ended_at is None and not self.waits

    @property
    def is_same(self) -> bool:
        """Whether the two are one person, as far as is known now."""
        return self.holds and self.verdict == Verdict.SAME

    @property
    def is_different(self) -> bool:
        """Whether the two are known to be two people."""
        return self.holds and self.verdict == Verdict.DIFFERENT

    @property
    def why_two(self) -> list[str]:
        """Why a second person is asked, in words."""
        return [SecondLook(one).label for one in self.needs]
