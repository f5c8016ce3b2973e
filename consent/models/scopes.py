"""A part of what was agreed that was withdrawn, while the rest goes on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import choices
from consent import rules
from consent.models.decisions import Decision
from consent.querysets import PartQuerySet
from core.models import AppendOnly, new_id
from register.models import Person


class ScopeWithdrawal(AppendOnly):
    """Who withdrew which parts of a decision, and how; `decision` is what was left of it.

    That decision follows the one before it, with its basis, its words and its days. Striking it
    out, when this was recorded by mistake, lets the one before it stand again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="withdrawn_parts"
    )
    scopes = ArrayField(models.CharField(max_length=20, choices=choices(rules.Scope)))
    requester = models.CharField(max_length=12, choices=choices(rules.Requester))
    channel = models.CharField(max_length=12, choices=choices(rules.Channel))
    words = models.TextField(max_length=4000)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(scopes=[]), name="scope_withdrawal_names_a_part"),
        ]

    def __str__(self) -> str:
        return f"Scope withdrawal {self.pk}"

    @property
    def parts(self) -> list[str]:
        """What was withdrawn, in words."""
        return [rules.Scope(one).label for one in self.scopes]
