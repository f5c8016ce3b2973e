"""Records whose time is over: listed by policy, proposed by one person, decided by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Area, choices
from accounts.rules import Role
from consent import rules
from consent.models.withdrawals import ErasureCertificate
from consent.querysets import DisposalQuerySet
from core.history import tracked
from core.models import new_id
from register.models import Person
from register.rules import ClosureReason

PROPOSED = [rules.DisposalState.PROPOSED.value, rules.DisposalState.ERASED.value]


class Disposal(models.Model):
    """A record whose time is over, and what two people decide about it.

    One row for each person. Erasure takes the person, the words and the history away; what
    stays names those who decided and no one else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+", null=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=choices(rules.DisposalState))
    ending = models.CharField(max_length=20, choices=choices(rules.Ending))
    closure_reason = models.CharField(max_length=20, blank=True, help_text="Of a closed entry.")
    ended_at = models.DateTimeField(help_text="Since when the record's time has run.")
    due_on = models.DateField(help_text="The first day on which it may be erased.")
    listed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    proposed_role = models.CharField(max_length=20, choices=choices(Role), blank=True)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    kept_until = models.DateField(null=True, help_text="When it is looked at again.")
    kept_why = models.TextField(max_length=1000, blank=True)
    certificate = models.OneToOneField(
        ErasureCertificate, on_delete=models.PROTECT, related_name="disposal", null=True
    )

    objects = DisposalQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["area", "state", "due_on", "id"], name="disposal_listed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True, proposed_role="")
                | (Q(proposed_at__isnull=False, proposed_by__isnull=False) & ~Q(proposed_role="")),
                name="disposal_proposal_paired",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PROPOSED, proposed_at__isnull=False)
                | (~Q(state__in=PROPOSED) & Q(proposed_at__isnull=True)),
                name="disposal_proposed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.DisposalState.ERASED)
                | Q(
                    ~Q(decided_by=F("proposed_by")),
                    person__isnull=True,
                    kept_why="",
                    decided_by__isnull=False,
                    certificate__isnull=False,
                ),
                name="disposal_erased_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.DisposalState.KEPT)
                | (Q(kept_until__isnull=False, decided_by__isnull=False) & ~Q(kept_why="")),
                name="disposal_kept_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Disposal {self.pk}"

    @property
    def stands(self) -> rules.DisposalState:
        """The state, with its words."""
        return rules.DisposalState(self.state)

    @property
    def why(self) -> str:
        """Why the record's time began to run, in words."""
        if self.closure_reason:
            return ClosureReason(self.closure_reason).label
        return rules.Ending(self.ending).label

    @property
    def since(self) -> str:
        """Why and from which day the time runs, as it was when this row was last written."""
        return rules.since_words(self.why, self.closure_reason, self.ended_at)
