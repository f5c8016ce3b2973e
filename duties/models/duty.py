"""What policy asks for: a duty with its date, basis and the rule's version."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Area, choices
from core.history import tracked
from core.models import new_id
from duties import rules
from duties.policy import Certainty, Jurisdiction, Outcome
from duties.querysets import DutyQuerySet
from register.models import Person


class Duty(models.Model):
    """Something that a policy rule asks for, as the facts recorded about a person have it.

    A derived row: `duties.workflow.sync` alone writes it, from what `duties.working_out` returns.
    `branch`, `raised_by_event` and `subject` say which duty it is, whatever its date becomes: the
    rule or the branches that share its `one_of`, the fact that asked for it, and the referral,
    review or meeting that it is about, where the rule asks for each of them.

    An open duty follows the policy in force. One that has ended keeps what the rule said, until a
    fact that decided it is corrected.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="The worklist that shows it: the person's; none while the record is restricted.",
    )  # fmt: skip
    rule = models.CharField(max_length=60)
    branch = models.CharField(
        max_length=80, db_default="", help_text="The rule, or what its branches share."
    )
    subject = models.UUIDField(
        null=True, help_text="The referral, review or meeting that it is about."
    )
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
    raised_by_event = models.BigIntegerField(help_text="The audit event of the fact that asked.")
    status = models.CharField(max_length=10, choices=choices(rules.DutyStatus))
    ended_at = models.DateTimeField(null=True, help_text="When what ended it was recorded.")
    ended_on = models.DateField(null=True, help_text="The day on which what ended it happened.")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_by_event = models.BigIntegerField(null=True)
    reason = models.TextField(max_length=1000, blank=True)
    not_met_by = models.JSONField(
        default=list, db_default=[],
        help_text="What was held and did not meet it, and which condition it lacked.",
    )  # fmt: skip

    objects = DutyQuerySet.as_manager()
    # The area is the person's: it follows, and has no history of its own.
    history = tracked(excluded_fields=["area"], table_name="actions_historicalduty")

    class Meta:
        db_table = "actions_duty"
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
            models.Index(
                fields=["area", "due_on", "id"], name="duty_open_of_area",
                condition=Q(status="open", floor=False),
            ),
            models.Index(
                fields=["area", "raised_at", "id"], name="duty_undated_of_area",
                condition=Q(status="open", floor=False, due_on__isnull=True),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["person", "branch", "raised_by_event", "subject"],
                condition=~Q(branch=""),  # duties of before their branch was kept
                nulls_distinct=False,
                name="duty_once_for_each_fact",
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
    def is_met_by_hand(self) -> bool:
        """Whether the DSR team itself records that it was done."""
        return self.is_met_through(rules.DONE_BY_HAND)

    def is_met_through(self, event: str) -> bool:
        """Whether an event of this kind can meet it."""
        return any(one.event == event for one in self.outcomes)

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
