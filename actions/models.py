"""What must happen next: actions that people agreed, duties that policy raised, chases of both."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, choices
from actions import rules
from actions.policy import Certainty, Jurisdiction, Outcome
from actions.querysets import ActionQuerySet, ChaseQuerySet, DutyQuerySet
from core.dates import local_day
from core.history import tracked
from core.models import AppendOnly, new_id
from register.models import Person


class Action(models.Model):
    """Something that people agreed: one accountable owner, a date, and evidence in the end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(max_length=2000)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="The service that the owner acts for.",
    )  # fmt: skip
    due_on = models.DateField()
    first_due_on = models.DateField(help_text="The date first agreed.")
    times_extended = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=choices(rules.ActionStatus))
    origin = models.CharField(max_length=10, choices=choices(rules.Origin))
    origin_id = models.UUIDField(null=True, help_text="The meeting's item, review or visit.")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField()
    evidence = models.TextField(max_length=4000, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="Who confirmed or cancelled it.",
    )  # fmt: skip
    ended_at = models.DateTimeField(null=True)
    note = models.TextField(
        max_length=1000, blank=True, help_text="Why it was last sent back, moved or cancelled."
    )
    key = models.CharField(
        max_length=80, null=True, unique=True, help_text="Names one submission, however often sent."
    )

    objects = ActionQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["person", "due_on"], name="action_of_person"),
            models.Index(
                fields=["owner", "due_on", "id"], name="action_open_of_owner",
                condition=Q(status__in=["open", "done"]),
            ),
            models.Index(
                fields=["due_on", "id"], name="action_open_by_due", condition=Q(status="open")
            ),
            models.Index(fields=["origin_id"], name="action_of_origin"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[one.value for one in rules.ActionStatus]),
                name="action_status_known",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="action_done_paired",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["open", "done"], ended_at__isnull=True, ended_by__isnull=True
                )
                | Q(
                    status__in=["closed", "cancelled"],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="action_end_paired",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "closed"]) | Q(done_at__isnull=False),
                name="action_done_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"Action {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to do."""
        return self.status == rules.ActionStatus.OPEN

    @property
    def is_done(self) -> bool:
        """Whether it waits for the DSR team to confirm it."""
        return self.status == rules.ActionStatus.DONE

    @property
    def clock(self) -> tuple[str, date] | None:
        """The ladder that it stands on and the day from which that counts; None once ended."""
        if self.is_done and self.done_at is not None:
            return "confirm", local_day(self.done_at)
        return ("standard", self.due_on) if self.is_open else None

    def is_overdue(self, on: date) -> bool:
        """Whether it is still to do and its date has passed on the day `on`."""
        return self.is_open and self.due_on < on


class Duty(models.Model):
    """Something that a policy rule asks for, with the date, the basis and the rule's version.

    What the rule said when it was raised stays: a later change of the policy file rewrites
    nothing here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=60)
    rule_version = models.CharField(max_length=12)
    jurisdiction = models.CharField(
        max_length=15, choices=[(one.value, one.value.capitalize()) for one in Jurisdiction]
    )
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    late_from = models.DateField(null=True, help_text="The first day on which it is overdue.")
    due_words = models.CharField(max_length=200)
    counted_from = models.DateField()
    basis = models.TextField()
    source = models.TextField()
    certainty = models.CharField(max_length=1, choices=choices(Certainty))
    duty_certainty = models.CharField(max_length=1, choices=choices(Certainty))
    met_by = models.JSONField()
    missing = ArrayField(models.CharField(max_length=30), default=list)
    chase = models.CharField(max_length=10)
    floor = models.BooleanField(
        default=False, help_text="Lasts until its date, rather than being due by it."
    )
    paused_on = models.DateField(null=True, help_text="Since when its clock stands still.")
    raised_at = models.DateTimeField()
    raised_by_event = models.BigIntegerField(help_text="The audit event that raised it.")
    status = models.CharField(max_length=10, choices=choices(rules.DutyStatus))
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_by_event = models.BigIntegerField(null=True)
    reason = models.TextField(max_length=1000, blank=True)

    objects = DutyQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "duties"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["person", "due_on"], name="duty_open_of_person",
                condition=Q(status="open"),
            ),
            models.Index(fields=["person", "-ended_at"], name="duty_of_person"),
            models.Index(
                fields=["due_on", "id"], name="duty_open_by_due", condition=Q(status="open")
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["person", "rule"], condition=Q(status="open"), name="duty_open_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[one.value for one in rules.DutyStatus]),
                name="duty_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(status="open") & Q(ended_at__isnull=False)),
                name="duty_end_paired",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["waived", "cancelled"]) | ~Q(reason=""),
                name="duty_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, late_from__isnull=True)
                | Q(due_on__isnull=False, late_from__gt=models.F("due_on")),
                name="duty_late_after_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be met."""
        return self.status == rules.DutyStatus.OPEN

    @property
    def is_paused(self) -> bool:
        """Whether its clock stands still, because the referrer was asked for information."""
        return self.is_open and self.paused_on is not None

    @property
    def outcomes(self) -> list[Outcome]:
        """What meets it, as the rule said when it was raised."""
        return [Outcome.stored(one) for one in self.met_by]

    @property
    def date_is_default(self) -> bool:
        """Whether the date is a default of this register rather than read in a source."""
        return self.certainty == Certainty.U

    @property
    def clock(self) -> tuple[str, date] | None:
        """The ladder that it stands on and its date; None without a date, paused and ended."""
        running = self.is_open and not self.is_paused
        return (self.chase, self.due_on) if running and self.due_on else None

    def is_overdue(self, on: date) -> bool:
        """Whether it should have been met before the day `on`."""
        late = self.late_from is not None and self.late_from <= on
        return self.is_open and late and not self.floor and not self.is_paused


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

    objects = ChaseQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
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
