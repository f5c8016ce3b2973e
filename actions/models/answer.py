"""What an owner without an account answered through a signed link."""

from django.db import models
from django.db.models import Q

from accounts.models import choices
from actions import rules
from actions.models.action import Action
from core.models import AppendOnly, new_id


class Answer(AppendOnly):
    """One answer through one link. The DSR team decides what follows from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=10, choices=choices(rules.Answered))
    words = models.TextField(max_length=2000)
    name = models.CharField(max_length=120, help_text="Whom the link had been sent to.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in rules.Answered]),
                name="answer_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"
