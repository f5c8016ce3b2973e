"""Handing someone over to another area: open in both until the other team answers (H9)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Area, choices
from core.history import tracked
from core.models import new_id
from register.models.person import Person
from register.querysets_moves import AreaMoveQuerySet
from register.rules.moving import MoveState


class AreaMove(models.Model):
    """One team asks another to take someone; until it accepts, the first answers for them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="area_moves")
    from_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    to_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    moves_on = models.DateField(help_text="The day from which they live in the other area.")
    reason = models.TextField(max_length=4000)
    to_know = models.TextField(
        max_length=4000, blank=True, help_text="What the other team needs to know."
    )
    state = models.CharField(max_length=10, choices=choices(MoveState))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    due_on = models.DateField(help_text="The day by which the other team is to answer.")
    reminders = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(
        max_length=4000, blank=True, help_text="Why it was returned or withdrawn."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = AreaMoveQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["proposed_at"]
        indexes = [
            models.Index(
                fields=["to_area", "person"], name="area_move_open_to", condition=Q(state="open")
            ),
            models.Index(fields=["person"], name="area_move_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="area_move_one_open", condition=Q(state="open")
            ),
            models.CheckConstraint(
                condition=~Q(from_area=F("to_area")), name="area_move_to_another_area"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in MoveState]),
                name="area_move_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="area_move_decided_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Move {self.pk}"

    @property
    def stands(self) -> MoveState:
        """The state, with its words."""
        return MoveState(self.state)

    @property
    def is_open(self) -> bool:
        """Whether the other team has yet to answer."""
        return self.state == MoveState.OPEN
