"""Each step of a chase ladder, taken once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from actions.models.action import Action
from actions.querysets import ChaseQuerySet
from core.models import AppendOnly, new_id
from duties.models import Duty


class Chase(AppendOnly):
    """One step of a ladder, taken once: about which action or duty, when, and to whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="chases")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, null=True, related_name="chases")
    step = models.CharField(max_length=12)
    due_on = models.DateField(help_text="The date chased; an extension starts the ladder again.")
    on = models.DateField()
    at = models.DateTimeField()
    to = ArrayField(models.UUIDField(), help_text="The users who were told.")
    leads = ArrayField(
        models.UUIDField(), default=list, db_default=[],
        help_text="Those who commission for the area; they are told how many, not about whom.",
    )  # fmt: skip
    contact = models.BooleanField(
        default=False, db_default=False, help_text="Whether an owner without an account was mailed."
    )
    urgent = models.BooleanField(
        default=False, db_default=False, help_text="Whether it went out at once, outside a digest."
    )

    objects = ChaseQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["at"], name="chase_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "due_on", "step"], name="chase_of_action_once",
                condition=Q(action__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["duty", "due_on", "step"], name="chase_of_duty_once",
                condition=Q(duty__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=False, duty__isnull=True)
                | Q(action__isnull=True, duty__isnull=False),
                name="chase_of_one_thing",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Chase {self.pk}"
